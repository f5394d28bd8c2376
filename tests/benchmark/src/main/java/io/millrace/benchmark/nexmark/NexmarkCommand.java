package io.millrace.benchmark.nexmark;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Child;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Home;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.data.Dataset;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code nexmark}: runs queries, each word of them in a JVM of its own. */
public final class NexmarkCommand implements Command {
  private final PrintStream out;

  public NexmarkCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "nexmark";
  }

  @Override
  public String words() {
    return "DATA_DIR [QUERY[,QUERY…] …]";
  }

  @Override
  public String summary() {
    return "Runs queries of Nexmark, each in a JVM of its own; those with a comma between them share"
        + " one.";
  }

  @Override
  public List<Option> options() {
    return RunCommand.OPTIONS;
  }

  @Override
  public boolean run(Arguments arguments) throws IOException, InterruptedException {
    Dataset dataset = Dataset.open(Path.of(arguments.word(0, "DATA_DIR")));
    List<String> groups = arguments.words().subList(1, arguments.words().size());
    boolean fine = true;
    for (String group : groups.isEmpty() ? BenchmarkQuery.names(Home.directory()) : groups) {
      for (long threads : arguments.numbers("threads")) {
        for (String plan : arguments.list("plan")) {
          fine &= runChild(dataset, group, threads, plan, arguments);
        }
      }
    }
    return fine;
  }

  private boolean runChild(
      Dataset dataset, String group, long threads, String plan, Arguments arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("run", dataset.directory().toString(), group));
    words.addAll(arguments.written("mode", "repeat", "batches", "checkpoint", "format"));
    words.add("threads=" + threads);
    words.add("plan=" + plan);
    return Child.run(Child.self(words), Map.of(), out::println) == 0;
  }
}
