package io.millrace.exec.expression.runtime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** Arithmetic of dates, times and intervals. */
public final class Times {
  private Times() {}

  public static long tumbleStart(long time, long size, long offset) {
    return time - Math.floorMod(time - offset, size);
  }

  /** A day as a time. */
  public static long ofDay(long days, Site site) {
    long micros = days * Dates.DAY;
    return Math.multiplyHigh(days, Dates.DAY) != micros >> 63
        ? site.castOverflow("day " + days)
        : micros;
  }

  public static int checkDay(long days, Site site) {
    return days != (int) days ? site.overflow("day " + days) : (int) days;
  }

  public static int addToDate(int days, long interval, Site site) {
    long sum = (long) days + Math.floorDiv(interval, Dates.DAY);
    return checkDay(sum, site);
  }

  public static int addMonthsToDate(int days, int months, Site site) {
    return checkDay(Dates.addMonths(days, months), site);
  }

  public static long addToTime(long time, long interval) {
    return Math.floorMod(time + Math.floorMod(interval, Dates.DAY), Dates.DAY);
  }

  public static long addMonths(long time, int months, Site site) {
    int day = Dates.dayOf(time);
    long moved = Dates.addMonths(day, months);
    long micros = moved * Dates.DAY;
    if (Math.multiplyHigh(moved, Dates.DAY) != micros >> 63) {
      return site.overflow(TextFormats.timestamp(time) + " + " + months + " months");
    }
    return micros + (time - day * Dates.DAY);
  }

  public static long addMonths(long instant, int months, Zone zone, Site site) {
    return zone.toInstant(addMonths(zone.toLocal(instant), months, site));
  }

  /** The time of the first row multiplied up, or an overflow. */
  public static long multiply(long value, long factor, Site site) {
    long product = value * factor;
    return Math.multiplyHigh(value, factor) != product >> 63
        ? site.overflow(value + " * " + factor)
        : product;
  }

  /** An interval multiplied by a DECIMAL, rounded half up. */
  public static long multiplyInterval(
      Int128 out,
      long interval,
      long low,
      long high,
      int scale,
      long least,
      long greatest,
      Site site) {
    if (!out.multiply(interval, interval >> 63, low, high)
        || !out.rescale(out.low, out.high, scale, 0)
        || out.high != out.low >> 63
        || out.low < least
        || out.low > greatest) {
      return site.overflow(interval + " * " + Decimals.decimal(low, high, scale).toPlainString());
    }
    return out.low;
  }

  public static void format(TextBuffer out, long local, TimePattern pattern, Site site) {
    if (!pattern.write(out, local)) {
      append(out, local(local), pattern.format(), site);
    }
  }

  public static void formatInstant(
      TextBuffer out, long instant, Zone zone, TimePattern pattern, Site site) {
    if (pattern.write(out, zone.toLocal(instant))) {
      return;
    }
    append(
        out,
        Instant.ofEpochSecond(
                Math.floorDiv(instant, Dates.SECOND), Math.floorMod(instant, Dates.SECOND) * 1000)
            .atZone(zone.id()),
        pattern.format(),
        site);
  }

  private static void append(
      TextBuffer out, TemporalAccessor time, DateTimeFormatter format, Site site) {
    try {
      out.append(format.format(time));
    } catch (DateTimeException bad) {
      site.invalid("the time " + time + " has not what the pattern asks for: " + bad.getMessage());
    }
  }

  /** A time by a pattern; a date alone is its midnight. */
  public static long parse(byte[] data, int at, int length, TimePattern pattern, Site site) {
    String text = Site.text(data, at, length);
    try {
      TemporalAccessor parsed =
          pattern.format().parseBest(text, LocalDateTime::from, LocalDate::from);
      LocalDateTime time =
          parsed instanceof LocalDateTime both ? both : ((LocalDate) parsed).atStartOfDay();
      return Math.addExact(
          Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), Dates.SECOND),
          time.getNano() / 1000);
    } catch (DateTimeException | ArithmeticException bad) {
      return site.invalid(
          Site.quote(text) + " does not have the form of the pattern: " + bad.getMessage());
    }
  }

  static LocalDateTime local(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, Dates.SECOND),
        (int) Math.floorMod(micros, Dates.SECOND) * 1000,
        ZoneOffset.UTC);
  }
}
