package io.millrace.plan.check;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.SinkCapability;
import io.millrace.plan.catalog.Relation;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.SourceNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** How often a row counts in what the sink of a query with a checkpoint holds, whatever crashes. */
public final class Guarantee {
  /** What the guarantee begins with of a query that can lose rows. */
  public static final String AT_MOST_ONCE = "at most once";

  private Guarantee() {}

  /**
   * The guarantee in words: {@code exactly once}.
   *
   * @param sink what it can do
   * @param replays whether a source gives its rows again
   */
  public static String of(
      PlanNode root, OutputMode mode, Set<SinkCapability> sink, Predicate<Relation> replays) {
    boolean replaces = mode == OutputMode.COMPLETE && sink.contains(SinkCapability.VOLATILE);
    String written =
        sink.contains(SinkCapability.EXACTLY_ONCE) || replaces
            ? "exactly once"
            : "at least once (after a crash the last batch may be written again)";
    Set<String> lost = new LinkedHashSet<>();
    collect(root, replays, lost);
    return lost.isEmpty()
        ? written
        : AT_MOST_ONCE
            + " from "
            + String.join(", ", lost)
            + (lost.size() == 1 ? ", which" : ", which each")
            + " cannot give rows again; else "
            + written;
  }

  private static void collect(PlanNode node, Predicate<Relation> replays, Set<String> lost) {
    if (node instanceof SourceNode source && !replays.test(source.relation())) {
      lost.add(source.relation().name());
    }
    node.inputs().forEach(input -> collect(input, replays, lost));
  }
}
