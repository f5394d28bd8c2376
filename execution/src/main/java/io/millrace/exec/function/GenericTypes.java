package io.millrace.exec.function;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;

/** What the type variables of a class or interface stand for in a class below it. */
final class GenericTypes {
  private GenericTypes() {}

  /** The class that a variable of a class above stands for; Object if that cannot be told. */
  static Class<?> argument(Type below, Class<?> above, int variable) {
    Map<TypeVariable<?>, Type> bound = new HashMap<>();
    return find(below, above, bound)
        ? erased(above.getTypeParameters()[variable], bound)
        : Object.class;
  }

  private static boolean find(Type type, Class<?> above, Map<TypeVariable<?>, Type> bound) {
    Class<?> raw;
    if (type instanceof ParameterizedType parameterized) {
      raw = (Class<?>) parameterized.getRawType();
      for (int i = 0; i < raw.getTypeParameters().length; i++) {
        bound.put(raw.getTypeParameters()[i], parameterized.getActualTypeArguments()[i]);
      }
    } else if (type instanceof Class<?> plain) {
      raw = plain;
    } else {
      return false;
    }
    if (raw == above) {
      return true;
    }
    if (raw.getGenericSuperclass() != null && find(raw.getGenericSuperclass(), above, bound)) {
      return true;
    }
    for (Type inherited : raw.getGenericInterfaces()) {
      if (find(inherited, above, bound)) {
        return true;
      }
    }
    return false;
  }

  private static Class<?> erased(Type type, Map<TypeVariable<?>, Type> bound) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType parameterized) {
      return (Class<?>) parameterized.getRawType();
    }
    if (type instanceof GenericArrayType array) {
      return Array.newInstance(erased(array.getGenericComponentType(), bound), 0).getClass();
    }
    if (type instanceof WildcardType wildcard) {
      return erased(wildcard.getUpperBounds()[0], bound);
    }
    Type meant = bound.get(type);
    return meant == null || meant == type ? Object.class : erased(meant, bound);
  }
}
