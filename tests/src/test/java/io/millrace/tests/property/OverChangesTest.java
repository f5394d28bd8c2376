package io.millrace.tests.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Functions over windows of a table whose rows come, change and go: after every statement a view
 * that was made before all rows has the rows that DuckDB computes from the table, and so has the
 * query itself.
 */
class OverChangesTest {
  private static final String COLUMNS = "(id INTEGER, k VARCHAR, g INTEGER, v BIGINT)";

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void viewEqualsTheQueryAfterEveryStatement(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    RandomQuery query = new RandomOver(random).query("t");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement();
        Millrace millrace =
            Millrace.builder().set("parallelism", Integer.toString(1 + random.nextInt(3))).open()) {
      oracle.execute("CREATE TABLE t " + COLUMNS);
      millrace.sql("CREATE TABLE t " + COLUMNS);
      millrace.sql("CREATE MATERIALIZED VIEW m AS " + query.ours());
      for (int step = 0; step < 8; step++) {
        String change = change(random);
        oracle.execute(change);
        millrace.sql(change);
        String what = "seed %s, step %s, %s%n%s".formatted(seed, step, change, query.ours());
        var expected = PrefixConsistencyTest.theirs(oracle, query.oracle());
        assertThat(PrefixConsistencyTest.ours(millrace, "SELECT * FROM m"))
            .as(what)
            .containsExactlyInAnyOrderElementsOf(expected);
        if (step % 4 == 3) {
          assertThat(PrefixConsistencyTest.ours(millrace, query.ours()))
              .as("the query itself, " + what)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  private static String change(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> "DELETE FROM t WHERE id = " + random.nextInt(12);
      case 1 -> "DELETE FROM t WHERE g = " + random.nextInt(4) + " AND id > 3";
      case 2 -> "UPDATE t SET v = " + value(random, 20) + " WHERE id = " + random.nextInt(12);
      case 3 ->
          "UPDATE t SET g = " + value(random, 4) + ", v = v + 1 WHERE g = " + random.nextInt(4);
      default -> insert(random);
    };
  }

  private static String insert(Random random) {
    int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 30);
    StringBuilder rows = new StringBuilder("INSERT INTO t VALUES ");
    for (int i = 0; i < count; i++) {
      rows.append(i == 0 ? "(" : ", (")
          .append(random.nextInt(12))
          .append(
              random.nextInt(6) == 0 ? ", NULL, " : ", '" + "abc".charAt(random.nextInt(3)) + "', ")
          .append(value(random, 4))
          .append(", ")
          .append(value(random, 20))
          .append(")");
    }
    return rows.toString();
  }

  private static String value(Random random, int range) {
    return random.nextInt(6) == 0
        ? "NULL"
        : Integer.toString(random.nextInt(range) - (range > 10 ? range / 3 : 0));
  }
}
