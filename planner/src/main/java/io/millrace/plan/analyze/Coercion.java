package io.millrace.plan.analyze;

import io.millrace.api.types.TypeKind;
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
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Which conversions happen by themselves: between numbers, and from a text literal to the date,
 * time, number or BOOLEAN it is compared with. Other text never becomes a number, nor a number
 * text: such a query is refused and asked for a CAST, because what it means differs from engine to
 * engine.
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
    RelDataType json = null;
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
      if (JsonSqlType.is(type)) {
        json = type;
      }
    }
    if (json != null && json(binding, json)) {
      return true;
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
      return literalOfOther(binding);
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

  /** A text that is written out, beside a number or a BOOLEAN, is a literal of its type. */
  private boolean literalOfOther(SqlCallBinding binding) {
    if (binding.getOperandCount() != 2) {
      return false;
    }
    int text = isText(binding.getOperandType(0)) ? 0 : 1;
    RelDataType other = binding.getOperandType(1 - text);
    boolean written =
        binding.operand(text) instanceof SqlLiteral
            && !(binding.operand(1 - text) instanceof SqlLiteral);
    return written
        && takesLiterals(other)
        && coerceOperandType(binding.getScope(), binding.getCall(), text, other);
  }

  /** Text beside JSON is read as such; but a VARIANT may hold a text itself. */
  private static boolean json(SqlCallBinding binding, RelDataType json) {
    boolean coerced = false;
    if (((JsonSqlType) json).kind() == TypeKind.VARIANT) {
      return false;
    }
    for (int i = 0; i < binding.getOperandCount(); i++) {
      if (isText(binding.getOperandType(i)) && isTextLiteral(binding.operand(i))) {
        SqlNode read =
            FunctionRewriter.OWN
                .find("$AS_" + ((JsonSqlType) json).kind())
                .get(0)
                .createCall(binding.operand(i).getParserPosition(), binding.operand(i));
        binding.getCall().setOperand(i, read);
        binding.getValidator().deriveType(binding.getScope(), read);
        coerced = true;
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
          return literalsOfOther(binding, list);
        }
      }
    }
    return super.inOperationCoercion(binding);
  }

  /** Texts that are written out in the list behind a number or a BOOLEAN. */
  private boolean literalsOfOther(SqlCallBinding binding, SqlNodeList list) {
    RelDataType other = binding.getOperandType(0);
    if (!takesLiterals(other) || binding.operand(0) instanceof SqlLiteral) {
      return false;
    }
    for (SqlNode item : list) {
      RelDataType type = binding.getValidator().deriveType(binding.getScope(), item);
      if (!isText(type) || !(item instanceof SqlLiteral)) {
        return false;
      }
    }
    for (int i = 0; i < list.size(); i++) {
      SqlNode item = list.get(i);
      SqlNode cast =
          SqlStdOperatorTable.CAST.createCall(
              item.getParserPosition(), item, SqlTypeUtil.convertTypeToSpec(other));
      list.set(i, cast);
      binding.getValidator().deriveType(binding.getScope(), cast);
    }
    return true;
  }

  private static boolean takesLiterals(RelDataType type) {
    return SqlTypeUtil.isNumeric(type) || type.getSqlTypeName() == SqlTypeName.BOOLEAN;
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
