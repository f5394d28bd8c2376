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
  private static final String LOST = "; rows of ";

  /** What every guarantee begins with that leaves rows twice in the sink. */
  public static final String AT_LEAST_ONCE = "at least once";

  private Guarantee() {}

  /**
   * The guarantee in words: of the sink, and of each source that can lose rows. {@code exactly
   * once; rows of lines at most once: it cannot give them again}.
   *
   * @param sink what it can do
   * @param continuous whether many steps are decided together
   * @param replays whether a source gives its rows again
   */
  public static String of(
      PlanNode root,
      OutputMode mode,
      Set<SinkCapability> sink,
      boolean continuous,
      Predicate<Relation> replays) {
    String written =
        continuous && Visibility.of(mode, sink) == Visibility.STEP
            ? ofSteps(mode, sink)
            : ofBatches(mode, sink);
    Set<String> lost = new LinkedHashSet<>();
    collect(root, replays, lost);
    StringBuilder text = new StringBuilder(written);
    for (String name : lost) {
      text.append(LOST).append(name).append(" at most once: it cannot give them again");
    }
    return text.toString();
  }

  /** Whether a guarantee is that of a query that can lose rows. */
  public static boolean losesRows(String guarantee) {
    return guarantee.contains(LOST);
  }

  private static String ofBatches(OutputMode mode, Set<SinkCapability> sink) {
    boolean replaces = mode == OutputMode.COMPLETE && sink.contains(SinkCapability.VOLATILE);
    return sink.contains(SinkCapability.EXACTLY_ONCE) || replaces
        ? "exactly once"
        : AT_LEAST_ONCE + " (after a crash the last batch may be written again)";
  }

  private static String ofSteps(OutputMode mode, Set<SinkCapability> sink) {
    return mode == OutputMode.UPDATE && sink.contains(SinkCapability.UPSERT)
        ? "each key has its newest row (after a crash rows since the last epoch are written over"
            + " themselves)"
        : AT_LEAST_ONCE + " (after a crash rows since the last epoch are written again)";
  }

  private static void collect(PlanNode node, Predicate<Relation> replays, Set<String> lost) {
    if (node instanceof SourceNode source && !replays.test(source.relation())) {
      lost.add(source.relation().name());
    }
    node.inputs().forEach(input -> collect(input, replays, lost));
  }
}
