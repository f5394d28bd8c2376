package io.millrace.connector.format;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.NestedText;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TemporalText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Writes single values as text: decimals with all digits of their scale, doubles with the shortest
 * digits that give the same double, dates and times in ISO form with as many digits of a second as
 * needed (0, 3 or 6), instants in a time zone with its offset. Not thread-safe.
 */
public final class ValueText {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final ZoneId zone;
  private final Audience audience;
  private long offsetSecond = Long.MIN_VALUE;
  private ZoneOffset offset = ZoneOffset.UTC;

  /** Who reads the text. */
  public enum Audience {
    /** Programs: date and time with a {@code T} between them, binary in base 64. */
    PROGRAMS('T'),
    /** People: date and time with a blank between them, binary in hexadecimal digits. */
    PEOPLE(' ');

    private final char dateTimeSeparator;

    Audience(char dateTimeSeparator) {
      this.dateTimeSeparator = dateTimeSeparator;
    }
  }

  /**
   * @param zone where instants are shown
   */
  public ValueText(ZoneId zone, Audience audience) {
    this.zone = zone;
    this.audience = audience;
  }

  /** Appends the value of a row that is not NULL, text as it is. */
  public void append(Column column, int row, Utf8Buffer out) {
    if (column instanceof LongColumn longs) {
      appendLong(longs.type(), longs.values()[row], out);
    } else if (column instanceof IntColumn ints) {
      appendInt(ints.type(), ints.values()[row], out);
    } else if (column instanceof BytesColumn bytes) {
      appendBytes(bytes, row, out);
    } else if (column instanceof DoubleColumn doubles) {
      appendDouble(doubles.type(), doubles.values()[row], out);
    } else if (column instanceof BooleanColumn booleans) {
      out.appendAscii(booleans.values()[row] != 0 ? "true" : "false");
    } else if (column instanceof Int128Column wide) {
      out.appendAscii(new BigDecimal(wide.unscaled(row), wide.type().scale()).toPlainString());
    }
  }

  private void appendBytes(BytesColumn column, int row, Utf8Buffer out) {
    switch (column.type().kind()) {
      case BINARY -> {
        int from = column.starts()[row];
        byte[] value = Arrays.copyOfRange(column.data(), from, from + column.lengths()[row]);
        switch (audience) {
          case PROGRAMS -> out.append(Base64.getEncoder().encode(value));
          case PEOPLE -> out.appendAscii("\\x" + HexFormat.of().formatHex(value));
        }
      }
      case ARRAY, MAP, ROW -> {
        StringBuilder text = new StringBuilder();
        NestedText.append(text, column, row, this::appendScalar);
        out.append(text.toString().getBytes(StandardCharsets.UTF_8));
      }
      default -> out.append(column.data(), column.starts()[row], column.lengths()[row]);
    }
  }

  private void appendScalar(StringBuilder text, Column column, int row) {
    Utf8Buffer scalar = new Utf8Buffer(TemporalText.MAX_LENGTH);
    append(column, row, scalar);
    text.append(new String(scalar.array(), 0, scalar.size(), StandardCharsets.UTF_8));
  }

  private static void appendDouble(DataType type, double value, Utf8Buffer out) {
    switch (type.kind()) {
      case REAL -> out.appendAscii(NumberOutput.toString((float) value, true));
      default -> out.appendAscii(NumberOutput.toString(value, true));
    }
  }

  private void appendInt(DataType type, int value, Utf8Buffer out) {
    switch (type.kind()) {
      case DATE -> appendDate(value, out);
      case INTERVAL_MONTH -> appendMonths(value, out);
      default -> out.append((long) value);
    }
  }

  private void appendLong(DataType type, long value, Utf8Buffer out) {
    switch (type.kind()) {
      case DECIMAL -> appendDecimal(value, type.scale(), out);
      case TIME -> appendTime(value, out);
      case TIMESTAMP -> appendTimestamp(value, out);
      case TIMESTAMP_LTZ -> appendInstant(value, out);
      case INTERVAL_DAY -> appendInterval(value, out);
      default -> out.append(value);
    }
  }

  /** Appends a scaled integer with its point. */
  static void appendDecimal(long unscaled, int scale, Utf8Buffer out) {
    if (scale == 0) {
      out.append(unscaled);
      return;
    }
    if (unscaled < 0) {
      out.append('-');
    }
    long magnitude = Math.abs(unscaled); // 18 digits at most, so never the smallest long
    long power = 1;
    for (int i = 0; i < scale; i++) {
      power *= 10;
    }
    out.append(magnitude / power);
    out.append('.');
    out.appendPadded(magnitude % power, scale);
  }

  private void appendTimestamp(long micros, Utf8Buffer out) {
    out.reserve(TemporalText.MAX_LENGTH);
    out.end(TemporalText.timestamp(out.array(), out.size(), micros, audience.dateTimeSeparator));
  }

  private static void appendDate(int epochDay, Utf8Buffer out) {
    out.reserve(TemporalText.MAX_LENGTH);
    out.end(TemporalText.date(out.array(), out.size(), epochDay));
  }

  private static void appendTime(long microsOfDay, Utf8Buffer out) {
    out.reserve(TemporalText.MAX_LENGTH);
    out.end(TemporalText.time(out.array(), out.size(), microsOfDay));
  }

  private void appendInstant(long micros, Utf8Buffer out) {
    long second = Math.floorDiv(micros, MICROS_PER_SECOND);
    if (second != offsetSecond) {
      offset = zone.getRules().getOffset(Instant.ofEpochSecond(second));
      offsetSecond = second;
    }
    appendTimestamp(micros + offset.getTotalSeconds() * MICROS_PER_SECOND, out);
    out.appendAscii(offset.getId());
  }

  private static void appendMonths(int months, Utf8Buffer out) {
    out.reserve(TemporalText.MAX_LENGTH);
    out.end(TemporalText.monthInterval(out.array(), out.size(), months));
  }

  private static void appendInterval(long micros, Utf8Buffer out) {
    out.reserve(TemporalText.MAX_LENGTH);
    out.end(TemporalText.dayInterval(out.array(), out.size(), micros));
  }
}
