package io.millrace.tests.property;

import static io.millrace.tests.property.PrefixConsistencyTest.COLUMNS;
import static io.millrace.tests.property.PrefixConsistencyTest.ours;
import static io.millrace.tests.property.PrefixConsistencyTest.rows;
import static io.millrace.tests.property.PrefixConsistencyTest.theirs;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * After every statement each materialized view has the rows of its query: views of random queries
 * over a view over a table, and views over these, made before the rows or among them.
 */
class MaterializedViewPropertyTest {
  private static final Pattern ARRIVAL =
      Pattern.compile("FIRST\\(|LAST\\(|ANY_VALUE\\(|COUNT_IF\\(|MODE\\(|STRING_AGG\\(k, ''\\)");

  private static final List<String> LOWEST =
      List.of(
          "SELECT * FROM t",
          "SELECT k, g, MAX(v) AS v, MIN(d) AS d, MAX(x) AS x, MAX(ts) AS ts FROM t GROUP BY k, g",
          "SELECT * FROM t WHERE g > 0 UNION ALL SELECT * FROM t WHERE v < 0",
          "SELECT * FROM t EXCEPT SELECT * FROM t WHERE g = 2",
          "SELECT * FROM t WHERE v > (SELECT AVG(v) FROM t)");

  private static final List<String> CHANGES =
      List.of(
          "DELETE FROM t WHERE g = 1",
          "DELETE FROM t WHERE v > 5 OR k IS NULL",
          "DELETE FROM t WHERE v > (SELECT AVG(v) FROM t)",
          "DELETE FROM t",
          "UPDATE t SET v = v + 1",
          "UPDATE t SET g = v, k = 'u' WHERE v BETWEEN 0 AND 4",
          "UPDATE t SET x = NULL, d = d + 1 WHERE g < 3",
          "INSERT INTO t SELECT * FROM t WHERE g = 2");

  private static final List<String> HIGHER =
      List.of(
          "SELECT c0, COUNT(*) AS n FROM m GROUP BY c0",
          "SELECT DISTINCT * FROM m",
          "SELECT COUNT(*) AS n, COUNT(c0) AS c FROM m",
          "SELECT a.c0, n FROM m a JOIN (SELECT c0, COUNT(*) AS n FROM m GROUP BY c0) b"
              + " ON a.c0 = b.c0",
          "SELECT m.*, n FROM m LEFT JOIN (SELECT COUNT(*) AS n FROM t) x ON n > 5",
          "SELECT c0 FROM m UNION ALL SELECT c0 FROM m WHERE c0 IS NOT NULL",
          "SELECT c0 FROM m EXCEPT ALL SELECT MIN(c0) AS c0 FROM m",
          "SELECT n, COUNT(*) AS c FROM (SELECT c0, COUNT(*) AS n FROM m GROUP BY c0) q GROUP BY n");

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void viewsEqualTheirQueriesAfterEveryStatement(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement();
        Millrace millrace = Millrace.open()) {
      Views views = new Views(millrace, oracle, seed);
      oracle.execute("CREATE TABLE t " + COLUMNS);
      millrace.sql("CREATE TABLE t " + COLUMNS);
      boolean late = random.nextInt(3) == 0;
      if (late) {
        views.change("INSERT INTO t VALUES " + rows(random));
      }
      views.create("s", pick(random, LOWEST));
      views.create("m", query(random));
      views.create("a", pick(random, HIGHER));
      views.create("b", pick(random, HIGHER).replaceAll("\\bm\\b", "a"));
      int statements = 1 + random.nextInt(5);
      for (int i = 0; i < statements; i++) {
        change(views, random);
        views.check();
        if (i == 1) {
          views.create("c", pick(random, HIGHER));
          views.check();
        }
      }
    }
  }

  /** A query whose answer does not depend on the order of rows, which a view does not have. */
  private static RandomQuery query(Random random) {
    RandomQuery query = RandomQuery.generate(random);
    while (ARRIVAL.matcher(query.ours()).find()) {
      query = RandomQuery.generate(random);
    }
    return query;
  }

  /** A statement, or several that count as one. */
  private static void change(Views views, Random random) throws SQLException {
    boolean together = random.nextInt(4) == 0;
    if (together) {
      views.change("BEGIN");
    }
    int statements = together ? 1 + random.nextInt(3) : 1;
    for (int i = 0; i < statements; i++) {
      views.change(
          random.nextInt(5) < 2 ? pick(random, CHANGES) : "INSERT INTO t VALUES " + rows(random));
    }
    if (together) {
      views.change(random.nextInt(4) == 0 ? "ROLLBACK" : "COMMIT");
    }
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Views here and there. */
  private static final class Views {
    private final Millrace millrace;
    private final Statement oracle;
    private final long seed;
    private final Map<String, String> queries = new LinkedHashMap<>();

    Views(Millrace millrace, Statement oracle, long seed) {
      this.millrace = millrace;
      this.oracle = oracle;
      this.seed = seed;
    }

    void create(String name, String query) throws SQLException {
      create(name, new RandomQuery(query, query, false));
    }

    /** The columns of all but the lowest view are called c0, c1 and so on. */
    void create(String name, RandomQuery query) throws SQLException {
      String columns = "";
      if (!name.equals("s")) {
        try (ResultSet result = oracle.executeQuery(query.oracle())) {
          columns =
              IntStream.range(0, result.getMetaData().getColumnCount())
                  .mapToObj(i -> "c" + i)
                  .collect(Collectors.joining(", ", " (", ")"));
        }
      }
      oracle.execute("CREATE VIEW " + name + columns + " AS " + query.oracle());
      millrace.sql("CREATE MATERIALIZED VIEW " + name + columns + " AS " + query.ours());
      queries.put(name, query.ours());
    }

    void change(String statement) throws SQLException {
      oracle.execute(statement);
      millrace.sql(statement);
    }

    void check() throws SQLException {
      for (String name : queries.keySet()) {
        assertThat(ours(millrace, "SELECT * FROM " + name))
            .as("seed %s, view %s of %s", seed, name, queries)
            .containsExactlyInAnyOrderElementsOf(theirs(oracle, "SELECT * FROM " + name));
      }
    }
  }
}
