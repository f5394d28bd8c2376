package io.millrace.plan.logical;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The side of a join that may be missing reads columns only from the other side. Calcite takes a
 * column that such a side reads from around the whole join to be a column of that side, which is
 * NULL where it is missing: rows would be lost. So the other side hands these columns over.
 */
final class OptionalSides extends RelHomogeneousShuttle {
  static RelNode handOver(RelNode rel) {
    return rel.accept(new OptionalSides());
  }

  /** From the outermost join inwards: what one hands over, the next may have to. */
  @Override
  public RelNode visit(RelNode other) {
    if (other instanceof Correlate correlate
        && correlate.getJoinType() == JoinRelType.LEFT
        && !around(correlate.getRight(), correlate.getCorrelationId()).isEmpty()) {
      return super.visit(
          handOver(
              correlate.getLeft(), correlate.getRight(), correlate.getCorrelationId(), correlate));
    }
    if (other instanceof Join join && join.getJoinType().isOuterJoin() && readsFromAround(join)) {
      if (join.getJoinType() != JoinRelType.LEFT) {
        throw error(
                ErrorCode.NOT_SUPPORTED,
                join.getJoinType()
                    + " JOIN in a query inside an expression that reads columns from around it")
            .hint("write it as a LEFT JOIN")
            .build();
      }
      CorrelationId id = join.getCluster().createCorrel();
      RelNode right = LogicalFilter.create(join.getRight(), conditionOfRight(join, id));
      return super.visit(handOver(join.getLeft(), right, id, join));
    }
    return super.visit(other);
  }

  /** Whether a side that may be missing, or the condition that decides it, reads from around. */
  private static boolean readsFromAround(Join join) {
    return join.getJoinType().generatesNullsOnLeft() && reads(join.getLeft())
        || join.getJoinType().generatesNullsOnRight() && reads(join.getRight())
        || RexUtil.containsCorrelation(join.getCondition());
  }

  /** The condition of a join over the columns of its right side and the row of its left side. */
  private static RexNode conditionOfRight(Join join, CorrelationId id) {
    RelNode left = join.getLeft();
    int columns = left.getRowType().getFieldCount();
    RexBuilder rex = join.getCluster().getRexBuilder();
    RexNode row = rex.makeCorrel(left.getRowType(), id);
    return join.getCondition()
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitInputRef(RexInputRef input) {
                return input.getIndex() < columns
                    ? rex.makeFieldAccess(row, input.getIndex())
                    : RexUtil.shift(input, -columns);
              }
            });
  }

  private static boolean reads(RelNode side) {
    return !around(side, null).isEmpty();
  }

  private static RelNode handOver(RelNode left, RelNode right, CorrelationId id, RelNode old) {
    RelOptCluster cluster = old.getCluster();
    RexBuilder rex = cluster.getRexBuilder();
    List<RexFieldAccess> around = new ArrayList<>(around(right, id));
    int columns = left.getRowType().getFieldCount();
    List<RexNode> projects = new ArrayList<>(rex.identityProjects(left.getRowType()));
    List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
    for (RexFieldAccess column : around) {
      names.add("around" + projects.size());
      projects.add(column);
    }
    RelNode wide = LogicalProject.create(left, List.of(), projects, names, Set.of());
    RexNode row = rex.makeCorrel(wide.getRowType(), id);
    RelNode reading =
        right.accept(
            new Fields(
                access -> {
                  int handed = around.indexOf(access);
                  if (handed >= 0) {
                    return rex.makeFieldAccess(row, columns + handed);
                  }
                  return id(access).equals(id)
                      ? rex.makeFieldAccess(row, access.getField().getIndex())
                      : access;
                }));
    Set<Integer> required = new HashSet<>();
    reading.accept(
        new Fields(
            access -> {
              if (id(access).equals(id)) {
                required.add(access.getField().getIndex());
              }
              return access;
            }));
    RelNode joined =
        LogicalCorrelate.create(
            wide, reading, List.of(), id, ImmutableBitSet.of(required), JoinRelType.LEFT);
    List<RexNode> kept =
        IntStream.range(0, joined.getRowType().getFieldCount())
            .filter(i -> i < columns || i >= columns + around.size())
            .mapToObj(i -> (RexNode) rex.makeInputRef(joined, i))
            .toList();
    return LogicalProject.create(
        joined, List.of(), kept, old.getRowType().getFieldNames(), Set.of());
  }

  private static CorrelationId id(RexFieldAccess access) {
    return ((RexCorrelVariable) access.getReferenceExpr()).id;
  }

  /** The columns that a plan reads from around it, except those of one row. */
  private static Set<RexFieldAccess> around(RelNode rel, @Nullable CorrelationId except) {
    Set<CorrelationId> within = new HashSet<>();
    collect(rel, within);
    Set<RexFieldAccess> read = new LinkedHashSet<>();
    rel.accept(
        new Fields(
            access -> {
              if (!id(access).equals(except) && !within.contains(id(access))) {
                read.add(access);
              }
              return access;
            }));
    return read;
  }

  private static void collect(RelNode rel, Set<CorrelationId> ids) {
    if (rel instanceof Correlate correlate) {
      ids.add(correlate.getCorrelationId());
    }
    rel.getInputs().forEach(input -> collect(input, ids));
  }

  /** Visits what a whole plan reads of rows around it. */
  private static final class Fields extends RelHomogeneousShuttle {
    private final RexShuttle columns;

    Fields(Function<RexFieldAccess, RexNode> column) {
      this.columns =
          new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
              return access.getReferenceExpr() instanceof RexCorrelVariable
                  ? column.apply(access)
                  : super.visitFieldAccess(access);
            }
          };
    }

    @Override
    public RelNode visit(RelNode other) {
      return super.visit(other).accept(columns);
    }
  }
}
