package io.millrace.tests.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random query over the table {@code s (k VARCHAR, g INTEGER, v BIGINT, d DECIMAL(10, 2), x
 * DOUBLE, ts TIMESTAMP)}, in our words and in DuckDB's, which differ for windows only.
 *
 * @param ours the query for Millrace
 * @param oracle the query for DuckDB
 * @param hasKey whether the rows of its result have a key
 */
record RandomQuery(String ours, String oracle, boolean hasKey) {

  static RandomQuery generate(Random random) {
    return new Generator(random).query();
  }

  private static final class Generator {
    private final Random random;

    Generator(Random random) {
      this.random = random;
    }

    RandomQuery query() {
      return switch (random.nextInt(28)) {
        case 0 -> same("SELECT " + list(this::scalar, 1, 4) + " FROM s" + where(), false);
        case 1 -> same("SELECT DISTINCT " + list(this::keyColumn, 1, 3) + " FROM s" + where());
        case 2 -> same("SELECT " + list(this::anyAggregate, 1, 5) + " FROM s" + where());
        case 3 -> unionAll();
        case 4 -> aggregateOfAggregate();
        case 5 -> windowed();
        case 6 -> distinctOverAggregate();
        case 7, 8, 9 -> joined();
        case 10 -> setOperation();
        case 11, 12 -> subQuery();
        case 13 -> groupingSets();
        case 14, 15, 16, 17 -> new RandomTopN(random).query();
        case 18, 19 -> nested();
        case 20, 21, 22 -> new RandomOver(random).query(side());
        case 23, 24, 25 -> new RandomParts(random).query();
        default -> grouped();
      };
    }

    private RandomQuery same(String sql) {
      return same(sql, true);
    }

    private RandomQuery same(String sql, boolean hasKey) {
      return new RandomQuery(sql, OracleAggregates.of(sql), hasKey);
    }

    private RandomQuery grouped() {
      String keys = list(this::keyColumn, 1, 3);
      String having =
          random.nextInt(3) == 0
              ? " HAVING " + pick("COUNT(*) > 1", "SUM(v) > 0", "MAX(g) < 3")
              : "";
      return same(
          "SELECT "
              + keys
              + ", "
              + list(this::anyAggregate, 1, 4)
              + " FROM s"
              + where()
              + " GROUP BY "
              + keys
              + having);
    }

    /** Lists and structs as keys, of joins and groups, compared, taken apart and put together. */
    private RandomQuery nested() {
      String list = pick("[g, v]", "[v, NULL, g]", "[g]", "[[g], [v, g]]", "[g + v, 1]");
      String struct = pick("{'a': g, 'b': k}", "{'a': g, 'b': UPPER(k)}", "{'a': g % 2, 'b': k}");
      return switch (random.nextInt(8)) {
        case 0 ->
            same(
                "SELECT CAST(q AS VARCHAR) AS q, n, t FROM (SELECT q, COUNT(*) AS n, SUM(v) AS t"
                    + " FROM (SELECT "
                    + list
                    + " AS q, v FROM s"
                    + where()
                    + ") w GROUP BY q) z",
                false);
        case 1 ->
            same(
                "SELECT r.a AS p, r.b AS q, n FROM (SELECT r, COUNT(*) AS n FROM (SELECT "
                    + struct
                    + " AS r FROM s"
                    + where()
                    + ") w GROUP BY r) z",
                false);
        case 2 ->
            same(
                "SELECT k, x FROM (SELECT k, UNNEST([g, v, NULL]) AS x FROM s"
                    + where()
                    + ") w"
                    + pick("", " WHERE x > 1"),
                false);
        case 3 ->
            same(
                "SELECT x, COUNT(*) FROM (SELECT UNNEST([g, v % 3, 1]) AS x FROM s"
                    + where()
                    + ") w GROUP BY x");
        case 4 ->
            same(
                "SELECT a.k AS p, CAST(a.q AS VARCHAR) AS q, b.v AS r FROM (SELECT k, "
                    + list
                    + " AS q FROM s) a "
                    + pick("JOIN", "LEFT JOIN")
                    + " (SELECT "
                    + list
                    + " AS q, v FROM s"
                    + where()
                    + ") b ON a.q = b.q",
                false);
        case 5 ->
            same(
                "SELECT k, CAST(MAX(q) AS VARCHAR), CAST(MIN(q) AS VARCHAR) FROM (SELECT k, "
                    + list
                    + " AS q FROM s"
                    + where()
                    + ") w GROUP BY k");
        case 6 ->
            same(
                "SELECT CAST(q AS VARCHAR) FROM (SELECT [g, 1] AS q FROM s"
                    + where()
                    + pick(" INTERSECT ", " EXCEPT ", " UNION ", " EXCEPT ALL ")
                    + "SELECT [g, g % 2] FROM s"
                    + where()
                    + ") w",
                false);
        default -> {
          String start = "SELECT k, list_contains([g, v], 2) AS c, ([g, v])[2] AS i, ";
          String end = " FROM s" + where();
          yield new RandomQuery(
              start + "CAST(list_transform([g, v], x -> x * 2 + g) AS VARCHAR) AS l" + end,
              start + "CAST(list_transform([g, v], lambda x: x * 2 + g) AS VARCHAR) AS l" + end,
              false);
        }
      };
    }

