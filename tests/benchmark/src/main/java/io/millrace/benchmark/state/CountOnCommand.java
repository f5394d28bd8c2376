package io.millrace.benchmark.state;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Option;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code count-on}: counts by key from where a checkpoint has ended, and says when a batch is
 * committed, until it is killed. {@link RecoveryCommand} does that.
 */
public final class CountOnCommand implements Command {
  private static final Duration GLANCE = Duration.ofMillis(1);

  private final PrintStream out;

  public CountOnCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "count-on";
  }

  @Override
  public String words() {
    return "CHECKPOINT";
  }

  @Override
  public String summary() {
    return "Counts by key until it is killed.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option("keys", "5000000", "how many keys there are"),
        new Option("commit", "100000", "rows of a batch"),
        new Option("threads", "1", "partitions of the query"));
  }

  @Override
  public boolean run(Arguments arguments) throws IOException {
    Path checkpoint = Path.of(arguments.word(0, "CHECKPOINT"));
    CountQuery query =
        new CountQuery(
            arguments.number("keys"),
            Long.MAX_VALUE / 2,
            arguments.number("commit"),
            Optional.of(checkpoint));
    try (Millrace millrace =
        Millrace.builder().set("parallelism", arguments.text("threads")).open()) {
      query.prepare(millrace, checkpoint.resolveSibling("result"));
      report(((Started) query.countOn(millrace)).query());
    } catch (MillraceException e) {
      out.println("REFUSED " + e.summary());
    }
    return false;
  }

  /** Prints a line for the newest batch whenever there is one; only a failure ends it. */
  private void report(StreamingQuery query) {
    long last = -1;
    while (!query.awaitTermination(GLANCE)) {
      Optional<StreamingQueryProgress> progress = query.lastProgress();
      if (progress.isPresent() && progress.get().batchId() > last) {
        last = progress.get().batchId();
        out.println(new CommittedBatch(last, keysIn(progress.get()), parts(progress.get())).line());
      }
    }
  }

  private static long keysIn(StreamingQueryProgress progress) {
    return progress.stateOperators().stream()
        .mapToLong(StateOperatorProgress::numRowsTotal)
        .max()
        .orElse(0);
  }

  private static String parts(StreamingQueryProgress progress) {
    return progress.durationMs().toString().replace(" ", "");
  }
}
