package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A column whose type becomes wider between two runs: the result is that over all its values. */
@Timeout(120)
class WideningTest {
  private static final String DAY = "2026-01-01";
  private static final String LATER = "2026-01-03";

  @TempDir Path directory;

  /**
   * A column that becomes wider.
   *
   * @param before values that both types hold, as JSON
   * @param after values of the second type
   */
  private record Widening(String from, String to, List<String> before, List<String> after) {
    @Override
    public String toString() {
      return from + " to " + to;
    }
  }

  private static final List<Widening> WIDENINGS =
      List.of(
          new Widening("SMALLINT", "INT", List.of("1", "2", "-3"), List.of("2", "70000")),
          new Widening("INT", "BIGINT", List.of("1", "2", "-3"), List.of("2", "5000000000")),
          new Widening("REAL", "DOUBLE", List.of("0.5", "2", "-3.25"), List.of("2", "1e300")),
          new Widening(
              "DECIMAL(5, 2)",
              "DECIMAL(9, 2)",
              List.of("1.50", "2.25", "-3"),
              List.of("2.25", "1234567.89")),
          new Widening(
              "DECIMAL(10, 2)",
              "DECIMAL(28, 2)",
              List.of("1.50", "2.25", "-3"),
              List.of("2.25", "12345678901234567890.12")),
          new Widening(
              "VARCHAR(3)",
              "VARCHAR(20)",
              List.of("\"a\"", "\"b\"", "\"abc\""),
              List.of("\"b\"", "\"longer than three\"")),
          new Widening(
              "VARCHAR(3)",
              "STRING",
              List.of("\"a\"", "\"b\"", "\"abc\""),
              List.of("\"b\"", "\"longer than three\"")),
          new Widening("INT NOT NULL", "INT", List.of("1", "2", "-3"), List.of("2", "null")),
          new Widening(
              "INT NOT NULL", "BIGINT", List.of("1", "2", "-3"), List.of("null", "5000000000")));

  /** Queries over {@code ts}, {@code k} and {@code v}; {@code #} is the type that v becomes. */
  private static final List<String> QUERIES =
      List.of(
          "SELECT v AS a, COUNT(*) AS b FROM s GROUP BY v EMIT COMPLETE",
          "SELECT k AS a, MIN(v) AS b FROM s GROUP BY k EMIT COMPLETE",
          "SELECT k AS a, MAX(v) AS b FROM s GROUP BY k EMIT COMPLETE",
          "SELECT k AS a, COUNT(v) AS b FROM s GROUP BY k EMIT COMPLETE",
          "SELECT COUNT(v) AS a, COUNT(*) AS b FROM s EMIT COMPLETE",
          "SELECT COUNT(v) AS a, MAX(k) AS b FROM s EMIT COMPLETE",
          "SELECT k AS a, COUNT(DISTINCT v) AS b FROM s GROUP BY k EMIT COMPLETE",
          "SELECT DISTINCT v AS a, k AS b FROM s EMIT COMPLETE",
          "SELECT v AS a, k AS b FROM s EMIT COMPLETE",
          "SELECT MAX(m) AS a, COUNT(*) AS b FROM (SELECT k, MIN(v) AS m FROM s GROUP BY k)"
              + " EMIT COMPLETE",
          "SELECT m AS a, COUNT(*) AS b FROM (SELECT k, MAX(v) AS m FROM s GROUP BY k) GROUP BY m"
              + " EMIT COMPLETE",
          "SELECT DISTINCT v AS a, ts AS b FROM s",
          "SELECT window_start AS a, v AS b, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '10'"
              + " MINUTE)) GROUP BY window_start, window_end, v",
          "SELECT window_start AS a, MAX(v) AS b FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL"
              + " '5' MINUTE, INTERVAL '10' MINUTE)) GROUP BY window_start, window_end",
          "SELECT window_start AS a, v AS b FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '5'"
              + " MINUTE, INTERVAL '10' MINUTE)) GROUP BY window_start, window_end, v EMIT"
              + " COMPLETE");

  private static final List<String> NUMERIC_QUERIES =
      List.of(
          "SELECT k AS a, SUM(v) AS b FROM s GROUP BY k EMIT COMPLETE",
          "SELECT SUM(DISTINCT v) AS a, SUM(v) AS b FROM s EMIT COMPLETE",
          "SELECT k AS a, AVG(v) AS b FROM s GROUP BY k EMIT COMPLETE",
          "SELECT v AS a, SUM(v) FILTER (WHERE k = 'x') AS b FROM s GROUP BY v EMIT COMPLETE",
          "SELECT window_start AS a, SUM(v) AS b FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL"
              + " '5' MINUTE, INTERVAL '10' MINUTE)) GROUP BY window_start, window_end");

