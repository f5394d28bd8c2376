package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.OwnAggregates;
import io.millrace.plan.analyze.Positions;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.analyze.UserOperators;
import io.millrace.plan.catalog.Overload;
import io.millrace.plan.expression.AggregateCode;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.UnionAllNode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.AggregateCall.UserAggregate;
import io.millrace.plan.physical.OperatorSpec.Emission;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * GROUP BY, and DISTINCT, which is one without aggregates. Of several grouping sets each has groups
 * of its own, one behind the other.
 */
final class AggregateConversion {
  /** What a column behind the keys is, once the groups are there. */
  private interface Result {
    Expression over(Schema groups);
  }

  private final Aggregate aggregate;
  private final ImmutableBitSet set;
  private final PlanNode input;
  private final List<Integer> keys;
  private final ArgumentColumns arguments;
  private final List<AggregateCall> calls = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();

  static PlanNode convert(RelConverter converter, Aggregate aggregate) {
    PlanNode input = converter.convert(aggregate.getInput());
    ZoneId zone = converter.context().zone();
    if (aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
      return new AggregateConversion(aggregate, aggregate.getGroupSet(), input, zone).node();
    }
    List<PlanNode> sets = new ArrayList<>();
    for (ImmutableBitSet set : aggregate.getGroupSets()) {
      sets.add(new AggregateConversion(aggregate, set, input, zone).padded());
    }
    Schema schema = widest(sets);
    return UnionAllNode.of(
        sets.stream().map(set -> UnionConversion.align(set, schema)).toList(), schema);
  }

