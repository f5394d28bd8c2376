package io.millrace.connector.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;

/**
 * Reads dates and times as the formats say, in ISO form by default. Text with an offset in a column
 * without zone is the local time in the configured zone. Not thread-safe.
 */
final class TemporalParser {
  /** No value: the text is not one. */
  static final long INVALID = IsoParser.INVALID;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
  private static final long NO_OFFSET = IsoParser.NO_OFFSET;
  private static final int LONGEST = 64;

  private final TimeFormats formats;
  private final boolean utc;
  private final boolean plainFormat;
  private final IsoParser iso = new IsoParser();

  /** Seconds to subtract from what the last text says to get UTC, or {@link #NO_OFFSET}. */
  private long offset;

  TemporalParser(TimeFormats formats) {
    this.formats = formats;
    this.utc = formats.zone().normalized().equals(ZoneOffset.UTC);
    this.plainFormat = formats.timestampUnit() == 0 && formats.timestampPattern().isEmpty();
  }

  /** Days since 1970. */
  long date(byte[] data, int from, int to) {
    if (formats.datePattern().isPresent()) {
      return LocalDate.parse(text(data, from, to), formats.datePattern().get()).toEpochDay();
    }
    return iso.date(data, from, to);
  }

  /** Microseconds since midnight. */
  long time(byte[] data, int from, int to) {
    return iso.time(data, from, to);
  }

  /** Microseconds since 1970 on the local clock. */
  long timestamp(byte[] data, int from, int to) {
    long micros = read(data, from, to);
    if (micros == INVALID || offset == NO_OFFSET) {
      return micros;
    }
    return local(micros - offset * MICROS_PER_SECOND);
  }

  /** Microseconds since 1970 in UTC. */
  long instant(byte[] data, int from, int to) {
    long micros = read(data, from, to);
    if (micros == INVALID) {
      return INVALID;
    }
    return offset == NO_OFFSET ? instant(micros) : micros - offset * MICROS_PER_SECOND;
  }

  /**
   * Microseconds since 1970 of a timestamp in its most usual form ({@link
   * IsoParser#plainTimestamp}), which ends at {@link #plainEnd}. {@link #INVALID} also for one that
   * is of another form, or needs a zone's rules.
   *
   * @param zoned whether UTC is meant, not the local clock
   */
  long plain(byte[] data, int from, boolean zoned) {
    if (!plainFormat) {
      return INVALID;
    }
    long micros = iso.plainTimestamp(data, from);
    boolean sameClock = utc || zoned == (iso.offset() != NO_OFFSET);
    return sameClock ? micros : INVALID;
  }

  int plainEnd() {
    return iso.end();
  }

  private long local(long instant) {
    if (utc) {
      return instant;
    }
    Instant second = Instant.ofEpochSecond(Math.floorDiv(instant, MICROS_PER_SECOND));
    return instant
        + formats.zone().getRules().getOffset(second).getTotalSeconds() * MICROS_PER_SECOND;
  }

  private long instant(long local) {
    if (utc) {
      return local;
    }
    long second = Math.floorDiv(local, MICROS_PER_SECOND);
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)
                .atZone(formats.zone())
                .toEpochSecond()
            * MICROS_PER_SECOND
        + Math.floorMod(local, MICROS_PER_SECOND);
  }

  private long read(byte[] data, int from, int to) {
    if (formats.timestampUnit() != 0) {
      offset = 0;
      return epoch(data, from, to);
    }
    if (formats.timestampPattern().isPresent()) {
      return patterned(text(data, from, to), formats.timestampPattern().get());
    }
    long micros = iso.timestamp(data, from, to);
    offset = iso.offset();
    return micros;
  }

  private long epoch(byte[] data, int from, int to) {
    boolean negative = from < to && data[from] == '-';
    int digit = negative ? from + 1 : from;
    if (to - digit >= 1 && to - digit <= 18) {
      long value = 0;
      while (digit < to && data[digit] >= '0' && data[digit] <= '9') {
        value = 10 * value + (data[digit++] - '0');
      }
      if (digit == to) {
        return Math.multiplyExact(negative ? -value : value, formats.timestampUnit());
      }
    }
    try {
      BigDecimal value = new BigDecimal(text(data, from, to));
      if (value.precision() - (long) value.scale() > 19 || value.scale() > LONGEST) {
        return INVALID;
      }
      return value
          .multiply(BigDecimal.valueOf(formats.timestampUnit()))
          .setScale(0, RoundingMode.FLOOR)
          .longValueExact();
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }

  private long patterned(String text, DateTimeFormatter pattern) {
    TemporalAccessor parsed = pattern.parse(text);
    ZoneId zone = parsed.query(TemporalQueries.zone());
    LocalDate date = LocalDate.from(parsed);
    long nanos =
        parsed.isSupported(ChronoField.NANO_OF_DAY) ? parsed.getLong(ChronoField.NANO_OF_DAY) : 0;
    long micros =
        Math.addExact(
            Math.multiplyExact(date.toEpochDay(), MICROS_PER_DAY), Math.floorDiv(nanos, 1000));
    offset = NO_OFFSET;
    if (zone != null) {
      LocalDateTime dateTime =
          LocalDateTime.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
      offset = dateTime.atZone(zone).getOffset().getTotalSeconds();
    }
    return micros;
  }

  private static String text(byte[] data, int from, int to) {
    if (to - from > LONGEST) {
      throw new java.time.DateTimeException("too long");
    }
    return new String(data, from, to - from, StandardCharsets.UTF_8);
  }
}
