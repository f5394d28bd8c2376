package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.type.SqlTypeName;

/** Constant lengths of time: {@code INTERVAL '10' MINUTE} or Spark's {@code '10 minutes'}. */
public final class Durations {
  private static final Pattern PART =
      Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]+)\\s*");
  private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);

  private Durations() {}

  /**
   * The length in microseconds.
   *
   * @param what its name in messages: {@code window size}
   */
  static long micros(SqlNode node, String what) {
    if (node instanceof SqlIntervalLiteral interval) {
      return ofInterval(interval, what);
    }
    if (node instanceof SqlLiteral literal
        && literal.getValue() != null
        && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName())) {
      String text = literal.getValueAs(String.class);
      return ofText(text)
          .orElseThrow(() -> invalid(node, what, "'" + text + "' is not a length of time"));
    }
    throw invalid(node, what, "it must be a constant");
  }

  private static long ofInterval(SqlIntervalLiteral literal, String what) {
    SqlIntervalLiteral.IntervalValue value =
        (SqlIntervalLiteral.IntervalValue) Objects.requireNonNull(literal.getValue());
    SqlIntervalQualifier qualifier = value.getIntervalQualifier();
    if (qualifier.isYearMonth()) {
      throw error(ErrorCode.WINDOW_INVALID, "a " + what + " in months or years has no fixed length")
          .at(Positions.of(literal.getParserPosition()))
          .hint("use days: INTERVAL '30' DAY")
          .build();
    }
    try {
      if (qualifier.isSingleDatetimeField() && qualifier.getStartUnit() == TimeUnit.SECOND) {
        return new BigDecimal(value.getIntervalLiteral().trim())
            .multiply(MICROS_PER_SECOND)
            .multiply(BigDecimal.valueOf(value.getSign()))
            .longValueExact();
      }
      return Math.multiplyExact(SqlParserUtil.intervalToMillis(value), 1000L);
    } catch (RuntimeException e) {
      throw invalid(
          literal, what, "\"" + value.getIntervalLiteral() + "\" is not a length of time");
    }
  }

  /** {@code 10 minutes}, {@code 1 hour 30 minutes}; empty if it is something else. */
  public static OptionalLong ofText(String text) {
    String rest = text.trim();
    if (rest.toLowerCase(Locale.ROOT).startsWith("interval ")) {
      rest = rest.substring("interval ".length());
    }
    Matcher part = PART.matcher(rest);
    BigDecimal total = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length() && part.find(at) && part.start() == at) {
      long unit = unitMicros(part.group(2));
      if (unit == 0) {
        return OptionalLong.empty();
      }
      total = total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      at = part.end();
    }
    if (at == 0 || at < rest.length()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(total.longValueExact());
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  private static long unitMicros(String unit) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "microsecond", "microseconds", "us" -> 1L;
      case "millisecond", "milliseconds", "ms" -> 1_000L;
      case "second", "seconds", "sec", "secs", "s" -> 1_000_000L;
      case "minute", "minutes", "min", "mins", "m" -> 60_000_000L;
      case "hour", "hours", "h" -> 3_600_000_000L;
      case "day", "days", "d" -> 86_400_000_000L;
      case "week", "weeks", "w" -> 604_800_000_000L;
      default -> 0L;
    };
  }

  private static MillraceException invalid(SqlNode node, String what, String reason) {
    return error(ErrorCode.WINDOW_INVALID, "bad " + what + ": " + reason)
        .at(Positions.of(node.getParserPosition()))
        .hint("write for example INTERVAL '10' MINUTE or '10 minutes'")
        .build();
  }
}