  /** The columns of the first, NULL where any may be. */
  private static Schema widest(List<PlanNode> sets) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < sets.get(0).output().size(); i++) {
      int column = i;
      boolean nullable = sets.stream().anyMatch(set -> set.output().type(column).nullable());
      Field field = sets.get(0).output().field(i);
      fields.add(new Field(field.name(), field.type().withNullable(nullable)));
    }
    return new Schema(fields);
  }

  /**
   * @param set the columns of one grouping set
   */
  private AggregateConversion(
      Aggregate aggregate, ImmutableBitSet set, PlanNode input, ZoneId zone) {
    this.aggregate = aggregate;
    this.set = set;
    this.keys = set.asList();
    NestedConversion.demandKeys(input.output(), keys, "a group by");
    this.input = JsonConversion.withKeys(input, keys);
    this.arguments = new ArgumentColumns(this.input);
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      String name = aggregate.getRowType().getFieldNames().get(aggregate.getGroupCount() + i);
      add(aggregate.getAggCallList().get(i), name, zone);
    }
  }

  private void add(org.apache.calcite.rel.core.AggregateCall call, String name, ZoneId zone) {
    switch (call.getAggregation().getKind()) {
      case GROUPING, GROUPING_ID -> results.add(groups -> grouping(call));
      case LITERAL_AGG ->
          results.add(groups -> Literals.of((RexLiteral) call.rexList.get(0), zone));
      case SINGLE_VALUE -> addSingleValue(call, name);
      default -> {
        int at = keys.size() + calls.size();
        calls.add(call(call, input, arguments));
        names.add(name);
        results.add(groups -> new ColumnReference(at, groups.type(at)));
      }
    }
  }

  /** A bit for each argument, the last one's the lowest: 1 if the set is without it. */
  private Expression grouping(org.apache.calcite.rel.core.AggregateCall call) {
    long bits = 0;
    for (int argument : call.getArgList()) {
      bits = bits << 1 | (set.get(argument) ? 0 : 1);
    }
    return Expression.Literal.of(bits, DataType.BIGINT.notNull());
  }

  /** The value of the only row; more than one is an error. */
  private void addSingleValue(org.apache.calcite.rel.core.AggregateCall call, String name) {
    int value = keys.size() + calls.size();
    int argument = call.getArgList().get(0);
    calls.add(
        new AggregateCall(
            AggregateFunction.MAX,
            List.of(argument),
            OptionalInt.empty(),
            false,
            input.output().type(argument).withNullable(true),
            Optional.empty()));
    names.add(name);
    calls.add(
        new AggregateCall(
            AggregateFunction.COUNT,
            List.of(),
            OptionalInt.empty(),
            false,
            DataType.BIGINT.notNull(),
            Optional.empty()));
    names.add(name + " rows");
    results.add(
        groups ->
            new Expression.Call(
                Function.REQUIRE_SINGLE,
                List.of(
                    new ColumnReference(value, groups.type(value)),
                    new ColumnReference(value + 1, groups.type(value + 1))),
                groups.type(value),
                Optional.empty()));
  }

  /** The groups by the set's columns. */
  private PlanNode node() {
    PlanNode groups = groups();
    if (results.size() == calls.size() && !hasSingleValue()) {
      return groups;
    }
    List<Expression> projections = new ArrayList<>();
    List<String> projected = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      projections.add(new ColumnReference(i, groups.output().type(i)));
      projected.add(groups.output().name(i));
    }
    addResults(groups, projections, projected);
    return ProjectNode.of(groups, projections, projected);
  }

  private boolean hasSingleValue() {
    return aggregate.getAggCallList().stream()
        .anyMatch(call -> call.getAggregation().getKind() == SqlKind.SINGLE_VALUE);
  }

  /** The groups with a column for each key of all sets, NULL for those that this one is without. */
  private PlanNode padded() {
    PlanNode groups = groups();
    List<Expression> projections = new ArrayList<>();
    List<String> projected = new ArrayList<>();
    for (int column : aggregate.getGroupSet()) {
      int at = keys.indexOf(column);
      DataType type = input.output().type(column);
      projections.add(
          at < 0
              ? Expression.Literal.nullOf(type.withNullable(true))
              : new ColumnReference(at, groups.output().type(at)));
      projected.add(input.output().name(column));
    }
    addResults(groups, projections, projected);
    return ProjectNode.of(groups, projections, projected);
  }

  private void addResults(PlanNode groups, List<Expression> projections, List<String> projected) {
    for (int i = 0; i < results.size(); i++) {
      projections.add(results.get(i).over(groups.output()));
      projected.add(aggregate.getRowType().getFieldNames().get(aggregate.getGroupCount() + i));
    }
  }

  private PlanNode groups() {
    if (calls.isEmpty() && !keys.isEmpty()) {
      PlanNode columns =
          keys.size() == input.output().size() ? input : ProjectNode.columns(input, keys);
      return DistinctNode.of(columns, false);
    }
    if (calls.isEmpty()) {
      // One group, whatever is asked of it.
      calls.add(
          new AggregateCall(
              AggregateFunction.COUNT,
              List.of(),
              OptionalInt.empty(),
              false,
              DataType.BIGINT.notNull(),
              Optional.empty()));
      names.add("rows");
    }
    return AggregateNode.of(arguments.node(), keys, calls, names, Emission.CHANGES, false);
  }

  /** One call over columns of an input. */
  static AggregateCall call(
      org.apache.calcite.rel.core.AggregateCall call, PlanNode input, ArgumentColumns columns) {
    Optional<SourcePosition> position = Positions.of(call.getParserPosition());
    if (call.getAggregation() instanceof UserOperators.Aggregate operator) {
      return user(call, operator, columns, position);
    }
    if (call.getAggregation() instanceof OwnAggregates.Operator operator) {
      return OwnAggregateCalls.convert(call, operator, input, columns);
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
    if (call.ignoreNulls() || !call.getCollation().getKeys().isEmpty()) {
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
    for (int column : call.getArgList()) {
      DataType argument = input.output().type(column);
      if (function != AggregateFunction.COUNT || call.isDistinct()) {
        NestedConversion.demandSortable(argument, "the aggregate " + function, position);
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
        .hint("SHOW FUNCTIONS lists those there are")
        .build();
  }
}
