package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.session.MillraceSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 56: a query that dies behind any step of any batch gives, once it has gone on, what one
 * gives that never died, batch by batch and row by row.
 */
class CrashMatrixTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

  private static final List<String> QUERIES =
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
              + " EMIT UPDATE");

  private static final List<String> INPUTS =
      List.of(
          "('a', 1, 0.1, TIMESTAMP '2026-01-01 12:01:00'),"
              + "('b', 2, 0.2, TIMESTAMP '2026-01-01 12:02:00')",
          "('a', 3, 0.3, TIMESTAMP '2026-01-01 12:14:00'),"
              + "('c', 4, 1e16, TIMESTAMP '2026-01-01 12:07:00')",
          "('b', 5, 1.0, TIMESTAMP '2026-01-01 12:33:00'),"
              + "('a', 1, -1e16, TIMESTAMP '2026-01-01 12:26:00')",
          "(NULL, 6, 0.5, TIMESTAMP '2026-01-01 12:03:00'),"
              + "('a long key that lies elsewhere', 7, 0.7, TIMESTAMP '2026-01-01 12:41:00')");

  @TempDir Path directory;

  static Stream<Arguments> everyStep() {
    List<Arguments> all = new ArrayList<>();
    for (String query : QUERIES) {
      for (ProtocolStep step : ProtocolStep.values()) {
        all.add(Arguments.of(query, step));
      }
    }
    return all.stream();
  }

  static Stream<String> queries() {
    return QUERIES.stream();
  }

  @ParameterizedTest
  @MethodSource("everyStep")
  void deathBehindAStepOfEveryBatchChangesNothing(String query, ProtocolStep step)
      throws IOException {
    Random random = new Random(17);
    Set<Long> died = new HashSet<>();
    Map<Long, List<String>> survived =
        run(
            query,
            (reached, batch) -> reached == step && died.add(batch),
            () -> 1 + random.nextInt(4));
    assertThat(survived).isEqualTo(undisturbed(query));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void deathAtRandomChangesNothing(String query) throws IOException {
    Map<Long, List<String>> expected = undisturbed(query);
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      Map<Long, List<String>> survived =
          run(query, (step, batch) -> random.nextInt(8) == 0, () -> 1 + random.nextInt(4));
      assertThat(survived).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void stoppingInOrderBetweenBatchesChangesNothing(String query) throws IOException {
    Map<Long, List<String>> expected = undisturbed(query);
    try (MillraceSession session = session()) {
      try (DyingQuery dying =
          new DyingQuery(
              session, query, Optional.of(checkpoint()), (step, batch) -> false, () -> 2)) {
        for (String input : INPUTS) {
          session.sql("INSERT INTO s VALUES " + input);
          dying.runAll();
          dying.stop();
        }
        dying.runAll();
        assertThat(dying.batches()).isEqualTo(expected);
      }
    }
  }

  private Map<Long, List<String>> undisturbed(String query) throws IOException {
    return run(query, (step, batch) -> false, () -> 2);
  }

  private Map<Long, List<String>> run(
      String query, BiPredicate<ProtocolStep, Long> dies, IntSupplier parallelism)
      throws IOException {
    try (MillraceSession session = session();
        DyingQuery dying =
            new DyingQuery(session, query, Optional.of(checkpoint()), dies, parallelism)) {
      for (String input : INPUTS) {
        session.sql("INSERT INTO s VALUES " + input);
        dying.runAll();
      }
      return dying.batches();
    }
  }

  private static MillraceSession session() {
    MillraceSession session = (MillraceSession) Millrace.builder().clock(CLOCK).open();
    session.sql(
        "CREATE SOURCE s (k STRING, v BIGINT, x DOUBLE, ts TIMESTAMP, WATERMARK FOR ts AS ts -"
            + " INTERVAL '10' MINUTE) USING memory");
    return session;
  }

  private Path checkpoint() throws IOException {
    return Files.createTempDirectory(directory, "checkpoint");
  }
}