  private static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Widening widening : WIDENINGS) {
      // COUNT of what is never NULL is COUNT(*), and that is what the checkpoint knows of it
      QUERIES.stream()
          .filter(query -> !query.contains("COUNT(v)") || !widening.from().contains("NOT NULL"))
          .forEach(query -> cases.add(Arguments.of(widening, query)));
      if (!widening.from().startsWith("VARCHAR")) {
        NUMERIC_QUERIES.forEach(query -> cases.add(Arguments.of(widening, query)));
      }
    }
    return cases.stream();
  }

  private final List<String> seen = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("cases")
  void theResultIsThatOverAllRows(Widening widening, String query) throws IOException {
    drop("1.json", DAY, widening.before());
    run(widening.from(), query);
    drop("2.json", DAY, widening.after());
    run(widening.to(), query);
    drop("3.json", DAY, widening.before());
    // behind it all windows of that day are final
    drop("4.json", LATER, widening.before().subList(0, 1));
    run(widening.to(), query);
    boolean inWindows = query.contains("window_start") && !query.contains("EMIT");
    List<String> expected =
        rows(widening.to(), query.replaceAll(" EMIT.*", "")).stream()
            .filter(row -> !inWindows || !row.contains(LATER))
            .toList();
    assertThat(expected).isNotEmpty();
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void narrowingIsRefused(Widening widening, String query) throws IOException {
    drop("1.json", DAY, widening.before());
    run(widening.to(), query);
    assertThatThrownBy(() -> run(widening.from(), query))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE));
  }

  @Test
  void aNarrowerTypeIsNamed() throws IOException {
    String query = "SELECT v AS a, COUNT(*) AS b FROM s GROUP BY v EMIT COMPLETE";
    drop("1.json", DAY, List.of("1"));
    run("BIGINT", query);
    assertThatThrownBy(() -> run("INT", query))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.summary()).contains("group keys were (a bigint), are (a integer)");
              assertThat(e.details())
                  .contains(
                      "bigint cannot become integer: types of columns may become wider, nothing"
                          + " else");
            });
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** A file with a row for each value. */
  private void drop(String file, String day, List<String> values) throws IOException {
    Path in = Files.createDirectories(directory.resolve("in"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String key = i % 2 == 0 ? "x" : "y";
      lines.add(
          "{\"ts\":\""
              + day
              + "T12:0"
              + i
              + ":00\",\"k\":\""
              + key
              + "\",\"v\":"
              + values.get(i)
              + "}");
    }
    Path hidden = Files.write(in.resolve("." + file), lines);
    Files.move(hidden, in.resolve(file));
  }

  private String columns(String type) {
    return "(ts TIMESTAMP, k STRING, v "
        + type
        + ", WATERMARK FOR ts AS ts - INTERVAL '1' HOUR) USING file OPTIONS (path = '"
        + path("in")
        + "') FORMAT json";
  }

  /** Runs the query in a process of its own until there is nothing more to read. */
  private void run(String type, String query) {
    try (Millrace session = Millrace.builder().set("parallelism", "2").open()) {
      session.sql("CREATE SOURCE s " + columns(type));
      session.foreachBatch(
          "out",
          (batch, id) -> {
            if (query.contains("COMPLETE")) {
              seen.clear();
            }
            // behind the kind of change
            batch.rows().forEach(row -> seen.add(row.toString().substring(2)));
          });
      session.sql(
          "INSERT INTO out "
              + query
              + " TRIGGER AVAILABLE NOW CHECKPOINT '"
              + path("checkpoint")
              + "'");
    }
  }

  private List<String> rows(String type, String query) {
    List<String> rows = new ArrayList<>();
    try (Millrace session = Millrace.builder().open()) {
      session.sql("CREATE TABLE s " + columns(type) + " BOUNDED");
      try (StatementResult.Rows result = (StatementResult.Rows) session.sql(query)) {
        for (Optional<ColumnBatch> batch = result.next();
            batch.isPresent();
            batch = result.next()) {
          for (int i = 0; i < batch.get().size(); i++) {
            rows.add(batch.get().values(i).toString());
          }
        }
      }
    }
    return rows;
  }
}
