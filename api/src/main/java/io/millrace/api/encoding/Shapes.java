package io.millrace.api.encoding;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.encoding.Shape.ArrayOf;
import io.millrace.api.encoding.Shape.Bean;
import io.millrace.api.encoding.Shape.ListOf;
import io.millrace.api.encoding.Shape.MapOf;
import io.millrace.api.encoding.Shape.Member;
import io.millrace.api.encoding.Shape.Scalar;
import io.millrace.api.encoding.Shape.Struct;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds out the shape of Java types. Not part of a row's way: a shape is found once, when an
 * encoder is made.
 */
public final class Shapes {
  private static final Map<Class<?>, DataType> SCALARS =
      Map.ofEntries(
          Map.entry(boolean.class, DataType.BOOLEAN.notNull()),
          Map.entry(byte.class, DataType.TINYINT.notNull()),
          Map.entry(short.class, DataType.SMALLINT.notNull()),
          Map.entry(int.class, DataType.INTEGER.notNull()),
          Map.entry(long.class, DataType.BIGINT.notNull()),
          Map.entry(float.class, DataType.REAL.notNull()),
          Map.entry(double.class, DataType.DOUBLE.notNull()),
          Map.entry(Boolean.class, DataType.BOOLEAN),
          Map.entry(Byte.class, DataType.TINYINT),
          Map.entry(Short.class, DataType.SMALLINT),
          Map.entry(Integer.class, DataType.INTEGER),
          Map.entry(Long.class, DataType.BIGINT),
          Map.entry(Float.class, DataType.REAL),
          Map.entry(Double.class, DataType.DOUBLE),
          Map.entry(String.class, DataType.STRING),
          Map.entry(byte[].class, DataType.BINARY),
          Map.entry(BigDecimal.class, DataType.decimal(38, 18)),
          Map.entry(BigInteger.class, DataType.decimal(38, 0)),
          Map.entry(Timestamp.class, DataType.TIMESTAMP_LTZ),
          Map.entry(Instant.class, DataType.TIMESTAMP_LTZ),
          Map.entry(LocalDateTime.class, DataType.TIMESTAMP),
          Map.entry(LocalDate.class, DataType.DATE),
          Map.entry(Date.class, DataType.DATE),
          Map.entry(LocalTime.class, DataType.TIME),
          Map.entry(Duration.class, DataType.INTERVAL_DAY));

  private final Class<?> root;
  private final Set<Class<?>> open = new LinkedHashSet<>();

  private Shapes(Class<?> root) {
    this.root = root;
  }

  /**
   * The shape of a simple type.
   *
   * @throws IllegalArgumentException if the type is not simple
   */
  public static Scalar scalar(Class<?> type) {
    DataType found = SCALARS.get(type);
    if (found == null) {
      throw new IllegalArgumentException(type + " is no simple type");
    }
    return new Scalar(type, found);
  }

  /**
   * The shape of a record or bean.
   *
   * @throws MillraceException ENCODER_INVALID if a part of it cannot be written, or there are none
   */
  public static Shape of(Class<?> type) {
    return new Shapes(type).struct(type, "");
  }

