package io.millrace.benchmark.compare;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Home;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.command.UsageException;
import io.millrace.benchmark.compare.Scoreboard.Reference;
import io.millrace.benchmark.data.Dataset;
import io.millrace.benchmark.measure.RunResult;
import io.millrace.benchmark.nexmark.BenchmarkQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code compare}: the same queries over the same files in several engines, in turns, so that
 * whatever else the machine does meets all of them.
 */
public final class CompareCommand implements Command {
  private static final String PEERS = "PEERS";
  private static final List<String> HASH = List.of("mode=hash", "repeat=1");

  private final PrintStream out;
  private final Map<String, String> environment;

  public CompareCommand(PrintStream out, Map<String, String> environment) {
    this.out = out;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public String words() {
    return "DATA_DIR [QUERY[,QUERY…] …]";
  }

  @Override
  public String summary() {
    return "Runs queries in several engines in turns, compares speed and checksums. The environment"
        + " variable PEERS names the directory of the others' runners.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option("engines", "millrace,flink,spark,duckdb", "who takes part"),
        new Option("rounds", "3", "turns of each engine"),
        new Option("repeat", "2", "runs of a query in each turn, in one JVM"),
        new Option("threads", "2", "threads of a query"),
        new Option("batches", "10", "batches that a stream is cut into"));
  }

  @Override
  public boolean run(Arguments arguments) throws IOException, InterruptedException {
    Dataset dataset = Dataset.open(Path.of(arguments.word(0, "DATA_DIR")));
    List<Engine> engines = arguments.list("engines").stream().map(Engine::of).toList();
    Contest contest =
        new Contest(
            Home.directory(),
            peers(engines),
            dataset,
            arguments.number("threads"),
            arguments.number("batches"),
            out);
    engines.forEach(contest::check);
    List<String> groups = arguments.words().subList(1, arguments.words().size());
    Scoreboard board = new Scoreboard(engines);
    for (String group : groups.isEmpty() ? BenchmarkQuery.names(Home.directory()) : groups) {
      hash(contest, engines, group, board);
      for (long round = 0; round < arguments.number("rounds"); round++) {
        for (Engine engine : engines) {
          contest
              .run(engine, group, List.of("mode=count", "repeat=" + arguments.number("repeat")))
              .forEach(run -> board.measured(engine, run));
        }
      }
    }
    board.print(out);
    return board.isRight();
  }

  private Path peers(List<Engine> engines) {
    String peers = environment.getOrDefault(PEERS, "");
    if (peers.isEmpty() && !engines.stream().allMatch(Engine::isOurs)) {
      throw new UsageException(
          "PEERS is not set. It names a directory with flink/run.sh, spark/run.sh and"
              + " duckdb/run.sh; docs/reference/benchmark.md says what they must do. Without it:"
              + "  engines=millrace");
    }
    return Path.of(peers).toAbsolutePath();
  }

  /** Lets every engine show what it computes, and one of them say what is right. */
  private static void hash(Contest contest, List<Engine> engines, String group, Scoreboard board)
      throws IOException, InterruptedException {
    Map<Engine, List<RunResult>> hashed = new EnumMap<>(Engine.class);
    for (Engine engine : engines) {
      List<RunResult> runs = contest.run(engine, group, HASH);
      runs.forEach(run -> board.hashed(engine, run));
      hashed.put(engine, runs);
    }
    List<RunResult> all = hashed.get(Engine.DUCKDB);
    if (all != null) {
      expect(board, all, contest.run(Engine.DUCKDB, group, with(HASH, "closed=true")));
    } else {
      all = contest.run(Engine.MILLRACE, group, with(HASH, "plan=bounded"));
      expect(board, all, contest.run(Engine.MILLRACE, group, HASH));
    }
  }

  private static List<String> with(List<String> options, String another) {
    return Stream.concat(options.stream(), Stream.of(another)).toList();
  }

  private static void expect(Scoreboard board, List<RunResult> all, List<RunResult> closed) {
    Map<String, String> closedChecksums = new HashMap<>();
    closed.forEach(run -> closedChecksums.put(run.query(), run.checksum()));
    for (RunResult run : all) {
      String checksum = closedChecksums.getOrDefault(run.query(), run.checksum());
      board.expected(run.query(), new Reference(run.checksum(), checksum));
    }
  }
}
