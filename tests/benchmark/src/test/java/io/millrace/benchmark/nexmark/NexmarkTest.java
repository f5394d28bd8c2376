package io.millrace.benchmark.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.command.Home;
import io.millrace.benchmark.data.Dataset;
import io.millrace.benchmark.data.Generator;
import io.millrace.benchmark.nexmark.DuckDb.Answer;
import io.millrace.benchmark.nexmark.QueryRun.How;
import io.millrace.benchmark.nexmark.QueryRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of the benchmark gives what DuckDB gives for the same files. */
class NexmarkTest {
  private static final Path HOME = Home.directory();

  @TempDir private static Path directory;

  private static Dataset dataset;
  private static DuckDb duckDb;

  @BeforeAll
  static void generate() throws IOException, InterruptedException, SQLException {
    // 20 events a second for ten minutes: 60 windows of ten seconds, 300 that slide.
    new Generator(12_000, 4, 7, 20).write(directory, false, 1);
    dataset = Dataset.open(directory);
    duckDb = new DuckDb(dataset);
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  static List<String> queries() throws IOException {
    return BenchmarkQuery.names(HOME);
  }

  private static Outcome run(String query, boolean streaming, boolean hashed) throws IOException {
    How how = new How(streaming, hashed, 2, 4, false);
    return new QueryRun(BenchmarkQuery.load(HOME, query), dataset, how).run();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void boundedPlanGivesAllOfTheResult(String query) throws IOException, SQLException {
    Outcome outcome = run(query, false, true);
    Answer answer = duckDb.run(HOME, query, false);
    assertThat(outcome.tally().rows()).isEqualTo(answer.rows()).isPositive();
    assertThat(outcome.tally().retractions()).isZero();
    assertThat(outcome.tally().checksum()).isEqualTo(answer.checksum());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void streamGivesWhatTheWatermarkHasClosed(String query) throws IOException, SQLException {
    Outcome outcome = run(query, true, true);
    Answer answer = duckDb.run(HOME, query, true);
    assertThat(outcome.tally().rows() - outcome.tally().retractions())
        .isEqualTo(answer.rows())
        .isPositive();
    assertThat(outcome.tally().checksum()).isEqualTo(answer.checksum());
  }

  @Test
  void windowsThatStayOpenAreMissingFromAStream() throws IOException, SQLException {
    assertThat(duckDb.run(HOME, "q7-max", true)).isNotEqualTo(duckDb.run(HOME, "q7-max", false));
  }

  @Test
  void countedRunsHashNothing() throws IOException {
    Outcome outcome = run("q0", true, false);
    assertThat(outcome.tally().rows()).isEqualTo(12_000 / 50 * 46);
    assertThat(outcome.tally().checksum()).isZero();
    assertThat(outcome.usage().wallSeconds()).isPositive();
    assertThat(outcome.usage().cpuSeconds()).isPositive();
  }

  @Test
  void everyEngineHasTheQueriesInItsOwnWords() throws IOException {
    for (String engine : List.of("flink", "spark", "duckdb")) {
      for (String query : queries()) {
        assertThat(BenchmarkQuery.directory(HOME, engine).resolve(query + ".sql")).exists();
      }
    }
    for (String query : queries()) {
      Path spark = BenchmarkQuery.directory(HOME, "spark").resolve(query + ".sql");
      assertThat(Files.readAllLines(spark).get(0))
          .matches("-- count=(append|update) hash=(append|complete)");
    }
  }
}
