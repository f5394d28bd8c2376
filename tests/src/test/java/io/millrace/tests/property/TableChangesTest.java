package io.millrace.tests.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Random statements change a table with a key and one without, in transactions and out of them:
 * behind each statement both hold what DuckDB says, and behind each version so does a view.
 * DuckDB's tables have no key: what would be there twice is undone, and must have been refused
 * here.
 */
class TableChangesTest {
  private static final List<String> TABLES = List.of("t", "u");
  private static final String VIEW =
      "SELECT g, count(*) AS n, sum(v) AS total FROM t GROUP BY g"
          + " UNION ALL SELECT k, count(DISTINCT v), NULL FROM u GROUP BY k";

  /** What changes rows here, and in DuckDB. */
  private record Change(String ours, List<String> theirs) {
    static Change same(String sql) {
      return new Change(sql, List.of(sql));
    }
  }

  @Property(tries = 5, shrinking = ShrinkingMode.OFF)
  void tablesHoldWhatDuckDbSays(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement();
        Millrace millrace = Millrace.open()) {
      String columns = ", g INTEGER, v BIGINT NOT NULL DEFAULT 7, s VARCHAR)";
      oracle.execute("CREATE TABLE t (id INTEGER" + columns);
      millrace.sql("CREATE TABLE t (id INTEGER PRIMARY KEY" + columns);
      oracle.execute("CREATE TABLE u (k INTEGER, v BIGINT)");
      millrace.sql("CREATE TABLE u (k INTEGER, v BIGINT)");
      millrace.sql("CREATE MATERIALIZED VIEW m AS " + VIEW);
      boolean inTransaction = false;
      for (int step = 0; step < 16; step++) {
        if (random.nextInt(5) == 0) {
          inTransaction = boundary(millrace, oracle, random, inTransaction);
        } else {
          change(millrace, oracle, change(random), seed);
        }
        for (String table : TABLES) {
          expectSame(millrace, oracle, "SELECT * FROM " + table, seed);
        }
        if (!inTransaction) {
          assertThat(ours(millrace, "SELECT * FROM m"))
              .as("view, seed %s", seed)
              .containsExactlyInAnyOrderElementsOf(theirs(oracle, VIEW));
        }
      }
    }
  }

  /** Begins a transaction, or ends it. */
  private static boolean boundary(
      Millrace millrace, Statement oracle, Random random, boolean inTransaction)
      throws SQLException {
    if (!inTransaction) {
      millrace.sql("BEGIN");
      keep(oracle, "_begin");
      return true;
    }
    if (random.nextBoolean()) {
      millrace.sql("COMMIT");
    } else {
      millrace.sql("ROLLBACK");
      restore(oracle, "_begin");
    }
    return false;
  }

  private static void change(Millrace millrace, Statement oracle, Change change, long seed)
      throws SQLException {
    keep(oracle, "_before");
    for (String sql : change.theirs) {
      oracle.execute(sql);
    }
    if (theirs(oracle, "SELECT id FROM t GROUP BY id HAVING count(*) > 1").isEmpty()) {
      try {
        millrace.sql(change.ours);
      } catch (MillraceException e) {
        throw new AssertionError("seed " + seed + ": " + change.ours, e);
      }
    } else {
      restore(oracle, "_before");
      assertThatThrownBy(() -> millrace.sql(change.ours))
          .as("seed %s: %s", seed, change.ours)
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DUPLICATE_KEY));
    }
  }

  private static void keep(Statement oracle, String suffix) throws SQLException {
    for (String table : TABLES) {
      oracle.execute("CREATE OR REPLACE TABLE " + table + suffix + " AS FROM " + table);
    }
  }

  private static void restore(Statement oracle, String suffix) throws SQLException {
    for (String table : TABLES) {
      oracle.execute("DELETE FROM " + table);
      oracle.execute("INSERT INTO " + table + " FROM " + table + suffix);
    }
  }

  private static Change change(Random random) {
    String where = " WHERE " + condition(random);
    int n = random.nextInt(6);
    return switch (random.nextInt(17)) {
      case 0, 1 -> Change.same("INSERT INTO t VALUES " + keyed(random, random.nextBoolean()));
      case 2 -> Change.same("INSERT INTO t (s, id) VALUES ('new', " + random.nextInt(30) + ")");
      case 3 ->
          Change.same(
              "INSERT INTO t SELECT id + "
                  + (10 + n)
                  + ", v, coalesce(g, 0) + 1, s FROM t"
                  + where);
      case 4, 5 -> Change.same("INSERT INTO u VALUES " + pairs(random));
      case 6 ->
          Change.same(
              "UPDATE t SET v = v + " + n + ", g = CASE WHEN g = 1 THEN NULL ELSE v END" + where);
      case 7 -> Change.same("UPDATE t SET id = id + 1" + (random.nextBoolean() ? "" : where));
      case 8 ->
          Change.same("UPDATE u SET v = v + 1, k = v WHERE v >= (SELECT min(v) FROM u) + " + n);
      case 9 -> Change.same("DELETE FROM t" + where);
      case 10 -> Change.same("DELETE FROM u WHERE k IN (SELECT g FROM t) OR k = " + n);
      case 11 -> Change.same("DELETE FROM u USING t WHERE u.k = t.g AND t.v > " + n);
      case 12 ->
          Change.same(
              "UPDATE t SET v = s.m FROM (SELECT k, max(v) AS m FROM u GROUP BY k) AS s"
                  + " WHERE s.k = t.id AND s.m IS NOT NULL");
      case 13 -> {
        String rows = keyed(random, true);
        yield new Change(
            "INSERT OR REPLACE INTO t VALUES " + rows,
            List.of(
                "DELETE FROM t WHERE id IN (SELECT col0 FROM (VALUES " + rows + "))",
                "INSERT INTO t VALUES " + rows));
      }
      case 14 -> {
        String rows = keyed(random, true);
        String fresh =
            "INSERT INTO t SELECT * FROM (VALUES "
                + rows
                + ") WHERE col0 NOT IN (SELECT id FROM t_before)";
        yield random.nextBoolean()
            ? new Change("INSERT INTO t VALUES " + rows + " ON CONFLICT DO NOTHING", List.of(fresh))
            : new Change(
                "INSERT INTO t VALUES "
                    + rows
                    + " ON CONFLICT (id) DO UPDATE SET v = t.v + excluded.v, s = excluded.s"
                    + " WHERE t.v > "
                    + n,
                List.of(
                    "UPDATE t SET v = t.v + e.col2, s = e.col3 FROM (VALUES "
                        + rows
                        + ") AS e WHERE t.id = e.col0 AND t.v > "
                        + n,
                    fresh));
      }
      case 15 -> {
        String source = "(SELECT k, sum(v) AS m FROM u_before WHERE k IS NOT NULL GROUP BY k)";
        yield new Change(
            "MERGE INTO t USING (SELECT k, sum(v) AS m FROM u WHERE k IS NOT NULL GROUP BY k) AS s"
                + " ON t.id = s.k"
                + " WHEN MATCHED AND s.m > 4 THEN DELETE"
                + " WHEN MATCHED THEN UPDATE SET v = t.v + coalesce(s.m, 0), g = s.k"
                + " WHEN NOT MATCHED AND s.k < 8 THEN INSERT (id, g) VALUES (s.k, 2)"
                + " WHEN NOT MATCHED BY SOURCE AND t.v < "
                + n
                + " THEN UPDATE SET s = 'alone'",
            List.of(
                "DELETE FROM t USING " + source + " AS s WHERE t.id = s.k AND s.m > 4",
                "UPDATE t SET v = t.v + coalesce(s.m, 0), g = s.k FROM "
                    + source
                    + " AS s WHERE t.id = s.k AND (s.m > 4) IS NOT TRUE",
                "UPDATE t SET s = 'alone' WHERE v < "
                    + n
                    + " AND id NOT IN (SELECT k FROM "
                    + source
                    + ")",
                "INSERT INTO t (id, g) SELECT k, 2 FROM "
                    + source
                    + " WHERE k < 8 AND k NOT IN (SELECT id FROM t_before)"));
      }
      default -> Change.same((random.nextBoolean() ? "TRUNCATE " : "DELETE FROM ") + "u");
    };
  }

  private static String condition(Random random) {
    int n = random.nextInt(25);
    return switch (random.nextInt(6)) {
      case 0 -> "id = " + n;
      case 1 -> "id = " + n + " AND v > 2";
      case 2 -> "v % 3 = " + n % 3;
      case 3 -> "g IS NULL OR s LIKE 'a%'";
      case 4 -> "id IN (SELECT k FROM u)";
      default -> "NOT EXISTS (SELECT 1 FROM u WHERE u.k = t.g AND u.v > " + n % 5 + ")";
    };
  }

  private static String keyed(Random random, boolean distinct) {
    List<String> rows = new ArrayList<>();
    int id = random.nextInt(20);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      rows.add(
          "("
              + id
              + ", "
              + (random.nextInt(5) == 0 ? "NULL" : random.nextInt(4))
              + ", "
              + random.nextInt(9)
              + ", '"
              + List.of("a", "ab", "b").get(random.nextInt(3))
              + "')");
      id += distinct ? 1 + random.nextInt(3) : random.nextInt(3);
    }
    return String.join(", ", rows);
  }

  private static String pairs(Random random) {
    List<String> rows = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      rows.add(
          "("
              + (random.nextInt(6) == 0 ? "NULL" : random.nextInt(6))
              + ", "
              + (random.nextInt(6) == 0 ? "NULL" : random.nextInt(4))
              + ")");
    }
    return String.join(", ", rows);
  }

  private static void expectSame(Millrace millrace, Statement oracle, String query, long seed)
      throws SQLException {
    assertThat(ours(millrace, query))
        .as("%s, seed %s", query, seed)
        .containsExactlyInAnyOrderElementsOf(theirs(oracle, query));
  }

  private static List<List<String>> ours(Millrace millrace, String sql) {
    List<List<String>> rows = new ArrayList<>();
    try (StatementResult.Rows result = (StatementResult.Rows) millrace.sql(sql)) {
      for (Optional<ColumnBatch> next = result.next(); next.isPresent(); next = result.next()) {
        for (int i = 0; i < next.get().size(); i++) {
          rows.add(next.get().values(i).stream().map(String::valueOf).toList());
        }
      }
    }
    return rows;
  }

  private static List<List<String>> theirs(Statement oracle, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = oracle.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
