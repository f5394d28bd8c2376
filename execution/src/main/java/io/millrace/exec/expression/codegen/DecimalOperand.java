package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.plan.expression.Expression;

/**
 * A DECIMAL or whole number as operand of exact arithmetic.
 *
 * @param digits how many it has at most
 */
record DecimalOperand(Value value, String low, String high, int digits, int scale) {

  static DecimalOperand write(ExpressionWriter writer, Expression expression, DataType otherwise) {
    DataType type = expression.type();
    if (!type.kind().isExactNumeric()) {
      Value cast = writer.writeAs(expression, otherwise);
      return of(cast, otherwise);
    }
    return of(writer.write(expression), type);
  }

  static DecimalOperand of(Value value, DataType type) {
    return switch (type.layout()) {
      case INT ->
          new DecimalOperand(
              value,
              "((long) " + value.first() + ")",
              "((long) " + value.first() + " >> 63)",
              digits(type),
              0);
      case LONG ->
          new DecimalOperand(
              value, value.first(), "(" + value.first() + " >> 63)", digits(type), type.scale());
      case INT128 ->
          new DecimalOperand(value, value.first(), value.second(), digits(type), type.scale());
      default -> throw new IllegalArgumentException("not an exact number: " + type);
    };
  }

  /** The most digits that a value of an exact type has. */
  static int digits(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> 3;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      default -> type.precision();
    };
  }

  /** Low and high word, as arguments of a call. */
  String words() {
    return low + ", " + high;
  }

  /** The result of a call that leaves 128 bits in {@code wide}, in the layout of a type. */
  static Value narrowed(ExpressionWriter writer, DataType type, Value wide) {
    return type.layout() == Layout.INT128 ? wide : Value.of(wide.isNull(), wide.first());
  }
}