    private RandomQuery unionAll() {
      return same(
          "SELECT k, g + 1, v FROM s"
              + where()
              + " UNION ALL SELECT UPPER(k), g, v * 2 FROM s"
              + where(),
          false);
    }

    private RandomQuery aggregateOfAggregate() {
      return same(
          "SELECT n, COUNT(*), "
              + list(this::aggregateOverChanges, 1, 4)
              + " FROM (SELECT k, g, COUNT(*) AS n, SUM(v) AS t, MAX(k) AS m FROM s"
              + where()
              + " GROUP BY k, g) q"
              + (random.nextBoolean() ? " WHERE n > 1" : "")
              + " GROUP BY n");
    }

    /** Where all have the same k, there is one row, and DISTINCT goes with the key it would be. */
    private RandomQuery distinctOverAggregate() {
      return same(
          "SELECT DISTINCT n, m FROM (SELECT k, COUNT(*) AS n, MIN(g) AS m FROM s"
              + where()
              + " GROUP BY k) q",
          false);
    }

    /** A query in an expression, most of which read the rows around them. */
    private RandomQuery subQuery() {
      String inner = pick("b.k = a.k", "b.g = a.g", "b.k = a.k AND b.v > a.v", "b.g < a.g");
      String scalar =
          pick(
              "(SELECT MAX(b.v) FROM s b WHERE b.k = a.k)",
              "(SELECT COUNT(*) FROM s b WHERE b.k = a.k)",
              "(SELECT SUM(b.v) FROM s b WHERE b.g = a.g)",
              "(SELECT MIN(b.v) FROM s b)",
              "(SELECT COUNT(*) FROM s b WHERE b.g > 2)");
      String condition =
          pick(
              "EXISTS (SELECT 1 FROM s b WHERE " + inner + ")",
              "NOT EXISTS (SELECT 1 FROM s b WHERE " + inner + ")",
              "a.k IN (SELECT k FROM s" + where() + ")",
              "a.g NOT IN (SELECT g FROM s" + where() + ")",
              "a.g NOT IN (SELECT g FROM s WHERE g > 2)",
              "a.v " + comparison() + " " + scalar,
              "EXISTS (SELECT 1 FROM s b WHERE "
                  + inner
                  + ") AND NOT EXISTS (SELECT 1 FROM s WHERE v > 15)",
              "EXISTS (SELECT 1 FROM s b WHERE b.k = a.k AND NOT EXISTS"
                  + " (SELECT 1 FROM s c WHERE c.g = b.g AND c.v > a.v))",
              "a.v >= ALL (SELECT v FROM s" + where() + ")",
              "a.v = ANY (SELECT g FROM s)");
      return switch (random.nextInt(3)) {
        case 0 -> same("SELECT a.k AS p, a.v AS q, " + scalar + " AS r FROM s a", false);
        case 1 ->
            same(
                "SELECT a.k AS p, COUNT(*) AS q, MAX(a.v) AS r FROM s a WHERE "
                    + condition
                    + " GROUP BY a.k");
        default -> same("SELECT a.k AS p, a.g AS q, a.v AS r FROM s a WHERE " + condition, false);
      };
    }

