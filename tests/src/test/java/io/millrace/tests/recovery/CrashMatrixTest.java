package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.session.MillraceSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 56: a query that dies behind any step of any batch gives, once it has gone on, what one
 * gives that never died, batch by batch and row by row.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixTest {
  private static final List<String> QUERIES =
      Stream.concat(SampleQueries.ALL.stream(), SampleQueries.MORE.stream()).toList();

  @TempDir Path directory;

  /** What each query gives that never dies. */
  private final Map<String, Map<Long, List<String>>> undisturbed = new HashMap<>();

  static Stream<Arguments> everyStep() {
    List<Arguments> all = new ArrayList<>();
    for (String query : QUERIES) {
      for (ProtocolStep step : ProtocolStep.values()) {
        all.add(Arguments.of(query, step));
      }
    }
    return all.stream();
  }

  /** How often each query dies at random. */
  private static final int RANDOM_RUNS = Integer.getInteger("millrace.randomDeaths", 2);

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
    for (int seed = 0; seed < RANDOM_RUNS; seed++) {
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
    try (MillraceSession session = SampleQueries.session()) {
      try (DyingQuery dying =
          new DyingQuery(
              session, query, Optional.of(checkpoint()), (step, batch) -> false, () -> 2)) {
        for (int step = 0; step < SampleQueries.INPUTS.size(); step++) {
          SampleQueries.insert(session, step);
          dying.runAll();
          dying.stop();
        }
        dying.runAll();
        assertThat(dying.batches()).isEqualTo(expected);
      }
    }
  }

  private Map<Long, List<String>> undisturbed(String query) throws IOException {
    Map<Long, List<String>> known = undisturbed.get(query);
    if (known == null) {
      known = run(query, (step, batch) -> false, () -> 2);
      undisturbed.put(query, known);
    }
    return known;
  }

  private Map<Long, List<String>> run(
      String query, BiPredicate<ProtocolStep, Long> dies, IntSupplier parallelism)
      throws IOException {
    try (MillraceSession session = SampleQueries.session();
        DyingQuery dying =
            new DyingQuery(session, query, Optional.of(checkpoint()), dies, parallelism)) {
      for (int step = 0; step < SampleQueries.INPUTS.size(); step++) {
        SampleQueries.insert(session, step);
        dying.runAll();
      }
      return dying.batches();
    }
  }

  private Path checkpoint() throws IOException {
    return Files.createTempDirectory(directory, "checkpoint");
  }
}
