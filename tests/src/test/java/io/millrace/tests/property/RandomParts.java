package io.millrace.tests.property;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Queries that read one query in several places, and joins that are written in any order with
 * conditions of any shape behind them.
 */
final class RandomParts {
  private final Random random;

  RandomParts(Random random) {
    this.random = random;
  }

  RandomQuery query() {
    String q = part();
    String sql =
        switch (random.nextInt(9)) {
          case 0 ->
              "SELECT a.k AS p, a.v AS q, b.v AS r FROM Q a "
                  + pick("JOIN", "LEFT JOIN", "RIGHT JOIN")
                  + " Q b ON a.k = b.k"
                  + pick("", " AND a.g < b.v", " AND b.g = 1")
                  + pick("", " WHERE a.v > b.g", " WHERE b.v > 1", " WHERE a.v = 3 OR b.g = 1");
          case 1 -> "SELECT a.k AS p, a.v AS q, b.g AS r FROM Q a JOIN Q b ON a.v = b.g" + filter();
          case 2 -> "SELECT k, v, g FROM Q UNION ALL SELECT k, g, v FROM Q WHERE g > 1";
          case 3 ->
              "SELECT a.k AS p, a.v AS q, a.g AS r FROM Q a WHERE a.v "
                  + pick(">=", "=", "<")
                  + " (SELECT MAX(v) FROM Q"
                  + pick("", " b WHERE b.g = a.g", " WHERE g > 1")
                  + ")";
          case 4 ->
              "SELECT a.k AS p, a.v AS q, a.g AS r FROM Q a WHERE "
                  + pick("", "NOT ")
                  + "EXISTS (SELECT 1 FROM Q b WHERE b.g = a.g AND b.v "
                  + pick(">", "<>", "=")
                  + " a.v)"
                  + pick("", " AND a.g IN (SELECT g FROM Q WHERE v > 1)");
          case 5 -> "SELECT k, g FROM Q EXCEPT SELECT k, v FROM Q";
          case 6 ->
              "SELECT a.k, COUNT(*), SUM(b.v) FROM Q a, Q b, Q c WHERE "
                  + conditions("a.k = c.k", "b.g = c.g")
                  + " GROUP BY a.k";
          case 7 ->
              "SELECT a.k, COUNT(*), MAX(b.g) FROM s a, Q b, Q c WHERE "
                  + conditions("a.k = c.k", pick("b.k = c.k", "b.v = c.v + 0", "c.g + 1 = b.g"))
                  + " GROUP BY a.k";
          default ->
              "SELECT COUNT(*), MIN(d.k) FROM Q a, Q b, s c, Q d WHERE "
                  + conditions("c.k = a.k", "d.k = b.k", "c.g = b.g");
        };
    String whole = sql.replaceAll("\\bQ\\b", "(" + q + ")");
    return new RandomQuery(whole, OracleAggregates.of(whole), false);
  }

  private String part() {
    return pick(
        "SELECT k, MAX(g) AS g, SUM(v) AS v FROM s GROUP BY k",
        "SELECT k, g, COUNT(*) AS v FROM s WHERE g < 3 GROUP BY k, g",
        "SELECT DISTINCT k, g, g + 1 AS v FROM s",
        "SELECT a.k, MIN(a.g) AS g, COUNT(*) AS v FROM s a JOIN s b ON a.k = b.k AND a.v = b.g"
            + " GROUP BY a.k",
        "SELECT k, g, v FROM s ORDER BY v DESC NULLS LAST, k NULLS LAST, g NULLS LAST LIMIT 5");
  }

  private String filter() {
    return pick(
        "",
        " WHERE a.k = 'a' AND b.g > 0 OR a.k = 'b' AND b.g = 1",
        " WHERE a.v = 1",
        " WHERE a.k = b.k AND a.v < 3 OR a.k = b.k AND b.v > 1");
  }

  private String conditions(String... keys) {
    List<String> all = new ArrayList<>(List.of(keys));
    all.add(
        pick(
            "a.g >= 0",
            "(a.g = 1 AND b.g = 2 OR a.g = 2 AND b.g = 1)",
            "a.k = 'a'",
            "(a.k = c.k AND b.g = 1 OR a.k = c.k AND b.g > a.g)",
            "10 / (b.g + 100) <= a.g + 100"));
    Collections.shuffle(all, random);
    return String.join(" AND ", all);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
