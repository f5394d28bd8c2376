package io.millrace.tests.random;

import static io.millrace.tests.random.Dialect.either;

import java.util.List;
import java.util.stream.Collectors;

/** Random expressions, which stay small however often one is made of another. */
final class Expressions {
  private final Choice choice;

  Expressions(Choice choice) {
    this.choice = choice;
  }

  /** An expression of some kind. */
  Term any(Scope scope) {
    Kind kind = choice.oneIn(8) ? Kind.FLAG : choice.of(scope.columns()).kind();
    return new Term(of(kind, scope), kind);
  }

  /** An expression of exactly this kind. */
  String of(Kind kind, Scope scope) {
    List<Term> same = scope.of(kind);
    if (same.isEmpty() || choice.oneIn(16)) {
      return converted(kind, scope);
    }
    String a = choice.of(same).sql();
    if (choice.oneIn(3)) {
      return a;
    }
    String b = choice.of(same).sql();
    return choice.oneIn(3) ? chosen(kind, a, b, scope) : computed(kind, a, b, scope);
  }

  private String chosen(Kind kind, String a, String b, Scope scope) {
    String when = "CASE WHEN " + condition(scope, 0) + " THEN " + a;
    String other = kind == Kind.MAP ? " END" : choice.of(" ELSE " + b + " END", " END");
    return kind.isComparable()
        ? choice.of(
            "COALESCE(" + a + ", " + b + ")",
            "COALESCE(" + a + ", " + kind.constant(choice) + ")",
            "NULLIF(" + a + ", " + b + ")",
            when + other,
            "CASE " + a + " WHEN " + b + " THEN " + kind.constant(choice) + " ELSE " + a + " END")
        : kind == Kind.STATISTIC ? a : when + other;
  }

  private String computed(Kind kind, String a, String b, Scope scope) {
    return switch (kind) {
      case FLAG ->
          choice.of(
              "NOT " + a, "(" + a + " AND " + b + ")", "(" + a + " OR " + b + ")", a + " IS TRUE");
      case INT ->
          choice.of(
              "(" + a + " + 1) % 1000",
              a + " % 3",
              "-(" + a + " % 9)",
              "ABS(" + a + " % 100)",
              "CAST(SIGN(" + a + ") AS INTEGER)");
      case BIG ->
          choice.of(
              "(" + a + " + " + b + ") % 50",
              "(" + a + " % 20) * (" + b + " % 20)",
              a + " % 3",
              either("(" + a + ") / 3", "(" + a + ") // 3"),
              "GREATEST(" + a + ", " + b + ")",
              "LEAST(" + a + ", " + b + ")",
              "ABS(" + a + " % 100)",
              "(" + a + " - " + b + ") % 100");
      case DEC ->
          choice.of(
              "-" + a,
              "CAST(" + a + " * 2 AS DECIMAL(14, 2))",
              "ROUND(" + a + ", 1)",
              "ABS(" + a + ")",
              "CAST(" + a + " + " + b + " AS DECIMAL(16, 2))");
      case REAL ->
          choice.of(
              "-" + a, "ABS(" + a + ")", "FLOOR(" + a + ")", "CEIL(" + a + ")", a + " + " + b);
      case TEXT ->
          choice.of(
              "UPPER(" + a + ")",
              "LOWER(" + a + ")",
              "SUBSTRING(" + a + ", 1, 6) || 'x'",
              "SUBSTRING(" + a + ", 1, 1)",
              "REPLACE(" + a + ", 'a', 'o')",
              "TRIM(" + a + ")",
              "REVERSE(" + a + ")",
              "SUBSTRING(" + a + ", 1, 3) || SUBSTRING(" + b + ", 1, 3)");
      case DAY ->
          choice.of(
              "CAST(" + a + " + INTERVAL '1' DAY AS DATE)",
              "CAST(" + a + " - INTERVAL '1' MONTH AS DATE)",
              "CAST(DATE_TRUNC('month', " + a + ") AS DATE)");
      case CLOCK -> a;
      case STAMP ->
          choice.of(
              a + " + INTERVAL '90' MINUTE",
              a + " - INTERVAL '1' DAY",
              "DATE_TRUNC('hour', " + a + ")",
              "GREATEST(" + a + ", " + b + ")");
      case LIST ->
          choice.of(
              "[" + a + "[1], 3]",
              "CASE WHEN "
                  + a
                  + " IS NOT NULL THEN "
                  + either("ARRAY_CONCAT", "list_concat")
                  + "("
                  + a
                  + ", [1]) END");
      case PAIR -> "{'a': " + a + ".a % 5, 'b': " + b + ".b}";
      case MAP, STATISTIC -> a;
    };
  }

