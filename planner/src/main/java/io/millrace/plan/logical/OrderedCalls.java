package io.millrace.plan.logical;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;

/**
 * Aggregates with an order of their own keep it when queries become joins. Calcite moves the
 * columns of their input and tells that to their arguments, but not to their orders. So these are
 * arguments in the meantime.
 */
final class OrderedCalls {
  private OrderedCalls() {}

  /** An aggregate whose last arguments are the columns of its order. */
  private static final class Ordered extends SqlAggFunction {
    private final SqlAggFunction function;
    private final RelCollation order;

    Ordered(AggregateCall call) {
      super(
          "ORDERED " + call.getAggregation().getName(),
          null,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.explicit(call.getType()),
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.SYSTEM,
          false,
          false,
          Optionality.FORBIDDEN);
      this.function = call.getAggregation();
      this.order = call.getCollation();
    }
  }

  static RelNode hide(RelNode rel) {
    return replace(rel, OrderedCalls::hidden);
  }

  static RelNode show(RelNode rel) {
    return replace(rel, OrderedCalls::shown);
  }

  private static RelNode replace(RelNode rel, UnaryOperator<AggregateCall> change) {
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode visited = super.visit(other);
            if (!(visited instanceof Aggregate aggregate)) {
              return visited;
            }
            List<AggregateCall> calls = aggregate.getAggCallList().stream().map(change).toList();
            return calls.equals(aggregate.getAggCallList())
                ? aggregate
                : aggregate.copy(
                    aggregate.getTraitSet(),
                    aggregate.getInput(),
                    aggregate.getGroupSet(),
                    aggregate.getGroupSets(),
                    calls);
          }
        });
  }

  private static AggregateCall hidden(AggregateCall call) {
    if (call.getCollation().getFieldCollations().isEmpty()) {
      return call;
    }
    List<Integer> arguments = new ArrayList<>(call.getArgList());
    arguments.addAll(call.getCollation().getKeys());
    return with(call, new Ordered(call), arguments, RelCollations.EMPTY);
  }

  private static AggregateCall shown(AggregateCall call) {
    if (!(call.getAggregation() instanceof Ordered ordered)) {
      return call;
    }
    List<RelFieldCollation> order = ordered.order.getFieldCollations();
    int plain = call.getArgList().size() - order.size();
    List<RelFieldCollation> moved = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      moved.add(order.get(i).withFieldIndex(call.getArgList().get(plain + i)));
    }
    return with(
        call, ordered.function, call.getArgList().subList(0, plain), RelCollations.of(moved));
  }

  private static AggregateCall with(
      AggregateCall call, SqlAggFunction function, List<Integer> arguments, RelCollation order) {
    return AggregateCall.create(
        call.getParserPosition(),
        function,
        call.isDistinct(),
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        arguments,
        call.filterArg,
        call.distinctKeys,
        order,
        call.getType(),
        call.getName());
  }
}
