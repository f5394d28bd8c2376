package io.millrace.connector.format;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TemporalText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes single values as text: decimals with all digits of their scale, dates and times in ISO
 * form with as many digits of a second as needed (0, 3 or 6), instants in a time zone with its
 * offset, binary in base 64. Not thread-safe.
 */
public final class ValueText {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private final ZoneId zone;
  private final char dateTimeSeparator;
  private long offsetSecond = Long.MIN_VALUE;
  private ZoneOffset offset = ZoneOffset.UTC;

  /**
   * @param zone where instants are shown
   * @param dateTimeSeparator what stands between date and time: {@code T} in data, a blank for
   *     people
   */
  public ValueText(ZoneId zone, char dateTimeSeparator) {
    this.zone = zone;
    this.dateTimeSeparator = dateTimeSeparator;
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

  private static void appendBytes(BytesColumn column, int row, Utf8Buffer out) {
    switch (column.type().kind()) {
      case BINARY -> {
        int from = column.starts()[row];
        byte[] value = Arrays.copyOfRange(column.data(), from, from + column.lengths()[row]);
        out.append(Base64.getEncoder().encode(value));
      }
      default -> out.append(column.data(), column.starts()[row], column.lengths()[row]);
    }
  }

  private static void appendDouble(DataType type, double value, Utf8Buffer out) {
    switch (type.kind()) {
      case REAL -> out.appendAscii(Float.toString((float) value));
      default -> out.appendAscii(Double.toString(value));
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
    out.end(TemporalText.timestamp(out.array(), out.size(), micros, dateTimeSeparator));
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

  /** Years and months as {@code 1-02}. */
  private static void appendMonths(int months, Utf8Buffer out) {
    if (months < 0) {
      out.append('-');
    }
    long magnitude = Math.abs((long) months);
    out.append(magnitude / 12);
    out.append('-');
    out.appendPadded(magnitude % 12, 2);
  }

  /** Days and time as {@code 1 02:03:04.5}. */
  private static void appendInterval(long micros, Utf8Buffer out) {
    if (micros < 0) {
      out.append('-');
    }
    // The absolute value of the smallest long is not a long; its parts are.
    out.append(Math.abs(micros / MICROS_PER_DAY));
    out.append(' ');
    appendTime(Math.abs(micros % MICROS_PER_DAY), out);
  }
}
