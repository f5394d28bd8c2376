package io.millrace.tests.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.query.StreamingQuery;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * After every batch the maintained result is the answer of the batch query over all input so far:
 * random queries over random rows in random cuts, with DuckDB as the batch engine.
 */
class PrefixConsistencyTest {
  static final String COLUMNS =
      "(k VARCHAR, g INTEGER, v BIGINT, d DECIMAL(10, 2), x DOUBLE, ts TIMESTAMP)";

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void resultEqualsTheBatchQueryAfterEveryBatch(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    RandomQuery query = RandomQuery.generate(random);
    List<String> modes = List.of("CHANGELOG", "COMPLETE", "UPDATE");
    String mode = modes.get(random.nextInt(query.hasKey() ? 3 : 2));
    int parallelism = 1 + random.nextInt(4);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement();
        Millrace millrace =
            Millrace.builder().set("parallelism", Integer.toString(parallelism)).open()) {
      // one thread sees rows in the order in which they came
      oracle.execute("SET threads = 1");
      oracle.execute("CREATE TABLE s " + COLUMNS);
      millrace.sql("CREATE SOURCE s " + COLUMNS + " USING memory");
      // A table with the columns of the result, made from a bounded table of the same shape.
      millrace.sql("CREATE TABLE nothing " + COLUMNS);
      String overNothing = query.ours().replaceAll("(FROM|JOIN|TABLE|,) s\\b", "$1 nothing");
      millrace.sql("CREATE TABLE result AS SELECT * FROM (" + overNothing + ") q0 WHERE 1 = 0");
      StreamingQuery running =
          ((StatementResult.Started)
                  millrace.sql("INSERT INTO result " + query.ours() + " OUTPUT MODE " + mode))
              .query();
      int batches = 1 + random.nextInt(6);
      for (int batch = 0; batch < batches; batch++) {
        String insert = "INSERT INTO s VALUES " + rows(random);
        oracle.execute(insert);
        millrace.sql(insert);
        running.processAllAvailable();
        assertThat(ours(millrace, "SELECT * FROM result"))
            .as(
                "seed %s, batch %s, %s, parallelism %s:%n%s%n%s",
                seed, batch, mode, parallelism, query.ours(), query.oracle())
            .containsExactlyInAnyOrderElementsOf(theirs(oracle, query.oracle()));
      }
    }
  }

  static String rows(Random random) {
    int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append(i == 0 ? "(" : ", (")
          .append(
              orNull(
                  random,
                  "'" + List.of("a", "ab", "b", "abc", "B", "", "éa").get(random.nextInt(7)) + "'"))
          .append(", ")
          .append(orNull(random, Integer.toString(random.nextInt(5))))
          .append(", ")
          .append(orNull(random, Integer.toString(random.nextInt(41) - 20)))
          .append(", ")
          .append(orNull(random, BigDecimal.valueOf(random.nextInt(800) - 100, 2).toPlainString()))
          .append(", ")
          // Quarters add up exactly, whatever the order.
          .append(orNull(random, "CAST(" + (random.nextInt(80) - 20) / 4.0 + " AS DOUBLE)"))
          .append(", ")
          .append(
              orNull(
                  random,
                  "TIMESTAMP '2026-01-01 12:"
                      + String.format("%02d:%02d", random.nextInt(60), random.nextInt(60))
                      + "'"))
          .append(')');
    }
    return rows.toString();
  }

  private static String orNull(Random random, String value) {
    return random.nextInt(8) == 0 ? "NULL" : value;
  }

  static List<List<String>> ours(Millrace millrace, String sql) {
    List<List<String>> rows = new ArrayList<>();
    try (StatementResult.Rows result = (StatementResult.Rows) millrace.sql(sql)) {
      for (Optional<ColumnBatch> next = result.next(); next.isPresent(); next = result.next()) {
        for (int i = 0; i < next.get().size(); i++) {
          rows.add(next.get().values(i).stream().map(PrefixConsistencyTest::text).toList());
        }
      }
    }
    return rows;
  }

  static List<List<String>> theirs(Statement oracle, String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = oracle.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          Object value = result.getObject(i);
          // statistics that are not defined are no number for the oracle, and NULL for us
          row.add(value instanceof Double number && number.isNaN() ? "NULL" : text(value));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static String text(Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? plain(rounded(number)) : value.toString();
    }
    if (value instanceof Number) {
      return plain(new BigDecimal(value.toString()));
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime().toString();
    }
    return value instanceof LocalDateTime time ? time.toString() : "'" + value + "'";
  }

  /** Ours is exact; the oracle's statistics have lost some digits on their way. */
  private static BigDecimal rounded(double number) {
    return Math.abs(number) < 1e-9
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(number).round(new MathContext(9));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
