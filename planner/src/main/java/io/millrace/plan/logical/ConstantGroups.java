package io.millrace.plan.logical;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * Groups by constants stay groups when queries become joins. Calcite leaves constants out of their
 * keys, and expects columns from around the query in their place. A query that reads none, beside
 * another that does, would have no key at all: one group of no rows, where there should be none. So
 * its constants are hidden in the meantime.
 */
final class ConstantGroups {
  private static final SqlFunction HIDDEN =
      new SqlFunction(
          "HIDDEN CONSTANT",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.ARG0,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.SYSTEM);

  private ConstantGroups() {}

  static RelNode hide(RelNode rel) {
    return rel.accept(new Hider());
  }

  static RelNode show(RelNode rel) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            return super.visit(other).accept(new Shower());
          }
        });
  }

  /** The value as a call that no rule looks into, until it is shown again. */
  static RexNode hidden(RexBuilder rex, RexNode value) {
    return rex.makeCall(HIDDEN, value);
  }

  private static final class Shower extends RexShuttle {
    @Override
    public RexNode visitCall(RexCall call) {
      return call.getOperator() == HIDDEN ? call.getOperands().get(0) : super.visitCall(call);
    }
  }

  private static final class Hider extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode other) {
      RelNode rel = super.visit(other);
      if (rel instanceof Aggregate aggregate
          && aggregate.getInput() instanceof Project project
          && hasConstant(aggregate, project)
          && !readsFromAround(aggregate)) {
        return aggregate.copy(aggregate.getTraitSet(), List.of(hidden(aggregate, project)));
      }
      return rel;
    }
  }

  private static boolean hasConstant(Aggregate aggregate, Project project) {
    return aggregate.getGroupSet().asList().stream()
        .anyMatch(key -> project.getProjects().get(key) instanceof RexLiteral);
  }

  private static boolean readsFromAround(Aggregate aggregate) {
    Set<CorrelationId> within = new HashSet<>();
    collect(aggregate, within);
    return !within.containsAll(RelOptUtil.getVariablesUsed(aggregate));
  }

  private static void collect(RelNode rel, Set<CorrelationId> set) {
    if (rel instanceof Correlate correlate) {
      set.add(correlate.getCorrelationId());
    }
    rel.getInputs().forEach(input -> collect(input, set));
  }

  private static RelNode hidden(Aggregate aggregate, Project project) {
    List<RexNode> columns = new ArrayList<>(project.getProjects());
    for (int key : aggregate.getGroupSet()) {
      if (columns.get(key) instanceof RexLiteral constant) {
        columns.set(key, project.getCluster().getRexBuilder().makeCall(HIDDEN, constant));
      }
    }
    return project.copy(project.getTraitSet(), project.getInput(), columns, project.getRowType());
  }
}
