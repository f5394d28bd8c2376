package io.millrace.tests.property;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random queries with functions over windows. Where a result depends on the order of rows, they are
 * sorted by all of their columns, so that it is the same for everybody.
 */
final class RandomOver {
  private final Random random;

  RandomOver(Random random) {
    this.random = random;
  }

  /**
   * A query over rows with the columns k, g and v.
   *
   * @param from where they come from: a table or a query in parentheses
   */
  RandomQuery query(String from) {
    String text =
        switch (random.nextInt(6)) {
          case 0 -> qualified(from);
          case 1 -> overGroups(from);
          case 2 -> named(from);
          case 3 ->
              "SELECT k, g, v, t, t IS NULL AS u FROM (SELECT k, g, v, "
                  + call()
                  + " AS t FROM "
                  + from
                  + " a) b WHERE g IS NOT NULL";
          case 4 -> "SELECT k, g, v, " + calls(1, 1) + " FROM " + from + " a";
          // of copies of a row nobody knows which is first in a window and which in another one
          default ->
              "SELECT k, g, v, "
                  + calls(2, 3)
                  + " FROM (SELECT DISTINCT k, g, v FROM "
                  + from
                  + " z) a";
        };
    return new RandomQuery(
        text.replace("{in}", "").replace("{out}", " IGNORE NULLS"),
        text.replace("{in}", " IGNORE NULLS").replace("{out}", ""),
        false);
  }

  private String qualified(String from) {
    return "SELECT k, g, v FROM "
        + from
        + " a QUALIFY "
        + pick(
            "ROW_NUMBER() OVER (" + window(total()) + ") = " + (1 + random.nextInt(2)),
            "SUM(v) OVER (" + window(peers()) + ") > 5",
            "RANK() OVER (" + window(peers()) + ") > 2",
            "v > AVG(v) OVER (PARTITION BY g)");
  }

  private String overGroups(String from) {
    String order = pick("k", "k DESC", "SUM(v), k", "COUNT(*), k DESC");
    return "SELECT k, SUM(v) AS t, "
        + pick(
            "SUM(SUM(v)) OVER (ORDER BY " + nulls(order) + ")",
            "RANK() OVER (ORDER BY " + nulls(pick("COUNT(*)", "SUM(v)")) + ")",
            "LAG(SUM(v)) OVER (ORDER BY " + nulls(order) + ")",
            "SUM(COUNT(*)) OVER () - COUNT(*)")
        + " AS o FROM "
        + from
        + " a GROUP BY k";
  }

  private String named(String from) {
    return "SELECT k, g, v, SUM(v) OVER w AS s, ROW_NUMBER() OVER w AS r, MAX(g) OVER u AS m,"
        + " LEAD(v) OVER w AS l FROM "
        + from
        + " a WINDOW w AS ("
        + window(total())
        + "), u AS (PARTITION BY k)";
  }

  private String calls(int least, int most) {
    List<String> calls = new ArrayList<>();
    int count = least + random.nextInt(most - least + 1);
    for (int i = 0; i < count; i++) {
      calls.add(call() + " AS c" + i);
    }
    return String.join(", ", calls);
  }

  private String call() {
    return switch (random.nextInt(10)) {
      case 0 -> pick("ROW_NUMBER()", "NTILE(3)", "RANK()", "CUME_DIST()") + over(window(total()));
      case 1, 2 ->
          pick("RANK()", "DENSE_RANK()", "DENSE_RANK()", "PERCENT_RANK()", "CUME_DIST()")
              + over(window(peers()));
      case 3 ->
          pick(
                  "LAG(v)",
                  "LEAD(v)",
                  "LAG(k, 2)",
                  "LEAD(g, 3, -1)",
                  "LAG(v, 1, g)",
                  "LAG(v, 0)",
                  "LAG(v{in}){out}",
                  "LEAD(v, 2{in}){out}")
              + over(window(total()));
      case 4 ->
          pick(
                  "FIRST_VALUE(v)",
                  "LAST_VALUE(v)",
                  "NTH_VALUE(v, 2)",
                  "FIRST_VALUE(v{in}){out}",
                  "LAST_VALUE(g{in}){out}",
                  "NTH_VALUE(v, 2{in}){out}")
              + over(window(total()) + " " + frame("ROWS"));
      case 5 -> aggregate() + over(window(total()) + " " + frame("ROWS"));
      case 6 -> aggregate() + over(window(peers()) + pick("", " " + frame("GROUPS")));
      case 7 ->
          aggregate()
              + over(partition() + "ORDER BY " + direction(pick("g", "v")) + " " + frame("RANGE"));
      case 8 ->
          pick("STRING_AGG(k, '-')", "BIT_XOR(g)", "BIT_OR(v)")
              + over(window(total()) + " " + frame("ROWS"));
      default -> aggregate() + over(partition());
    };
  }

  private static String over(String window) {
    return " OVER (" + window + ")";
  }

  private String aggregate() {
    String call =
        pick(
            "COUNT(*)",
            "COUNT(v)",
            "SUM(v)",
            "SUM(g)",
            "MIN(v)",
            "MAX(k)",
            "AVG(v)",
            "COUNT(DISTINCT g)");
    return random.nextInt(5) == 0 ? call + " FILTER (WHERE v > 0)" : call;
  }

  private String frame(String unit) {
    String[] bounds = {
      "UNBOUNDED PRECEDING",
      random.nextInt(4) + 1 + " PRECEDING",
      "CURRENT ROW",
      random.nextInt(3) + " FOLLOWING",
      "UNBOUNDED FOLLOWING"
    };
    int from = random.nextInt(4);
    int to = Math.max(Math.max(1, from), random.nextInt(5));
    String lower = bounds[from];
    String upper = from == to ? lower : bounds[to];
    String exclude =
        random.nextInt(4) == 0
            ? " EXCLUDE " + pick("CURRENT ROW", "GROUP", "TIES", "NO OTHERS")
            : "";
    return unit + " BETWEEN " + lower + " AND " + upper + exclude;
  }

  private String window(String order) {
    return partition() + order;
  }

  private String partition() {
    return pick("", "PARTITION BY k ", "PARTITION BY g ", "PARTITION BY k, g ");
  }

  private String total() {
    List<String> columns = Arrays.asList("k", "g", "v");
    Collections.shuffle(columns, random);
    return "ORDER BY " + String.join(", ", columns.stream().map(this::direction).toList());
  }

  private String peers() {
    return "ORDER BY "
        + pick(direction("g"), direction("v"), direction("g") + ", " + direction("k"));
  }

  private String direction(String column) {
    return column + pick("", " DESC") + pick(" NULLS FIRST", " NULLS LAST");
  }

  private static String nulls(String order) {
    return String.join(
        ", ", Arrays.stream(order.split(", ")).map(each -> each + " NULLS FIRST").toList());
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