    private RandomQuery groupingSets() {
      return same(
          "SELECT k, g, "
              + list(this::aggregate, 1, 3)
              + ", GROUPING(k, g) FROM s"
              + where()
              + " GROUP BY "
              + pick(
                  "ROLLUP (k, g)",
                  "CUBE (k, g)",
                  "GROUPING SETS ((k, g), (g))",
                  "GROUPING SETS ((k), (g), ())"),
          false);
    }

    private RandomQuery setOperation() {
      String columns = pick("k, g", "k", "g, v % 3");
      String operation =
          pick(" INTERSECT ", " INTERSECT ALL ", " EXCEPT ", " EXCEPT ALL ", " UNION ");
      return same(
          "SELECT " + columns + " FROM s" + where() + operation + "SELECT " + columns + " FROM s"
              + where(),
          !operation.contains("ALL"));
    }

    /** A join of two or three relations, some of which take rows back. */
    private RandomQuery joined() {
      String a = side();
      String b = side();
      String from;
      if (random.nextInt(4) == 0) {
        from =
            a
                + " a, "
                + b
                + " b WHERE "
                + equality("a", "b")
                + " AND "
                + pick("a.v > b.v", "a.g = 1", "b.k > 'a'");
      } else {
        from =
            a
                + " a "
                + pick("JOIN ", "LEFT JOIN ", "RIGHT JOIN ", "FULL JOIN ")
                + b
                + " b ON "
                + on("a", "b");
        if (random.nextInt(4) == 0) {
          from += " " + pick("JOIN ", "LEFT JOIN ") + side() + " c ON " + on("b", "c");
        }
        if (random.nextInt(3) == 0) {
          from +=
              " WHERE "
                  + pick("a.v > 0", "b.k IS NULL", "a.g = b.g", "b.v IS NOT NULL OR a.k = 'a'");
        }
      }
      return random.nextBoolean()
          ? same(
              "SELECT a.k AS p, b.k AS q, a.g AS r, b.v AS s, a.v + b.v AS t FROM " + from, false)
          : same(
              "SELECT a.k, COUNT(*), COUNT(b.v), SUM(b.v), MAX(a.v) FROM "
                  + from
                  + " GROUP BY a.k");
    }

    private String side() {
      return pick(
          "s",
          "s",
          "(SELECT k, g, v FROM s" + where() + ")",
          "(SELECT DISTINCT k, g, v FROM s)",
          "(SELECT k, MAX(g) AS g, SUM(v) AS v FROM s GROUP BY k)",
          "(SELECT k, g, COUNT(*) AS v FROM s GROUP BY k, g HAVING COUNT(*) < 3)");
    }

    private String on(String a, String b) {
      String condition = equality(a, b);
      return switch (random.nextInt(5)) {
        case 0 -> condition + " AND " + a + ".v < " + b + ".v";
        case 1 -> condition + " AND " + pick(a, b) + ".g > 1";
        case 2 -> condition + " AND " + equality(a, b);
        default -> condition;
      };
    }

    private String equality(String a, String b) {
      return pick(
          a + ".k = " + b + ".k",
          b + ".k = " + a + ".k",
          a + ".g = " + b + ".g + 1",
          a + ".g = " + b + ".v",
          "UPPER(" + a + ".k) = " + b + ".k",
          a + ".k IS NOT DISTINCT FROM " + b + ".k");
    }

