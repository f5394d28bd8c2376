package io.millrace.tests.property;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random queries made of random queries: any relation is filtered, grouped, joined, united, sorted
 * or asked in an expression of another one. Both engines understand them in the same way: where an
 * answer would depend on the order of rows, they are sorted by all of their columns.
 */
final class RandomRelation {
  /** What the values of a column are. */
  enum Kind {
    WHOLE,
    TEXT,
    EXACT,
    DAY,
    TRUTH,
    LIST
  }

  /**
   * @param name in a table an expression over its columns, else {@code c0}, {@code c1} …
   */
  record Column(String name, Kind kind) {}

  /** A query and its columns. */
  record Relation(String sql, List<Column> columns) {
    String as(String alias) {
      return "(" + sql + ") " + alias;
    }
  }

  private static final int MOST_PARTS = 7;

  private final Random random;
  private final Map<String, List<Column>> tables = new LinkedHashMap<>();
  private int aliases;
  private int parts;

  RandomRelation(Random random) {
    this.random = random;
  }

  /** Adds something to read from. */
  void table(String name, List<Column> columns) {
    tables.put(name, columns);
  }

  Relation next() {
    parts = 0;
    return relation(1 + random.nextInt(4));
  }

  private Relation relation(int depth) {
    if (depth == 0 || parts++ > MOST_PARTS) {
      return scan();
    }
    return switch (random.nextInt(16)) {
      case 0 -> projected(depth);
      case 1 -> filtered(depth);
      case 2 -> distinct(depth);
      case 3, 4 -> grouped(depth);
      case 5 -> groupingSets(depth);
      case 6, 7, 8 -> joined(depth);
      case 9, 10 -> setOperation(depth);
      case 11 -> withCondition(depth);
      case 12 -> withScalarQuery(depth);
      case 13 -> first(depth);
      case 14 -> over(depth);
      default -> shared(depth);
    };
  }

  private Relation scan() {
    String table = pick(new ArrayList<>(tables.keySet()));
    return select("SELECT ", some(tables.get(table), 5), "", " FROM " + table);
  }

