package io.millrace.plan.logical;

import io.millrace.plan.analyze.WindowTableFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * How calls become relational expressions: as in Calcite, but for windows, whose time column is
 * turned into its position here: {@code (position, size, slide, offset)}.
 */
final class Convertlets implements SqlRexConvertletTable {
  static final Convertlets INSTANCE = new Convertlets();

  private Convertlets() {}

  @Override
  @SuppressWarnings("NullAway")
  public SqlRexConvertlet get(SqlCall call) {
    return call.getOperator() == WindowTableFunction.INSTANCE
        ? Convertlets::window
        : StandardConvertletTable.INSTANCE.get(call);
  }

  private static RexNode window(SqlRexContext context, SqlCall call) {
    RexBuilder builder = context.getRexBuilder();
    SqlNode input = call.operand(0);
    SqlIdentifier time = ((SqlCall) call.operand(1)).operand(0);
    RelDataType columns = context.getValidator().getValidatedNodeType(input);
    int position = 0;
    while (!columns
        .getFieldList()
        .get(position)
        .getName()
        .equalsIgnoreCase(time.names.get(time.names.size() - 1))) {
      position++;
    }
    List<RexNode> operands = new ArrayList<>();
    operands.add(builder.makeExactLiteral(BigDecimal.valueOf(position)));
    for (SqlNode length : call.getOperandList().subList(2, call.operandCount())) {
      operands.add(context.convertExpression(length));
    }
    return builder.makeCall(
        call.getParserPosition(),
        builder.getTypeFactory().createSqlType(SqlTypeName.CURSOR),
        WindowTableFunction.INSTANCE,
        operands);
  }
}
