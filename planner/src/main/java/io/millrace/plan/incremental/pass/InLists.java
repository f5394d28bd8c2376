package io.millrace.plan.incremental.pass;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/** Finds {@code x = 1 OR x = 2 …}, which is what IN becomes, and makes it one look-up. */
final class InLists {
  private InLists() {}

  static Optional<Expression> find(ExpressionConverter converter, RexCall or) {
    List<RexNode> operands = RexUtil.flattenOr(or.getOperands());
    if (operands.size() < 2) {
      return Optional.empty();
    }
    List<RexNode> constants = new ArrayList<>();
    RexNode value = null;
    for (RexNode operand : operands) {
      if (operand.getKind() != SqlKind.EQUALS) {
        return Optional.empty();
      }
      RexNode left = ((RexCall) operand).getOperands().get(0);
      RexNode right = ((RexCall) operand).getOperands().get(1);
      if (!RexUtil.isLiteral(right, true) || (value != null && !value.equals(left))) {
        return Optional.empty();
      }
      value = left;
      constants.add(right);
    }
    if (value == null) {
      return Optional.empty();
    }
    List<Expression> all = new ArrayList<>();
    all.add(converter.convert(value));
    constants.forEach(constant -> all.add(converter.convert(constant)));
    List<Expression> aligned =
        converter.aligned(Padding.without(all), ExpressionConverter.position(or));
    List<Literal> literals = new ArrayList<>();
    for (Expression constant : aligned.subList(1, aligned.size())) {
      if (!(constant instanceof Literal literal)) {
        return Optional.empty();
      }
      literals.add(literal);
    }
    DataType type = ExpressionConverter.type(or);
    return Optional.of(new Expression.InList(aligned.get(0), literals, type));
  }
}