    private RandomQuery windowed() {
      int[][] shapes = {{10, 10}, {10, 5}, {15, 5}, {5, 10}, {60, 20}, {60, 1}, {15, 6}};
      int[] shape = shapes[random.nextInt(shapes.length)];
      int size = shape[0];
      int slide = shape[1];
      String keys = random.nextBoolean() ? ", k" : "";
      String aggregates = list(this::aggregate, 1, 3);
      String where = where();
      String function =
          size == slide
              ? "TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '" + size + "' MINUTE)"
              : "HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '"
                  + slide
                  + "' MINUTE, INTERVAL '"
                  + size
                  + "' MINUTE)";
      String ours =
          "SELECT window_start, window_end"
              + keys
              + ", "
              + aggregates
              + " FROM TABLE("
              + function
              + ")"
              + where
              + " GROUP BY window_start, window_end"
              + keys;
      int windows = (size + slide - 1) / slide;
      String start =
          "time_bucket(INTERVAL '"
              + slide
              + " minutes', ts) - i * INTERVAL '"
              + slide
              + " minutes'";
      String oracle =
          "SELECT window_start, window_start + INTERVAL '"
              + size
              + " minutes'"
              + keys
              + ", "
              + aggregates
              + " FROM (SELECT *, "
              + start
              + " AS window_start FROM s, range("
              + windows
              + ") r(i) WHERE ts IS NOT NULL AND "
              + start
              + " + INTERVAL '"
              + size
              + " minutes' > ts) w"
              + where
              + " GROUP BY window_start"
              + keys;
      return new RandomQuery(ours, OracleAggregates.of(oracle), true);
    }

    private String where() {
      return random.nextInt(2) == 0 ? "" : " WHERE " + condition(2);
    }

    private String condition(int depth) {
      if (depth > 0 && random.nextInt(2) == 0) {
        String both = condition(depth - 1) + pick(" AND ", " OR ") + condition(depth - 1);
        return random.nextInt(4) == 0 ? "NOT (" + both + ")" : "(" + both + ")";
      }
      return switch (random.nextInt(8)) {
        case 0 -> "g " + comparison() + " " + random.nextInt(4);
        case 1 -> "v " + comparison() + " g * 10";
        case 2 -> "k " + pick("IS NULL", "IS NOT NULL", "LIKE 'a%'", "LIKE '%b_'", "> 'b'");
        case 3 -> "g IN (1, 3, NULL)";
        case 4 -> "d " + comparison() + " 2.50";
        case 5 -> "x BETWEEN -1.0 AND 10.5";
        case 6 -> "k IS DISTINCT FROM 'a'";
        default -> "COALESCE(g, 0) < 2";
      };
    }

    private String comparison() {
      return pick("=", "<>", "<", "<=", ">", ">=");
    }

    private String keyColumn() {
      return pick("k", "g", "d", "v % 3", "UPPER(k)", "x", "CASE WHEN g > 1 THEN 'big' ELSE k END");
    }

    private String scalar() {
      return pick(
          "k",
          "g",
          "v",
          "d",
          "x",
          "ts",
          "g + v",
          "v * 2 - g",
          "d * 2",
          "d + 1.5",
          "x / 4",
          "k || '-' || k",
          "UPPER(k)",
          "CHAR_LENGTH(k)",
          "SUBSTRING(k, 1, 2)",
          "COALESCE(k, 'none')",
          "NULLIF(g, 2)",
          "CASE WHEN v > 0 THEN v ELSE -v END",
          "CAST(g AS BIGINT) % 3",
          "g IS NULL OR v > 3",
          "EXTRACT(MINUTE FROM ts)",
          "CAST(v AS VARCHAR)",
          "ABS(v)");
    }

