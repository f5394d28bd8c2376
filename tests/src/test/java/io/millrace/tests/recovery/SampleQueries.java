package io.millrace.tests.recovery;

import io.millrace.api.Millrace;
import io.millrace.exec.session.MillraceSession;
import io.millrace.tests.function.Functions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Queries of each kind that has state, or has none, over two sources, and rows for these. */
final class SampleQueries {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

  static final List<String> ALL =
      List.of(
          "SELECT k, v * 2 AS w, CURRENT_TIMESTAMP AS at FROM s WHERE v <> 3",
          "SELECT window_start, k, COUNT(*) AS n, SUM(x) AS sx FROM TABLE(TUMBLE(TABLE s,"
              + " DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, k"
              + " EMIT APPEND",
          "SELECT window_start, k, COUNT(*) AS n FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts),"
              + " INTERVAL '5' MINUTE, INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, k"
              + " EMIT UPDATE",
          "SELECT k, COUNT(*) AS n, MAX(k) AS m, COUNT(DISTINCT v) AS d FROM s GROUP BY k"
              + " EMIT CHANGELOG",
          "SELECT COUNT(*) AS n, AVG(v) AS a FROM s EMIT UPDATE",
          "SELECT k, SUM(v) AS total FROM s GROUP BY k ORDER BY total DESC, k LIMIT 2"
              + " EMIT COMPLETE",
          "SELECT DISTINCT k, v FROM s EMIT APPEND",
          "SELECT k FROM s LIMIT 4 EMIT APPEND",
          "SELECT n, COUNT(*) AS keys FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) GROUP BY n"
              + " EMIT UPDATE",
          "SELECT window_end, k, COUNT(*) AS n, SUM(x) AS sx, MAX(k) AS m FROM TABLE(HOP(TABLE s,"
              + " DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '60' MINUTE))"
              + " GROUP BY window_end, k EMIT CHANGELOG",
          "SELECT window_start, COUNT(*) AS n, AVG(x) AS a FROM TABLE(HOP(TABLE s,"
              + " DESCRIPTOR(ts), INTERVAL '1' MINUTE, INTERVAL '20' MINUTE))"
              + " GROUP BY window_start EMIT APPEND",
          "SELECT * FROM running EMIT CHANGELOG",
          "SELECT k, n FROM running EMIT UPDATE",
          "SELECT n, COUNT(*) AS keys FROM running GROUP BY n EMIT COMPLETE",
          "SELECT * FROM sessions EMIT APPEND",
          "SELECT s.k, s.v, t.v AS w FROM s JOIN t ON s.k = t.k EMIT APPEND",
          "SELECT s.k, s.v, t.k AS tk, t.v AS w FROM s LEFT JOIN t ON s.k = t.k AND s.v > t.v"
              + " EMIT CHANGELOG",
          "SELECT c.k, c.n, t.v FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) AS c FULL JOIN t"
              + " ON c.k = t.k EMIT CHANGELOG",
          "SELECT s.v, t.v AS w FROM s JOIN t ON s.k = t.k LIMIT 3 EMIT APPEND",
          "SELECT k, v FROM s EXCEPT SELECT k, v FROM t EMIT CHANGELOG",
          "SELECT n, largest(k) AS m FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k) GROUP BY n"
              + " EMIT CHANGELOG",
          "SELECT window_start, largest(k) AS m, total(v) AS t FROM TABLE(HOP(TABLE s,"
              + " DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE))"
              + " GROUP BY window_start EMIT UPDATE",
          "SELECT * FROM firsts EMIT APPEND",
          "SELECT k, SUM(v) AS t, COUNT(*) AS n FROM recents GROUP BY k EMIT CHANGELOG",
          "SELECT k, v FROM s ORDER BY x LIMIT 2 OFFSET 1 EMIT CHANGELOG",
          "SELECT k, n FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k ORDER BY n DESC LIMIT 2) AS q"
              + " EMIT UPDATE",
          "SELECT k, v, r FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY v % 2 ORDER BY x DESC)"
              + " AS r FROM s) AS q WHERE r <= 2 EMIT CHANGELOG",
          "SELECT k, v FROM s QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) = 1"
              + " EMIT UPDATE",
          "SELECT k, VAR_POP(x) AS a, BIT_AND(v) AS b, FIRST(v) AS c, LAST(v) AS d, ARG_MAX(v, x) AS e,"
              + " MODE(v) AS f, MEDIAN(x) AS g, STRING_AGG(CAST(v AS STRING), ',') AS h FROM s"
              + " GROUP BY k EMIT CHANGELOG",
          "SELECT n, REGR_SLOPE(v, n) AS a, BIT_OR(v) AS b, FIRST(k) AS c, LAST(k) AS d,"
              + " ARG_MIN(k, v) AS e, MODE(v) AS f, PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY k) AS"
              + " g, STRING_AGG(k, ',') AS h, STRING_AGG(DISTINCT k, ',' ORDER BY k DESC) AS i FROM"
              + " (SELECT k, COUNT(*) AS n, SUM(v) AS v FROM s GROUP BY k) GROUP BY n"
              + " EMIT CHANGELOG",
          "SELECT k, v, SUM(x) OVER (PARTITION BY k ORDER BY v ROWS 1 PRECEDING) AS near,"
              + " SUM(x) OVER (PARTITION BY k ORDER BY v) AS soFar, COUNT(*) OVER () AS n,"
              + " DENSE_RANK() OVER (ORDER BY k) AS r, LAG(k) OVER (ORDER BY v, k) AS l FROM s"
              + " EMIT CHANGELOG",
          "WITH RECURSIVE n AS (SELECT k, COUNT(*) AS n FROM s GROUP BY k), r(x, d) AS"
              + " (SELECT n, 0 FROM n UNION SELECT t.v, d + 1 FROM r JOIN t ON t.v = r.x + 1"
              + " WHERE d < 5) SELECT x, MIN(d) AS d FROM r GROUP BY x EMIT CHANGELOG");

