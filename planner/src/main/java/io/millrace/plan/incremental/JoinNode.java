package io.millrace.plan.incremental;

import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.ExpressionText;
import io.millrace.plan.incremental.bound.BoundRules;
import io.millrace.plan.incremental.bound.Traits;
import io.millrace.plan.physical.JoinKey;
import io.millrace.plan.physical.JoinType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A join of two inputs by equal keys. Each change of one input is matched with all there is of the
 * other, so it is right under retraction; what depends on whether a row has a match at all is
 * settled once a batch.
 *
 * @param keys pairs of columns that are equal; none for a join on any other condition
 * @param condition what else pairs have to meet, over the columns of both inputs; empty for an
 *     inner join, which is filtered behind it
 * @param atEnd whether rows without a match are given once, at the end of bounded input
 */
public record JoinNode(
    PlanNode left,
    PlanNode right,
    JoinType type,
    List<JoinKey> keys,
    Optional<Expression> condition,
    boolean atEnd,
    Schema output,
    Traits traits)
    implements PlanNode {
  public JoinNode {
    keys = List.copyOf(keys);
  }

  public static JoinNode of(
      PlanNode left,
      PlanNode right,
      JoinType type,
      List<JoinKey> keys,
      Optional<Expression> condition,
      boolean atEnd) {
    Schema output = output(left, right, type);
    return new JoinNode(
        left,
        right,
        type,
        keys,
        condition,
        atEnd,
        output,
        BoundRules.join(left.traits(), right.traits(), type, keys, condition.isPresent(), atEnd));
  }

  private static Schema output(PlanNode left, PlanNode right, JoinType type) {
    List<Field> fields = new ArrayList<>(padded(left.output(), type.pads(0)));
    if (type.givesBoth()) {
      fields.addAll(padded(right.output(), type.pads(1)));
    }
    return new Schema(fields);
  }

  private static List<Field> padded(Schema schema, boolean nullable) {
    return schema.fields().stream()
        .map(field -> nullable ? new Field(field.name(), field.type().withNullable(true)) : field)
        .toList();
  }

  /** The columns of both inputs, as the condition sees them. */
  public Schema pairs() {
    List<Field> fields = new ArrayList<>(left.output().fields());
    fields.addAll(right.output().fields());
    return new Schema(fields);
  }

  /** The same join, giving rows without a match once, at the end of bounded input. */
  public JoinNode withAtEnd() {
    return of(left, right, type, keys, condition, true);
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(left, right);
  }

  @Override
  public PlanNode withInputs(List<PlanNode> newInputs) {
    return of(newInputs.get(0), newInputs.get(1), type, keys, condition, atEnd);
  }

  @Override
  public String kindName() {
    return "join";
  }

  @Override
  public String parameters() {
    return type + " " + keys + condition.map(ExpressionText::digest).orElse("");
  }
}
