package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's intervals, whose units are inside the text, in the words of the standard: {@code
 * INTERVAL '1 day 2 hours'} and {@code '1 day 2 hours'::interval} are {@code INTERVAL '1
 * 02:00:00.000000' DAY TO SECOND}. Units finer than a second, which the parser does not know, are
 * fractions of one.
 */
final class IntervalTexts {
  private static final Set<String> UNITS =
      Set.of(
          "YEAR",
          "QUARTER",
          "MONTH",
          "WEEK",
          "DAY",
          "HOUR",
          "MINUTE",
          "SECOND",
          "YEARS",
          "QUARTERS",
          "MONTHS",
          "WEEKS",
          "DAYS",
          "HOURS",
          "MINUTES",
          "SECONDS");

  private static final BigDecimal MICROS_OF_SECOND = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MICROS_OF_DAY = BigDecimal.valueOf(86_400_000_000L);

  /** Months, or microseconds, of each unit, singular. */
  private static final Map<String, Integer> MONTHS =
      Map.of("year", 12, "yr", 12, "y", 12, "quarter", 3, "month", 1, "mon", 1, "decade", 120);

  private static final Map<String, Long> MICROS =
      Map.ofEntries(
          Map.entry("week", 604_800_000_000L),
          Map.entry("w", 604_800_000_000L),
          Map.entry("day", 86_400_000_000L),
          Map.entry("d", 86_400_000_000L),
          Map.entry("hour", 3_600_000_000L),
          Map.entry("hr", 3_600_000_000L),
          Map.entry("h", 3_600_000_000L),
          Map.entry("minute", 60_000_000L),
          Map.entry("min", 60_000_000L),
          Map.entry("m", 60_000_000L),
          Map.entry("second", 1_000_000L),
          Map.entry("sec", 1_000_000L),
          Map.entry("s", 1_000_000L),
          Map.entry("millisecond", 1_000L),
          Map.entry("ms", 1_000L),
          Map.entry("microsecond", 1L),
          Map.entry("us", 1L));

  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?:([+-]?\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d{1,6})?))?"
              + "|([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]+))(?=[\\s+-]|\\d|$)");

  private IntervalTexts() {}

  /** Rewrites all that there are. */
  static void rewrite(QueryEdits query) {
    for (int i = 0; i + 1 < query.size(); i++) {
      int last = query.is(i, "INTERVAL") ? endOfParts(query, i + 1) : 0;
      if (last > i + 3) {
        rewrite(query, i, last - 1, i, parts(query, i + 1, last));
        i = last - 1;
      } else if (query.is(i, "INTERVAL") && query.isText(i + 1) && !isUnit(query, i + 2)) {
        boolean fine = isFine(query, i + 2);
        String text = query.get(i + 1).value() + (fine ? " " + query.get(i + 2).text() : "");
        rewrite(query, i, fine ? i + 2 : i + 1, i + 1, text);
      } else if (isCast(query, i)) {
        rewrite(query, i, i + 3, i, query.get(i).value());
      }
    }
  }

  /** Behind {@code 1 day -2 hours '3' minutes}; the first token if there are no such parts. */
  private static int endOfParts(QueryEdits query, int from) {
    int at = from;
    int count = 0;
    while (at < query.size()) {
      int number = query.is(at, "-") || query.is(at, "+") ? at + 1 : at;
      boolean value =
          number + 1 < query.size() && (query.isText(number) || query.get(number).isNumber());
      if (!value || !isUnit(query, number + 1) && !isFine(query, number + 1)) {
        break;
      }
      at = number + 2;
      count++;
    }
    return count > 1 ? at : from;
  }

  private static String parts(QueryEdits query, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      boolean sign = query.is(i, "-") || query.is(i, "+");
      text.append(query.isText(i) ? query.get(i).value() : query.get(i).text());
      text.append(sign ? "" : " ");
    }
    return text.toString().strip().replace("--", "").replace("+-", "-");
  }

  static boolean isUnit(QueryEdits query, int token) {
    return token < query.size() && UNITS.contains(query.get(token).text().toUpperCase(Locale.ROOT));
  }

  private static boolean isFine(QueryEdits query, int token) {
    return query.is(token, "MILLISECOND")
        || query.is(token, "MILLISECONDS")
        || query.is(token, "MICROSECOND")
        || query.is(token, "MICROSECONDS");
  }

  private static boolean isCast(QueryEdits query, int token) {
    return query.isText(token)
        && query.is(token + 1, ":")
        && query.is(token + 2, ":")
        && query.is(token + 3, "INTERVAL");
  }

  private static void rewrite(QueryEdits query, int first, int last, int at, String text) {
    SourcePosition place = query.position(at);
    List<String> lines = text.lines().toList();
    if (lines.size() > 1) {
      return;
    }
    String standard = standard(text, place);
    for (int i = first; i <= last; i++) {
      query.replace(i, i == first ? standard : "");
    }
  }

  private static String standard(String text, SourcePosition place) {
    BigDecimal months = BigDecimal.ZERO;
    BigDecimal micros = BigDecimal.ZERO;
    String body = text.strip();
    boolean ago = body.toLowerCase(Locale.ROOT).endsWith(" ago");
    body = ago ? body.substring(0, body.length() - 4) : body;
    Matcher part = PART.matcher(body);
    int end = 0;
    while (end < body.length() && part.find(end) && part.start() == end) {
      if (part.group(5) == null) {
        micros = micros.add(clock(part));
      } else {
        BigDecimal number = new BigDecimal(part.group(4));
        String unit = unit(part.group(5));
        if (MONTHS.containsKey(unit)) {
          months = months.add(number.multiply(BigDecimal.valueOf(MONTHS.get(unit))));
        } else if (MICROS.containsKey(unit)) {
          micros = micros.add(number.multiply(BigDecimal.valueOf(MICROS.get(unit))));
        } else {
          throw wrong(text, place);
        }
      }
      end = part.end();
    }
    if (end == 0 || end < body.length() || months.stripTrailingZeros().scale() > 0) {
      throw wrong(text, place);
    }
    return literal(ago ? months.negate() : months, ago ? micros.negate() : micros, text, place);
  }

  private static BigDecimal clock(Matcher part) {
    String hours = part.group(1);
    BigDecimal seconds =
        new BigDecimal(hours.replace("-", ""))
            .multiply(BigDecimal.valueOf(3600))
            .add(new BigDecimal(part.group(2)).multiply(BigDecimal.valueOf(60)))
            .add(part.group(3) == null ? BigDecimal.ZERO : new BigDecimal(part.group(3)));
    BigDecimal micros = seconds.multiply(MICROS_OF_SECOND);
    return hours.startsWith("-") ? micros.negate() : micros;
  }

  private static String unit(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    boolean known = MONTHS.containsKey(lower) || MICROS.containsKey(lower);
    return !known && lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static String literal(
      BigDecimal months, BigDecimal micros, String text, SourcePosition place) {
    if (months.signum() != 0 && micros.signum() != 0) {
      throw error(ErrorCode.NOT_SUPPORTED, "an interval of both months and days")
          .at(place)
          .hint("add them one after the other:   + INTERVAL '1' MONTH + INTERVAL '2' DAY")
          .build();
    }
    if (months.signum() != 0) {
      return "INTERVAL " + sign(months) + "'" + months.abs().toBigInteger() + "' MONTH";
    }
    BigInteger whole = micros.abs().setScale(0, RoundingMode.HALF_UP).toBigInteger();
    BigInteger[] days = whole.divideAndRemainder(MICROS_OF_DAY.toBigInteger());
    long rest = days[1].longValueExact();
    if (rest == 0) {
      return "INTERVAL " + sign(micros) + "'" + days[0] + "' DAY";
    }
    return String.format(
        Locale.ROOT,
        "INTERVAL %s'%s %02d:%02d:%02d.%06d' DAY TO SECOND",
        sign(micros),
        days[0],
        rest / 3_600_000_000L,
        rest / 60_000_000L % 60,
        rest / 1_000_000L % 60,
        rest % 1_000_000L);
  }

  private static String sign(BigDecimal value) {
    return value.signum() < 0 ? "-" : "";
  }

  private static RuntimeException wrong(String text, SourcePosition place) {
    return error(ErrorCode.QUERY_INVALID, "'" + text + "' is not an interval")
        .at(place)
        .hint("write for example INTERVAL '10' MINUTE or INTERVAL '1 day 2 hours'")
        .build();
  }
}