  /** Such of which no checkpoints of earlier versions are kept. */
  static final List<String> MORE =
      List.of(
          "SELECT k, ARRAY_AGG(v) AS a, COLLECT_LIST(x) AS b, COLLECT_SET(v % 3) AS c FROM s"
              + " GROUP BY k EMIT CHANGELOG",
          "SELECT n, ARRAY_AGG(k ORDER BY k) AS ks FROM (SELECT k, COUNT(*) AS n FROM s GROUP BY k)"
              + " AS q GROUP BY n EMIT CHANGELOG",
          "SELECT pair, COUNT(*) AS n, MAX(v) AS m FROM (SELECT ARRAY[k, CAST(v % 2 AS STRING)] AS"
              + " pair, v FROM s) AS q GROUP BY pair EMIT CHANGELOG",
          "SELECT a.r, a.v, b.v AS w FROM (SELECT {'a': k, 'b': v % 2} AS r, v FROM s) AS a LEFT JOIN"
              + " (SELECT {'a': k, 'b': v % 2} AS r, v FROM t) AS b ON a.r = b.r EMIT CHANGELOG",
          "SELECT k, e, COUNT(*) AS n FROM s CROSS JOIN UNNEST(ARRAY[v, v + 1]) AS u(e)"
              + " GROUP BY k, e EMIT CHANGELOG",
          "SELECT k, v FROM s ORDER BY v % 3 FETCH FIRST 2 ROWS WITH TIES EMIT CHANGELOG",
          "SELECT DISTINCT ON (k) k, v, x FROM s ORDER BY k, x DESC EMIT CHANGELOG",
          "SELECT s.k, s.v, RANK() OVER (PARTITION BY s.k ORDER BY t.v DESC) AS r FROM s LEFT JOIN t"
              + " ON s.k = t.k EMIT CHANGELOG",
          "SELECT k, n, RANK() OVER (ORDER BY n DESC) AS r, SUM(n) OVER (ORDER BY n RANGE BETWEEN"
              + " 1 PRECEDING AND CURRENT ROW) AS near, FIRST_VALUE(k) OVER (PARTITION BY n ORDER"
              + " BY k) AS f, NTILE(2) OVER (ORDER BY n, k) AS t FROM (SELECT k, COUNT(*) AS n"
              + " FROM s GROUP BY k) AS q EMIT CHANGELOG",
          "SELECT k, n, r FROM (SELECT k, n, RANK() OVER (PARTITION BY n ORDER BY k DESC) AS r FROM"
              + " (SELECT k, COUNT(*) AS n FROM s GROUP BY k) AS a) AS b WHERE r <= 1"
              + " EMIT CHANGELOG");

  /** What is inserted, step by step. */
  static final List<String> INPUTS =
      List.of(
          "('a', 1, 0.1, TIMESTAMP '2026-01-01 12:01:00'),"
              + "('b', 2, 0.2, TIMESTAMP '2026-01-01 12:02:00')",
          "('a', 3, 0.3, TIMESTAMP '2026-01-01 12:14:00'),"
              + "('c', 4, 1e16, TIMESTAMP '2026-01-01 12:07:00')",
          "('b', 5, 1.0, TIMESTAMP '2026-01-01 12:33:00'),"
              + "('a', 1, -1e16, TIMESTAMP '2026-01-01 12:26:00')",
          "(NULL, 6, 0.5, TIMESTAMP '2026-01-01 12:03:00'),"
              + "('a long key that lies elsewhere', 7, 0.7, TIMESTAMP '2026-01-01 12:41:00')");

  private SampleQueries() {}

  /** A session in which the queries can run, over rows that are inserted. */
  static MillraceSession session() {
    return session("USING memory");
  }

  /** Inserts rows into both sources, which get the same ones, but not at the same time. */
  static void insert(MillraceSession session, int step) {
    session.sql("INSERT INTO s VALUES " + INPUTS.get(step));
    session.sql("INSERT INTO t VALUES " + INPUTS.get((step + 1) % INPUTS.size()));
  }

  /** A session in which the queries can run. */
  static MillraceSession session(String source) {
    MillraceSession session = (MillraceSession) Millrace.builder().clock(CLOCK).open();
    for (String name : List.of("s", "t")) {
      session.sql(
          "CREATE SOURCE "
              + name
              + " (k STRING, v BIGINT, x DOUBLE, ts TIMESTAMP, WATERMARK FOR ts AS ts -"
              + " INTERVAL '10' MINUTE) "
              + source);
    }
    for (String function : List.of("Largest", "Total")) {
      session.sql(
          "CREATE AGGREGATE FUNCTION %s AS '%s$%s'"
              .formatted(function, Functions.class.getName(), function));
    }
    SamplePrograms.declare(session);
    return session;
  }
}
