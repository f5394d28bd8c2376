package io.millrace.tests.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * After each batch the maintained result is what DuckDB computes from the tables as they are then:
 * for random schemas, random queries over the whole grammar, random changes in random cuts,
 * restarts and parallelism 1 to 4.
 *
 * <p>{@code -Dmillrace.cases=100000} runs as many queries, {@code -Dmillrace.seed=…} begins with
 * that seed. A failure is told as a script that can be put beside the others.
 */
class RandomScenarioTest {
  /** Queries of one scenario. */
  private static final int QUERIES = 12;

  /** Runs of scenarios that may go into making one smaller. */
  private static final int TRIES = 400;

  private static final int FEW = 270;

  private static final int CASES = Integer.getInteger("millrace.cases", FEW);

  /** Of the long mode, so that one bug does not hide the others. */
  private static final int FAILURES = CASES > 10_000 ? 40 : 1;

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void viewsOfTablesThatChange(@ForAll long seed) {
    run(
        "views of tables",
        seed,
        CASES,
        each -> RandomScenarios.ofTables(each, QUERIES),
        (oracle, counts) -> scenario -> TableRun.run(scenario, oracle, counts));
  }

  @Property(tries = 1, shrinking = ShrinkingMode.OFF)
  void queriesOfStreamsThatAreStoppedAndKilled(@ForAll long seed) {
    run(
        "queries of streams",
        seed,
        CASES / 3,
        each -> RandomScenarios.ofStreams(each, QUERIES),
        (oracle, counts) ->
            scenario -> inDirectory(d -> StreamRun.run(scenario, oracle, counts, d)));
  }

  private static void run(
      String what,
      long random,
      int cases,
      LongFunction<Scenario> make,
      BiFunction<Oracle, Counts, Function<Scenario, Optional<Failure>>> runner) {
    // a build says the same each time; who looks for more looks elsewhere each time
    long first = Long.getLong("millrace.seed", CASES == FEW ? 1 : random);
    Counts counts = new Counts();
    Map<String, Integer> seen = new HashMap<>();
    List<String> failures = new ArrayList<>();
    try (Oracle oracle = new Oracle()) {
      Function<Scenario, Optional<Failure>> counted = runner.apply(oracle, counts);
      long seed = first;
      for (; counts.queries() < cases && failures.size() < FAILURES; seed++) {
        Scenario scenario = make.apply(seed);
        Optional<Failure> failure = counted.apply(scenario);
        if (failure.isPresent() && seen.merge(failure.get().what(), 1, Integer::sum) <= 4) {
          Function<Scenario, Optional<Failure>> again = runner.apply(oracle, new Counts());
          failures.add(told(seed, scenario, failure.get(), again));
          System.out.println(failures.get(failures.size() - 1));
        }
      }
    }
    System.out.printf("%s: %s, seed %d%n", what, counts, first);
    if (Boolean.getBoolean("millrace.refusals")) {
      counts.refusals().forEach((refusal, times) -> System.out.println(times + " x " + refusal));
    }
    assertThat(failures).as("of seeds from %d on", first).isEmpty();
  }

  private static String told(
      long seed, Scenario scenario, Failure failure, Function<Scenario, Optional<Failure>> run) {
    Scenario small = Shrinker.shrink(scenario, failure, run, TRIES);
    Failure last = run.apply(small).orElse(failure);
    return "%n-- seed %d: %s, %s after step %d%n--  %s%n%s"
        .formatted(
            seed,
            last.what(),
            last.view(),
            last.step(),
            last.detail().replace("\n", "\n-- "),
            ScriptWriter.script(small, last));
  }

  private static <T> T inDirectory(Function<Path, T> body) {
    try {
      Path directory = Files.createTempDirectory("millrace-random");
      try {
        return body.apply(directory);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
