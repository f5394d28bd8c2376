package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.plan.catalog.Overload;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * What a function in SQL does with an argument, and with its result: gives it the declared type,
 * provided that it has one that can be taken for it without a CAST.
 */
public final class ArgumentCast extends SqlFunction {
  private final DataType type;

  /**
   * @param what is cast, for messages: {@code parameter "x" of f}
   */
  ArgumentCast(String what, DataType type) {
    super(
        // the name tells which cast it is where expressions are compared
        "$" + type.sql(),
        SqlKind.OTHER_FUNCTION,
        returnType(type),
        null,
        new Operand(what, type),
        SqlFunctionCategory.SYSTEM);
    this.type = type;
  }

  private static SqlReturnTypeInference returnType(DataType type) {
    return binding ->
        SqlTypes.toCalcite(
            type.withNullable(binding.getOperandType(0).isNullable()), binding.getTypeFactory());
  }

  /** The declared type. */
  public DataType type() {
    return type;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
    return validateOperands(validator, scope, call);
  }

  /** An argument of a call, as overloads are chosen by. */
  static Overload.Argument argument(SqlOperatorBinding binding, int ordinal) {
    DataType type = SqlTypes.toDataType(binding.getOperandType(ordinal));
    return new Overload.Argument(type, UserOperators.constant(binding, ordinal, type));
  }

  /** Checks the type of what is cast. */
  private record Operand(String what, DataType type) implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      Overload.Argument argument = argument(binding, 0);
      if (Overload.conversionCost(argument, type).isPresent()) {
        return true;
      }
      if (!throwOnFailure) {
        return false;
      }
      throw error(
              ErrorCode.TYPE_MISMATCH,
              what + " is " + type.sql() + ", and the value is " + argument.type().sql())
          .at(Positions.of(binding.getCall().getParserPosition()))
          .hint("CAST(… AS " + type.sql() + ") makes one of the other")
          .build();
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(1);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return type.sql();
    }
  }
}
