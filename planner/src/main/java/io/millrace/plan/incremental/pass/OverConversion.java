package io.millrace.plan.incremental.pass;

import io.millrace.plan.expression.Expression;
import io.millrace.plan.incremental.OverNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.OverCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/**
 * SELECT's expressions with functions over windows.
 *
 * <p>Before: {@code Project[a + SUM(b * 2) OVER (PARTITION BY c)](x)}. After: {@code Project[a +
 * $4](Over[c; SUM($3)](Project[a, b, c, b * 2](x)))}, with an Over for each partitioning and order.
 */
final class OverConversion {
  private final RelConverter converter;
  private final Project project;
  private final OverColumns columns;

  /** What stands for each call in the expressions, in the order in which they were found. */
  private final Map<RexNode, Call> calls = new LinkedHashMap<>();

  /**
   * A call.
   *
   * @param over the function and its window
   * @param type of what stands for it
   */
  private record Call(RexOver over, RelDataType type, Window window, int place) {}

  /** What is computed for one partitioning and order. */
  private record Window(List<Integer> partition, List<SortKey> order) {}

  private OverConversion(RelConverter converter, Project project, PlanNode input) {
    this.converter = converter;
    this.project = project;
    this.columns = new OverColumns(converter.context(), input);
  }

  static PlanNode convert(RelConverter converter, Project project, PlanNode input) {
    return new OverConversion(converter, project, input).node();
  }

  private PlanNode node() {
    Map<Window, List<Call>> windows = new LinkedHashMap<>();
    RexShuttle finder =
        new OverShuttle() {
          @Override
          RexNode replaced(RexNode node, RexOver over) {
            if (!calls.containsKey(node)) {
              Window window = window(over);
              List<Call> same = windows.computeIfAbsent(window, w -> new ArrayList<>());
              Call call = new Call(over, node.getType(), window, same.size());
              same.add(call);
              calls.put(node, call);
            }
            return node;
          }
        };
    project.getProjects().forEach(expression -> expression.accept(finder));
    Map<Window, List<OverCall>> converted = new LinkedHashMap<>();
    windows.forEach((window, found) -> converted.put(window, converted(window, found)));
    PlanNode node = columns.node();
    Map<Window, Integer> starts = new LinkedHashMap<>();
    for (Map.Entry<Window, List<OverCall>> entry : converted.entrySet()) {
      Window window = entry.getKey();
      starts.put(window, node.output().size());
      List<String> names = new ArrayList<>();
      for (OverCall call : entry.getValue()) {
        names.add("$" + call.name() + (node.output().size() + names.size()));
      }
      node = OverNode.of(node, window.partition(), window.order(), entry.getValue(), names, false);
    }
    return projected(node, starts);
  }

  private List<OverCall> converted(Window window, List<Call> found) {
    List<OverCall> converted = new ArrayList<>();
    for (Call call : found) {
      converted.add(columns.call(call.over(), call.type(), window.order()));
    }
    return converted;
  }

  private Window window(RexOver over) {
    List<Integer> partition = new ArrayList<>();
    for (RexNode key : over.getWindow().partitionKeys) {
      // what is the same in all rows parts none of them
      if (!(key instanceof RexLiteral)) {
        int column = columns.partition(key);
        if (!partition.contains(column)) {
          partition.add(column);
        }
      }
    }
    return new Window(
        partition.stream().sorted().toList(), columns.order(over.getWindow().orderKeys));
  }

  private PlanNode projected(PlanNode node, Map<Window, Integer> starts) {
    RexShuttle replacer =
        new OverShuttle() {
          @Override
          RexNode replaced(RexNode found, RexOver over) {
            Call call = Optional.ofNullable(calls.get(found)).orElseThrow();
            return new RexInputRef(starts.get(call.window()) + call.place(), call.type());
          }
        };
    ExpressionConverter expressions =
        new ExpressionConverter(converter.context(), node.output(), true);
    List<Expression> projections = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      projections.add(expressions.convert(expression.accept(replacer)));
    }
    return ProjectNode.of(node, projections, project.getRowType().getFieldNames());
  }

  /** Finds the calls. Calcite writes {@code SUM(x)} as {@code CASE COUNT(x) > 0 THEN SUM(x)}. */
  private abstract static class OverShuttle extends RexShuttle {
    /** What is to be in place of a call, or of such a CASE. */
    abstract RexNode replaced(RexNode node, RexOver over);

    @Override
    public RexNode visitOver(RexOver over) {
      return replaced(over, over);
    }

    @Override
    public RexNode visitCall(RexCall call) {
      Optional<RexOver> sum = sum(call);
      return sum.isPresent() ? replaced(call, sum.get()) : super.visitCall(call);
    }

    private static Optional<RexOver> sum(RexCall call) {
      if (call.getKind() != SqlKind.CASE || call.getOperands().size() != 3) {
        return Optional.empty();
      }
      RexNode value = uncast(call.getOperands().get(1));
      boolean isSum =
          value instanceof RexOver over
              && isSum(over.getAggOperator().getKind())
              && call.getOperands().get(0) instanceof RexCall condition
              && condition.getKind() == SqlKind.GREATER_THAN
              && condition.getOperands().get(0) instanceof RexOver count
              && count.getAggOperator().getKind() == SqlKind.COUNT
              && count.getOperands().equals(over.getOperands())
              && count.getWindow().equals(over.getWindow())
              && RexLiteral.isNullLiteral(call.getOperands().get(2));
      return isSum ? Optional.of((RexOver) value) : Optional.empty();
    }

    private static boolean isSum(SqlKind kind) {
      return kind == SqlKind.SUM || kind == SqlKind.SUM0;
    }

    private static RexNode uncast(RexNode node) {
      return node.getKind() == SqlKind.CAST ? ((RexCall) node).getOperands().get(0) : node;
    }
  }
}
