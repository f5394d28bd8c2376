package io.millrace.plan.analyze;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * Calcite's validator, which also takes CAST of nested values to text: it becomes a function; and
 * operands that an operator takes in other words.
 */
final class MillraceValidator extends SqlValidatorImpl {
  MillraceValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader reader,
      RelDataTypeFactory factory,
      Config config) {
    super(operators, reader, factory, config);
  }

  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
    if (expression.getKind() == SqlKind.CAST
        && expression instanceof SqlBasicCall cast
        && cast.operandCount() == 2
        && cast.operand(1) instanceof SqlDataTypeSpec spec
        && spec.getCollectionsTypeName() == null
        && SqlTypeUtil.inCharFamily(spec.deriveType(this))) {
      RelDataType from = deriveType(scope, cast.operand(0));
      boolean nested =
          from.isStruct() || from.getComponentType() != null || from.getKeyType() != null;
      if (nested) {
        cast.setOperator(NestedOperators.TO_TEXT);
        cast.setOperand(1, SqlLiteral.createCharString("", spec.getParserPosition()));
      }
    }
    if (expression instanceof SqlBasicCall call && MixedOperands.mayMix(call)) {
      MixedOperands.align(call, operand -> deriveType(scope, operand));
    }
    return super.deriveType(scope, expression);
  }
}
