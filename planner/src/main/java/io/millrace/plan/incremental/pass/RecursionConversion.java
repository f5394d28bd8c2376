package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.analyze.SqlTypes;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import io.millrace.plan.incremental.LoopInputNode;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import io.millrace.plan.incremental.RecursionNode;
import io.millrace.plan.incremental.bound.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RepeatUnion;
import org.apache.calcite.rel.core.Spool;

/**
 * WITH RECURSIVE. Before: {@code RepeatUnion(a, Join(Scan[itself], b))}. After: {@code Recursion(a,
 * b; step: Join(round, input 1))}, with the round as one more column of everything that rows of a
 * round become ({@link Rounds}).
 */
final class RecursionConversion {
  private RecursionConversion() {}

  static PlanNode convert(RelConverter converter, RepeatUnion rel) {
    Schema schema = schema(rel);
    NestedConversion.demandKeys(
        schema, UnionConversion.allColumns(schema), "rows of a recursive query, with column");
    String name = last(rel.getTransientTable().getQualifiedName());
    PlanNode first = UnionConversion.align(converter.convert(unspooled(rel.getSeedRel())), schema);
    PlanNode again =
        UnionConversion.align(
            converter.inside(name, round(schema)).convert(unspooled(rel.getIterativeRel())),
            schema);
    List<PlanNode> inputs = new ArrayList<>();
    inputs.add(withColumn(plain(first), Literal.of(0, RecursionNode.ROUND_TYPE)));
    PlanNode step =
        split(Improvements.of(nextRound(Rounds.add(again)), converter.context().rules()), inputs);
    return RecursionNode.of(
        name, inputs, step, !rel.all, false, converter.context().recursionLimits(), schema);
  }

  static String last(List<String> name) {
    return name.get(name.size() - 1);
  }

  /** What is said to be stored on the way is not: we keep state of our own. */
  private static RelNode unspooled(RelNode rel) {
    return rel instanceof Spool spool ? spool.getInput() : rel;
  }

  /** The columns, which can all be NULL: it is not known what the step makes of them. */
  private static Schema schema(RepeatUnion rel) {
    List<Field> fields = new ArrayList<>();
    for (Field field : SqlTypes.toSchema(rel.getSeedRel().getRowType()).fields()) {
      fields.add(new Field(field.name(), field.type().withNullable(true)));
    }
    return new Schema(fields);
  }

  /** The first part as it was written: CASE WHEN TRUE only told the validator of NULLs. */
  private static PlanNode plain(PlanNode first) {
    if (!(first instanceof ProjectNode project)) {
      return first;
    }
    List<Expression> projections =
        project.projections().stream()
            .map(
                each ->
                    each instanceof Expression.Case choice
                            && choice.conditions().get(0).equals(Literal.of(true))
                        ? choice.values().get(0)
                        : each)
            .toList();
    return ProjectNode.of(project.input(), projections, project.output().names());
  }

  private static PlanNode round(Schema schema) {
    return new LoopInputNode(
        LoopInputNode.ROUND, schema, Traits.plain(false, schema.size(), Optional.empty()));
  }

  private static PlanNode withColumn(PlanNode node, Expression column) {
    List<Expression> projections = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < node.output().size(); i++) {
      projections.add(new ColumnReference(i, node.output().type(i)));
      names.add(node.output().name(i));
    }
    projections.add(column);
    names.add("round");
    return ProjectNode.of(node, projections, names);
  }

  /** Rows of a round become those of the next. */
  private static PlanNode nextRound(PlanNode node) {
    int last = node.output().size() - 1;
    List<Expression> projections = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      projections.add(new ColumnReference(i, node.output().type(i)));
    }
    projections.add(
        new Call(
            Function.ADD,
            List.of(
                new ColumnReference(last, RecursionNode.ROUND_TYPE),
                Literal.of(1, RecursionNode.ROUND_TYPE)),
            RecursionNode.ROUND_TYPE,
            Optional.empty()));
    return ProjectNode.of(node, projections, node.output().names());
  }

  /** Takes out what does not depend on the round: it is an input of the recursion. */
  private static PlanNode split(PlanNode node, List<PlanNode> inputs) {
    if (!LoopInputNode.isRead(node)) {
      inputs.add(node);
      return new LoopInputNode(inputs.size() - 1, node.output(), node.traits());
    }
    return node.withInputs(node.inputs().stream().map(below -> split(below, inputs)).toList());
  }

  /** Refuses what a step cannot have. */
  static RuntimeException refused(String what) {
    return error(ErrorCode.NOT_SUPPORTED, what + " in the recursive part of WITH RECURSIVE")
        .hint("read the recursive query once, in FROM, and do the rest in the query behind WITH")
        .build();
  }
}
