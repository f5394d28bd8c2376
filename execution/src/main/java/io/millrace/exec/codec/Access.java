package io.millrace.exec.codec;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.error.ErrorCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Constructor;

/** The constructors, getters and setters of a class, public or not. */
final class Access {
  private final Class<?> type;
  private final Lookup lookup;

  Access(Class<?> type) {
    this.type = type;
    try {
      lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      throw hidden(e);
    }
  }

  MethodHandle constructor(Constructor<?> constructor) {
    try {
      return lookup.unreflectConstructor(constructor);
    } catch (IllegalAccessException e) {
      throw hidden(e);
    }
  }

  MethodHandle getter(Member member) {
    try {
      return lookup.unreflect(member.getter());
    } catch (IllegalAccessException e) {
      throw hidden(e);
    }
  }

  MethodHandle setter(Member member) {
    try {
      return lookup.unreflect(member.setter().orElseThrow());
    } catch (IllegalAccessException e) {
      throw hidden(e);
    }
  }

  private RuntimeException hidden(IllegalAccessException cause) {
    return error(ErrorCode.ENCODER_INVALID, type.getName(), "its module does not open its package")
        .hint("add to module-info.java:  opens " + type.getPackageName() + ";")
        .cause(cause)
        .build();
  }
}
