package io.millrace.plan.logical;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * An aggregate without GROUP BY has a row for each row around it, be there nothing to aggregate or
 * not. As a join that row is lost where nothing is found; of a COUNT it is known that it is 0 then,
 * so each such aggregate gets one:
 *
 * <pre>
 * Correlate inner              Correlate inner
 *   …                            …
 *   Aggregate max(i)    ⇒        Project m
 *                                  Aggregate max(i), count(*)
 * </pre>
 */
final class EmptyGroups {
  /** Aggregates with a value of no rows, besides COUNT, of which Calcite knows it. */
  private static final Set<String> VALUES_OF_NOTHING =
      Set.of("REGR_COUNT", "COLLECT_LIST", "COLLECT_SET");

  private EmptyGroups() {}

  static RelNode count(RelNode rel) {
    return count(rel, false, false);
  }

  /**
   * @param within whether rows are asked for each row around them
   * @param optional whether NULL is what a row without any stands for
   */
  private static RelNode count(RelNode rel, boolean within, boolean optional) {
    List<RelNode> inputs = new ArrayList<>();
    if (rel instanceof Correlate correlate) {
      inputs.add(count(correlate.getLeft(), within, false));
      inputs.add(count(correlate.getRight(), true, correlate.getJoinType() == JoinRelType.LEFT));
    } else {
      boolean still = optional && rel instanceof Project;
      rel.getInputs().forEach(input -> inputs.add(count(input, within, still)));
    }
    RelNode result = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    return within
            && result instanceof Aggregate aggregate
            && (!optional && mayLose(aggregate) || mayLoseValue(aggregate))
        ? counted(aggregate)
        : result;
  }

  private static boolean hasValueOfNothing(AggregateCall call) {
    return VALUES_OF_NOTHING.contains(call.getAggregation().getName());
  }

  /** Whether NULL is not what a row without any stands for. */
  private static boolean mayLoseValue(Aggregate aggregate) {
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && aggregate.getGroupSet().isEmpty()
        && aggregate.getAggCallList().stream().anyMatch(EmptyGroups::hasValueOfNothing)
        && !RelOptUtil.getVariablesUsed(aggregate).isEmpty();
  }

  private static boolean mayLose(Aggregate aggregate) {
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && aggregate.getGroupSet().isEmpty()
        && aggregate.getAggCallList().stream()
            .noneMatch(call -> call.getAggregation().getKind() == SqlKind.COUNT)
        && !RelOptUtil.getVariablesUsed(aggregate).isEmpty();
  }

  private static RelNode counted(Aggregate aggregate) {
    List<AggregateCall> calls = new ArrayList<>(aggregate.getAggCallList());
    int columns = calls.size();
    RexBuilder rex = aggregate.getCluster().getRexBuilder();
    calls.add(
        AggregateCall.create(
            SqlStdOperatorTable.COUNT,
            false,
            false,
            false,
            ImmutableList.of(),
            ImmutableList.of(),
            -1,
            null,
            RelCollations.EMPTY,
            rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT),
            "rows"));
    Aggregate counted =
        aggregate.copy(
            aggregate.getTraitSet(),
            aggregate.getInput(),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            calls);
    List<RexNode> kept =
        IntStream.range(0, columns)
            .mapToObj(
                i -> {
                  RexNode value = rex.makeInputRef(counted, i);
                  return hasValueOfNothing(calls.get(i))
                      ? ofSomething(rex, value, rex.makeInputRef(counted, columns))
                      : value;
                })
            .toList();
    return LogicalProject.create(
        counted, List.of(), kept, aggregate.getRowType().getFieldNames(), Set.of());
  }

  /** The value, if there were rows; else that of none. */
  private static RexNode ofSomething(RexBuilder rex, RexNode value, RexNode rows) {
    RexNode nothing =
        value.getType().getSqlTypeName() == SqlTypeName.ARRAY
            ? rex.makeCall(value.getType(), SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR, List.of())
            : rex.makeZeroLiteral(value.getType());
    RexNode none =
        rex.makeCall(SqlStdOperatorTable.EQUALS, rows, rex.makeZeroLiteral(rows.getType()));
    return rex.makeCall(value.getType(), SqlStdOperatorTable.CASE, List.of(none, nothing, value));
  }
}
