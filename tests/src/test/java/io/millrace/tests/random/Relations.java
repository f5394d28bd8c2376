package io.millrace.tests.random;

import static io.millrace.tests.random.Dialect.either;

import io.millrace.tests.random.Relation.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Random queries: each is made of smaller ones, down to tables. */
final class Relations {
  private final Choice choice;
  private final Map<String, List<Column>> tables;
  private final Expressions expressions;
  private final Aggregates aggregates;
  private final JoinedRelations joined;
  private final FirstRowRelations firstRows;
  private final OverRelations over;
  private final SubQueries subQueries;
  private int aliases;

  /** How many more queries may be put into the one that is made. */
  private int budget;

  Relations(Choice choice, Map<String, List<Column>> tables) {
    this.choice = choice;
    this.tables = tables;
    this.expressions = new Expressions(choice);
    this.aggregates = new Aggregates(choice, expressions);
    this.joined = new JoinedRelations(choice, this);
    this.firstRows = new FirstRowRelations(choice, this);
    this.over = new OverRelations(choice, this);
    this.subQueries = new SubQueries(choice, this);
  }

  Relation query() {
    budget = 5;
    return relation(choice.of(1, 1, 2, 2, 3));
  }

  /** A query of at most this depth. */
  Relation relation(int depth) {
    budget--;
    if (depth <= 0 || budget <= 0) {
      return table();
    }
    int below = depth - 1;
    return switch (choice.below(26)) {
      case 0, 1 -> projected(below);
      case 2 -> filtered(below);
      case 3 -> distinct(below);
      case 4, 5, 6 -> grouped(below);
      case 7 -> aggregated(below);
      case 8 -> groupingSets(below);
      case 9, 10, 11, 12 -> joined.any(below);
      case 13, 14 -> setOperation(below);
      case 15, 16, 17 -> subQueries.any(below);
      case 18, 19 -> firstRows.any(below);
      case 20, 21, 22 -> over.any(below);
      case 23 -> unnested(below);
      case 24 -> named(below);
      default -> withConstants(below);
    };
  }

  String alias() {
    return "q" + aliases++;
  }

  Expressions expressions() {
    return expressions;
  }

  Aggregates aggregates() {
    return aggregates;
  }

  private Relation table() {
    String table = choice.of(List.copyOf(tables.keySet()));
    List<Column> some = choice.some(tables.get(table), 5);
    String alias = alias();
    Selection selection = new Selection().addAll(Scope.of(alias, some).columns());
    return new Relation(
        "SELECT " + selection + " FROM " + table + " " + alias, selection.columns(), List.of());
  }

  private Relation projected(int depth) {
    Relation in = relation(depth);
    String alias = alias();
    Scope scope = Scope.of(alias, in.columns());
    Selection selection = new Selection();
    for (int i = 1 + choice.below(4); i > 0; i--) {
      selection.add(expressions.any(scope));
    }
    return new Relation(
        "SELECT " + selection + " FROM " + in.as(alias) + where(scope, 3),
        selection.columns(),
        List.of(in));
  }

  private Relation filtered(int depth) {
    Relation in = relation(depth);
    String alias = alias();
    return new Relation(
        "SELECT * FROM " + in.as(alias) + where(Scope.of(alias, in.columns()), 1),
        in.columns(),
        List.of(in));
  }

  String where(Scope scope, int oneIn) {
    return choice.oneIn(oneIn) ? " WHERE " + expressions.condition(scope, 2) : "";
  }

  private Relation distinct(int depth) {
    Relation in = relation(depth);
    String alias = alias();
    List<Term> keys = keys(Scope.of(alias, in.columns()), 3);
    Selection selection = new Selection().addAll(keys);
    return new Relation(
        "SELECT DISTINCT " + selection + " FROM " + in.as(alias), selection.columns(), List.of(in));
  }

  /** Some columns that can be compared; a constant if there is none. */
  List<Term> keys(Scope scope, int most) {
    List<Term> comparable = scope.comparable();
    return comparable.isEmpty()
        ? List.of(new Term("CAST(1 AS BIGINT)", Kind.BIG))
        : choice.some(comparable, most);
  }

