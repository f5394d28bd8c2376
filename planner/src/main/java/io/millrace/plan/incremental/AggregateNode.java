package io.millrace.plan.incremental;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.Slicing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * GROUP BY.
 *
 * @param keys columns of the input
 * @param names of the calls' columns
 * @param emission when rows are given
 * @param keepsAll whether nothing is ever evicted nor late, as in COMPLETE mode
 */
public record AggregateNode(
    PlanNode input,
    List<Integer> keys,
    List<AggregateCall> calls,
    List<String> names,
    Emission emission,
    boolean keepsAll,
    Schema output,
    Traits traits)
    implements PlanNode {
  public AggregateNode {
    keys = List.copyOf(keys);
    calls = List.copyOf(calls);
    names = List.copyOf(names);
  }

  public static AggregateNode of(
      PlanNode input,
      List<Integer> keys,
      List<AggregateCall> calls,
      List<String> names,
      Emission emission,
      boolean keepsAll) {
    List<Field> fields = new ArrayList<>();
    for (int key : keys) {
      fields.add(input.output().field(key));
    }
    for (int i = 0; i < calls.size(); i++) {
      fields.add(new Field(names.get(i), calls.get(i).type()));
    }
    return new AggregateNode(
        input,
        keys,
        calls,
        names,
        emission,
        keepsAll,
        new Schema(fields),
        BoundRules.aggregate(input.traits(), keys, calls.size(), emission));
  }

  /** When a group is final; empty if never. */
  public Optional<Horizon> horizon() {
    return keepsAll ? Optional.empty() : BoundRules.horizon(input.traits(), keys);
  }

  /** How its windows are put together of slices; empty if each is counted by itself. */
  public Optional<Slicing> slicing() {
    return SlicedWindows.of(this);
  }

  /** Its input with the slice of each row in place of its windows, if there is a slicing. */
  public PlanNode slicedInput() {
    return SlicedWindows.slicedInput(this);
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), keys, calls, names, emission, keepsAll);
  }

  /** The same aggregation, giving its rows at another time. */
  public AggregateNode withEmission(Emission newEmission, boolean newKeepsAll) {
    return of(input, keys, calls, names, newEmission, newKeepsAll);
  }

  @Override
  public String kindName() {
    return "aggregate";
  }

  @Override
  public String parameters() {
    return keys
        + calls.stream()
            .map(
                call ->
                    call.signature()
                        + (call.distinct() ? " distinct " : " ")
                        + call.arguments()
                        + (call.detail().equals(AggregateCall.Detail.NONE) ? "" : call.detail())
                        + call.filter()
                        + call.type())
            .collect(Collectors.joining(","));
  }
}