  private Relation projected(int depth) {
    Relation from = relation(depth - 1);
    String q = alias();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      Kind kind = random.nextInt(9) == 0 ? Kind.TRUTH : pick(from.columns()).kind();
      columns.add(new Column(expression(kind, from.columns(), q + "."), kind));
    }
    return select("SELECT ", columns, "", " FROM " + from.as(q));
  }

  private Relation filtered(int depth) {
    Relation from = relation(depth - 1);
    String q = alias();
    return new Relation(
        "SELECT * FROM " + from.as(q) + " WHERE " + condition(from.columns(), q + "."),
        from.columns());
  }

  private Relation distinct(int depth) {
    Relation from = relation(depth - 1);
    String q = alias();
    return select("SELECT DISTINCT ", some(from.columns(), 3), q + ".", " FROM " + from.as(q));
  }

  private Relation grouped(int depth) {
    Relation from = relation(depth - 1);
    String q = alias();
    List<Column> keys = random.nextInt(4) == 0 ? List.of() : some(from.columns(), 3);
    List<Column> columns = new ArrayList<>(prefixed(keys, q));
    for (int i = keys.isEmpty() ? 0 : random.nextInt(2); i < 3; i++) {
      columns.add(aggregate(from.columns(), q + "."));
    }
    String by = keys.isEmpty() ? "" : " GROUP BY " + names(keys, q);
    String having = pick("", "", "", " HAVING COUNT(*) > 1", " HAVING COUNT(*) < 3");
    return select("SELECT ", columns, "", " FROM " + from.as(q) + by + having);
  }

  private Relation groupingSets(int depth) {
    Relation from = relation(depth - 1);
    String q = alias();
    List<Column> keys = some(from.columns(), 3);
    String all = names(keys, q);
    String one = q + "." + keys.get(0).name();
    List<Column> columns = new ArrayList<>(prefixed(keys, q));
    columns.add(new Column("CAST(GROUPING(" + one + ") AS BIGINT)", Kind.WHOLE));
    columns.add(aggregate(from.columns(), q + "."));
    String sets =
        pick(
            "ROLLUP (" + all + ")",
            "CUBE (" + all + ")",
            "GROUPING SETS ((" + all + "), ())",
            "GROUPING SETS ((" + all + "), (" + one + "), (" + one + "))");
    return select("SELECT ", columns, "", " FROM " + from.as(q) + " GROUP BY " + sets);
  }

  private Relation joined(int depth) {
    Relation left = relation(depth - 1);
    Relation right = random.nextInt(5) == 0 ? left : relation(depth - 1);
    String a = alias();
    String b = alias();
    String kind = pick("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    List<String> pairs = pairs(left, a, right, b);
    String on;
    if (pairs.isEmpty()) {
      kind = pick("JOIN", "LEFT JOIN");
      on = condition(left.columns(), a + ".");
    } else {
      // of a full join DuckDB takes nothing but equalities
      boolean full = kind.equals("FULL JOIN");
      String compared = full ? " = " : pick(" = ", " = ", " = ", " IS NOT DISTINCT FROM ", " < ");
      on = pick(pairs).formatted(compared);
      on += random.nextInt(4) == 0 ? " AND " + pick(pairs).formatted(full ? " = " : " <> ") : "";
      on += !full && random.nextInt(6) == 0 ? " AND " + condition(right.columns(), b + ".") : "";
    }
    List<Column> columns = new ArrayList<>(prefixed(some(left.columns(), 3), a));
    columns.addAll(prefixed(some(right.columns(), 3), b));
    String from = " FROM " + left.as(a) + " " + kind + " " + right.as(b) + " ON " + on;
    String where = random.nextInt(4) == 0 ? " WHERE " + condition(right.columns(), b + ".") : "";
    return select("SELECT ", columns, "", from + where);
  }

  /** Comparisons of columns of one kind, with {@code %s} for the operator. */
  private static List<String> pairs(Relation left, String a, Relation right, String b) {
    List<String> pairs = new ArrayList<>();
    for (Column x : left.columns()) {
      for (Column y : right.columns()) {
        if (x.kind() == y.kind()) {
          pairs.add(a + "." + x.name() + "%s" + b + "." + y.name());
        }
      }
    }
    return pairs;
  }

  private Relation setOperation(int depth) {
    Relation left = relation(depth - 1);
    Relation right = random.nextInt(3) == 0 ? left : relation(depth - 1);
    String a = alias();
    String b = alias();
    List<Column> columns = some(left.columns(), 3);
    String others =
        columns.stream()
            .map(column -> expression(column.kind(), right.columns(), b + "."))
            .collect(Collectors.joining(", "));
    String operation =
        pick(
            " UNION ", " UNION ALL ", " EXCEPT ", " EXCEPT ALL ", " INTERSECT ", " INTERSECT ALL ");
    return select(
        "SELECT ",
        columns,
        a + ".",
        " FROM " + left.as(a) + operation + "SELECT " + others + " FROM " + right.as(b));
  }

  /** A condition that asks another relation. */
  private Relation withCondition(int depth) {
    Relation outer = relation(depth - 1);
    Relation inner = random.nextInt(4) == 0 ? outer : relation(depth - 1);
    String a = alias();
    String b = alias();
    List<String> pairs = pairs(outer, a, inner, b);
    String asked;
    if (pairs.isEmpty() || random.nextBoolean()) {
      String where =
          pairs.isEmpty()
              ? condition(inner.columns(), b + ".")
              : pick(pairs).formatted(pick(" = ", " = ", " < "));
      asked = pick("", "NOT ") + "EXISTS (SELECT 1 FROM " + inner.as(b) + " WHERE " + where + ")";
    } else {
      String[] pair = pick(pairs).split("%s");
      String operator = pick(" IN ", " NOT IN ", " = ANY ", " <> ALL ");
      String value = random.nextInt(8) == 0 ? "NULL" : pair[0];
      String where = pick("", "", " WHERE " + condition(inner.columns(), b + "."));
      if (random.nextInt(4) == 0) {
        where = " WHERE " + pick(pairs).formatted(" = ");
      }
      asked = value + operator + "(SELECT " + pair[1] + " FROM " + inner.as(b) + where + ")";
    }
    String condition =
        random.nextInt(5) == 0
            ? "(" + asked + " OR " + condition(outer.columns(), a + ".") + ")"
            : asked;
    return new Relation("SELECT * FROM " + outer.as(a) + " WHERE " + condition, outer.columns());
  }

  /** A column whose value is an aggregate of other rows. */
  private Relation withScalarQuery(int depth) {
    Relation outer = relation(depth - 1);
    Relation inner = relation(depth - 1);
    String a = alias();
    String b = alias();
    List<String> pairs = pairs(outer, a, inner, b);
    Column aggregate = aggregate(inner.columns(), b + ".");
    String where = pairs.isEmpty() ? "" : " WHERE " + pick(pairs).formatted(" = ");
    List<Column> columns = new ArrayList<>(prefixed(some(outer.columns(), 3), a));
    String query = "(SELECT " + aggregate.name() + " FROM " + inner.as(b) + where + ")";
    columns.add(new Column(query, aggregate.kind()));
    return select("SELECT ", columns, "", " FROM " + outer.as(a));
  }

  /** The first rows in an order, of all or of each partition. */
  private Relation first(int depth) {
    Relation from = relation(depth - 1);
    String q = alias();
    int count = 1 + random.nextInt(4);
    if (random.nextBoolean()) {
      String rows = " LIMIT " + count + pick("", " OFFSET 1");
      return new Relation(
          "SELECT * FROM " + from.as(q) + " ORDER BY " + order(from.columns(), q) + rows,
          from.columns());
    }
    String partition = "PARTITION BY " + q + "." + pick(from.columns()).name() + " ";
    String window = pick("", partition) + "ORDER BY " + order(from.columns(), q);
    return new Relation(
        "SELECT * FROM "
            + from.as(q)
            + " QUALIFY "
            + pick("ROW_NUMBER", "RANK")
            + "() OVER ("
            + window
            + ") <= "
            + count,
        from.columns());
  }

  /** Rows with what a function says of the window around each, no row twice. */
  private Relation over(int depth) {
    Relation from = relation(depth - 1);
    String q = alias();
    String z = alias();
    String partition = pick("", "PARTITION BY " + q + "." + pick(from.columns()).name() + " ");
    String sorted = partition + "ORDER BY " + order(from.columns(), q);
    String frame =
        " ROWS BETWEEN "
            + pick(
                "UNBOUNDED PRECEDING AND CURRENT ROW",
                "1 PRECEDING AND 1 FOLLOWING",
                "CURRENT ROW AND UNBOUNDED FOLLOWING",
                "2 PRECEDING AND 1 PRECEDING");
    Column any = pick(from.columns());
    Column plain = aggregate(from.columns(), q + ".");
    boolean framed = !plain.name().contains("DISTINCT") && plain.kind() != Kind.LIST;
    Column call =
        switch (random.nextInt(4)) {
          case 0 -> new Column("ROW_NUMBER() OVER (" + sorted + ")", Kind.WHOLE);
          case 1 ->
              new Column(
                  pick("LAG(", "LEAD(", "FIRST_VALUE(")
                      + q
                      + "."
                      + any.name()
                      + ") OVER ("
                      + sorted
                      + ")",
                  any.kind());
          default ->
              framed
                  ? new Column(
                      plain.name() + " OVER (" + pick(partition, sorted + frame) + ")",
                      plain.kind())
                  : new Column("COUNT(*) OVER (" + partition + ")", Kind.WHOLE);
        };
    List<Column> columns = new ArrayList<>(prefixed(from.columns(), q));
    columns.add(call);
    return select("SELECT ", columns, "", " FROM (SELECT DISTINCT * FROM " + from.as(z) + ") " + q);
  }

  /** One query under a name, read twice. */
  private Relation shared(int depth) {
    Relation from = relation(depth - 1);
    String name = alias();
    String a = alias();
    String b = alias();
    Column key = pick(from.columns());
    List<Column> keys = prefixed(some(from.columns(), 2), a);
    List<Column> columns = new ArrayList<>(keys);
    columns.add(new Column("COUNT(*)", Kind.WHOLE));
    String by = keys.stream().map(Column::name).collect(Collectors.joining(", "));
    return select(
        "WITH " + name + " AS (" + from.sql() + ") SELECT ",
        columns,
        "",
        " FROM %s %s %s %s %s ON %s.%s = %s.%s GROUP BY %s"
            .formatted(
                name, a, pick("JOIN", "LEFT JOIN"), name, b, a, key.name(), b, key.name(), by));
  }

  /** An aggregate that is the same whatever the order of rows. */
  private Column aggregate(List<Column> columns, String q) {
    Column column = pick(columns);
    String value = q + column.name();
    String filter = random.nextInt(5) == 0 ? " FILTER (WHERE " + condition(columns, q) + ")" : "";
    Function<String, Column> same = call -> new Column(call + filter, column.kind());
    Function<String, Column> whole = call -> new Column(call + filter, Kind.WHOLE);
    int choice = random.nextInt(8);
    if (choice < 3) {
      return whole.apply(pick("COUNT(*)", "COUNT(" + value + ")", "COUNT(DISTINCT " + value + ")"));
    }
    return switch (column.kind()) {
      case WHOLE -> same.apply(pick("SUM(", "SUM(DISTINCT ", "MIN(", "MAX(") + value + ")");
      case TRUTH -> same.apply(pick("BOOL_AND(", "BOOL_OR(") + value + ")");
      case TEXT ->
          same.apply(
              pick(
                  "MIN(" + value + ")",
                  "MAX(" + value + ")",
                  "STRING_AGG(" + value + ", ',' ORDER BY " + value + ")"));
      case EXACT, DAY -> same.apply(pick("MIN(", "MAX(") + value + ")");
      case LIST -> whole.apply("COUNT(DISTINCT " + value + ")");
    };
  }

  private String expression(Kind kind, List<Column> columns, String q) {
    List<Column> same = columns.stream().filter(column -> column.kind() == kind).toList();
    if (kind == Kind.TRUTH && (same.isEmpty() || random.nextBoolean())) {
      return "(" + condition(columns, q) + ")";
    }
    if (same.isEmpty() || random.nextInt(12) == 0) {
      return literal(kind);
    }
    String a = q + pick(same).name();
    String b = q + pick(same).name();
    String chosen = "CASE WHEN " + condition(columns, q) + " THEN " + a + " ELSE " + b + " END";
    String known = "COALESCE(" + a + ", " + b + ")";
    return switch (kind) {
      case WHOLE ->
          pick(a, a, a + " % 3", "(" + a + " + " + b + ") % 50", "ABS(" + a + " % 9)", known);
      case TEXT -> pick(a, a, "UPPER(" + a + ")", a + " || 'x'", "NULLIF(" + a + ", 'a')", chosen);
      case EXACT -> pick(a, "-" + a, known);
      case DAY, LIST, TRUTH -> pick(a, a, chosen);
    };
  }

  private String literal(Kind kind) {
    return switch (kind) {
      case WHOLE -> pick("CAST(NULL AS BIGINT)", "CAST(" + (random.nextInt(9) - 2) + " AS BIGINT)");
      case TEXT -> pick("CAST(NULL AS VARCHAR)", "'a'", "'b'", "''", "'ab'");
      case EXACT -> pick("1.50", "0.00", "-2.25");
      case DAY -> pick("DATE '1969-12-31'", "DATE '2026-01-01'");
      case TRUTH -> pick("TRUE", "FALSE");
      case LIST -> pick("[CAST(1 AS BIGINT)]", "[CAST(1 AS BIGINT), NULL]");
    };
  }

  private String condition(List<Column> columns, String q) {
    Column column = pick(columns);
    String value = q + column.name();
    return switch (random.nextInt(9)) {
      case 0 -> "(" + condition(columns, q) + pick(" AND ", " OR ") + condition(columns, q) + ")";
      case 1 -> "NOT (" + condition(columns, q) + ")";
      case 2 -> value + pick(" IS NULL", " IS NOT NULL");
      case 3 ->
          value + pick(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ") + literal(column.kind());
      case 4 ->
          column.kind() == Kind.TRUTH
              ? value + pick(" IS TRUE", " IS NOT TRUE", "")
              : value + pick(" IN (", " NOT IN (") + literal(column.kind()) + ", " + value + ")";
      default -> value + pick(" = ", " <> ", " > ", " <= ") + literal(column.kind());
    };
  }

  /** All columns in some order, so that no two different rows are equal in it. */
  private String order(List<Column> columns, String q) {
    List<Column> shuffled = new ArrayList<>(columns);
    Collections.shuffle(shuffled, random);
    return shuffled.stream()
        .map(c -> q + "." + c.name() + pick("", " DESC") + pick(" NULLS FIRST", " NULLS LAST"))
        .collect(Collectors.joining(", "));
  }

  /** A query that gives its columns the names {@code c0}, {@code c1} and so on. */
  private static Relation select(String verb, List<Column> columns, String q, String rest) {
    List<Column> named =
        IntStream.range(0, columns.size())
            .mapToObj(i -> new Column("c" + i, columns.get(i).kind()))
            .toList();
    String list =
        IntStream.range(0, columns.size())
            .mapToObj(i -> q + columns.get(i).name() + " AS c" + i)
            .collect(Collectors.joining(", "));
    return new Relation(verb + list + rest, named);
  }

  private static List<Column> prefixed(List<Column> columns, String q) {
    return columns.stream().map(c -> new Column(q + "." + c.name(), c.kind())).toList();
  }

  private static String names(List<Column> columns, String q) {
    return columns.stream().map(c -> q + "." + c.name()).collect(Collectors.joining(", "));
  }

  private List<Column> some(List<Column> columns, int most) {
    List<Column> shuffled = new ArrayList<>(columns);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, 1 + random.nextInt(Math.min(most, shuffled.size())));
  }

  private String alias() {
    return "q" + aliases++;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
