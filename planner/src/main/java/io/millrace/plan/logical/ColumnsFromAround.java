package io.millrace.plan.logical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Each column that a query reads from around it is joined in once. When Calcite finds that a step
 * reads columns of which its input has some already, it joins in all of them anew, and forgets what
 * the input's were equal to: rows would belong to other rows around them. So what is missing is
 * handed over by a step of its own, and both sides of a join say that theirs are the same.
 */
final class ColumnsFromAround extends RelHomogeneousShuttle {
  private ColumnsFromAround() {}

  static RelNode once(RelNode rel) {
    return rel.accept(new ColumnsFromAround());
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode rel = super.visit(other);
    if (rel instanceof Project project) {
      Set<RexFieldAccess> missing = missing(rel, project.getInput());
      return missing.isEmpty() || missing.size() == own(rel).size()
          ? rel
          : project(project, missing);
    }
    if (rel instanceof Filter filter) {
      Set<RexFieldAccess> missing = missing(rel, filter.getInput());
      return missing.isEmpty() ? rel : filter(filter, missing);
    }
    if (rel instanceof Join join) {
      Set<RexFieldAccess> both = read(join.getLeft());
      both.retainAll(read(join.getRight()));
      return both.isEmpty() ? rel : join(join, both);
    }
    return rel;
  }

  /** What a step reads and its input does not, if that reads others. */
  private static Set<RexFieldAccess> missing(RelNode rel, RelNode input) {
    Set<RexFieldAccess> below = read(input);
    if (below.isEmpty()) {
      return Set.of();
    }
    Set<RexFieldAccess> missing = own(rel);
    missing.removeAll(below);
    return missing;
  }

  /** What a step itself reads from around. */
  private static Set<RexFieldAccess> own(RelNode rel) {
    Set<RexFieldAccess> read = new LinkedHashSet<>();
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable) {
              read.add(access);
            }
            return access;
          }
        });
    return read;
  }

  /** What a plan reads from around. */
  private static Set<RexFieldAccess> read(RelNode rel) {
    Set<RexFieldAccess> read = new LinkedHashSet<>(own(rel));
    rel.getInputs().forEach(input -> read.addAll(read(input)));
    if (rel instanceof Correlate correlate) {
      read.removeIf(access -> id(access).equals(correlate.getCorrelationId()));
    }
    return read;
  }

  private static CorrelationId id(RexFieldAccess access) {
    return ((RexCorrelVariable) access.getReferenceExpr()).id;
  }

  private static RelNode project(Project project, Set<RexFieldAccess> missing) {
    RelNode wide = wide(project.getInput(), missing);
    Fields fields = new Fields(project.getInput(), wide, missing);
    return LogicalProject.create(
        wide,
        project.getHints(),
        project.getProjects().stream().map(one -> one.accept(fields)).toList(),
        project.getRowType().getFieldNames(),
        project.getVariablesSet());
  }

  private static RelNode filter(Filter filter, Set<RexFieldAccess> missing) {
    RelNode wide = wide(filter.getInput(), missing);
    Fields fields = new Fields(filter.getInput(), wide, missing);
    // Hidden, so that nothing is made of an equality in it once it has been moved.
    RexNode condition =
        ConstantGroups.hidden(
            filter.getCluster().getRexBuilder(), filter.getCondition().accept(fields));
    RelNode filtered = LogicalFilter.create(wide, condition);
    return first(filtered, filter, 0, filter.getRowType().getFieldCount());
  }

  private static RelNode join(Join join, Set<RexFieldAccess> both) {
    RexBuilder rex = join.getCluster().getRexBuilder();
    RelNode left = wide(join.getLeft(), both);
    RelNode right = wide(join.getRight(), both);
    int leftColumns = join.getLeft().getRowType().getFieldCount();
    int rightColumns = join.getRight().getRowType().getFieldCount();
    List<RexNode> conditions = new ArrayList<>();
    conditions.add(
        join.getCondition()
            .accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitInputRef(RexInputRef input) {
                    return input.getIndex() < leftColumns
                        ? input
                        : RexUtil.shift(input, both.size());
                  }
                }));
    int at = 0;
    for (RexFieldAccess column : both) {
      int place = leftColumns + at;
      conditions.add(
          rex.makeCall(
              SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
              rex.makeInputRef(column.getType(), place),
              rex.makeInputRef(column.getType(), place + both.size() + rightColumns)));
      at++;
    }
    RelNode joined =
        LogicalJoin.create(
            left,
            right,
            join.getHints(),
            RexUtil.composeConjunction(rex, conditions),
            join.getVariablesSet(),
            join.getJoinType());
    return first(joined, join, both.size(), leftColumns);
  }

  /** The columns of a relation, and those from around behind them. */
  private static RelNode wide(RelNode rel, Set<RexFieldAccess> around) {
    List<RexNode> columns =
        new ArrayList<>(rel.getCluster().getRexBuilder().identityProjects(rel.getRowType()));
    List<String> names = new ArrayList<>(rel.getRowType().getFieldNames());
    for (RexFieldAccess column : around) {
      names.add("around" + columns.size());
      columns.add(column);
    }
    return LogicalProject.create(rel, List.of(), columns, names, Set.of());
  }

  /** The columns there were: so many to the left of those that have come in between. */
  private static RelNode first(RelNode rel, RelNode old, int between, int left) {
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < old.getRowType().getFieldCount(); i++) {
      columns.add(rel.getCluster().getRexBuilder().makeInputRef(rel, i < left ? i : i + between));
    }
    return LogicalProject.create(
        rel, List.of(), columns, old.getRowType().getFieldNames(), Set.of());
  }

  /** Puts the columns that were handed over in the place of those from around. */
  private static final class Fields extends RexShuttle {
    private final Map<RexFieldAccess, RexNode> handed = new LinkedHashMap<>();

    Fields(RelNode input, RelNode wide, Set<RexFieldAccess> around) {
      int at = input.getRowType().getFieldCount();
      for (RexFieldAccess column : around) {
        handed.put(column, wide.getCluster().getRexBuilder().makeInputRef(wide, at++));
      }
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      return handed.getOrDefault(access, access);
    }
  }
}
