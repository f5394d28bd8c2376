package io.millrace.connector.format;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
        byte[] value =
            java.util.Arrays.copyOfRange(column.data(), from, from + column.lengths()[row]);
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

  /** Appends days since 1970 as {@code yyyy-MM-dd}. */
  static void appendDate(long epochDay, Utf8Buffer out) {
    // Days to year, month and day on a calendar that begins with March, in eras of 400 years.
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    if (year < 0) {
      out.append('-');
    } else if (year > 9999) {
      out.append('+');
    }
    out.appendPadded(Math.abs(year), 4);
    out.append('-');
    out.appendPadded(month, 2);
    out.append('-');
    out.appendPadded(day, 2);
  }

  /** Appends microseconds since midnight as {@code HH:mm:ss[.fff[fff]]}. */
  static void appendTime(long microsOfDay, Utf8Buffer out) {
    long seconds = microsOfDay / MICROS_PER_SECOND;
    long micros = microsOfDay % MICROS_PER_SECOND;
    out.appendPadded(seconds / 3600, 2);
    out.append(':');
    out.appendPadded(seconds / 60 % 60, 2);
    out.append(':');
    out.appendPadded(seconds % 60, 2);
    appendFraction(micros, out);
  }

  private static void appendFraction(long micros, Utf8Buffer out) {
    if (micros == 0) {
      return;
    }
    out.append('.');
    if (micros % 1000 == 0) {
      out.appendPadded(micros / 1000, 3);
    } else {
      out.appendPadded(micros, 6);
    }
  }

  private void appendTimestamp(long micros, Utf8Buffer out) {
    appendDate(Math.floorDiv(micros, MICROS_PER_DAY), out);
    out.append(dateTimeSeparator);
    appendTime(Math.floorMod(micros, MICROS_PER_DAY), out);
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
    long magnitude = micros == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(micros);
    out.append(magnitude / MICROS_PER_DAY);
    out.append(' ');
    appendTime(magnitude % MICROS_PER_DAY, out);
  }
}
