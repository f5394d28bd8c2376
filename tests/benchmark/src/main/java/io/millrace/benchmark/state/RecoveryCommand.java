package io.millrace.benchmark.state;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Child;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.command.ScratchDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code recovery}: kills a process that has many keys in its state, and measures how long another
 * takes from its start until it has committed a batch.
 */
public final class RecoveryCommand implements Command {
  private static final double FILLED = 0.99;

  private final PrintStream out;

  public RecoveryCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String words() {
    return "";
  }

  @Override
  public String summary() {
    return "Kills a process (SIGKILL) that counts by key, starts another, and measures how long it"
        + " takes until its first batch is committed.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option("keys", "5000000", "how many keys there are; 99 % of them are there first"),
        new Option("commit", "100000", "rows of a batch"),
        new Option("threads", "1", "partitions of the query"),
        new Option("repeat", "3", "how often it is killed"));
  }

  @Override
  public boolean run(Arguments arguments) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("millrace-bench");
    List<String> words = new ArrayList<>();
    words.add("count-on");
    words.add(scratch.resolve("checkpoint").toString());
    words.addAll(arguments.written("keys", "commit", "threads"));
    long enough = (long) (FILLED * arguments.number("keys"));
    try {
      Optional<Committed> killed = runUntil(words, batch -> batch.keys() >= enough);
      for (long run = 1; run <= arguments.number("repeat") && killed.isPresent(); run++) {
        killed = recover(words, killed.get().batch(), run);
      }
      return killed.isPresent();
    } finally {
      ScratchDirectory.delete(scratch);
    }
  }

  private Optional<Committed> recover(List<String> words, CommittedBatch killed, long run)
      throws IOException, InterruptedException {
    Optional<Committed> first = runUntil(words, batch -> true);
    if (first.isPresent()) {
      CommittedBatch batch = first.get().batch();
      out.printf(
          Locale.ROOT,
          "RECOVERY keys=%d killedAfter=%d firstBatch=%d wall=%.3f durations=%s run=%d%n",
          batch.keys(),
          killed.id(),
          batch.id(),
          first.get().seconds(),
          batch.durations(),
          run);
      // the last batch runs again: nobody had noted that the sink had shown it
      if (batch.id() < killed.id() || batch.keys() < killed.keys()) {
        out.println("WRONG: a batch that was committed is gone");
        return Optional.empty();
      }
    }
    return first;
  }

  /** A batch, and how long after the start of its process it was committed. */
  private record Committed(CommittedBatch batch, double seconds) {}

  /** Runs a process until it has committed a batch that will do, and kills it right then. */
  private Optional<Committed> runUntil(List<String> words, Predicate<CommittedBatch> enough)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = Child.start(Child.self(words), Map.of());
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Optional<CommittedBatch> batch = CommittedBatch.parse(line);
        if (batch.isEmpty()) {
          out.println(line);
        } else if (enough.test(batch.get())) {
          return Optional.of(new Committed(batch.get(), (System.nanoTime() - start) / 1e9));
        }
      }
      return Optional.empty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
