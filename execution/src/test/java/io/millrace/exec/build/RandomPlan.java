package io.millrace.exec.build;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.AggregateNode;
import io.millrace.plan.incremental.DistinctNode;
import io.millrace.plan.incremental.FilterNode;
import io.millrace.plan.incremental.JoinNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.SourceNode;
import io.millrace.plan.incremental.UnionAllNode;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.OperatorSpec.Emission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random plans over {@link AggregateCases#INPUT}: operators with memory, one above the other, and
 * filters and projections between and above them.
 */
final class RandomPlan {
  private final Random random;

  RandomPlan(Random random) {
    this.random = random;
  }

  /** COUNT(*) of each value of column l. */
  static PlanNode countByValue() {
    return AggregateNode.of(
        source(), List.of(4), List.of(count()), List.of("n"), Emission.CHANGES, false);
  }

  private static PlanNode source() {
    return SourceNode.of(
        AggregateCases.SOURCE.relation(),
        IntStream.range(0, AggregateCases.INPUT.size()).boxed().toList());
  }

  PlanNode generate() {
    PlanNode node = source();
    if (random.nextInt(3) == 0) {
      node = linear(stateful(linear(node, random.nextInt(2))), random.nextInt(2));
    }
    if (random.nextInt(12) == 0) {
      node = UnionAllNode.of(List.of(node, node), node.output());
    }
    if (random.nextInt(3) == 0) {
      node = join(linear(node, random.nextInt(2)), joined());
    }
    node = stateful(linear(node, random.nextInt(2)));
    return linear(node, random.nextInt(4));
  }

  /** What comes from the source too, and may take rows back. */
  private PlanNode joined() {
    PlanNode node = linear(source(), random.nextInt(2));
    return random.nextInt(3) == 0 ? stateful(node) : node;
  }

  /** By columns of equal types, if there are any. */
  private PlanNode join(PlanNode left, PlanNode right) {
    List<JoinKey> keys = new ArrayList<>();
    for (int i = 0; i < left.output().size(); i++) {
      for (int j = 0; j < right.output().size(); j++) {
        DataType type = left.output().type(i).withNullable(true);
        if (type.equals(right.output().type(j).withNullable(true))) {
          keys.add(new JoinKey(i, j, random.nextInt(4) == 0));
        }
      }
    }
    if (keys.isEmpty()) {
      return left;
    }
    Collections.shuffle(keys, random);
    List<JoinKey> some = keys.subList(0, Math.min(keys.size(), 1 + random.nextInt(2)));
    JoinType type = JoinType.values()[random.nextInt(JoinType.values().length)];
    Optional<Expression> condition =
        type == JoinType.INNER || random.nextBoolean()
            ? Optional.empty()
            : pairCondition(left, right);
    return JoinNode.of(left, right, type, some, condition, false);
  }

  /** A comparison of two numbers, one of each side. */
  private Optional<Expression> pairCondition(PlanNode left, PlanNode right) {
    for (int i : someColumns(left, left.output().size(), left.output().size())) {
      for (int j : someColumns(right, right.output().size(), right.output().size())) {
        DataType a = left.output().type(i);
        DataType b = right.output().type(j);
        if (a.kind().isInteger() && a.kind() == b.kind()) {
          return Optional.of(
              call(
                  Function.LESS_OR_EQUAL,
                  DataType.BOOLEAN.withNullable(a.nullable() || b.nullable()),
                  new ColumnReference(i, a),
                  new ColumnReference(left.output().size() + j, b)));
        }
      }
    }
    return Optional.empty();
  }

  private PlanNode stateful(PlanNode input) {
    return random.nextInt(4) == 0 ? distinct(input) : aggregate(input);
  }

  private PlanNode distinct(PlanNode input) {
    return DistinctNode.of(ProjectNode.columns(input, someColumns(input, 1, 3)), false);
  }

  private PlanNode aggregate(PlanNode input) {
    List<Integer> keys = someColumns(input, 0, 3);
    List<AggregateCall> calls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count || keys.isEmpty() && i == 0; i++) {
      calls.add(call(input));
      names.add("c" + i);
    }
    return AggregateNode.of(input, keys, calls, names, Emission.CHANGES, false);
  }

  private AggregateCall call(PlanNode input) {
    int column = random.nextInt(input.output().size());
    DataType type = input.output().type(column);
    return switch (random.nextInt(5)) {
      case 0 -> count();
      case 1 -> call(AggregateFunction.COUNT, List.of(column), DataType.BIGINT.notNull());
      case 2 ->
          type.kind().isInteger()
              ? call(AggregateFunction.SUM, List.of(column), DataType.BIGINT)
              : count();
      case 3 -> call(AggregateFunction.MIN, List.of(column), type.withNullable(true));
      default -> call(AggregateFunction.MAX, List.of(column), type.withNullable(true));
    };
  }

  private static AggregateCall count() {
    return call(AggregateFunction.COUNT, List.of(), DataType.BIGINT.notNull());
  }

  private static AggregateCall call(
      AggregateFunction function, List<Integer> arguments, DataType type) {
    return new AggregateCall(
        function, arguments, OptionalInt.empty(), false, type, Optional.empty());
  }

  private List<Integer> someColumns(PlanNode input, int least, int most) {
    List<Integer> columns =
        new ArrayList<>(IntStream.range(0, input.output().size()).boxed().toList());
    Collections.shuffle(columns, random);
    int count = Math.min(columns.size(), least + random.nextInt(most - least + 1));
    return List.copyOf(columns.subList(0, count));
  }

  private PlanNode linear(PlanNode input, int operators) {
    PlanNode node = input;
    for (int i = 0; i < operators; i++) {
      node = random.nextBoolean() ? filter(node) : project(node);
    }
    return node;
  }

  private PlanNode filter(PlanNode input) {
    return FilterNode.of(input, condition(input, random.nextInt(input.output().size())));
  }

  /** Something that holds for some values. */
  private Expression condition(PlanNode input, int column) {
    DataType type = input.output().type(column);
    ColumnReference value = new ColumnReference(column, type);
    if (type.kind().isInteger() && random.nextInt(4) > 0) {
      return call(
          random.nextBoolean() ? Function.GREATER : Function.LESS_OR_EQUAL,
          DataType.BOOLEAN.withNullable(type.nullable()),
          value,
          new Expression.Literal((long) random.nextInt(4), type.notNull()));
    }
    return call(
        random.nextInt(3) == 0 ? Function.IS_NULL : Function.IS_NOT_NULL,
        DataType.BOOLEAN.notNull(),
        value);
  }

  private static Expression call(Function function, DataType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type, Optional.empty());
  }

  /** Columns in another order, seldom without all of the key, and what is made of one of them. */
  private PlanNode project(PlanNode input) {
    List<Integer> columns = new ArrayList<>(someColumns(input, 1, input.output().size()));
    List<Integer> key = input.traits().key().orElse(List.of());
    for (int column : key) {
      if (!columns.contains(column) && random.nextInt(8) > 0) {
        columns.add(column);
      }
    }
    List<Expression> projections = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int column : columns) {
      projections.add(new ColumnReference(column, input.output().type(column)));
      names.add("p" + names.size());
    }
    if (random.nextInt(3) == 0) {
      projections.add(condition(input, random.nextInt(input.output().size())));
      names.add("p" + names.size());
    }
    return ProjectNode.of(input, projections, names);
  }
}
