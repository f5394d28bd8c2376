package io.millrace.benchmark.state;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Child;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Option;
import io.millrace.benchmark.measure.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** {@code state}: what it costs to keep state in memory, and to make it survive. */
public final class StateCommand implements Command {
  private final PrintStream out;

  public StateCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "state";
  }

  @Override
  public String words() {
    return "";
  }

  @Override
  public String summary() {
    return "Counts rows by key, with a batch for every so many rows: rows per CPU second without"
        + " state, with state in memory, and with a commit of every batch.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option("keys", "1000,100000,5000000", "how many keys there are"),
        new Option("rows", "50000000", "how many rows are counted"),
        new Option("commit", "100000", "rows of a batch"),
        new Option("threads", "1", "partitions of the query"),
        new Option("repeat", "3", "runs in a JVM, of which the best counts"),
        new Option("store", "source,memory,checkpoint", "what is measured"));
  }

  @Override
  public boolean run(Arguments arguments) throws IOException, InterruptedException {
    List<Long> numbersOfKeys = arguments.numbers("keys");
    Map<String, List<OptionalDouble>> table = new LinkedHashMap<>();
    for (String store : arguments.list("store")) {
      List<OptionalDouble> row = new ArrayList<>();
      for (long keys : numbersOfKeys) {
        row.add(measure(arguments, store, keys));
      }
      table.put(store, row);
    }
    print(numbersOfKeys, table);
    return table.values().stream().flatMap(List::stream).allMatch(OptionalDouble::isPresent);
  }

  /** The most rows per CPU second of all runs; empty if there was none. */
  private OptionalDouble measure(Arguments arguments, String store, long keys)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("state-run", "store=" + store, "keys=" + keys));
    words.addAll(arguments.written("rows", "commit", "threads", "repeat"));
    List<RunResult> runs = new ArrayList<>();
    Child.run(
        Child.self(words),
        Map.of(),
        line -> {
          out.println(line);
          RunResult.parse(line).ifPresent(runs::add);
        });
    return runs.stream().mapToDouble(RunResult::rowsPerCpuSecond).max();
  }

  private void print(List<Long> numbersOfKeys, Map<String, List<OptionalDouble>> table) {
    out.printf("%nthousand rows per CPU second%n%-12s", "");
    numbersOfKeys.forEach(keys -> out.printf(Locale.ROOT, " %,16d keys", keys));
    out.println();
    table.forEach(
        (store, row) -> {
          out.printf("%-12s", store);
          for (OptionalDouble speed : row) {
            out.print(
                speed.isPresent()
                    ? String.format(Locale.ROOT, " %,21.0f", speed.getAsDouble() / 1000)
                    : " ".repeat(21) + "-");
          }
          out.println();
        });
  }
}
