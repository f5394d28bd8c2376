package io.millrace.plan.incremental;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.Schema;
import io.millrace.plan.incremental.bound.Traits;
import java.util.List;

/**
 * Reports aggregates of the rows that come in a batch. Changes no row.
 *
 * @param name in reports
 * @param metrics the aggregates, over a source that stands for the rows of a batch
 * @param columns of the input that this source has, in its order
 */
public record ObserveNode(PlanNode input, String name, PlanNode metrics, List<Integer> columns)
    implements PlanNode {
  public ObserveNode {
    columns = List.copyOf(columns);
  }

  /**
   * Metrics of the rows of an input.
   *
   * @param metrics planned over a source with the columns of the input
   * @throws MillraceException QUERY_INVALID for anything but aggregates of these rows
   */
  public static ObserveNode of(PlanNode input, String name, PlanNode metrics) {
    PlanNode node = metrics;
    boolean aggregated = false;
    while (node.inputs().size() == 1) {
      if (node instanceof AggregateNode aggregate && !aggregated && aggregate.keys().isEmpty()) {
        aggregated = true;
      } else if (!(node instanceof ProjectNode) && !(node instanceof FilterNode && aggregated)) {
        throw notAggregates(name);
      }
      node = node.inputs().get(0);
    }
    if (!aggregated || !(node instanceof SourceNode rows)) {
      throw notAggregates(name);
    }
    return new ObserveNode(input, name, metrics, rows.columns());
  }

  private static MillraceException notAggregates(String name) {
    return error(
            ErrorCode.QUERY_INVALID, "observe(\"" + name + "\", …) takes aggregates of all rows")
        .hint("such as:  count(lit(1)).as(\"rows\"), sum(\"amount\").as(\"total\")")
        .build();
  }

  /** The same over an input whose columns lie elsewhere. */
  public ObserveNode over(PlanNode newInput, int[] places) {
    return new ObserveNode(
        newInput, name, metrics, columns.stream().map(column -> places[column]).toList());
  }

  @Override
  public Schema output() {
    return input.output();
  }

  @Override
  public Traits traits() {
    return input.traits();
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(input);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return new ObserveNode(newInputs.get(0), name, metrics, columns);
  }

  @Override
  public String kindName() {
    return "observe";
  }

  @Override
  public String parameters() {
    return name + " " + columns + " " + metrics.digest();
  }
}
