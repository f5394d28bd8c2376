package io.millrace.exec.codec;

import io.millrace.api.encoding.Shape;
import io.millrace.api.encoding.Shape.ArrayOf;
import io.millrace.api.encoding.Shape.Bean;
import io.millrace.api.encoding.Shape.Generic;
import io.millrace.api.encoding.Shape.ListOf;
import io.millrace.api.encoding.Shape.MapOf;
import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.encoding.Shape.Scalar;
import io.millrace.api.encoding.Shape.Serialized;
import io.millrace.api.encoding.Shape.Struct;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codecs of shapes that have parts. Whatever can be null has a byte in front that says so. */
final class ValueCodecs {
  private static final int NULL = 0;
  private static final int PRESENT = 1;

  private ValueCodecs() {}

  static ValueCodec of(Shape shape) {
    if (shape instanceof Scalar scalar) {
      ValueCodec codec = ScalarCodecs.of(scalar.javaType());
      return scalar.javaType().isPrimitive() ? codec : nullable(codec);
    }
    if (shape instanceof Struct struct) {
      return nullable(struct(struct));
    }
    if (shape instanceof Bean bean) {
      return nullable(bean(bean));
    }
    if (shape instanceof ListOf list) {
      return nullable(list(of(list.element())));
    }
    if (shape instanceof MapOf map) {
      return nullable(map(of(map.key()), of(map.value())));
    }
    if (shape instanceof ArrayOf array) {
      return nullable(array(array.javaType().getComponentType(), of(array.element())));
    }
    if (shape instanceof Generic generic) {
      return nullable(generic(generic));
    }
    Serialized serialized = (Serialized) shape;
    return nullable(
        codec(
            (value, output) -> ScalarCodecs.writeBytes(Conversions.serialize(value), output),
            input ->
                Conversions.deserialize(ScalarCodecs.readBytes(input), serialized.javaType())));
  }

  /** How a value that is not null is written. */
  @FunctionalInterface
  interface Write {
    void write(Object value, StateOutput output) throws Throwable;
  }

  /** How it is read. */
  @FunctionalInterface
  interface Read {
    Object read(StateInput input) throws Throwable;
  }

  static ValueCodec codec(Write write, Read read) {
    return new ValueCodec() {
      @Override
      public void write(@Nullable Object value, StateOutput output) throws Throwable {
        if (value == null) {
          throw new IllegalStateException("null of a primitive type");
        }
        write.write(value, output);
      }

      @Override
      public Object read(StateInput input) throws Throwable {
        return read.read(input);
      }
    };
  }

  private static ValueCodec nullable(ValueCodec codec) {
    return new ValueCodec() {
      @Override
      public void write(@Nullable Object value, StateOutput output) throws Throwable {
        output.writeByte(value == null ? NULL : PRESENT);
        if (value != null) {
          codec.write(value, output);
        }
      }

      @Override
      public @Nullable Object read(StateInput input) throws Throwable {
        return input.readByte() == NULL ? null : codec.read(input);
      }
    };
  }

  private static ValueCodec[] parts(List<Member> members) {
    return members.stream().map(member -> of(member.shape())).toArray(ValueCodec[]::new);
  }

  private static MethodHandle[] getters(List<Member> members, Access access) {
    return members.stream()
        .map(
            member ->
                access.getter(member).asType(MethodType.methodType(Object.class, Object.class)))
        .toArray(MethodHandle[]::new);
  }

  private static Write parts(MethodHandle[] getters, ValueCodec[] parts) {
    return (value, output) -> {
      for (int i = 0; i < parts.length; i++) {
        parts[i].write((Object) getters[i].invokeExact(value), output);
      }
    };
  }

  private static ValueCodec struct(Struct struct) {
    Access access = new Access(struct.javaType());
    ValueCodec[] parts = parts(struct.members());
    MethodHandle constructor =
        access
            .constructor(struct.constructor())
            .asSpreader(Object[].class, parts.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
    return codec(
        parts(getters(struct.members(), access), parts),
        input -> {
          Object[] values = new Object[parts.length];
          for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].read(input);
          }
          return (Object) constructor.invokeExact(values);
        });
  }

  private static ValueCodec bean(Bean bean) {
    Access access = new Access(bean.javaType());
    ValueCodec[] parts = parts(bean.members());
    MethodHandle constructor =
        access.constructor(bean.constructor()).asType(MethodType.methodType(Object.class));
    MethodHandle[] setters =
        bean.members().stream()
            .map(
                member ->
                    access
                        .setter(member)
                        .asType(MethodType.methodType(void.class, Object.class, Object.class)))
            .toArray(MethodHandle[]::new);
    return codec(
        parts(getters(bean.members(), access), parts),
        input -> {
          Object object = (Object) constructor.invokeExact();
          for (int i = 0; i < parts.length; i++) {
            setters[i].invokeExact(object, parts[i].read(input));
          }
          return object;
        });
  }

  private static ValueCodec list(ValueCodec element) {
    return codec(
        (value, output) -> {
          Collection<?> elements = (Collection<?>) value;
          output.writeVarInt(elements.size());
          for (Object each : elements) {
            element.write(each, output);
          }
        },
        input -> {
          int size = input.readVarInt();
          List<@Nullable Object> elements = new ArrayList<>(size);
          for (int i = 0; i < size; i++) {
            elements.add(element.read(input));
          }
          return elements;
        });
  }

  private static ValueCodec map(ValueCodec key, ValueCodec value) {
    return codec(
        (map, output) -> {
          Map<?, ?> entries = (Map<?, ?>) map;
          output.writeVarInt(entries.size());
          for (Map.Entry<?, ?> entry : entries.entrySet()) {
            key.write(entry.getKey(), output);
            value.write(entry.getValue(), output);
          }
        },
        input -> {
          int size = input.readVarInt();
          Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
          for (int i = 0; i < size; i++) {
            Object read = key.read(input);
            entries.put(read, value.read(input));
          }
          return entries;
        });
  }

  private static ValueCodec array(Class<?> component, ValueCodec element) {
    return codec(
        (array, output) -> {
          int length = Array.getLength(array);
          output.writeVarInt(length);
          for (int i = 0; i < length; i++) {
            element.write(Array.get(array, i), output);
          }
        },
        input -> {
          int length = input.readVarInt();
          Object array = Array.newInstance(component, length);
          for (int i = 0; i < length; i++) {
            Array.set(array, i, element.read(input));
          }
          return array;
        });
  }

  private static ValueCodec generic(Generic generic) {
    ValueCodec[] parts =
        generic.schema().orElseThrow().fields().stream()
            .map(field -> nullable(ScalarCodecs.of(ScalarCodecs.javaType(field.type()))))
            .toArray(ValueCodec[]::new);
    return codec(
        (value, output) -> {
          List<Object> values = generic.values().apply(value);
          for (int i = 0; i < parts.length; i++) {
            parts[i].write(values.get(i), output);
          }
        },
        input -> {
          Object[] values = new Object[parts.length];
          for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].read(input);
          }
          return generic.maker().apply(generic.schema().get(), Arrays.asList(values));
        });
  }
}
