package io.millrace.benchmark.compare;

import io.millrace.benchmark.measure.RunResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The results of all engines side by side: of each query the best run. */
final class Scoreboard {
  private final List<Engine> engines;
  private final Map<String, Map<Engine, RunResult>> best = new LinkedHashMap<>();
  private final Map<String, Map<Engine, String>> checksums = new LinkedHashMap<>();
  private final Map<String, Reference> references = new LinkedHashMap<>();

  /**
   * What a query must give.
   *
   * @param all with all windows closed, as at the end of bounded input
   * @param closed with those windows that the watermark has closed when a stream is read so far
   */
  record Reference(String all, String closed) {}

  Scoreboard(List<Engine> engines) {
    this.engines = List.copyOf(engines);
  }

  /** Takes a measured run. */
  void measured(Engine engine, RunResult run) {
    best.computeIfAbsent(run.query(), query -> new EnumMap<>(Engine.class))
        .merge(
            engine,
            run,
            (old, other) -> old.rowsPerCpuSecond() >= other.rowsPerCpuSecond() ? old : other);
  }

  /** Takes the checksum of what an engine gave. */
  void hashed(Engine engine, RunResult run) {
    checksums
        .computeIfAbsent(run.query(), query -> new EnumMap<>(Engine.class))
        .put(engine, run.checksum());
  }

  void expected(String query, Reference reference) {
    references.put(query, reference);
  }

  /** Whether every engine gave for every query what it must. */
  boolean isRight() {
    return checksums.keySet().stream().allMatch(query -> wrong(query).isEmpty());
  }

  private List<Engine> wrong(String query) {
    Reference reference = references.get(query);
    List<Engine> wrong = new ArrayList<>();
    checksums
        .get(query)
        .forEach(
            (engine, checksum) -> {
              if (reference == null
                  || !checksum.equals(reference.all()) && !checksum.equals(reference.closed())) {
                wrong.add(engine);
              }
            });
    return wrong;
  }

  void print(PrintStream out) {
    print(out, "thousand rows per CPU second", RunResult::rowsPerCpuSecond);
    print(out, "thousand rows per second", RunResult::rowsPerSecond);
    out.println();
    for (String query : checksums.keySet()) {
      out.printf("%-10s %s%n", query, verdict(query));
    }
  }

  private void print(PrintStream out, String title, ToDoubleFunction<RunResult> speed) {
    out.printf("%n%s; behind them how many times faster the first is%n", title);
    out.printf("%-10s", "query");
    engines.forEach(engine -> out.printf(" %16s", engine));
    engines.stream().skip(1).forEach(engine -> out.printf(" %16s", "/ " + engine));
    out.println();
    best.forEach(
        (query, runs) -> {
          out.printf("%-10s", query);
          for (Engine engine : engines) {
            cell(out, "%,16.0f", of(runs, engine, speed).map(value -> value / 1000));
          }
          Optional<Double> first = of(runs, engines.get(0), speed);
          for (Engine engine : engines.subList(1, engines.size())) {
            Optional<Double> other = of(runs, engine, speed);
            cell(out, "%16.2f", first.flatMap(value -> other.map(slow -> value / slow)));
          }
          out.println();
        });
  }

  private static Optional<Double> of(
      Map<Engine, RunResult> runs, Engine engine, ToDoubleFunction<RunResult> speed) {
    return Optional.ofNullable(runs.get(engine)).map(speed::applyAsDouble);
  }

  private static void cell(PrintStream out, String format, Optional<Double> value) {
    out.print(' ');
    out.print(value.map(v -> String.format(Locale.ROOT, format, v)).orElse(" ".repeat(15) + "-"));
  }

  /** What the checksums of a query say. */
  String verdict(String query) {
    Reference reference = references.get(query);
    if (reference == null) {
      return "unknown: nobody says what is right";
    }
    List<Engine> wrong = wrong(query);
    if (!wrong.isEmpty()) {
      return "DIFFERENT: " + names(wrong);
    }
    if (reference.all().equals(reference.closed())) {
      return "equal";
    }
    return "equal; all windows: %s; closed windows: %s"
        .formatted(
            names(withChecksum(query, reference.all())),
            names(withChecksum(query, reference.closed())));
  }

  private List<Engine> withChecksum(String query, String checksum) {
    return checksums.get(query).entrySet().stream()
        .filter(entry -> entry.getValue().equals(checksum))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String names(List<Engine> engines) {
    return engines.isEmpty()
        ? "none"
        : String.join(", ", engines.stream().map(Engine::toString).toList());
  }
}
