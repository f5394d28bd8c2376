package io.millrace.plan.analyze;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times that end with the minute: {@code TIMESTAMP '2026-03-01 10:05'} is {@code TIMESTAMP
 * '2026-03-01 10:05:00'}, and {@code TIME '10:05'} is {@code TIME '10:05:00'}. Dates that end with
 * the month or the year, as in Spark, are its first day. Spark's {@code TIMESTAMP_LTZ '…'} is a
 * CAST.
 */
final class TimeTexts {
  private static final Pattern MINUTE =
      Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2})[ T](\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)");

  /** A year, or a year and a month. */
  private static final Pattern DAY = Pattern.compile("\\d{4}(-\\d{1,2})?");

  private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}");

  private TimeTexts() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 1 < query.size(); i++) {
      if (!query.isText(i + 1)) {
        continue;
      }
      String text = query.get(i + 1).value();
      if (query.is(i, "TIMESTAMP_LTZ")) {
        query.replace(i, "CAST(");
        query.insertBehind(i + 1, " AS TIMESTAMP_LTZ)");
      } else if (query.is(i, "TIMESTAMP_NTZ")) {
        query.replace(i, "TIMESTAMP");
        timestamp(query, i, text);
      } else if (query.is(i, "DATE") && DAY.matcher(text).matches()) {
        query.replace(i + 1, "'" + text + "-01".repeat(3 - text.split("-").length) + "'");
      } else if (query.is(i, "TIME") && TIME.matcher(text).matches()) {
        query.replace(i + 1, "'" + text + ":00'");
      } else if (query.is(i, "TIMESTAMP")) {
        timestamp(query, i, text);
      }
    }
  }

  private static void timestamp(QueryEdits query, int at, String text) {
    Matcher minute = MINUTE.matcher(text);
    if (minute.matches()) {
      String time = minute.group(2);
      boolean whole = time.indexOf(':') != time.lastIndexOf(':');
      query.replace(at + 1, "'" + minute.group(1) + " " + time + (whole ? "'" : ":00'"));
    }
  }
}