    /** An aggregate over groups by (k, g), whose rows come and go. */
    private String aggregateOverChanges() {
      return pick(
          "SUM(t)",
          "MIN(t)",
          "MAX(m)",
          "COUNT(DISTINCT m)",
          "VAR_POP(t)",
          "STDDEV_SAMP(t)",
          "REGR_SLOPE(t, g)",
          "COVAR_POP(t, g)",
          "BIT_AND(t)",
          "BIT_OR(t)",
          "BIT_XOR(t)",
          "BOOL_OR(t > 3)",
          "MODE(t)",
          "MEDIAN(t)",
          "PERCENTILE_DISC(0.3) WITHIN GROUP (ORDER BY t)",
          "ARG_MIN(g, t)",
          "ARG_MAX(m, t)",
          "STRING_AGG(m, ',' ORDER BY m DESC)",
          "STRING_AGG(DISTINCT m, '+' ORDER BY m)",
          "COUNT_IF(t > g)",
          "CAST(ARRAY_AGG(t ORDER BY t NULLS FIRST) AS VARCHAR)");
    }

    /** An aggregate whose result may depend on the order of arrival, which one table has. */
    private String anyAggregate() {
      return random.nextInt(6) == 0
          ? pick("FIRST(k)", "LAST(k)", "ANY_VALUE(g)", "FIRST(v)", "STRING_AGG(k, '')")
          : aggregate();
    }

    private String aggregate() {
      String call = random.nextBoolean() ? plainAggregate() : statistic();
      return random.nextInt(4) == 0 ? call + " FILTER (WHERE " + condition(0) + ")" : call;
    }

    private String statistic() {
      return pick(
          "VAR_POP(v)",
          "VAR_SAMP(d)",
          "STDDEV(x)",
          "STDDEV_POP(g)",
          "COVAR_SAMP(v, x)",
          "CORR(v, g)",
          "REGR_COUNT(v, x)",
          "REGR_INTERCEPT(v, x)",
          "REGR_R2(x, v)",
          "REGR_SXY(x, g)",
          "BIT_AND(g)",
          "BIT_OR(v)",
          "BIT_XOR(v)",
          "BOOL_AND(v > 0)",
          "COUNT_IF(x > 2)",
          "MODE(g)",
          "MODE(k)",
          "MEDIAN(x)",
          "MEDIAN(v)",
          "PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY v)",
          "PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY ts)",
          "PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY k)",
          "ARG_MIN(k, v)",
          "ARG_MAX(v, d)",
          "STRING_AGG(k, ',' ORDER BY k)",
          "STRING_AGG(DISTINCT k, '-' ORDER BY k DESC)",
          "COUNT(DISTINCT k)",
          "AVG(DISTINCT g)",
          "STDDEV_POP(DISTINCT v)",
          "MEDIAN(DISTINCT v)",
          "FIRST(k ORDER BY v DESC NULLS LAST, k NULLS FIRST)",
          "LAST(v ORDER BY k NULLS LAST, v NULLS FIRST)",
          "STRING_AGG(k, '' ORDER BY g DESC NULLS LAST, k)");
    }

    private String plainAggregate() {
      return pick(
          "COUNT(*)",
          "COUNT(k)",
          "SUM(v)",
          "SUM(g)",
          "SUM(d)",
          "SUM(x)",
          "MIN(k)",
          "MAX(k)",
          "MIN(x)",
          "MAX(d)",
          "MIN(ts)",
          "COUNT(DISTINCT g)",
          "SUM(DISTINCT v)",
          "AVG(x)");
    }

    private String list(java.util.function.Supplier<String> part, int from, int to) {
      int count = from + random.nextInt(to - from + 1);
      List<String> parts = new ArrayList<>();
      while (parts.size() < count) {
        String next = part.get();
        if (!parts.contains(next)) {
          parts.add(next);
        }
      }
      return String.join(", ", parts);
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
