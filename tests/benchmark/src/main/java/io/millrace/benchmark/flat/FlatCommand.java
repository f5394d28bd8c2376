package io.millrace.benchmark.flat;

import io.millrace.benchmark.command.Arguments;
import io.millrace.benchmark.command.Command;
import io.millrace.benchmark.command.Option;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** {@code flat}: the time of a change, by how much there is already. */
public final class FlatCommand implements Command {
  private static final double NANOS_PER_MILLI = 1e6;

  private final PrintStream out;

  public FlatCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public String name() {
    return "flat";
  }

  @Override
  public String words() {
    return "";
  }

  @Override
  public String summary() {
    return "Inserts rows into tables of several sizes that a materialized view follows: the median"
        + " time of a change, less that of the table alone.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option("view", FlatView.all(), "what is kept"),
        new Option("state", "10000,100000,1000000", "rows that are there before"),
        new Option("delta", "10000", "rows of a change"),
        new Option("repeat", "5", "tables that are filled for each figure"),
        new Option("svg", "", "a file for a picture"));
  }

  @Override
  public boolean run(Arguments arguments) throws IOException {
    List<Long> states = arguments.numbers("state");
    long delta = arguments.number("delta");
    int repeat = (int) arguments.number("repeat");
    List<FlatView> views = arguments.list("view").stream().map(FlatView::of).toList();
    out.printf("ms for %,d rows, by rows that were there before%n%-12s", delta, "");
    states.forEach(state -> out.printf(Locale.ROOT, " %,14d", state));
    out.println();
    double[] table = measure(FlatView.TABLE, states, delta, repeat);
    print(FlatView.TABLE.word(), table);
    Map<String, double[]> lines = new LinkedHashMap<>();
    for (FlatView view : views) {
      double[] all = measure(view, states, delta, repeat);
      Arrays.setAll(all, i -> Math.max(0, all[i] - table[i]));
      print(view.word(), all);
      lines.put(view.word(), all);
    }
    if (!arguments.text("svg").isEmpty()) {
      Files.writeString(
          Path.of(arguments.text("svg")), new FlatPicture(states, delta, lines).svg());
    }
    return true;
  }

  /** By state, the median in milliseconds, once the code is warm. */
  private static double[] measure(FlatView view, List<Long> states, long delta, int repeat) {
    for (int i = 0; i < repeat; i++) {
      new FlatRun(view, 10 * delta, delta).nanos();
    }
    double[] millis = new double[states.size()];
    for (int i = 0; i < millis.length; i++) {
      FlatRun run = new FlatRun(view, states.get(i), delta);
      LongStream all = LongStream.empty();
      for (int j = 0; j < repeat; j++) {
        all = LongStream.concat(all, Arrays.stream(run.nanos()));
      }
      millis[i] = FlatRun.median(all.toArray()) / NANOS_PER_MILLI;
    }
    return millis;
  }

  private void print(String word, double[] millis) {
    out.printf("%-12s", word);
    Arrays.stream(millis).forEach(each -> out.printf(Locale.ROOT, " %14.2f", each));
    out.println();
    out.flush();
  }
}
