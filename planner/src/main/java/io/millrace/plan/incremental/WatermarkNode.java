package io.millrace.plan.incremental;

import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import java.util.List;

/**
 * Observes the event time of a relation. Changes no row.
 *
 * @param relation the relation's name
 * @param column of the input
 */
public record WatermarkNode(
    PlanNode input, String relation, int column, long delayMicros, Traits traits)
    implements PlanNode {

  public static WatermarkNode of(PlanNode input, String relation, int column, long delayMicros) {
    return new WatermarkNode(
        input, relation, column, delayMicros, BoundRules.watermark(input.traits(), column));
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
    return of(newInputs.get(0), relation, column, delayMicros);
  }

  @Override
  public String kindName() {
    return "watermark";
  }

  @Override
  public String parameters() {
    return column + " " + delayMicros;
  }
}
