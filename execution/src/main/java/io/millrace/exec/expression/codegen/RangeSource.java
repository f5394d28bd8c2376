package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.Expression;

/** Finds text that is always a range of one column, which then needs no copy. */
final class RangeSource {
  static final int NONE = -1;
  private static final int ANY = -2;

  private RangeSource() {}

  /** The column, or {@link #NONE}. */
  static int of(Expression expression) {
    int source = find(expression);
    return source == ANY ? NONE : source;
  }

  private static int find(Expression expression) {
    if (expression instanceof Expression.ColumnReference column) {
      return column.index();
    } else if (expression instanceof Expression.Literal literal && literal.value() == null) {
      return ANY;
    } else if (expression instanceof Expression.Cast cast) {
      return keepsRange(cast.operand().type(), cast.type()) ? find(cast.operand()) : NONE;
    } else if (expression instanceof Expression.Case choice) {
      int source = find(choice.otherwise());
      for (Expression value : choice.values()) {
        source = merge(source, find(value));
      }
      return source;
    } else if (expression instanceof Expression.Call call) {
      return switch (call.function()) {
        case SUBSTRING,
            LEFT,
            RIGHT,
            TRIM,
            TRIM_LEADING,
            TRIM_TRAILING,
            SPLIT_PART,
            REQUIRE_NOT_NULL,
            REQUIRE_SINGLE,
            REQUIRE_LENGTH ->
            find(call.arguments().get(0));
        default -> NONE;
      };
    }
    return NONE;
  }

  private static int merge(int a, int b) {
    if (a == ANY) {
      return b;
    }
    return b == ANY || a == b ? a : NONE;
  }

  private static boolean keepsRange(DataType from, DataType to) {
    boolean bytes = from.kind().isText() || from.kind() == TypeKind.BINARY;
    boolean pads = to.kind() == TypeKind.CHAR && to.precision() != DataType.UNBOUNDED;
    return bytes && (to.kind().isText() || to.kind() == TypeKind.BINARY) && !pads;
  }
}
