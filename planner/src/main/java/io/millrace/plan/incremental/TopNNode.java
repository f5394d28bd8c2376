package io.millrace.plan.incremental;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.TopN;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first rows of each partition in an order.
 *
 * @param emission FINAL: given once, when the partition is final, or at the end of bounded input
 * @param keepsAll whether nothing is ever evicted nor late, as in COMPLETE mode
 * @param output the input's columns, then the number if there is one
 */
public record TopNNode(
    PlanNode input, TopN rule, Emission emission, boolean keepsAll, Schema output, Traits traits)
    implements PlanNode {
  /** What the column of numbers is called where nobody names it. */
  private static final String NUMBER = "$number";

  public static TopNNode of(PlanNode input, TopN rule, Emission emission, boolean keepsAll) {
    List<Field> fields = new ArrayList<>(input.output().fields());
    if (rule.numbered()) {
      fields.add(new Field(NUMBER, DataType.BIGINT.notNull()));
    }
    return new TopNNode(
        input,
        rule,
        emission,
        keepsAll,
        new Schema(fields),
        BoundRules.topN(input.traits(), rule, emission));
  }

  /** The same rows, given at other times. */
  public TopNNode withEmission(Emission newEmission, boolean keepAll) {
    return of(input, rule, newEmission, keepAll);
  }

  /** When a partition is final; empty if never. */
  public Optional<Horizon> horizon() {
    return keepsAll ? Optional.empty() : BoundRules.horizon(input.traits(), rule.partition());
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), rule, emission, keepsAll);
  }

  @Override
  public String kindName() {
    return "topn";
  }

  @Override
  public String parameters() {
    return rule.digest();
  }
}
