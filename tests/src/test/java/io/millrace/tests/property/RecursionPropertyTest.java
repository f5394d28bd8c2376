package io.millrace.tests.property;

import static io.millrace.tests.property.PrefixConsistencyTest.ours;
import static io.millrace.tests.property.PrefixConsistencyTest.theirs;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * After every statement a materialized view of a recursive query over a random graph has the rows
 * that DuckDB gives for the graph as it is then, whatever cycles come and go; and so has the query
 * itself.
 */
class RecursionPropertyTest {
  private static final String CLOSURE =
      "WITH RECURSIVE r(x, y) AS (SELECT a, b FROM e UNION"
          + " SELECT r.x, e.b FROM r JOIN e ON e.a = r.y) ";

  private static final List<String> QUERIES =
      List.of(
          CLOSURE + "SELECT * FROM r",
          CLOSURE + "SELECT x, COUNT(*) AS n, MAX(y) AS m FROM r GROUP BY x",
          CLOSURE + "SELECT p.x, q.y FROM r p JOIN r q ON p.y = q.x WHERE p.x < q.y",
          CLOSURE + "SELECT a FROM s EXCEPT SELECT y FROM r",
          CLOSURE + "SELECT s.a, (SELECT COUNT(*) FROM r WHERE r.x = s.a) AS n FROM s",
          "WITH RECURSIVE r(x) AS (SELECT a FROM s UNION SELECT e.b FROM r, e WHERE e.a = r.x)"
              + " SELECT x FROM r",
          "WITH RECURSIVE r(x) AS (SELECT a FROM s UNION"
              + " SELECT CASE WHEN e.a = r.x THEN e.b ELSE e.a END FROM e JOIN r"
              + " ON e.a = r.x OR e.b = r.x) SELECT x FROM r",
          "WITH RECURSIVE r(x, d) AS (SELECT a, 0 FROM s UNION ALL"
              + " SELECT e.b, d + 1 FROM r JOIN e ON e.a = r.x WHERE d < 4)"
              + " SELECT x, MIN(d) AS d, COUNT(*) AS n FROM r GROUP BY x",
          "WITH RECURSIVE r(x, q, d) AS (SELECT a, 1, 0 FROM s UNION ALL"
              + " SELECT e.b, r.q * e.w, d + 1 FROM r JOIN e ON e.a = r.x WHERE d < 3)"
              + " SELECT x, SUM(q) AS q FROM r GROUP BY x",
          "WITH RECURSIVE r(x, d) AS (SELECT a, 0 FROM s UNION"
              + " SELECT e.b, d + 1 FROM r LEFT JOIN e ON e.a = r.x WHERE d < 5) SELECT * FROM r",
          "WITH RECURSIVE r(x) AS (SELECT a FROM s WHERE a < 3 UNION"
              + " SELECT e.b FROM r JOIN e ON e.a = r.x"
              + " WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.a = e.b)) SELECT * FROM r",
          "WITH RECURSIVE r(x, d) AS (SELECT 0, 0 UNION ALL"
              + " SELECT e.b, d + 1 FROM r JOIN e ON e.a = r.x"
              + " WHERE d < 3 AND e.b IN (SELECT a FROM s)) SELECT * FROM r",
          "WITH RECURSIVE r(x, d) AS (SELECT a, 0 FROM s UNION"
              + " SELECT DISTINCT e.b, d + 1 FROM r JOIN e ON e.a >= r.x AND e.w = 2 WHERE d < 3)"
              + " SELECT * FROM r",
          "WITH RECURSIVE m AS (SELECT a, MAX(b) AS b FROM e GROUP BY a),"
              + " r(x, y) AS (SELECT a, b FROM m UNION SELECT r.x, m.b FROM r JOIN m ON m.a = r.y)"
              + " SELECT * FROM r",
          "WITH RECURSIVE r(x, p) AS (SELECT a, CAST(a AS VARCHAR) FROM s UNION ALL"
              + " SELECT e.b, r.p || '/' || CAST(e.b AS VARCHAR) FROM r JOIN e ON e.a = r.x"
              + " WHERE '/' || r.p || '/' NOT LIKE '%/' || CAST(e.b AS VARCHAR) || '/%'"
              + " AND LENGTH(r.p) < 8) SELECT x, p FROM r",
          "WITH RECURSIVE r(x) AS (SELECT a FROM s UNION SELECT e.b FROM r JOIN e ON e.a = r.x),"
              + " t(z) AS (SELECT x FROM r WHERE x > 2 UNION SELECT e.a FROM t JOIN e ON e.b = t.z)"
              + " SELECT z FROM t UNION ALL SELECT x FROM r",
          "WITH RECURSIVE r(x, d, n) AS (SELECT a, 0, 1 FROM s UNION ALL"
              + " SELECT e.b, MAX(d) + 1, COUNT(*) FROM r JOIN e ON e.a = r.x WHERE d < 3"
              + " GROUP BY e.b) SELECT x, d, n FROM r",
          "WITH RECURSIVE r(x, d) AS (SELECT a, 0 FROM s UNION ALL SELECT b, d + 1 FROM (SELECT"
              + " e.b, r.d, ROW_NUMBER() OVER (PARTITION BY r.x ORDER BY e.b NULLS FIRST, e.w) AS n"
              + " FROM r JOIN e ON e.a = r.x WHERE d < 3) q WHERE n <= 2) SELECT x, d FROM r",
          "WITH RECURSIVE r(x, d) AS (SELECT a, 0 FROM s UNION"
              + " SELECT e.b, r.d + 1 FROM e RIGHT JOIN r ON e.a = r.x AND e.w = 1 WHERE r.d < 4)"
              + " SELECT x, d FROM r",
          "WITH RECURSIVE r(x, d) AS (SELECT a, 0 FROM s UNION ALL"
              + " SELECT x + (SELECT COUNT(*) FROM e WHERE e.a = r.x), d + 1 FROM r WHERE d < 4)"
              + " SELECT x, d FROM r",
          "WITH RECURSIVE r(x) AS (SELECT a FROM s UNION SELECT e.b FROM r JOIN e ON e.a = r.x"
              + " WHERE e.b NOT IN (SELECT a FROM s WHERE a > 1)) SELECT x FROM r",
          "WITH RECURSIVE r(x, n) AS (SELECT a, 0 FROM s UNION SELECT e.b, COUNT(*) FROM r"
              + " JOIN e ON e.a = r.x WHERE n < 3 GROUP BY e.b) SELECT x, n FROM r WHERE n < 3",
          "WITH RECURSIVE r(x, d) AS (SELECT a, 0 FROM s UNION SELECT l.b, d + 1 FROM r,"
              + " LATERAL (SELECT MAX(e.b) AS b FROM e WHERE e.a < r.x) l WHERE d < 4)"
              + " SELECT x, d FROM r",
          "SELECT * FROM s JOIN LATERAL (SELECT 1) o(one) ON TRUE WHERE a IN"
              + " (WITH RECURSIVE r(x) AS (SELECT 1 UNION SELECT e.b FROM r JOIN e ON e.a = r.x)"
              + " SELECT x FROM r)");

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void viewsOfRecursiveQueriesFollowTheGraph(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    String query = QUERIES.get(random.nextInt(QUERIES.size()));
    int parallelism = 1 + random.nextInt(4);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement();
        Millrace millrace =
            Millrace.builder().set("parallelism", Integer.toString(parallelism)).open()) {
      for (String statement :
          List.of(
              "CREATE TABLE e (a INTEGER, b INTEGER, w INTEGER)", "CREATE TABLE s (a INTEGER)")) {
        oracle.execute(statement);
        millrace.sql(statement);
      }
      boolean late = random.nextInt(3) == 0;
      if (late) {
        change(millrace, oracle, "INSERT INTO e VALUES " + edges(random));
        change(millrace, oracle, "INSERT INTO s VALUES (0), (1)");
      }
      millrace.sql("CREATE MATERIALIZED VIEW v AS " + query);
      List<String> history = new ArrayList<>();
      int statements = 2 + random.nextInt(6);
      for (int i = 0; i < statements; i++) {
        String statement = statement(random);
        history.add(statement);
        change(millrace, oracle, statement);
        List<List<String>> expected = theirs(oracle, query);
        assertThat(ours(millrace, "SELECT * FROM v"))
            .as("seed %s, view, parallelism %s, %s%n%s", seed, parallelism, history, query)
            .containsExactlyInAnyOrderElementsOf(expected);
        if (i == statements - 1) {
          assertThat(ours(millrace, query))
              .as("seed %s, query, %s%n%s", seed, history, query)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  private static void change(Millrace millrace, Statement oracle, String statement)
      throws SQLException {
    oracle.execute(statement);
    millrace.sql(statement);
  }

  private static String statement(Random random) {
    return switch (random.nextInt(11)) {
      case 0 -> "DELETE FROM e WHERE a = " + node(random);
      case 1 -> "DELETE FROM e WHERE b > " + node(random) + " AND w = 1";
      case 2 -> "UPDATE e SET b = " + node(random) + " WHERE a = " + node(random);
      case 3 -> "UPDATE e SET a = b, b = a WHERE w = 2";
      case 4 -> "DELETE FROM s WHERE a > " + node(random);
      case 5 -> "UPDATE s SET a = a + 1 WHERE a < 5";
      case 6, 7 -> "INSERT INTO s VALUES (" + node(random) + "), (" + node(random) + ")";
      case 8 -> "DELETE FROM e WHERE a = " + node(random) + " OR b = " + node(random);
      default -> "INSERT INTO e VALUES " + edges(random);
    };
  }

  private static String edges(Random random) {
    int count = 1 + random.nextInt(6);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append(i == 0 ? "(" : ", (")
          .append(node(random))
          .append(", ")
          .append(node(random))
          .append(", ")
          .append(1 + random.nextInt(2))
          .append(')');
    }
    return rows.toString();
  }

  private static String node(Random random) {
    return random.nextInt(12) == 0 ? "NULL" : Integer.toString(random.nextInt(6));
  }
}
