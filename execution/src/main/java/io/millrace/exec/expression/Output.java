package io.millrace.exec.expression;

import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;

/** Where a column of a calc's result comes from. */
sealed interface Output {

  /** A column of the input. */
  record Passed(int column, DataType type) implements Output {}

  /** The same value in every row. */
  record Constant(ConstantColumns column) implements Output {}

  /** The batch's time in every row. */
  record Time(Expression.BatchValue value, DataType type) implements Output {}

  /** A kernel of the generated class. */
  record Computed(int kernel, DataType type) implements Output {}
}
