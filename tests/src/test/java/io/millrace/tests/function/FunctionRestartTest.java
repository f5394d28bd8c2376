package io.millrace.tests.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries that go on from a checkpoint with functions that have changed since. */
@Timeout(120)
class FunctionRestartTest {
  private static final String CLASSES = "io.millrace.tests.function.Functions$";

  @TempDir Path directory;

  private void run(String function, String query) throws IOException {
    Files.createDirectories(directory.resolve("in"));
    try (Millrace session = Millrace.builder().set("parallelism", "2").open()) {
      session.sql(function);
      session.sql(
          "CREATE SOURCE s (v BIGINT, ts TIMESTAMP, WATERMARK FOR ts AS ts) USING file OPTIONS"
              + " (path = '"
              + directory.resolve("in")
              + "') FORMAT csv (header = 'false')");
      session.sql(
          "CREATE SINK out (x STRING) USING file OPTIONS (path = '"
              + directory.resolve("out")
              + "') FORMAT csv");
      session.sql(
          "INSERT INTO out "
              + query
              + " TRIGGER AVAILABLE NOW CHECKPOINT '"
              + directory.resolve("cp")
              + "'");
    }
  }

  private void drop(String file, String... lines) throws IOException {
    Path in = Files.createDirectories(directory.resolve("in"));
    Files.move(Files.write(in.resolve("." + file), List.of(lines)), in.resolve(file));
  }

  private List<String> output() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("out"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    lines.removeIf(line -> line.equals("x"));
    return lines;
  }

  private static final String WINDOWS =
      "SELECT CAST(total(v) AS STRING) FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '10'"
          + " MINUTE)) GROUP BY window_start, window_end OUTPUT MODE APPEND";

  @Test
  void accumulatorsGoOn() throws IOException {
    String total = "CREATE AGGREGATE FUNCTION total AS '" + CLASSES + "Total'";
    drop("1.csv", "1,2026-01-01 10:01:00", "2,2026-01-01 10:02:00");
    run(total, WINDOWS);
    assertThat(output()).isEmpty();
    drop("2.csv", "4,2026-01-01 10:03:00", "8,2026-01-01 10:20:00");
    run(total, WINDOWS);
    assertThat(output()).containsExactly("7");
  }

  @Test
  void accumulatorsOfAnotherFormAreRefused() throws IOException {
    drop("1.csv", "1,2026-01-01 10:01:00");
    run("CREATE AGGREGATE FUNCTION total AS '" + CLASSES + "Total'", WINDOWS);
    drop("2.csv", "4,2026-01-01 10:03:00");
    assertThatThrownBy(
            () -> run("CREATE AGGREGATE FUNCTION total AS '" + CLASSES + "PlainTotal'", WINDOWS))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE);
              assertThat(e.getMessage()).contains("total(v bigint)", "Functions$Total$Sum");
            });
  }

  @Test
  void rowsThatAreKeptGoOnWithAnotherAccumulatorButNotWithout() throws IOException {
    String query =
        "SELECT CAST(f(n) AS STRING) FROM (SELECT v, COUNT(*) AS n FROM s GROUP BY v)"
            + " OUTPUT MODE COMPLETE";
    String create = "CREATE AGGREGATE FUNCTION f AS '" + CLASSES;
    drop("1.csv", "1,2026-01-01 10:01:00");
    run(create + "PlainTotal'", query);
    drop("2.csv", "1,2026-01-01 10:01:00", "2,2026-01-01 10:01:00");
    run(create + "Product'", query);
    assertThat(output()).containsExactly("2");
    drop("3.csv", "3,2026-01-01 10:01:00");
    assertThatThrownBy(() -> run(create + "Total'", query))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE);
              assertThat(e.getMessage()).contains("kept as its rows", "Functions$Total$Sum");
            });
  }

  @Test
  void bodiesOfStatelessFunctionsMayChange() throws IOException {
    String query = "SELECT marked(v) FROM s";
    drop("1.csv", "1,2026-01-01 10:01:00");
    run("CREATE FUNCTION marked(v BIGINT) RETURNS STRING RETURN 'a' || CAST(v AS STRING)", query);
    drop("2.csv", "2,2026-01-01 10:01:00");
    run("CREATE FUNCTION marked(v BIGINT) RETURNS STRING RETURN 'b' || CAST(v AS STRING)", query);
    assertThat(output()).containsExactlyInAnyOrder("a1", "b2");
  }
}
