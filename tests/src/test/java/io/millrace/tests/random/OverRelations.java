package io.millrace.tests.random;

import static io.millrace.tests.random.Dialect.either;

import io.millrace.tests.random.Relation.Selection;
import java.util.List;

/** Functions over windows of rows. */
final class OverRelations {
  private final Choice choice;
  private final Relations relations;

  OverRelations(Choice choice, Relations relations) {
    this.choice = choice;
    this.relations = relations;
  }

  Relation any(int depth) {
    Relation in = relations.relation(depth);
    String alias = relations.alias();
    List<Term> columns = Scope.of(alias, in.columns()).comparable();
    if (columns.isEmpty()) {
      return in;
    }
    String from = in.as(alias);
    int calls = 1;
    // of copies of a row nobody knows which is first in one window and which in another
    if (choice.oneIn(2)) {
      Selection distinct = new Selection().addAll(columns);
      String outer = relations.alias();
      from = "(SELECT DISTINCT " + distinct + " FROM " + from + ") " + outer;
      columns = Scope.of(outer, distinct.columns()).columns();
      calls += choice.below(3);
    }
    Scope scope = new Scope(columns);
    Selection selection = new Selection().addAll(columns);
    for (int i = 0; i < calls; i++) {
      selection.add(call(scope));
    }
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + from
            + (choice.oneIn(6) ? " QUALIFY " + qualify(scope) : ""),
        selection.columns(),
        List.of(in));
  }

  private String qualify(Scope scope) {
    String partition = "PARTITION BY " + choice.of(scope.columns()).sql();
    return choice.of(
        "COUNT(*) OVER (" + partition + ") > 1",
        "RANK() OVER (" + partition + peers(scope) + ") <= 2",
        "MAX(" + choice.of(scope.columns()).sql() + ") OVER (" + partition + ") IS NOT NULL");
  }

  private Term call(Scope scope) {
    Term column = choice.of(scope.columns());
    String a = column.sql();
    String partition =
        choice.oneIn(2) ? "PARTITION BY " + Relations.list(choice.some(scope.columns(), 2)) : "";
    String total = partition + " ORDER BY " + relations.expressions().total(scope.columns());
    String peers = partition + peers(scope);
    return switch (choice.below(10)) {
      case 0 -> new Term(choice.of("ROW_NUMBER()", "NTILE(3)") + over(total), Kind.BIG);
      case 1 -> new Term(choice.of("RANK()", "DENSE_RANK()") + over(peers), Kind.BIG);
      case 2 -> new Term(choice.of("PERCENT_RANK()", "CUME_DIST()") + over(peers), Kind.STATISTIC);
      case 3 ->
          new Term(
              choice.of("LAG(", "LEAD(")
                  + a
                  + choice.of(")", ", 2)", ", 1, " + column.kind().constant(choice) + ")", nulls())
                  + over(total),
              column.kind());
      case 4 ->
          new Term(
              choice.of("FIRST_VALUE(" + a, "LAST_VALUE(" + a, "NTH_VALUE(" + a + ", 2")
                  + choice.of(")", nulls())
                  + over(total + choice.of("", " " + frame("ROWS"))),
              column.kind());
      case 5, 6 -> aggregate(scope, over(total + " " + frame("ROWS")), true);
      case 7 -> aggregate(scope, over(peers + choice.of("", " " + frame("GROUPS"))), false);
      case 8 -> {
        List<Term> numbers = scope.that(kind -> kind == Kind.INT || kind == Kind.BIG);
        yield numbers.isEmpty()
            ? aggregate(scope, over(peers), false)
            : aggregate(
                scope,
                over(
                    partition
                        + " ORDER BY "
                        + relations.expressions().sorted(choice.of(numbers))
                        + " "
                        + frame("RANGE")),
                false);
      }
      default -> aggregate(scope, over(partition), false);
    };
  }

  private static String nulls() {
    return either(") IGNORE NULLS", " IGNORE NULLS)");
  }

  private static String over(String window) {
    return " OVER (" + window + ")";
  }

  private String peers(Scope scope) {
    return " ORDER BY " + relations.expressions().sorted(choice.of(scope.columns()));
  }

  private Term aggregate(Scope scope, String over, boolean distinct) {
    String filter =
        choice.oneIn(5)
            ? " FILTER (WHERE " + relations.expressions().condition(scope, 0) + ")"
            : "";
    Term column = choice.of(scope.columns());
    String a = column.sql();
    boolean whole = column.kind() == Kind.INT || column.kind() == Kind.BIG;
    if (whole && choice.oneIn(2)) {
      return choice.of(
          new Term("CAST(SUM(" + a + ")" + filter + over + " AS BIGINT)", Kind.BIG),
          new Term("AVG(" + a + ")" + filter + over, Kind.STATISTIC));
    }
    return switch (choice.below(4)) {
      case 0 -> new Term("COUNT(*)" + filter + over, Kind.BIG);
      case 1 ->
          new Term(
              "COUNT(" + (distinct ? choice.of("", "DISTINCT ") : "") + a + ")" + filter + over,
              Kind.BIG);
      default -> new Term(choice.of("MIN(", "MAX(") + a + ")" + filter + over, column.kind());
    };
  }

  private String frame(String unit) {
    int from = choice.below(4);
    int to = Math.max(Math.max(1, from), choice.below(5));
    String[] bounds = {
      "UNBOUNDED PRECEDING",
      1 + choice.below(3) + " PRECEDING",
      "CURRENT ROW",
      choice.below(3) + " FOLLOWING",
      "UNBOUNDED FOLLOWING"
    };
    String exclude =
        choice.oneIn(5) ? " EXCLUDE " + choice.of("CURRENT ROW", "GROUP", "TIES", "NO OTHERS") : "";
    return unit + " BETWEEN " + bounds[from] + " AND " + bounds[to] + exclude;
  }
}
