package io.millrace.plan.incremental;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The first row for each combination of some columns, by order of arrival.
 *
 * @param keys the columns that make rows duplicates; NULL is equal to NULL
 * @param withinMicros how long behind its first row's event time a key is remembered; empty if as
 *     long as it can come again
 * @param keepsAll whether nothing is evicted nor late, as in COMPLETE mode; of no effect on what is
 *     defined by the watermark
 */
public record DeduplicateNode(
    PlanNode input, List<Integer> keys, OptionalLong withinMicros, boolean keepsAll, Traits traits)
    implements PlanNode {
  public DeduplicateNode {
    keys = List.copyOf(keys);
  }

  public static DeduplicateNode of(
      PlanNode input, List<Integer> keys, OptionalLong withinMicros, boolean keepsAll) {
    Traits traits = BoundRules.deduplicate(input.traits(), keys, withinMicros.isPresent());
    return new DeduplicateNode(input, keys, withinMicros, keepsAll, traits);
  }

  /**
   * When a row is late: with a horizon by the key, when the key can no longer occur again; within a
   * watermark, when the row's event time has passed. Empty if never.
   */
  public Optional<Horizon> horizon() {
    if (withinMicros.isPresent()) {
      return eventTime(input);
    }
    return keepsAll ? Optional.empty() : BoundRules.horizon(input.traits(), keys);
  }

  /** The column that tells event time, and how; empty if none does. */
  public static Optional<Horizon> eventTime(PlanNode input) {
    List<Integer> all = IntStream.range(0, input.output().size()).boxed().toList();
    return BoundRules.horizon(input.traits(), all);
  }

  /**
   * Fails if rows of the input may go: what came first might, and what comes next is not kept.
   *
   * @throws io.millrace.api.error.MillraceException GROUPS_INPUT_INVALID
   */
  public void requireOrder() {
    if (input.traits().kind() != ChangeKind.INSERT) {
      throw error(
              ErrorCode.GROUPS_INPUT_INVALID,
              method(withinMicros.isPresent()),
              "its rows can still change, and the next one of a key is not kept in case the first"
                  + " one goes")
          .hint("call it before the rows are aggregated or joined")
          .hint("or take one row for each key:  groupBy(…).agg(min(…))")
          .build();
    }
  }

  /** What a program calls. */
  public static String method(boolean withinWatermark) {
    return withinWatermark ? "dropDuplicatesWithinWatermark" : "dropDuplicates";
  }

  /** The same over an input whose columns lie elsewhere. */
  public DeduplicateNode over(PlanNode newInput, int[] places) {
    List<Integer> moved = keys.stream().map(column -> places[column]).toList();
    return of(newInput, moved, withinMicros, keepsAll);
  }

  @Override
  public Schema output() {
    return input.output();
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), keys, withinMicros, keepsAll);
  }

  @Override
  public String kindName() {
    return "deduplicate";
  }

  @Override
  public String parameters() {
    return keys + (withinMicros.isPresent() ? " " + withinMicros.getAsLong() : "");
  }
}
