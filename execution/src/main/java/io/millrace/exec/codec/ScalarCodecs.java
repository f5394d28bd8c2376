package io.millrace.exec.codec;

import static io.millrace.exec.codec.ValueCodecs.codec;

import io.millrace.api.types.DataType;
import io.millrace.api.types.StructValue;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The codecs of simple values that are not null. */
final class ScalarCodecs {
  private static final ValueCodec BOOLEAN =
      codec((value, out) -> out.writeByte((Boolean) value ? 1 : 0), in -> in.readByte() != 0);
  private static final ValueCodec BYTE =
      codec((value, out) -> out.writeByte((Byte) value), StateInput::readByte);
  private static final ValueCodec SHORT =
      codec((value, out) -> out.writeInt((Short) value), in -> (short) in.readInt());
  private static final ValueCodec INT =
      codec((value, out) -> out.writeInt((Integer) value), StateInput::readInt);
  private static final ValueCodec LONG =
      codec((value, out) -> out.writeLong((Long) value), StateInput::readLong);
  private static final ValueCodec FLOAT =
      codec(
          (value, out) -> out.writeInt(Float.floatToRawIntBits((Float) value)),
          in -> Float.intBitsToFloat(in.readInt()));
  private static final ValueCodec DOUBLE =
      codec(
          (value, out) -> out.writeLong(Double.doubleToRawLongBits((Double) value)),
          in -> Double.longBitsToDouble(in.readLong()));

  private static final Map<Class<?>, ValueCodec> CODECS =
      Map.ofEntries(
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(byte.class, BYTE),
          Map.entry(Byte.class, BYTE),
          Map.entry(short.class, SHORT),
          Map.entry(Short.class, SHORT),
          Map.entry(int.class, INT),
          Map.entry(Integer.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(Long.class, LONG),
          Map.entry(float.class, FLOAT),
          Map.entry(Float.class, FLOAT),
          Map.entry(double.class, DOUBLE),
          Map.entry(Double.class, DOUBLE),
          Map.entry(
              String.class,
              codec((value, out) -> writeText((String) value, out), ScalarCodecs::readText)),
          Map.entry(
              byte[].class,
              codec((value, out) -> writeBytes((byte[]) value, out), ScalarCodecs::readBytes)),
          Map.entry(
              BigInteger.class,
              codec(
                  (value, out) -> writeBytes(((BigInteger) value).toByteArray(), out),
                  in -> new BigInteger(readBytes(in)))),
          Map.entry(
              BigDecimal.class,
              codec(
                  (value, out) -> {
                    BigDecimal decimal = (BigDecimal) value;
                    out.writeInt(decimal.scale());
                    writeBytes(decimal.unscaledValue().toByteArray(), out);
                  },
                  in -> {
                    int scale = in.readInt();
                    return new BigDecimal(new BigInteger(readBytes(in)), scale);
                  })),
          Map.entry(
              Instant.class,
              codec((value, out) -> writeInstant((Instant) value, out), ScalarCodecs::readInstant)),
          Map.entry(
              Timestamp.class,
              codec(
                  (value, out) -> writeInstant(((Timestamp) value).toInstant(), out),
                  in -> Timestamp.from(readInstant(in)))),
          Map.entry(
              LocalDateTime.class,
              codec(
                  (value, out) ->
                      writeInstant(((LocalDateTime) value).toInstant(ZoneOffset.UTC), out),
                  in -> LocalDateTime.ofInstant(readInstant(in), ZoneOffset.UTC))),
          Map.entry(
              LocalDate.class,
              codec(
                  (value, out) -> out.writeLong(((LocalDate) value).toEpochDay()),
                  in -> LocalDate.ofEpochDay(in.readLong()))),
          Map.entry(
              Date.class,
              codec(
                  (value, out) -> out.writeLong(((Date) value).toLocalDate().toEpochDay()),
                  in -> Date.valueOf(LocalDate.ofEpochDay(in.readLong())))),
          Map.entry(
              LocalTime.class,
              codec(
                  (value, out) -> out.writeLong(((LocalTime) value).toNanoOfDay()),
                  in -> LocalTime.ofNanoOfDay(in.readLong()))),
          Map.entry(
              Duration.class,
              codec(
                  (value, out) -> {
                    out.writeLong(((Duration) value).getSeconds());
                    out.writeInt(((Duration) value).getNano());
                  },
                  in -> {
                    long seconds = in.readLong();
                    return Duration.ofSeconds(seconds, in.readInt());
                  })));

  private ScalarCodecs() {}

  static ValueCodec of(Class<?> type) {
    if (type.isEnum()) {
      return codec(
          (value, out) -> writeText(((Enum<?>) value).name(), out),
          in -> Conversions.toField(DataType.STRING, type).apply(readText(in)));
    }
    ValueCodec codec = CODECS.get(type);
    if (codec == null) {
      throw new IllegalStateException("no codec of " + type);
    }
    return codec;
  }

  /** The class of a column's values in a row without a class of its own. */
  static Class<?> javaType(DataType column) {
    return switch (column.kind()) {
      case BOOLEAN, NULL -> Boolean.class;
      case TINYINT, SMALLINT, INTEGER, INTERVAL_MONTH -> Integer.class;
      case BIGINT, INTERVAL_DAY -> Long.class;
      case DECIMAL -> BigDecimal.class;
      case REAL -> Float.class;
      case DOUBLE -> Double.class;
      case CHAR, VARCHAR, JSON, JSONB, VARIANT -> String.class;
      case ARRAY -> List.class;
      case MAP -> Map.class;
      case ROW -> StructValue.class;
      case BINARY -> byte[].class;
      case DATE -> LocalDate.class;
      case TIME -> LocalTime.class;
      case TIMESTAMP -> LocalDateTime.class;
      case TIMESTAMP_LTZ -> Instant.class;
    };
  }

  static void writeBytes(byte[] bytes, StateOutput output) {
    output.writeVarInt(bytes.length);
    output.writeBytes(bytes, 0, bytes.length);
  }

  static byte[] readBytes(StateInput input) {
    int length = input.readVarInt();
    int start = input.skip(length);
    return Arrays.copyOfRange(input.array(), start, start + length);
  }

  private static void writeText(String text, StateOutput output) {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), output);
  }

  private static String readText(StateInput input) {
    int length = input.readVarInt();
    int start = input.skip(length);
    return new String(input.array(), start, length, StandardCharsets.UTF_8);
  }

  private static void writeInstant(Instant instant, StateOutput output) {
    output.writeLong(instant.getEpochSecond());
    output.writeInt(instant.getNano());
  }

  private static Instant readInstant(StateInput input) {
    long seconds = input.readLong();
    return Instant.ofEpochSecond(seconds, input.readInt());
  }
}
