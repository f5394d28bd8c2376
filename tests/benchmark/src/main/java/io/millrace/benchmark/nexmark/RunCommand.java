package io.millrace.benchmark.nexmark;

import io.millrace.api.error.MillraceException;
import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Home;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.data.Dataset;
import io.millrace.benchmark.measure.RunResult;
import io.millrace.benchmark.nexmark.QueryRun.How;
import io.millrace.benchmark.nexmark.QueryRun.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code run}: runs queries in this JVM. {@link NexmarkCommand} starts one for it. */
public final class RunCommand implements Command {
  static final List<Option> OPTIONS =
      List.of(
          new Option("threads", "2", "partitions of a query"),
          new Option("plan", "streaming", "streaming (AVAILABLE NOW), or bounded (a batch)"),
          new Option("mode", "count", "count rows, or hash them"),
          new Option("repeat", "3", "runs of a query in its JVM"),
          new Option("batches", "10", "batches that a stream is cut into"),
          new Option("checkpoint", "false", "whether every batch is committed to a checkpoint"),
          new Option("format", "json", "the format of the files"));

  private final PrintStream out;

  public RunCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String words() {
    return "DATA_DIR QUERY[,QUERY…]";
  }

  @Override
  public String summary() {
    return "Runs queries in this JVM.";
  }

  @Override
  public List<Option> options() {
    return OPTIONS;
  }

  @Override
  public boolean run(Arguments arguments) throws IOException {
    Dataset dataset = Dataset.open(Path.of(arguments.word(0, "DATA_DIR")));
    arguments.choice("format", "json");
    How how =
        new How(
            arguments.choice("plan", "streaming", "bounded").equals("streaming"),
            arguments.choice("mode", "count", "hash").equals("hash"),
            (int) arguments.number("threads"),
            (int) arguments.number("batches"),
            arguments.truth("checkpoint"));
    boolean fine = true;
    for (String name : arguments.word(1, "QUERY").split(",")) {
      BenchmarkQuery query = BenchmarkQuery.load(Home.directory(), name);
      fine &= run(new QueryRun(query, dataset, how), arguments.number("repeat"));
    }
    return fine;
  }

  private boolean run(QueryRun run, long repeat) throws IOException {
    How how = run.how();
    String engine = how.checkpoint() ? "millrace-durable" : "millrace";
    for (int number = 1; number <= repeat; number++) {
      try {
        Outcome outcome = run.run();
        out.println(
            RunResult.line(
                engine,
                run.query().name(),
                run.query().rowsIn(run.dataset().events()),
                outcome.usage(),
                outcome.tally(),
                "mode=%s plan=%s threads=%d run=%d"
                    .formatted(
                        how.hashed() ? "hash" : "count",
                        how.streaming() ? "streaming" : "bounded",
                        how.threads(),
                        number)));
      } catch (MillraceException e) {
        // Another query may be one that is built.
        out.printf("REFUSED engine=%s query=%s %s%n", engine, run.query().name(), e.summary());
        return false;
      }
    }
    return true;
  }
}
