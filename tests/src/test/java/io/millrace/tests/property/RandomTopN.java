package io.millrace.tests.property;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A random query with ORDER BY and LIMIT, or with the first rows of partitions, somewhere in it.
 * Where rows are counted their order is total, so that there is one answer.
 */
final class RandomTopN {
  /** Something to take the first rows of, and its columns. */
  private record Relation(String sql, List<String> columns) {}

  private static final List<Relation> RELATIONS =
      List.of(
          new Relation("s", List.of("k", "g", "v", "d", "x", "ts")),
          new Relation("(SELECT k, g, v FROM s WHERE g < 3)", List.of("k", "g", "v")),
          new Relation("(SELECT DISTINCT k, g FROM s)", List.of("k", "g")),
          new Relation(
              "(SELECT k, COUNT(*) AS n, SUM(v) AS t, MAX(g) AS g FROM s GROUP BY k)",
              List.of("k", "n", "t", "g")),
          new Relation(
              "(SELECT k, g, COUNT(*) AS n FROM s GROUP BY k, g HAVING COUNT(*) < 3)",
              List.of("k", "g", "n")),
          new Relation(
              "(SELECT a.k, b.v AS g FROM s a LEFT JOIN (SELECT DISTINCT g AS v FROM s) b"
                  + " ON a.g = b.v + 1)",
              List.of("k", "g")),
          new Relation(
              "(SELECT k, g FROM s UNION ALL SELECT UPPER(k), MAX(g) FROM s GROUP BY UPPER(k))",
              List.of("k", "g")));

  private final Random random;

  RandomTopN(Random random) {
    this.random = random;
  }

  RandomQuery query() {
    String sql =
        switch (random.nextInt(8)) {
          case 0 -> "SELECT k AS p, g AS q FROM " + first() + " q";
          case 1 -> "SELECT k AS p, COUNT(*) AS n, SUM(g) AS t FROM " + first() + " q GROUP BY k";
          case 2 -> "SELECT k AS p, g AS q FROM s WHERE k IN (SELECT k FROM " + first() + " q)";
          case 3 ->
              "SELECT k, g FROM " + first() + " q UNION ALL SELECT k, g FROM " + first() + " r";
          case 4 -> outermost();
          case 5 -> "SELECT k AS p, COUNT(*) AS n FROM " + ranked(true) + " q GROUP BY k";
          default -> "SELECT * FROM " + ranked(random.nextInt(3) > 0) + " q";
        };
    return new RandomQuery(sql, sql, false);
  }

  private String outermost() {
    Relation relation = relation();
    return "SELECT "
        + String.join(", ", relation.columns())
        + " FROM "
        + relation.sql()
        + " q"
        + total(relation)
        + cut();
  }

  /** The first rows of all. */
  private String first() {
    Relation relation = relation();
    return "(SELECT * FROM " + relation.sql() + " q" + total(relation) + cut() + ")";
  }

  /** The first rows of partitions, numbered or not. */
  private String ranked(boolean counted) {
    Relation relation = relation();
    String function = pick("ROW_NUMBER", "RANK", "DENSE_RANK");
    String partition = pick("PARTITION BY k", "PARTITION BY g", "PARTITION BY k, g % 2", "");
    String order =
        function.equals("ROW_NUMBER")
            ? total(relation)
            : " ORDER BY "
                + key(pick("g", "k", "g % 3"))
                + (random.nextBoolean() ? "" : ", " + key("k"));
    String condition =
        pick("<= 1", "<= 2", "< 4", "= 1", "= 2", "BETWEEN 2 AND 3", "<= 3 AND g > 0");
    String columns = String.join(", ", relation.columns());
    return "(SELECT "
        + columns
        + (counted ? ", rn" : "")
        + " FROM (SELECT "
        + columns
        + ", "
        + function
        + "() OVER ("
        + partition
        + order
        + ") AS rn FROM "
        + relation.sql()
        + " q) w WHERE rn "
        + condition
        + ")";
  }

  private Relation relation() {
    return RELATIONS.get(random.nextInt(RELATIONS.size()));
  }

  private String total(Relation relation) {
    List<String> columns = new ArrayList<>(relation.columns());
    Collections.shuffle(columns, random);
    return " ORDER BY " + String.join(", ", columns.stream().map(this::key).toList());
  }

  private String key(String column) {
    return column + pick("", " DESC") + pick(" NULLS FIRST", " NULLS LAST");
  }

  private String cut() {
    return switch (random.nextInt(6)) {
      case 0 -> " LIMIT 1";
      case 1 -> " LIMIT " + (1 + random.nextInt(30));
      case 2 -> " LIMIT 5 OFFSET " + random.nextInt(8);
      case 3 -> " OFFSET " + random.nextInt(20);
      default -> " LIMIT " + (1 + random.nextInt(6));
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
