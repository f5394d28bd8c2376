package io.millrace.benchmark.compare;

import io.millrace.benchmark.command.Child;
import io.millrace.benchmark.command.UsageException;
import io.millrace.benchmark.data.Dataset;
import io.millrace.benchmark.measure.RunResult;
import io.millrace.benchmark.nexmark.BenchmarkQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs queries in any of the engines, in a process each time.
 *
 * @param home the directory of the benchmark
 * @param peers the directory with a runner for each other engine: {@code flink/run.sh DATASET
 *     QUERIES name=value …}
 * @param dataset what is read
 * @param threads how many threads work on a query
 * @param batches how many batches a stream is cut into
 * @param out where the lines of results go
 */
record Contest(
    Path home, Path peers, Dataset dataset, long threads, long batches, PrintStream out) {

  /** Whether an engine can be run at all. */
  void check(Engine engine) {
    if (engine.isOurs()) {
      return;
    }
    if (!Files.isExecutable(runner(engine))) {
      throw new UsageException("there is no " + runner(engine) + "; is PEERS right?");
    }
    if (engine.peer().equals("flink") && !dataset.hasLanes("json")) {
      throw new UsageException(
          "Flink reads files in no order and needs the events in lanes; generate them again with"
              + " lanes=true");
    }
  }

  private Path runner(Engine engine) {
    return peers.resolve(engine.peer()).resolve("run.sh");
  }

  /**
   * Runs queries.
   *
   * @param queries their names with commas between them
   * @param options {@code mode=count}, {@code repeat=3} and what else the engine takes
   * @return what it printed; queries that it refused are missing
   */
  List<RunResult> run(Engine engine, String queries, List<String> options)
      throws IOException, InterruptedException {
    List<RunResult> results = new ArrayList<>();
    Child.run(
        engine.isOurs() ? ours(engine, queries, options) : theirs(engine, queries, options),
        engine.isOurs()
            ? Map.of()
            : Map.of("PEER_DATA", dataset.directory().getParent().toString()),
        line -> {
          if (line.startsWith("RESULT ") || line.startsWith("REFUSED ")) {
            out.println(line);
          }
          RunResult.parse(line).ifPresent(results::add);
        });
    return results;
  }

  private List<String> ours(Engine engine, String queries, List<String> options) {
    List<String> words = new ArrayList<>(List.of("run", dataset.directory().toString(), queries));
    words.add("threads=" + threads);
    words.add("batches=" + batches);
    words.addAll(engine.options());
    words.addAll(options);
    return Child.self(words);
  }

  private List<String> theirs(Engine engine, String queries, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(runner(engine).toString());
    command.add(dataset.directory().getFileName().toString());
    command.add(queries);
    command.add("format=json");
    command.add("sql=" + BenchmarkQuery.directory(home, engine.peer()));
    command.add("threads=" + threads);
    command.add("parallelism=" + threads);
    command.add("batches=" + batches);
    command.addAll(engine.options());
    command.addAll(options);
    return command;
  }
}
