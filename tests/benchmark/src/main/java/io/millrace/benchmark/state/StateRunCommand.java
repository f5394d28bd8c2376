package io.millrace.benchmark.state;

import io.millrace.api.Millrace;
import io.millrace.api.error.MillraceException;
import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.command.ScratchDirectory;
import io.millrace.benchmark.measure.Meter;
import io.millrace.benchmark.measure.RunResult;
import io.millrace.benchmark.measure.Tally;
import io.millrace.benchmark.measure.Usage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code state-run}: counts by key in this JVM. {@link StateCommand} starts one for it. */
public final class StateRunCommand implements Command {
  static final String SOURCE = "source";
  static final String MEMORY = "memory";
  static final String CHECKPOINT = "checkpoint";

  private final PrintStream out;

  public StateRunCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "state-run";
  }

  @Override
  public String words() {
    return "";
  }

  @Override
  public String summary() {
    return "Counts by key in this JVM.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option("store", MEMORY, "source (no state), memory, or checkpoint"),
        new Option("keys", "1000", "how many keys there are"),
        new Option("rows", "50000000", "how many rows are counted"),
        new Option("commit", "100000", "rows of a batch"),
        new Option("threads", "1", "partitions of the query"),
        new Option("repeat", "1", "runs"));
  }

  @Override
  public boolean run(Arguments arguments) throws IOException {
    String store = arguments.choice("store", SOURCE, MEMORY, CHECKPOINT);
    for (long run = 1; run <= arguments.number("repeat"); run++) {
      try {
        measure(arguments, store, run);
      } catch (MillraceException e) {
        out.printf("REFUSED engine=millrace query=count store=%s %s%n", store, e.summary());
        return false;
      }
    }
    return true;
  }

  private void measure(Arguments arguments, String store, long run) throws IOException {
    Path scratch = Files.createTempDirectory("millrace-bench");
    Path result = scratch.resolve("result");
    Optional<Path> checkpoint =
        store.equals(CHECKPOINT) ? Optional.of(scratch.resolve("checkpoint")) : Optional.empty();
    long rows = arguments.number("rows");
    CountQuery query =
        new CountQuery(arguments.number("keys"), rows, arguments.number("commit"), checkpoint);
    try (Millrace millrace =
        Millrace.builder().set("parallelism", arguments.text("threads")).open()) {
      query.prepare(millrace, result);
      Meter meter = Meter.start();
      if (store.equals(SOURCE)) {
        query.read(millrace);
      } else {
        query.count(millrace);
      }
      Usage usage = meter.stop();
      String note =
          "store=%s keys=%d commit=%s threads=%s run=%d"
              .formatted(
                  store, query.keys(), arguments.text("commit"), arguments.text("threads"), run);
      out.println(RunResult.line("millrace", "count", rows, usage, Tally.read(result), note));
    } finally {
      ScratchDirectory.delete(scratch);
    }
  }
}
