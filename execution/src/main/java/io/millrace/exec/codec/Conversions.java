package io.millrace.exec.codec;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Turns what columns hold as Java objects ({@code Column.value}) into what fields hold, and back.
 * Only for types that are objects on both sides; numbers go their way without boxes.
 */
final class Conversions {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private Conversions() {}

  /** From a column of that type to a field of that class. */
  static UnaryOperator<Object> toField(DataType column, Class<?> field) {
    if (field.isEnum()) {
      return value -> constant(field, (String) value);
    }
    if (Number.class.isAssignableFrom(field)) {
      return number(field);
    }
    if (field == Timestamp.class) {
      return value ->
          value instanceof LocalDateTime time
              ? Timestamp.valueOf(time)
              : Timestamp.from((Instant) value);
    }
    if (field == Date.class) {
      return value -> Date.valueOf((LocalDate) value);
    }
    if (field == Duration.class) {
      return value -> duration((Long) value);
    }
    return UnaryOperator.identity();
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(type.getSimpleName() + " has no constant " + name);
  }

  private static UnaryOperator<Object> number(Class<?> field) {
    if (field == Byte.class) {
      return value -> ((Number) value).byteValue();
    } else if (field == Short.class) {
      return value -> ((Number) value).shortValue();
    } else if (field == Integer.class) {
      return value -> ((Number) value).intValue();
    } else if (field == Long.class) {
      return value -> ((Number) value).longValue();
    } else if (field == Float.class) {
      return value -> ((Number) value).floatValue();
    } else if (field == Double.class) {
      return value -> ((Number) value).doubleValue();
    } else if (field == BigDecimal.class) {
      return value -> value instanceof BigDecimal ? value : new BigDecimal(value.toString());
    } else if (field == BigInteger.class) {
      return value -> new BigDecimal(value.toString()).toBigIntegerExact();
    }
    throw new IllegalStateException("a field of " + field);
  }

  private static Duration duration(long micros) {
    return Duration.ofSeconds(
        Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1000);
  }

  /** From a field of that class to a column of that type. */
  static UnaryOperator<Object> toColumn(Class<?> field, DataType column) {
    if (field.isEnum()) {
      return value -> ((Enum<?>) value).name();
    }
    if (field == Timestamp.class) {
      return column.kind() == TypeKind.TIMESTAMP
          ? value -> ((Timestamp) value).toLocalDateTime()
          : value -> ((Timestamp) value).toInstant();
    }
    if (field == Date.class) {
      return value -> ((Date) value).toLocalDate();
    }
    if (field == Duration.class) {
      return value -> micros((Duration) value);
    }
    if (field == BigDecimal.class) {
      return value -> fitting((BigDecimal) value, column);
    }
    if (field == BigInteger.class) {
      return value -> fitting(new BigDecimal((BigInteger) value), column);
    }
    return UnaryOperator.identity();
  }

  private static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), MICROS_PER_SECOND), duration.getNano() / 1000);
  }

  /** With the digits that the column has; what is behind them is rounded. */
  private static BigDecimal fitting(BigDecimal value, DataType column) {
    BigDecimal rounded = value.setScale(column.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > column.precision()) {
      throw error(ErrorCode.CAST_OVERFLOW, value, column.sql().toUpperCase(Locale.ROOT)).build();
    }
    return rounded;
  }

  /** As a row holds it, from what programs put into one. */
  static Object toColumn(Object value, DataType column) {
    return toColumn(value.getClass(), column).apply(value);
  }

  /** An object by Java serialization. */
  static byte[] serialize(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What {@link #serialize} wrote, with the classes that the given one sees. */
  static Object deserialize(byte[] bytes, Class<?> type) {
    try (ObjectInputStream input = new ClassInput(bytes, type.getClassLoader())) {
      return type.cast(input.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no class " + e.getMessage(), e);
    }
  }

  /** Finds classes where the program's are. */
  private static final class ClassInput extends ObjectInputStream {
    private final ClassLoader loader;

    ClassInput(byte[] bytes, ClassLoader loader) throws IOException {
      super(new ByteArrayInputStream(bytes));
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }
  }
}
