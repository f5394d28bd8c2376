package io.millrace.exec.expression.runtime;

/**
 * The proleptic Gregorian calendar on days since 1970 and µs since then, by arithmetic alone. A
 * civil date is packed as year, month (4 bits) and day (5 bits).
 */
public final class Dates {
  public static final long SECOND = 1_000_000L;
  public static final long MINUTE = 60 * SECOND;
  public static final long HOUR = 60 * MINUTE;
  public static final long DAY = 24 * HOUR;

  private static final int DAYS_TO_MARCH_0000 = 719468;
  private static final int DAYS_OF_400_YEARS = 146097;

  private Dates() {}

  /** The day on which a time falls. */
  public static int dayOf(long micros) {
    return (int) Math.floorDiv(micros, DAY);
  }

  /** The packed civil date. Years are counted from March, so that the leap day is the last. */
  static long civil(int days) {
    long shifted = (long) days + DAYS_TO_MARCH_0000;
    long era = Math.floorDiv(shifted, (long) DAYS_OF_400_YEARS);
    int dayOfEra = (int) (shifted - era * DAYS_OF_400_YEARS);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    return year << 9 | month << 5 | day;
  }

  static long yearOf(long civil) {
    return civil >> 9;
  }

  static int monthOf(long civil) {
    return (int) (civil >> 5) & 15;
  }

  /** Days since 1970 of a civil date. */
  public static long days(long year, int month, int day) {
    long shiftedYear = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(shiftedYear, 400L);
    int yearOfEra = (int) (shiftedYear - era * 400);
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_OF_400_YEARS + dayOfEra - DAYS_TO_MARCH_0000;
  }

  static int daysOfMonth(long year, int month) {
    if (month == 2) {
      return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  public static long year(int days) {
    return yearOf(civil(days));
  }

  public static long quarter(int days) {
    return (monthOf(civil(days)) + 2) / 3;
  }

  public static long month(int days) {
    return monthOf(civil(days));
  }

  public static long day(int days) {
    return (int) civil(days) & 31;
  }

  /** 1 = Monday. */
  public static long isoDayOfWeek(int days) {
    return Math.floorMod(days + 3L, 7L) + 1;
  }

  /** 1 = Sunday. */
  public static long dayOfWeek(int days) {
    return Math.floorMod(days + 4L, 7L) + 1;
  }

  public static long dayOfYear(int days) {
    return days - days(year(days), 1, 1) + 1;
  }

  /** The year that the week's Thursday falls in. */
  public static long isoYear(int days) {
    return year(thursday(days));
  }

  public static long isoWeek(int days) {
    return (dayOfYear(thursday(days)) - 1) / 7 + 1;
  }

  private static int thursday(int days) {
    return (int) (days - isoDayOfWeek(days) + 4);
  }

  public static long decade(int days) {
    return Math.floorDiv(year(days), 10L);
  }

  /** The year 2001 begins the 21st; the year 0 ends the century −1. */
  public static long century(int days) {
    long year = year(days);
    return year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
  }

  public static long millennium(int days) {
    long year = year(days);
    return year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
  }

  /** The first day of the period of so many months (1, 3, 12, 120, …) that holds the day. */
  public static int floorMonths(int days, int months) {
    long civil = civil(days);
    long count = yearOf(civil) * 12 + monthOf(civil) - 1;
    return firstOfMonth(count - Math.floorMod(count, (long) months));
  }

  /** As {@link #floorMonths}, for centuries and millennia, which begin in a year 1. */
  public static int floorYearsFromOne(int days, int years) {
    long year = year(days) - 1;
    return firstOfMonth((year - Math.floorMod(year, (long) years) + 1) * 12);
  }

  public static int floorWeek(int days) {
    return (int) (days - isoDayOfWeek(days) + 1);
  }

  public static int floorIsoYear(int days) {
    return floorWeek((int) days(isoYear(days), 1, 4));
  }

  private static int firstOfMonth(long monthCount) {
    return (int) days(Math.floorDiv(monthCount, 12L), (int) Math.floorMod(monthCount, 12L) + 1, 1);
  }

  /** The day so many months later; the last of its month if that is shorter. */
  public static long addMonths(int days, long months) {
    long civil = civil(days);
    long count = yearOf(civil) * 12 + monthOf(civil) - 1 + months;
    long year = Math.floorDiv(count, 12L);
    int month = (int) Math.floorMod(count, 12L) + 1;
    return days(year, month, Math.min((int) civil & 31, daysOfMonth(year, month)));
  }

  /** Whole months from the earlier to the later time, toward zero. */
  public static long monthsBetween(long later, long earlier) {
    long last = civil(dayOf(later));
    long first = civil(dayOf(earlier));
    long months = (yearOf(last) * 12 + monthOf(last)) - (yearOf(first) * 12 + monthOf(first));
    long lastRest = ((last & 31) - 1) * DAY + Math.floorMod(later, DAY);
    long firstRest = ((first & 31) - 1) * DAY + Math.floorMod(earlier, DAY);
    if (months > 0 && lastRest < firstRest) {
      return months - 1;
    }
    return months < 0 && lastRest > firstRest ? months + 1 : months;
  }
}
