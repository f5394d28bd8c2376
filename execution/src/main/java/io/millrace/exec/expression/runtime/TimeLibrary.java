package io.millrace.exec.expression.runtime;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;

/** Functions of dates and times outside of the fast path. */
public final class TimeLibrary {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private static final long SECOND = 1_000_000L;

  /** Longer ones before those that they begin with. */
  private static final List<String> FIELDS =
      List.of(
          "HH24", "HH12", "YYYY", "IYYY", "Month", "MONTH", "month", "Mon", "MON", "mon", "Day",
          "DAY", "day", "DDD", "Dy", "DY", "dy", "YY", "MM", "DD", "HH", "MI", "SS", "MS", "US",
          "IW", "ID", "AM", "PM", "am", "pm", "Q", "D");

  private TimeLibrary() {}

  private static LocalDateTime time(long micros) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1000, ZoneOffset.UTC);
  }

  /** A time in PostgreSQL's pattern; letters that are no field of it are an error. */
  public static String toChar(Long micros, String pattern) {
    LocalDateTime time = time(micros);
    StringBuilder result = new StringBuilder();
    boolean plain = false;
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '"') {
        int end = pattern.indexOf('"', at + 1);
        int to = end < 0 ? pattern.length() : end;
        result.append(pattern, at + 1, to);
        at = to + 1;
      } else if (pattern.startsWith("FM", at)) {
        plain = true;
        at += 2;
      } else if (Character.isLetter(c)) {
        String field = field(pattern, at);
        String text = text(time, field);
        result.append(plain ? trimmed(text) : text);
        plain = false;
        at += field.length();
      } else {
        result.append(c);
        at++;
      }
    }
    return result.toString();
  }

  private static String field(String pattern, int at) {
    for (String field : FIELDS) {
      if (pattern.startsWith(field, at)) {
        return field;
      }
    }
    throw new IllegalArgumentException(
        "no field of a time: " + pattern.substring(at) + " (such as YYYY, MM, DD, HH24, MI, SS)");
  }

  private static String trimmed(String text) {
    String blanks = text.stripTrailing();
    return blanks.matches("0+[0-9]+") ? blanks.replaceFirst("^0+(?=.)", "") : blanks;
  }

  private static String text(LocalDateTime time, String field) {
    int year = time.getYear();
    if (year < 1) {
      throw new IllegalArgumentException("years before 1 are not supported");
    }
    return switch (field) {
      case "YYYY" -> digits(year, 4);
      case "YY" -> digits(year % 100, 2);
      case "IYYY" -> digits(time.get(IsoFields.WEEK_BASED_YEAR), 4);
      case "MM" -> digits(time.getMonthValue(), 2);
      case "DD" -> digits(time.getDayOfMonth(), 2);
      case "DDD" -> digits(time.getDayOfYear(), 3);
      case "D" -> digits(time.getDayOfWeek().getValue() % 7 + 1, 1);
      case "ID" -> digits(time.getDayOfWeek().getValue(), 1);
      case "Q" -> digits(time.get(IsoFields.QUARTER_OF_YEAR), 1);
      case "IW" -> digits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case "HH24" -> digits(time.getHour(), 2);
      case "HH", "HH12" -> digits(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2);
      case "MI" -> digits(time.getMinute(), 2);
      case "SS" -> digits(time.getSecond(), 2);
      case "MS" -> digits(time.getNano() / 1_000_000, 3);
      case "US" -> digits(time.getNano() / 1_000, 6);
      case "AM", "PM" -> time.getHour() < 12 ? "AM" : "PM";
      case "am", "pm" -> time.getHour() < 12 ? "am" : "pm";
      default -> name(time, field);
    };
  }

  private static String name(LocalDateTime time, String field) {
    boolean month = field.toUpperCase(Locale.ROOT).startsWith("MON");
    boolean full = field.length() == (month ? 5 : 3);
    String english =
        month ? capital(time.getMonth().name(), full) : capital(time.getDayOfWeek().name(), full);
    String cased =
        field.equals(field.toUpperCase(Locale.ROOT))
            ? english.toUpperCase(Locale.ROOT)
            : field.equals(field.toLowerCase(Locale.ROOT))
                ? english.toLowerCase(Locale.ROOT)
                : english;
    return full ? String.format(Locale.ROOT, "%-9s", cased) : cased;
  }

  private static String capital(String name, boolean full) {
    String text = name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    return full ? text : text.substring(0, 3);
  }

  private static String digits(int value, int width) {
    String text = Integer.toString(value);
    return "0".repeat(Math.max(0, width - text.length())) + text;
  }

  /**
   * Months from the second to the first, days as 31sts; whole if both are the same day of the month
   * or the last. Rounded to eight digits.
   */
  public static Double monthsBetween(Long later, Long earlier) {
    LocalDateTime to = time(later);
    LocalDateTime from = time(earlier);
    long months = (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
    boolean lastDays = isLast(to.toLocalDate()) && isLast(from.toLocalDate());
    if (to.getDayOfMonth() == from.getDayOfMonth() || lastDays) {
      return (double) months;
    }
    long seconds =
        (to.getDayOfMonth() - from.getDayOfMonth()) * 86_400L
            + to.toLocalTime().toSecondOfDay()
            - from.toLocalTime().toSecondOfDay();
    double exact = months + seconds / (31.0 * 86_400);
    return BigDecimal.valueOf(exact).setScale(8, RoundingMode.HALF_UP).doubleValue();
  }

  private static boolean isLast(LocalDate date) {
    return date.getDayOfMonth() == date.lengthOfMonth();
  }

  /** The first day of that name behind a date. */
  public static Integer nextDay(Integer day, String name) {
    String wanted = name.strip().toUpperCase(Locale.ROOT);
    for (DayOfWeek weekday : DayOfWeek.values()) {
      String full = weekday.name();
      if (wanted.equals(full)
          || wanted.equals(full.substring(0, 3))
          || wanted.equals(full.substring(0, 2))) {
        LocalDate next = LocalDate.ofEpochDay(day).with(TemporalAdjusters.next(weekday));
        return Math.toIntExact(next.toEpochDay());
      }
    }
    throw new IllegalArgumentException("no day of the week: " + name);
  }

  public static String timestamp(
      Long year, Long month, Long day, Long hour, Long minute, BigDecimal second) {
    if (year < 1 || year > 9999) {
      throw new IllegalArgumentException("the year " + year + " is not between 1 and 9999");
    }
    LocalDate date =
        LocalDate.of(Math.toIntExact(year), Math.toIntExact(month), Math.toIntExact(day));
    return date + " " + time(hour, minute, second);
  }

  public static String time(Long hour, Long minute, BigDecimal second) {
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      throw new IllegalArgumentException("no time of day: " + hour + ":" + minute);
    }
    BigDecimal micros = second.setScale(6, RoundingMode.HALF_UP);
    if (micros.signum() < 0 || micros.compareTo(BigDecimal.valueOf(60)) >= 0) {
      throw new IllegalArgumentException("seconds are from 0 to 59.999999, not " + second);
    }
    String text = micros.toPlainString();
    return String.format(
        Locale.ROOT, "%02d:%02d:%s%s", hour, minute, text.length() < 9 ? "0" : "", text);
  }

  /** What clocks of a zone show when those of UTC show a time, as text. */
  public static String fromUtc(Long micros, String zone) {
    return text(time(micros).atZone(ZoneOffset.UTC).withZoneSameInstant(zone(zone)));
  }

  /** What clocks of UTC show when those of a zone show a time, as text. */
  public static String toUtc(Long micros, String zone) {
    return text(time(micros).atZone(zone(zone)).withZoneSameInstant(ZoneOffset.UTC));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name, ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no time zone: " + Site.quote(name), e);
    }
  }

  private static String text(ZonedDateTime time) {
    return TEXT.format(time);
  }
}
