package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.Positions;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.analyze.UserOperators;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.expression.AggregateCode;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.AggregateCall.UserAggregate;
import io.millrace.plan.physical.OperatorSpec.Emission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.core.Aggregate;

/** GROUP BY, and DISTINCT, which is one without aggregates. */
final class AggregateConversion {
  private AggregateConversion() {}

  static PlanNode convert(RelConverter converter, Aggregate aggregate) {
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw error(ErrorCode.NOT_SUPPORTED, "GROUPING SETS").build();
    }
    PlanNode input = converter.convert(aggregate.getInput());
    List<Integer> keys = aggregate.getGroupSet().asList();
    if (aggregate.getAggCallList().isEmpty()) {
      PlanNode columns =
          keys.size() == input.output().size() ? input : ProjectNode.columns(input, keys);
      return DistinctNode.of(columns, false);
    }
    ArgumentColumns arguments = new ArgumentColumns(input);
    List<AggregateCall> calls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> rowNames = aggregate.getRowType().getFieldNames();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      calls.add(call(aggregate.getAggCallList().get(i), input, arguments));
      names.add(rowNames.get(keys.size() + i));
    }
    return AggregateNode.of(arguments.node(), keys, calls, names, Emission.CHANGES, false);
  }

  private static AggregateCall call(
      org.apache.calcite.rel.core.AggregateCall call, PlanNode input, ArgumentColumns columns) {
    Optional<SourcePosition> position = Positions.of(call.getParserPosition());
    if (call.getAggregation() instanceof UserOperators.Aggregate operator) {
      return user(call, operator, columns, position);
    }
    AggregateFunction function =
        switch (call.getAggregation().getKind()) {
          case COUNT -> AggregateFunction.COUNT;
          case SUM -> AggregateFunction.SUM;
          case AVG -> AggregateFunction.AVG;
          case MIN -> AggregateFunction.MIN;
          case MAX -> AggregateFunction.MAX;
          default -> throw unsupported(call, position);
        };
    if (call.isApproximate() || call.ignoreNulls() || !call.getCollation().getKeys().isEmpty()) {
      throw unsupported(call, position);
    }
    if (function == AggregateFunction.SUM || function == AggregateFunction.AVG) {
      TypeKind argument = input.output().type(call.getArgList().get(0)).kind();
      if (!argument.isNumeric()) {
        throw error(
                ErrorCode.NOT_SUPPORTED,
                function + " of " + input.output().type(call.getArgList().get(0)).sql())
            .at(position)
            .build();
      }
    }
    boolean distinct =
        call.isDistinct() && function != AggregateFunction.MIN && function != AggregateFunction.MAX;
    OptionalInt filter = call.filterArg < 0 ? OptionalInt.empty() : OptionalInt.of(call.filterArg);
    return new AggregateCall(
        function, call.getArgList(), filter, distinct, type(call, function, input), position);
  }

  private static AggregateCall user(
      org.apache.calcite.rel.core.AggregateCall call,
      UserOperators.Aggregate operator,
      ArgumentColumns columns,
      Optional<SourcePosition> position) {
    List<Overload.Argument> arguments = new ArrayList<>();
    for (int column : call.getArgList()) {
      arguments.add(columns.argument(column));
    }
    Overload<AggregateCode> overload =
        Overload.choose(operator.function().overloads(), arguments)
            .orElseThrow(() -> new IllegalStateException("no overload takes what passed"));
    return new AggregateCall(
        AggregateFunction.USER,
        Optional.of(new UserAggregate(operator.function().name(), overload.code())),
        columns.cast(call.getArgList(), overload, position),
        call.filterArg < 0 ? OptionalInt.empty() : OptionalInt.of(call.filterArg),
        call.isDistinct(),
        overload.result().withNullable(true),
        position);
  }

  private static DataType type(
      org.apache.calcite.rel.core.AggregateCall call, AggregateFunction function, PlanNode input) {
    DataType type = SqlTypes.toDataType(call.getType());
    return switch (function) {
      case MIN, MAX -> input.output().type(call.getArgList().get(0)).withNullable(type.nullable());
      default -> type;
    };
  }

  private static MillraceException unsupported(
      org.apache.calcite.rel.core.AggregateCall call, Optional<SourcePosition> position) {
    return error(
            ErrorCode.NOT_SUPPORTED,
            "the aggregate " + call.getAggregation().getName().toLowerCase(Locale.ROOT))
        .at(position)
        .hint("aggregates there are: count, sum, avg, min, max")
        .build();
  }
}
