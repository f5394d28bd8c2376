package io.millrace.api.encoding;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the values of a Java type are made of simple values. */
public sealed interface Shape {

  /** The Java type, a primitive one if null is impossible. */
  Class<?> javaType();

  /**
   * A text that is equal for shapes whose values are written alike, so that state that was written
   * by one can be read by the other. Names of classes are not part of it, but for simple types,
   * which are named as in Java, with {@code !} behind those that cannot be null.
   */
  String signature();

  /** Whether it is held in one column. */
  default boolean isColumn() {
    return this instanceof Scalar || this instanceof Serialized;
  }

  /**
   * A simple value, which has an SQL type.
   *
   * @param type nullable unless the Java type is primitive
   */
  record Scalar(Class<?> javaType, DataType type) implements Shape {
    @Override
    public String signature() {
      if (javaType.isEnum()) {
        return "Enum";
      }
      return javaType.isPrimitive()
          ? MethodType.methodType(javaType).wrap().returnType().getSimpleName() + "!"
          : javaType.getSimpleName();
    }
  }

  /**
   * A record or tuple: made by a constructor that takes all parts.
   *
   * @param byPosition whether the parts are columns by their place, and not by their name
   */
  record Struct(
      Class<?> javaType, Constructor<?> constructor, List<Member> members, boolean byPosition)
      implements Shape {
    public Struct {
      members = List.copyOf(members);
    }

    @Override
    public String signature() {
      return Shape.signature(members);
    }
  }

  /** A class with a constructor without parameters, and with getters and setters. */
  record Bean(Class<?> javaType, Constructor<?> constructor, List<Member> members)
      implements Shape {
    public Bean {
      members = List.copyOf(members);
    }

    @Override
    public String signature() {
      return Shape.signature(members);
    }
  }

  /** A list. */
  record ListOf(Class<?> javaType, Shape element) implements Shape {
    @Override
    public String signature() {
      return "[" + element.signature() + "]";
    }
  }

  /** A map. */
  record MapOf(Class<?> javaType, Shape key, Shape value) implements Shape {
    @Override
    public String signature() {
      return "{" + key.signature() + ": " + value.signature() + "}";
    }
  }

  /** An array of anything but bytes. */
  record ArrayOf(Class<?> javaType, Shape element) implements Shape {
    @Override
    public String signature() {
      return "[" + element.signature() + "]";
    }
  }

  /** An object by Java serialization, in one binary column. */
  record Serialized(Class<?> javaType) implements Shape {
    @Override
    public String signature() {
      return "serialized " + javaType.getName();
    }
  }

  /**
   * A row, without a class of its own.
   *
   * @param schema its columns; empty for whatever columns the input has, which can only be read
   * @param maker makes one of the columns and their values, as {@code Column.value} gives them
   * @param values takes it apart again
   */
  record Generic(
      Class<?> javaType,
      Optional<Schema> schema,
      BiFunction<Schema, List<Object>, Object> maker,
      Function<Object, List<Object>> values)
      implements Shape {
    @Override
    public String signature() {
      return schema
          .map(
              columns ->
                  columns.fields().stream()
                      .map(field -> field.name() + " " + field.type().kind())
                      .collect(Collectors.joining(", ", "(", ")")))
          .orElse("Row");
    }
  }

  /**
   * A part of a record or bean.
   *
   * @param name of the component or property, and of the column
   * @param getter reads it
   * @param setter of a bean; empty for records
   */
  record Member(String name, Shape shape, Method getter, Optional<Method> setter) {}

  private static String signature(List<Member> members) {
    return members.stream()
        .map(member -> member.name() + " " + member.shape().signature())
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