  /** An expression of a kind that no column has, or a constant. */
  private String converted(Kind kind, Scope scope) {
    Term from = choice.of(scope.columns());
    String a = from.sql();
    String made =
        switch (kind) {
          case FLAG -> "(" + condition(scope, 0) + ")";
          case INT, BIG -> asNumber(from, kind);
          case TEXT -> asText(from);
          case REAL ->
              from.kind() == Kind.INT || from.kind() == Kind.BIG ? "CAST(" + a + " AS DOUBLE)" : "";
          case DEC -> from.kind() == Kind.INT ? "CAST(" + a + " AS DECIMAL(12, 2))" : "";
          case DAY -> from.kind() == Kind.STAMP ? "CAST(" + a + " AS DATE)" : "";
          case CLOCK -> from.kind() == Kind.STAMP ? "CAST(" + a + " AS TIME)" : "";
          case STAMP -> from.kind() == Kind.DAY ? "CAST(" + a + " AS TIMESTAMP)" : "";
          case LIST -> from.kind() == Kind.BIG ? "[" + a + ", 1]" : "";
          case PAIR ->
              from.kind() == Kind.BIG ? "{'a': " + a + ", 'b': CAST(" + a + " AS VARCHAR)}" : "";
          case MAP, STATISTIC -> "";
        };
    return made.isEmpty() ? kind.constant(choice) : made;
  }

  private String asNumber(Term from, Kind kind) {
    String a = from.sql();
    String number =
        switch (from.kind()) {
          case TEXT -> "CHAR_LENGTH(" + a + ")";
          case DAY ->
              choice.of(
                  "EXTRACT(YEAR FROM " + a + ")",
                  "EXTRACT(DAY FROM " + a + ")",
                  "EXTRACT(MONTH FROM " + a + ")");
          case STAMP -> choice.of("EXTRACT(HOUR FROM " + a + ")", "EXTRACT(MINUTE FROM " + a + ")");
          case LIST ->
              choice.of(a + "[1]", a + "[2]", either("CARDINALITY", "len") + "(" + a + ")");
          case PAIR -> a + ".a";
          case MAP -> a + "['a']";
          case INT, BIG -> a;
          case FLAG -> "CASE WHEN " + a + " THEN 1 ELSE 0 END";
          default -> "";
        };
    return number.isEmpty()
        ? ""
        : "CAST(" + number + (kind == Kind.INT ? " % 1000" : "") + " AS " + kind.type() + ")";
  }

  private static String asText(Term from) {
    return switch (from.kind()) {
      case INT, BIG, DAY -> "CAST(" + from.sql() + " AS VARCHAR)";
      case PAIR -> from.sql() + ".b";
      default -> "";
    };
  }

  /** A condition on columns, of some depth. */
  String condition(Scope scope, int depth) {
    if (depth > 0 && choice.oneIn(3)) {
      String both =
          "("
              + condition(scope, depth - 1)
              + choice.of(" AND ", " OR ")
              + condition(scope, depth - 1)
              + ")";
      return choice.oneIn(4) ? "NOT " + both : both;
    }
    Term column = choice.of(scope.columns());
    String a = column.sql();
    Kind kind = column.kind();
    if (!kind.isComparable() || choice.oneIn(8)) {
      return a + choice.of(" IS NULL", " IS NOT NULL");
    }
    String b = choice.oneIn(2) ? choice.of(scope.of(kind)).sql() : kind.constant(choice);
    if (choice.oneIn(10)) {
      return a + choice.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + b;
    }
    if (choice.oneIn(2)) {
      return a + comparison() + b;
    }
    return switch (kind) {
      case FLAG -> choice.of(a, "NOT " + a, a + " IS TRUE", a + " IS NOT TRUE", a + " IS FALSE");
      case INT, BIG ->
          choice.of(
              a + " BETWEEN -2 AND 3",
              a + " IN (0, 1, 2)",
              a + " NOT IN (1, 3, NULL)",
              a + " % 2 = 0",
              a + " > 0.5",
              a + " IN (1, NULL)");
      case TEXT ->
          choice.of(
              a + " LIKE 'a%'",
              a + " NOT LIKE '%b'",
              a + " LIKE '_'",
              a + " IN ('a', 'ab')",
              "CHAR_LENGTH(" + a + ") > 1");
      case DAY -> choice.of(a + " < DATE '2020-01-01'", "EXTRACT(YEAR FROM " + a + ") = 2026");
      case STAMP ->
          choice.of(
              a + " >= TIMESTAMP '2026-01-01 12:30:00'",
              a + " BETWEEN TIMESTAMP '1900-01-01 00:00:00' AND " + b);
      case LIST ->
          choice.of(either("ARRAY_CONTAINS", "list_contains") + "(" + a + ", 1)", a + "[1] = 1");
      case PAIR -> choice.of(a + ".a > 1", a + ".b = 'x'");
      default -> a + comparison() + b;
    };
  }

  String comparison() {
    return choice.of(" = ", " = ", " <> ", " < ", " <= ", " > ", " >= ");
  }

  /** A column as it stands behind ORDER BY. */
  String sorted(Term column) {
    return column.sql() + choice.of("", " DESC") + choice.of(" NULLS FIRST", " NULLS LAST");
  }

  /** All columns, so that only rows that are equal are in no order. */
  String total(List<Term> columns) {
    return choice.shuffled(columns).stream().map(this::sorted).collect(Collectors.joining(", "));
  }
}
