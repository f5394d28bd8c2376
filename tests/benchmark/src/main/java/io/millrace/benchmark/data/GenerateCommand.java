package io.millrace.benchmark.data;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.command.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code generate}: writes events. */
public final class GenerateCommand implements Command {
  private final PrintStream out;

  public GenerateCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "generate";
  }

  @Override
  public String words() {
    return "DATA_DIR EVENTS";
  }

  @Override
  public String summary() {
    return "Writes events of Nexmark as JSON lines, always the same for the same arguments.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option("files", "20", "files of each table"),
        new Option("seed", "42", "another one gives other events"),
        new Option("rate", "10000", "events in a second of event time"),
        new Option("lanes", "true", "write them once more in two alternating files, for Flink"),
        new Option("threads", "2", "files written at a time"));
  }

  @Override
  public boolean run(Arguments arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments.word(0, "DATA_DIR"));
    long start = System.nanoTime();
    generator(arguments)
        .write(directory, arguments.truth("lanes"), (int) arguments.number("threads"));
    out.printf("%s: written in %.1f s%n", directory, (System.nanoTime() - start) / 1e9);
    return true;
  }

  private static Generator generator(Arguments arguments) {
    String events = arguments.word(1, "EVENTS");
    try {
      return new Generator(
          Long.parseLong(events.replace("_", "")),
          Math.toIntExact(arguments.number("files")),
          arguments.number("seed"),
          arguments.number("rate"));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "EVENTS is "
              + events
              + ", but must be a number of whole blocks of "
              + EventNumbers.BLOCK);
    }
  }
}