  /** The shape of a tuple of that class, whose parts have the shapes given. */
  public static Shape tuple(Class<?> type, List<Shape> parts) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String name = "_" + (i + 1);
      try {
        members.add(new Member(name, parts.get(i), type.getMethod(name), Optional.empty()));
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException(type + " is no tuple", e);
      }
    }
    return new Struct(type, type.getConstructors()[0], members, true);
  }

  private Shape struct(Class<?> type, String path) {
    if (!open.add(type)) {
      throw invalid(path, "it contains itself");
    }
    Shape shape = type.isRecord() ? ofRecord(type, path) : ofBean(type, path);
    open.remove(type);
    return shape;
  }

  private Shape ofRecord(Class<?> type, String path) {
    List<Member> members = new ArrayList<>();
    List<Class<?>> parameters = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      parameters.add(component.getType());
      Shape shape = shape(component.getGenericType(), join(path, component.getName()));
      members.add(
          new Member(component.getName(), shape, component.getAccessor(), Optional.empty()));
    }
    if (members.isEmpty()) {
      throw invalid(path, "it has no components");
    }
    return new Struct(type, constructor(type, path, parameters), members, false);
  }

  private Constructor<?> constructor(Class<?> type, String path, List<Class<?>> parameters) {
    try {
      return type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw invalid(path, "a bean needs a constructor without parameters");
    }
  }

  private Shape ofBean(Class<?> type, String path) {
    if (type.isInterface()
        || Modifier.isAbstract(type.getModifiers())
        || type.getPackageName().startsWith("java.")) {
      throw invalid(path, "it is neither a simple type nor a record nor a bean");
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      throw invalid(path, "an inner class must be static");
    }
    List<Member> members = new ArrayList<>();
    properties(type)
        .forEach(
            (name, getter) ->
                setter(type, name, getter.getReturnType())
                    .ifPresent(
                        setter ->
                            members.add(
                                new Member(
                                    name,
                                    shape(getter.getGenericReturnType(), join(path, name)),
                                    getter,
                                    Optional.of(setter)))));
    if (members.isEmpty()) {
      throw invalid(path, "it has no property with getter and setter");
    }
    return new Bean(type, constructor(type, path, List.of()), members);
  }

  /** Getters by the name of the property, in the order of names. */
  private static Map<String, Method> properties(Class<?> type) {
    Map<String, Method> properties = new TreeMap<>();
    for (Method method : type.getMethods()) {
      String name = method.getName();
      boolean flag = name.startsWith("is") && method.getReturnType() == boolean.class;
      String rest = name.startsWith("get") ? name.substring(3) : flag ? name.substring(2) : "";
      if (!rest.isEmpty()
          && method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && !method.isBridge()
          && method.getDeclaringClass() != Object.class) {
        properties.put(decapitalized(rest), method);
      }
    }
    return properties;
  }

  /** As beans are named: {@code URL} stays, {@code Name} becomes {@code name}. */
  private static String decapitalized(String name) {
    boolean acronym =
        name.length() > 1
            && Character.isUpperCase(name.charAt(0))
            && Character.isUpperCase(name.charAt(1));
    return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static Optional<Method> setter(Class<?> type, String property, Class<?> value) {
    String name = "set" + Character.toUpperCase(property.charAt(0)) + property.substring(1);
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)
          && method.getParameterCount() == 1
          && method.getParameterTypes()[0] == value) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  private Shape shape(Type type, String path) {
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      Type[] arguments = generic.getActualTypeArguments();
      if (raw == List.class || raw == ArrayList.class || raw == Collection.class) {
        return new ListOf(raw, shape(arguments[0], path + "[]"));
      }
      if (raw == Map.class) {
        return new MapOf(
            raw, shape(arguments[0], path + " key"), shape(arguments[1], path + " value"));
      }
    }
    if (!(type instanceof Class<?> plain)) {
      throw invalid(path, type.getTypeName() + " is not a type that can be written");
    }
    if (SCALARS.containsKey(plain)) {
      return scalar(plain);
    }
    if (plain.isEnum()) {
      return new Scalar(plain, DataType.STRING);
    }
    if (plain.isArray()) {
      return new ArrayOf(plain, shape(plain.getComponentType(), path + "[]"));
    }
    return struct(plain, path);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private MillraceException invalid(String path, String why) {
    String what = path.isEmpty() ? root.getName() : root.getName() + ", at " + path;
    return error(ErrorCode.ENCODER_INVALID, what, why)
        .hint("a record has a canonical constructor; a bean has getters, setters, and a")
        .hint("constructor without parameters. Anything else:  Encoders.javaSerialization(…)")
        .build();
  }
}
