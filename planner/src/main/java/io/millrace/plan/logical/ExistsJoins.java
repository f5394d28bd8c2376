package io.millrace.plan.logical;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * EXISTS and IN as conditions of WHERE become semi joins, and NOT EXISTS an anti join, where the
 * query reads columns from around it in nothing but conditions at its top. A join with the distinct
 * values that it would be asked for, which is what Calcite's rules make of it, computes what is
 * around it once more, and keeps it twice.
 *
 * <p>Before: {@code Filter[EXISTS(Filter[b.k = $cor.k](b))](a)}. After: {@code Join[semi, a.k =
 * b.k](a, b)}.
 */
final class ExistsJoins extends RelHomogeneousShuttle {
  static RelNode of(RelNode rel) {
    return rel.accept(new ExistsJoins());
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other);
    return visited instanceof Filter filter
            && RexUtil.SubQueryFinder.find(filter.getCondition()) != null
            && free(filter).isEmpty()
        ? joined(filter)
        : visited;
  }

  /** What stands before a query in WHERE guards it, and stays before it. */
  private static RelNode joined(Filter filter) {
    RexBuilder rex = filter.getCluster().getRexBuilder();
    RelNode current = filter.getInput();
    List<RexNode> rest = new ArrayList<>();
    boolean found = false;
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      Optional<RelNode> join =
          rest.stream().anyMatch(each -> RexUtil.SubQueryFinder.find(each) != null)
              ? Optional.empty()
              : join(filter, filtered(current, rest, rex), conjunct);
      if (join.isPresent()) {
        current = join.get();
        rest.clear();
        found = true;
      } else {
        rest.add(conjunct);
      }
    }
    if (!found) {
      return filter;
    }
    return rest.isEmpty()
        ? current
        : LogicalFilter.create(
            current,
            RexUtil.composeConjunction(rex, rest),
            ImmutableSet.copyOf(filter.getVariablesSet()));
  }

  /** The rows around a plan that it reads columns of. */
  private static Set<CorrelationId> free(RelNode rel) {
    return RelOptUtil.getVariablesUsed(rel);
  }

  private static RelNode filtered(RelNode input, List<RexNode> conditions, RexBuilder rex) {
    return conditions.isEmpty()
        ? input
        : LogicalFilter.create(input, RexUtil.composeConjunction(rex, conditions));
  }

  private static Optional<RelNode> join(Filter filter, RelNode left, RexNode conjunct) {
    boolean isNot = conjunct.getKind() == SqlKind.NOT;
    RexNode asked = isNot ? ((RexCall) conjunct).getOperands().get(0) : conjunct;
    if (!(asked instanceof RexSubQuery query)
        || !filter.getVariablesSet().containsAll(free(query.rel))) {
      return Optional.empty();
    }
    boolean isExists = query.getKind() == SqlKind.EXISTS;
    boolean isIn =
        query.getKind() == SqlKind.IN
            && !isNot
            && query.getOperands().stream()
                .allMatch(operand -> RexUtil.SubQueryFinder.find(operand) == null);
    if (!isExists && !isIn || isExists && free(query.rel).isEmpty()) {
      return Optional.empty();
    }
    return new Conversion(left, query, filter.getVariablesSet())
        .join(isNot ? JoinRelType.ANTI : JoinRelType.SEMI);
  }

  /** One query on its way to be a side of a join. */
  private static final class Conversion {
    private final RelNode left;
    private final RexSubQuery query;
    private final Set<CorrelationId> around;
    private final RexBuilder rex;
    private final List<RexNode> conditions = new ArrayList<>();

    Conversion(RelNode left, RexSubQuery query, Set<CorrelationId> around) {
      this.left = left;
      this.query = query;
      this.around = around;
      this.rex = left.getCluster().getRexBuilder();
    }

    Optional<RelNode> join(JoinRelType type) {
      RelNode right = query.rel;
      List<RexNode> values = new ArrayList<>(rex.identityProjects(right.getRowType()));
      if (right instanceof Project project
          && !free(right).isEmpty()
          && !RexOver.containsOver(project.getProjects(), null)) {
        values = project.getProjects();
        right = project.getInput();
      }
      right = withoutConditions(right);
      if (!free(right).isEmpty()) {
        return Optional.empty();
      }
      for (int i = 0; i < query.getOperands().size(); i++) {
        conditions.add(
            rex.makeCall(SqlStdOperatorTable.EQUALS, outer(i), overPairs(values.get(i))));
      }
      return Optional.of(
          LogicalJoin.create(
              left,
              ExistsJoins.of(right),
              List.of(),
              RexUtil.composeConjunction(rex, conditions),
              Set.of(),
              type));
    }

    private RexNode outer(int operand) {
      return query.getOperands().get(operand);
    }

    /** Takes the conditions that read columns from around the query out of its topmost filters. */
    private RelNode withoutConditions(RelNode rel) {
      if (!(rel instanceof Filter filter)) {
        return rel;
      }
      List<RexNode> own = new ArrayList<>();
      for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
        if (readsAround(conjunct)) {
          conditions.add(overPairs(conjunct));
        } else {
          own.add(conjunct);
        }
      }
      RelNode input = withoutConditions(filter.getInput());
      return own.isEmpty()
          ? input
          : LogicalFilter.create(
              input,
              RexUtil.composeConjunction(rex, own),
              ImmutableSet.copyOf(filter.getVariablesSet()));
    }

    /** Whether it reads columns from around the query, and not in a query of its own. */
    private boolean readsAround(RexNode condition) {
      boolean[] found = {false};
      condition.accept(
          new RexShuttle() {
            @Override
            public RexNode visitCorrelVariable(RexCorrelVariable row) {
              found[0] |= around.contains(row.id);
              return row;
            }
          });
      return found[0] && RexUtil.SubQueryFinder.find(condition) == null;
    }

    /** A condition of the query over the columns of both sides. */
    private RexNode overPairs(RexNode condition) {
      RexNode shifted = RexUtil.shift(condition, left.getRowType().getFieldCount());
      return shifted.accept(
          new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
              return access.getReferenceExpr() instanceof RexCorrelVariable row
                      && around.contains(row.id)
                  ? rex.makeInputRef(left, access.getField().getIndex())
                  : super.visitFieldAccess(access);
            }
          });
    }
  }
}
