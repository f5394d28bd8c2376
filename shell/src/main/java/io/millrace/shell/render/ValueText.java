package io.millrace.shell.render;

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
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The text of values, the same on every JDK: shortest digits that give the same double, times with
 * no, three or six digits of the fraction, instants with the offset of their zone.
 */
final class ValueText {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** Doubles from here on are written with an exponent. */
  private static final double LARGE = 1e17;

  /** Doubles below this are written with an exponent. */
  private static final double SMALL = 1e-5;

  private ValueText() {}

  /** Appends the value of a row that is not NULL; a blank stands between date and time. */
  static void append(StringBuilder text, Column column, int row, ZoneId zone) {
    append(text, column, row, zone, ' ');
  }

  /** Appends the value of a row that is not NULL. */
  static void append(
      StringBuilder text, Column column, int row, ZoneId zone, char dateTimeSeparator) {
    DataType type = column.type();
    if (column instanceof LongColumn longs) {
      appendLong(text, type, longs.values()[row], zone, dateTimeSeparator);
    } else if (column instanceof IntColumn ints) {
      appendInt(text, type, ints.values()[row]);
    } else if (column instanceof DoubleColumn doubles) {
      appendDouble(text, type, doubles.values()[row]);
    } else if (column instanceof BooleanColumn booleans) {
      text.append(booleans.values()[row] != 0);
    } else if (column instanceof Int128Column wide) {
      appendDecimal(text, wide.unscaled(row), type.scale());
    } else if (column instanceof BytesColumn bytes) {
      appendBytes(
          text,
          bytes,
          row,
          (out, element, at) -> append(out, element, at, zone, dateTimeSeparator));
    }
  }

  private static void appendLong(
      StringBuilder text, DataType type, long value, ZoneId zone, char dateTimeSeparator) {
    switch (type.kind()) {
      case DECIMAL -> appendDecimal(text, BigInteger.valueOf(value), type.scale());
      case TIME -> appendTime(text, value);
      case TIMESTAMP -> appendTimestamp(text, value, dateTimeSeparator);
      case TIMESTAMP_LTZ -> {
        ZoneOffset offset =
            zone.getRules()
                .getOffset(Instant.ofEpochSecond(Math.floorDiv(value, MICROS_PER_SECOND)));
        long shift = offset.getTotalSeconds() * MICROS_PER_SECOND;
        appendTimestamp(text, value + shift, dateTimeSeparator);
        text.append(offset.getId());
      }
      case INTERVAL_DAY -> {
        byte[] ascii = new byte[TemporalText.MAX_LENGTH];
        append(text, ascii, TemporalText.dayInterval(ascii, 0, value));
      }
      default -> text.append(value);
    }
  }

  private static void appendInt(StringBuilder text, DataType type, int value) {
    switch (type.kind()) {
      case DATE -> appendDate(text, value);
      case INTERVAL_MONTH -> {
        byte[] ascii = new byte[TemporalText.MAX_LENGTH];
        append(text, ascii, TemporalText.monthInterval(ascii, 0, value));
      }
      default -> text.append(value);
    }
  }

  private static void appendDecimal(StringBuilder text, BigInteger unscaled, int scale) {
    text.append(scale == 0 ? unscaled.toString() : new BigDecimal(unscaled, scale).toPlainString());
  }

  private static void appendDouble(StringBuilder text, DataType type, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      text.append(value);
      return;
    }
    String shortest =
        switch (type.kind()) {
          case REAL -> NumberOutput.toString((float) value, true);
          default -> NumberOutput.toString(value, true);
        };
    double size = Math.abs(value);
    if (shortest.indexOf('E') >= 0 && size >= SMALL && size < LARGE) {
      shortest = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
      text.append(shortest).append(shortest.indexOf('.') < 0 ? ".0" : "");
    } else {
      text.append(shortest);
    }
  }

  private static void appendBytes(
      StringBuilder text, BytesColumn column, int row, NestedText.Scalars scalars) {
    switch (column.type().kind()) {
      case BINARY -> {
        text.append("\\x");
        int start = column.starts()[row];
        for (int i = start; i < start + column.lengths()[row]; i++) {
          int value = column.data()[i] & 0xFF;
          text.append(HEX[value >>> 4]).append(HEX[value & 15]);
        }
      }
      case ARRAY, MAP, ROW -> NestedText.append(text, column, row, scalars);
      default -> text.append(column.text(row));
    }
  }

  private static void appendTimestamp(StringBuilder text, long micros, char separator) {
    byte[] ascii = new byte[TemporalText.MAX_LENGTH];
    append(text, ascii, TemporalText.timestamp(ascii, 0, micros, separator));
  }

  private static void appendDate(StringBuilder text, long epochDay) {
    byte[] ascii = new byte[TemporalText.MAX_LENGTH];
    append(text, ascii, TemporalText.date(ascii, 0, epochDay));
  }

  private static void appendTime(StringBuilder text, long microsOfDay) {
    byte[] ascii = new byte[TemporalText.MAX_LENGTH];
    append(text, ascii, TemporalText.time(ascii, 0, microsOfDay));
  }

  private static void append(StringBuilder text, byte[] ascii, int length) {
    for (int i = 0; i < length; i++) {
      text.append((char) ascii[i]);
    }
  }

  /** Appends a number's text with its whole part in groups of three digits. */
  static void appendGrouped(StringBuilder text, CharSequence number) {
    int first = number.length() > 0 && number.charAt(0) == '-' ? 1 : 0;
    int end = first;
    while (end < number.length() && Character.isDigit(number.charAt(end))) {
      end++;
    }
    text.append(number, 0, first);
    for (int i = first; i < end; i++) {
      if (i > first && (end - i) % 3 == 0) {
        text.append(',');
      }
      text.append(number.charAt(i));
    }
    text.append(number, end, number.length());
  }
}
