package io.millrace.plan.analyze;

import io.millrace.plan.expression.Function;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/**
 * A SQL function that becomes one {@link Function} of the fast path, arguments in the same order.
 */
public final class FastFunction extends SqlFunction {
  private final Function function;

  FastFunction(
      String name,
      Function function,
      SqlReturnTypeInference returnType,
      SqlOperandTypeChecker operands) {
    super(name, SqlKind.OTHER_FUNCTION, returnType, null, operands, SqlFunctionCategory.SYSTEM);
    this.function = function;
  }

  public Function function() {
    return function;
  }
}
