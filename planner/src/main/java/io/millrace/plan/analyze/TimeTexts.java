package io.millrace.plan.analyze;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times that end with the minute: {@code TIMESTAMP '2026-03-01 10:05'} is {@code TIMESTAMP
 * '2026-03-01 10:05:00'}, and {@code TIME '10:05'} is {@code TIME '10:05:00'}.
 */
final class TimeTexts {
  private static final Pattern MINUTE =
      Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2})[ T](\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)");

  private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{2}");

  private TimeTexts() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 1 < query.size(); i++) {
      if (!query.isText(i + 1)) {
        continue;
      }
      String text = query.get(i + 1).value();
      if (query.is(i, "TIME") && TIME.matcher(text).matches()) {
        query.replace(i + 1, "'" + text + ":00'");
      } else if (query.is(i, "TIMESTAMP")) {
        Matcher minute = MINUTE.matcher(text);
        if (minute.matches()) {
          String time = minute.group(2);
          boolean whole = time.indexOf(':') != time.lastIndexOf(':');
          query.replace(i + 1, "'" + minute.group(1) + " " + time + (whole ? "'" : ":00'"));
        }
      }
    }
  }
}
