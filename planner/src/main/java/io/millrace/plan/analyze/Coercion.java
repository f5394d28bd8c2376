package io.millrace.plan.analyze;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Which conversions happen by themselves: between numbers, and from a text literal to the date or
 * time it is compared with. Text never becomes a number, nor a number text: such a query is refused
 * and asked for a CAST, because what it means differs from engine to engine.
 */
final class Coercion extends TypeCoercionImpl {
  Coercion(RelDataTypeFactory factory, SqlValidator validator) {
    super(factory, validator);
  }

  @Override
  public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
    for (int i = 0; i < binding.getOperandCount(); i++) {
      if (isText(binding.getOperandType(i))) {
        return false;
      }
    }
    return super.binaryArithmeticCoercion(binding);
  }

  @Override
  public boolean binaryComparisonCoercion(SqlCallBinding binding) {
    boolean text = false;
    boolean other = false;
    boolean booleans = false;
    boolean numbers = false;
    RelDataType time = null;
    for (int i = 0; i < binding.getOperandCount(); i++) {
      RelDataType type = binding.getOperandType(i);
      if (type.getSqlTypeName() == SqlTypeName.NULL) {
        continue;
      }
      if (isText(type)) {
        text = true;
      } else {
        other = true;
      }
      booleans |= type.getSqlTypeName() == SqlTypeName.BOOLEAN;
      numbers |= SqlTypeUtil.isNumeric(type);
      if (SqlTypeUtil.isDatetime(type)) {
        time = type;
      }
    }
    if (booleans && numbers) {
      return false;
    }
    if (!text && numbers && time == null) {
      // Numbers are compared exactly, whatever their types: aligned when expressions are converted.
      return false;
    }
    if (!text || !other) {
      return super.binaryComparisonCoercion(binding);
    }
    if (time == null) {
      return false;
    }
    boolean coerced = false;
    for (int i = 0; i < binding.getOperandCount(); i++) {
      if (isText(binding.getOperandType(i))) {
        if (!isTextLiteral(binding.operand(i))) {
          return false;
        }
        coerced |= coerceOperandType(binding.getScope(), binding.getCall(), i, time);
      }
    }
    return coerced;
  }

  private static boolean isTextLiteral(SqlNode node) {
    return node instanceof SqlLiteral || node.getKind() == SqlKind.CAST;
  }

  /** IN: what a comparison with each of the list would do. */
  @Override
  public boolean inOperationCoercion(SqlCallBinding binding) {
    boolean text = isText(binding.getOperandType(0));
    if (binding.operand(1) instanceof SqlNodeList list) {
      for (SqlNode item : list) {
        RelDataType type = binding.getValidator().deriveType(binding.getScope(), item);
        if (type.getSqlTypeName() == SqlTypeName.NULL) {
          continue;
        }
        if (isText(type) != text
            && !(SqlTypeUtil.isDatetime(binding.getOperandType(0)) && isTextLiteral(item))) {
          return false;
        }
      }
    }
    return super.inOperationCoercion(binding);
  }

  @Override
  public boolean userDefinedFunctionCoercion(
      SqlValidatorScope scope, SqlCall call, SqlFunction function) {
    return false;
  }

  @Override
  @SuppressWarnings("NullAway")
  public RelDataType implicitCast(RelDataType in, SqlTypeFamily expected) {
    if (isText(in)) {
      return expected.getTypeNames().contains(in.getSqlTypeName()) ? in : null;
    }
    if (expected == SqlTypeFamily.CHARACTER || expected == SqlTypeFamily.STRING) {
      return in.getSqlTypeName() == SqlTypeName.NULL ? super.implicitCast(in, expected) : null;
    }
    return super.implicitCast(in, expected);
  }

  @Override
  @SuppressWarnings("NullAway")
  public RelDataType getWiderTypeForTwo(
      RelDataType left, RelDataType right, boolean stringPromotion) {
    return isNumberAndTime(left, right) ? null : super.getWiderTypeForTwo(left, right, false);
  }

  @Override
  @SuppressWarnings("NullAway")
  public RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
    for (RelDataType type : types) {
      if (isNumberAndTime(type, types.get(0))) {
        return null;
      }
    }
    return super.getWiderTypeFor(types, false);
  }

  /** A number and a time have no common type, though a cast may be had. */
  private static boolean isNumberAndTime(RelDataType a, RelDataType b) {
    return (SqlTypeUtil.isNumeric(a) && SqlTypeUtil.isDatetime(b))
        || (SqlTypeUtil.isDatetime(a) && SqlTypeUtil.isNumeric(b));
  }

  private static boolean isText(RelDataType type) {
    return SqlTypeUtil.isCharacter(type);
  }
}
