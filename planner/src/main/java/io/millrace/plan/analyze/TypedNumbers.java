package io.millrace.plan.analyze;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers that say their type, as in Spark and Hive: {@code 1L}, {@code 1S}, {@code 1Y}, {@code
 * 1.5D}, {@code 1F} and {@code 2BD} are CASTs of what stands before the letter.
 */
final class TypedNumbers {
  private static final Pattern TYPED =
      Pattern.compile("(\\d+(?:\\.\\d*)?(?:E\\d+)?)(BD|[LSYDF])", Pattern.CASE_INSENSITIVE);

  private static final Pattern EXPONENT =
      Pattern.compile("\\d+(?:\\.\\d*)?E", Pattern.CASE_INSENSITIVE);

  private TypedNumbers() {}

  static void rewrite(QueryEdits query) {
    for (int i = 0; i < query.size(); i++) {
      if (!query.get(i).isNumber()) {
        continue;
      }
      boolean fraction = isJoined(query, i - 1) && query.is(i - 1, ".") && isPoint(query, i - 1);
      int from = fraction ? i - 1 : i;
      int to = i;
      if (EXPONENT.matcher(query.get(i).text()).matches()
          && isJoined(query, i)
          && (query.is(i + 1, "-") || query.is(i + 1, "+"))
          && isJoined(query, i + 1)
          && query.get(i + 2).isNumber()) {
        to = i + 2;
      }
      StringBuilder written = new StringBuilder();
      for (int k = from; k <= to; k++) {
        written.append(query.get(k).text());
      }
      String cast = cast(written.toString());
      if (!cast.isEmpty()) {
        query.replace(from, to, cast);
      }
      i = to;
    }
  }

  /** Whether the next token follows without a blank. */
  private static boolean isJoined(QueryEdits query, int token) {
    return token >= 0
        && token + 1 < query.size()
        && query.get(token).end() == query.get(token + 1).start();
  }

  /** Whether a point begins a number: it does not stand behind a name. */
  private static boolean isPoint(QueryEdits query, int point) {
    return !(point > 0
        && isJoined(query, point - 1)
        && (query.isName(point - 1) || query.get(point - 1).isNumber()));
  }

  /** Empty if the number is a plain one. */
  private static String cast(String written) {
    String whole = written.toUpperCase(Locale.ROOT);
    String digits = whole.replaceFirst("E[+-]", "E");
    boolean fraction = digits.startsWith(".");
    Matcher typed = TYPED.matcher(fraction ? "0" + digits : digits);
    if (!typed.matches()) {
      return "";
    }
    String suffix = typed.group(2);
    String number = whole.substring(0, whole.length() - suffix.length());
    return switch (suffix) {
      case "L" -> integer(number, "BIGINT");
      case "S" -> integer(number, "SMALLINT");
      case "Y" -> integer(number, "TINYINT");
      case "D" -> "CAST(" + number + " AS DOUBLE)";
      case "F" -> "CAST(" + number + " AS REAL)";
      default -> decimal(number);
    };
  }

  private static String integer(String number, String type) {
    return number.matches("\\d+") ? "CAST(" + number + " AS " + type + ")" : "";
  }

  private static String decimal(String number) {
    BigDecimal value = new BigDecimal(number);
    BigDecimal exact = value.scale() < 0 ? value.setScale(0) : value;
    int precision = Math.max(exact.precision(), exact.scale());
    return "CAST("
        + exact.toPlainString()
        + " AS DECIMAL("
        + precision
        + ", "
        + exact.scale()
        + "))";
  }
}