  private Relation grouped(int depth) {
    Relation in = relation(depth);
    String alias = alias();
    Scope scope = Scope.of(alias, in.columns());
    List<Term> keys = new ArrayList<>(scope.comparable());
    if (keys.isEmpty()) {
      return aggregated(in);
    }
    keys = new ArrayList<>(choice.some(keys, 3));
    if (choice.oneIn(4)) {
      Term key = keys.remove(0);
      keys.add(new Term(expressions.of(key.kind(), scope), key.kind()));
    }
    Selection selection = new Selection().addAll(keys).addAll(calls(scope, 0, 3));
    String having = "";
    if (choice.oneIn(4)) {
      having =
          " HAVING "
              + choice.of(
                  "COUNT(*) > 1",
                  "COUNT(*) < 3",
                  "COUNT(DISTINCT " + choice.of(scope.comparable()).sql() + ") > 1",
                  subQueries.having(scope, keys));
    }
    // an expression among the keys might be a constant, which would be a column's number
    String by =
        keys.stream().map(Term::sql).allMatch(key -> key.matches("\\w+\\.\\w+"))
            ? list(keys)
            : java.util.stream.IntStream.rangeClosed(1, keys.size())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + in.as(alias)
            + where(scope, 5)
            + " GROUP BY "
            + by
            + having,
        selection.columns(),
        List.of(in));
  }

  private Relation aggregated(int depth) {
    return aggregated(relation(depth));
  }

  private Relation aggregated(Relation in) {
    String alias = alias();
    Scope scope = Scope.of(alias, in.columns());
    Selection selection = new Selection().addAll(calls(scope, 1, 4));
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + in.as(alias)
            + where(scope, 4)
            + (choice.oneIn(6) ? " HAVING COUNT(*) > 2" : ""),
        selection.columns(),
        List.of(in));
  }

  private List<Term> calls(Scope scope, int least, int most) {
    List<Term> calls = new ArrayList<>();
    for (int i = least + choice.below(most - least + 1); i > 0; i--) {
      calls.add(aggregates.any(scope));
    }
    return calls;
  }

  private Relation groupingSets(int depth) {
    Relation in = relation(depth);
    String alias = alias();
    Scope scope = Scope.of(alias, in.columns());
    List<Term> comparable = scope.comparable();
    if (comparable.isEmpty()) {
      return aggregated(in);
    }
    List<Term> keys = choice.some(comparable, 3);
    Selection selection = new Selection().addAll(keys);
    String first = keys.get(0).sql();
    if (choice.oneIn(2)) {
      selection.add(new Term("CAST(GROUPING(" + first + ") AS BIGINT)", Kind.BIG));
    }
    selection.addAll(calls(scope, 0, 3));
    String all = list(keys);
    String sets =
        choice.of(
            "ROLLUP (" + all + ")",
            "CUBE (" + all + ")",
            "GROUPING SETS ((" + all + "), ())",
            "GROUPING SETS ((" + all + "), (" + first + "))");
    return new Relation(
        "SELECT " + selection + " FROM " + in.as(alias) + where(scope, 5) + " GROUP BY " + sets,
        selection.columns(),
        List.of(in));
  }

  private Relation setOperation(int depth) {
    Relation left = relation(depth);
    Relation right = choice.oneIn(3) ? left : relation(depth);
    String a = alias();
    String b = alias();
    List<Term> columns = keys(Scope.of(a, left.columns()), 3);
    Selection selection = new Selection().addAll(columns);
    Selection other = new Selection();
    Scope scope = Scope.of(b, right.columns());
    columns.forEach(c -> other.add(new Term(expressions.of(c.kind(), scope), c.kind())));
    String operation =
        choice.of(
            "UNION",
            "UNION ALL",
            "UNION ALL",
            "EXCEPT",
            "EXCEPT ALL",
            "INTERSECT",
            "INTERSECT ALL");
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + left.as(a)
            + " "
            + operation
            + " SELECT "
            + other
            + " FROM "
            + right.as(b),
        selection.columns(),
        List.of(left, right));
  }

  private Relation unnested(int depth) {
    Relation in = relation(depth);
    String alias = alias();
    Scope scope = Scope.of(alias, in.columns());
    List<Term> lists = scope.of(Kind.LIST);
    List<Term> whole = scope.of(Kind.BIG);
    String list =
        !lists.isEmpty()
            ? choice.of(lists).sql()
            : whole.isEmpty()
                ? "[CAST(1 AS BIGINT), NULL, 1]"
                : "[" + choice.of(whole).sql() + ", NULL, " + choice.of(whole).sql() + "]";
    Selection selection = new Selection().addAll(choice.some(scope.columns(), 2));
    if (choice.oneIn(2)) {
      selection.add(new Term("UNNEST(" + list + ")", Kind.BIG));
      return new Relation(
          "SELECT " + selection + " FROM " + in.as(alias), selection.columns(), List.of(in));
    }
    String element = alias();
    selection.add(new Term(element + ".e", Kind.BIG));
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + in.as(alias)
            + choice.of(" CROSS JOIN UNNEST(", ", UNNEST(")
            + list
            + ") AS "
            + element
            + "(e)",
        selection.columns(),
        List.of(in));
  }

  /** A query that is read twice. */
  private Relation named(int depth) {
    Relation in = relation(depth);
    String name = alias();
    String a = alias();
    String b = alias();
    Scope left = Scope.of(a, in.columns());
    Scope right = Scope.of(b, in.columns());
    Term key = keys(left, 1).get(0);
    String other = key.sql().replace(a + ".", b + ".");
    Selection selection = new Selection().addAll(keys(left, 2)).add(aggregates.any(right));
    String keys =
        java.util.stream.IntStream.range(1, selection.size())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return new Relation(
        "WITH "
            + name
            + " AS "
            + choice.of("", "", either("", "MATERIALIZED "))
            + "("
            + in.sql()
            + ") SELECT "
            + selection
            + " FROM "
            + name
            + " "
            + a
            + choice.of(" JOIN ", " LEFT JOIN ")
            + name
            + " "
            + b
            + " ON "
            + key.sql()
            + " = "
            + other
            + " GROUP BY "
            + keys,
        selection.columns(),
        List.of(in));
  }

  /** A query beside rows of constants. */
  private Relation withConstants(int depth) {
    Relation in = relation(depth);
    String a = alias();
    String b = alias();
    Selection selection =
        new Selection().addAll(choice.some(Scope.of(a, in.columns()).columns(), 3));
    selection.add(new Term("CAST(" + b + ".w AS BIGINT)", Kind.BIG));
    String on =
        Scope.of(a, in.columns()).numbers().isEmpty()
            ? "TRUE"
            : choice.of(Scope.of(a, in.columns()).numbers()).sql() + " = " + b + ".v";
    return new Relation(
        "SELECT "
            + selection
            + " FROM "
            + in.as(a)
            + choice.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ")
            + "(VALUES (1, 10), (2, 20), (2, NULL)) AS "
            + b
            + "(v, w) ON "
            + on,
        selection.columns(),
        List.of(in));
  }

  static String list(List<Term> terms) {
    return terms.stream().map(Term::sql).collect(Collectors.joining(", "));
  }
}
