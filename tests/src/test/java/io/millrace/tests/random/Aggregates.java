package io.millrace.tests.random;

import static io.millrace.tests.random.Dialect.either;

import java.util.List;

/** Random calls of the aggregates that DuckDB has too, none of which sees the order of arrival. */
final class Aggregates {
  private final Choice choice;
  private final Expressions expressions;

  Aggregates(Choice choice, Expressions expressions) {
    this.choice = choice;
    this.expressions = expressions;
  }

  Term any(Scope scope) {
    return any(scope, true);
  }

  /**
   * A call.
   *
   * @param filters whether it may have a FILTER
   */
  Term any(Scope scope, boolean filters) {
    String filter =
        filters && choice.oneIn(4) ? " FILTER (WHERE " + expressions.condition(scope, 1) + ")" : "";
    List<Term> comparable = scope.comparable();
    if (comparable.isEmpty() || choice.oneIn(10)) {
      return new Term("COUNT(*)" + filter, Kind.BIG);
    }
    Term column = choice.of(comparable);
    return choice.oneIn(2) ? general(column, filter) : special(column, scope, filter);
  }

  private Term general(Term column, String filter) {
    String a = column.sql();
    return switch (choice.below(9)) {
      case 0 -> new Term("COUNT(" + a + ")" + filter, Kind.BIG);
      case 1 -> new Term("COUNT(DISTINCT " + a + ")" + filter, Kind.BIG);
      case 2 ->
          column.kind() == Kind.BIG ? listed(a, filter) : new Term("COUNT(*)" + filter, Kind.BIG);
      default -> new Term(choice.of("MIN(", "MAX(") + a + ")" + filter, column.kind());
    };
  }

  private Term listed(String a, String filter) {
    return new Term(
        "ARRAY_AGG("
            + choice.of("", "DISTINCT ")
            + a
            + " ORDER BY "
            + a
            + choice.of("", " DESC")
            + choice.of(" NULLS FIRST", " NULLS LAST")
            + ")"
            + filter,
        Kind.LIST);
  }

  private Term special(Term column, Scope scope, String filter) {
    String a = column.sql();
    return switch (column.kind()) {
      case INT, BIG -> choice.oneIn(2) ? whole(a, filter) : statistic(column, scope, filter);
      case DEC ->
          choice.oneIn(2)
              ? new Term(
                  "CAST(SUM("
                      + choice.of("", "DISTINCT ")
                      + a
                      + ")"
                      + filter
                      + " AS DECIMAL(20, 2))",
                  Kind.DEC)
              : statistic(column, scope, filter);
      case REAL ->
          choice.oneIn(2)
              ? new Term("SUM(" + choice.of("", "DISTINCT ") + a + ")" + filter, Kind.REAL)
              : statistic(column, scope, filter);
      case FLAG ->
          choice.of(
              new Term("BOOL_AND(" + a + ")" + filter, Kind.FLAG),
              new Term("BOOL_OR(" + a + ")" + filter, Kind.FLAG),
              new Term("COUNT(CASE WHEN " + a + " THEN 1 END)" + filter, Kind.BIG));
      case TEXT -> text(a, scope, filter);
      case DAY, CLOCK, STAMP ->
          new Term(
              "PERCENTILE_DISC("
                  + choice.of("0.1", "0.5", "0.9")
                  + ") WITHIN GROUP (ORDER BY "
                  + a
                  + ")"
                  + filter,
              column.kind());
      default ->
          new Term(
              either("MODE(" + a + ")", "mode(" + a + " ORDER BY " + a + ")") + filter,
              column.kind());
    };
  }

  private Term whole(String a, String filter) {
    return switch (choice.below(4)) {
      case 0 ->
          // NULL among them is as if it were not there
          new Term(
              "CAST("
                  + choice.of("BIT_AND(", "BIT_OR(", "BIT_XOR(")
                  + a
                  + ")"
                  + filter
                  + " AS BIGINT)",
              Kind.BIG);
      case 1 ->
          new Term(
              "CAST(PERCENTILE_DISC("
                  + choice.of("0", "0.3", "1")
                  + ") WITHIN GROUP (ORDER BY "
                  + a
                  + choice.of("", " DESC")
                  + ")"
                  + filter
                  + " AS BIGINT)",
              Kind.BIG);
      default ->
          new Term(
              "CAST(SUM(" + choice.of("", "", "DISTINCT ") + a + ")" + filter + " AS BIGINT)",
              Kind.BIG);
    };
  }

  private Term statistic(Term column, Scope scope, String filter) {
    String a = column.sql();
    String b = choice.of(scope.numbers()).sql();
    if (column.kind() == Kind.DEC) {
      a = "CAST(" + a + " AS DOUBLE)";
    }
    String call =
        choice.of(
            "AVG(" + choice.of("", "DISTINCT ") + a + ")",
            "VAR_POP(" + a + ")",
            "VAR_SAMP(" + a + ")",
            "STDDEV_POP(" + a + ")",
            "STDDEV_SAMP(" + choice.of("", "DISTINCT ") + a + ")",
            "COVAR_POP(" + a + ", " + b + ")",
            "COVAR_SAMP(" + a + ", " + b + ")",
            "REGR_COUNT(" + a + ", " + b + ")",
            "REGR_AVGX(" + a + ", " + b + ")",
            "REGR_SXX(" + a + ", " + b + ")",
            "REGR_SXY(" + a + ", " + b + ")",
            "REGR_SYY(" + a + ", " + b + ")",
            "MEDIAN(" + a + ")",
            "PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY " + a + ")");
    return new Term(call + filter, Kind.STATISTIC);
  }

  private Term text(String a, Scope scope, String filter) {
    Term by = choice.of(scope.comparable());
    return switch (choice.below(5)) {
      case 0 ->
          new Term(
              "STRING_AGG(" + a + ", ',' ORDER BY " + a + choice.of("", " DESC") + ")" + filter,
              Kind.TEXT);
      case 1 ->
          new Term("STRING_AGG(DISTINCT " + a + ", '-' ORDER BY " + a + ")" + filter, Kind.TEXT);
      case 2 ->
          new Term(
              either("MODE(" + a + ")", "mode(" + a + " ORDER BY " + a + ")") + filter, Kind.TEXT);
      case 3 -> {
        String call = choice.of("ARG_MIN(", "ARG_MAX(") + a + ", " + by.sql();
        yield new Term(call + either("", " ORDER BY " + a) + ")" + filter, Kind.TEXT);
      }
      default ->
          new Term(
              choice.of("FIRST(", "LAST(")
                  + a
                  + " ORDER BY "
                  + expressions.total(List.of(by, new Term(a, Kind.TEXT)))
                  + ")"
                  + filter,
              Kind.TEXT);
    };
  }
}
