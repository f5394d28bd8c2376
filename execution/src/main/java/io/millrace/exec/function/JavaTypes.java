package io.millrace.exec.function;

import io.millrace.api.types.DataType;
import io.millrace.plan.catalog.Overload.AnyDecimal;
import io.millrace.plan.catalog.Overload.AnyType;
import io.millrace.plan.catalog.Overload.OneType;
import io.millrace.plan.catalog.Overload.ParameterType;
import io.millrace.plan.expression.JavaValues;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which types of SQL the classes of Java stand for. */
final class JavaTypes {
  /** The type of a BigDecimal that no declaration gives another one. */
  private static final DataType DECIMAL = DataType.decimal(38, 18);

  private static final Map<Class<?>, DataType> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, DataType.BOOLEAN),
          Map.entry(Boolean.class, DataType.BOOLEAN),
          Map.entry(byte.class, DataType.TINYINT),
          Map.entry(Byte.class, DataType.TINYINT),
          Map.entry(short.class, DataType.SMALLINT),
          Map.entry(Short.class, DataType.SMALLINT),
          Map.entry(int.class, DataType.INTEGER),
          Map.entry(Integer.class, DataType.INTEGER),
          Map.entry(long.class, DataType.BIGINT),
          Map.entry(Long.class, DataType.BIGINT),
          Map.entry(float.class, DataType.REAL),
          Map.entry(Float.class, DataType.REAL),
          Map.entry(double.class, DataType.DOUBLE),
          Map.entry(Double.class, DataType.DOUBLE),
          Map.entry(BigDecimal.class, DECIMAL),
          Map.entry(String.class, DataType.STRING),
          Map.entry(byte[].class, DataType.BINARY),
          Map.entry(LocalDate.class, DataType.DATE),
          Map.entry(LocalTime.class, DataType.TIME),
          Map.entry(LocalDateTime.class, DataType.TIMESTAMP),
          Map.entry(Instant.class, DataType.TIMESTAMP_LTZ),
          Map.entry(Duration.class, DataType.INTERVAL_DAY),
          Map.entry(Period.class, DataType.INTERVAL_MONTH));

  private JavaTypes() {}

  /** The type of values of a class, NOT NULL for primitives; empty if it stands for none. */
  static Optional<DataType> typeOf(Class<?> type) {
    return Optional.ofNullable(TYPES.get(type))
        .map(found -> type.isPrimitive() ? found.notNull() : found);
  }

  /** What a parameter of a class takes; empty if its class stands for no type. */
  static Optional<ParameterType> parameter(Class<?> type) {
    if (type == Object.class) {
      return Optional.of(new AnyType());
    }
    if (type == BigDecimal.class) {
      return Optional.of(new AnyDecimal());
    }
    return typeOf(type).map(found -> new OneType(found.withNullable(true)));
  }

  /** The class of the values of a type. */
  static Class<?> classOf(DataType type) {
    return JavaValues.classOf(type);
  }

  /** Whether values of a class can be those of a type that is declared. */
  static boolean fits(Class<?> type, DataType declared) {
    if (type == Object.class) {
      return true;
    }
    Optional<DataType> own = typeOf(type);
    if (own.isEmpty()) {
      return false;
    }
    if (classOf(own.get()) == classOf(declared)) {
      return true;
    }
    return declared.kind().isExactNumeric() && own.get().kind().isInteger()
        || declared.kind().isFloating() && own.get().kind().isNumeric();
  }

  /** The classes that there are types for, as messages name them. */
  static final List<String> NAMES =
      List.of(
          "boolean",
          "byte",
          "short",
          "int",
          "long",
          "float",
          "double",
          "their boxes",
          "String",
          "BigDecimal",
          "LocalDate",
          "LocalTime",
          "LocalDateTime",
          "Instant",
          "Duration",
          "Period",
          "byte[]");
}
