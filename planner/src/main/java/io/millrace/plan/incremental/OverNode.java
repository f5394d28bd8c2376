package io.millrace.plan.incremental;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.OverCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Functions over windows that have partition and order in common: gives each row with what they
 * compute for it. Of windows that differ there is a node each, one behind the other.
 *
 * @param partition columns of the input; none if all rows are in one
 * @param order of the rows of a partition
 * @param names of the calls' columns
 * @param atEnd whether rows are given once, at the end of bounded input
 * @param output the input's columns, then one column a call
 */
public record OverNode(
    PlanNode input,
    List<Integer> partition,
    List<SortKey> order,
    List<OverCall> calls,
    List<String> names,
    boolean atEnd,
    Schema output,
    Traits traits)
    implements PlanNode {
  public OverNode {
    partition = List.copyOf(partition);
    order = List.copyOf(order);
    calls = List.copyOf(calls);
    names = List.copyOf(names);
  }

  public static OverNode of(
      PlanNode input,
      List<Integer> partition,
      List<SortKey> order,
      List<OverCall> calls,
      List<String> names,
      boolean atEnd) {
    List<Field> fields = new ArrayList<>(input.output().fields());
    for (int i = 0; i < calls.size(); i++) {
      fields.add(new Field(names.get(i), calls.get(i).type()));
    }
    return new OverNode(
        input,
        partition,
        order,
        calls,
        names,
        atEnd,
        new Schema(fields),
        BoundRules.over(input.traits(), partition, calls.size(), atEnd));
  }

  /** The same functions, giving their rows once, at the end of bounded input. */
  public OverNode withAtEnd() {
    return of(input, partition, order, calls, names, true);
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), partition, order, calls, names, atEnd);
  }

  @Override
  public String kindName() {
    return "over";
  }

  @Override
  public String parameters() {
    return partition
        + " "
        + order
        + " "
        + calls.stream().map(OverCall::signature).collect(Collectors.joining(","));
  }
}
