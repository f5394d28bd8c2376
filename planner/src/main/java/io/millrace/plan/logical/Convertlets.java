package io.millrace.plan.logical;

import io.millrace.plan.analyze.WindowTableFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * How calls become relational expressions: as in Calcite, but for windows, whose time column is
 * turned into its position here: {@code (position, size, slide, offset)}, for some aggregates over
 * windows, and for structs that are compared with IS DISTINCT FROM.
 */
final class Convertlets implements SqlRexConvertletTable {
  static final Convertlets INSTANCE = new Convertlets();

  private static final Set<SqlKind> MADE_OF_SUMS =
      EnumSet.of(
          SqlKind.AVG,
          SqlKind.STDDEV_POP,
          SqlKind.STDDEV_SAMP,
          SqlKind.VAR_POP,
          SqlKind.VAR_SAMP,
          SqlKind.COVAR_POP,
          SqlKind.COVAR_SAMP,
          SqlKind.REGR_SXX,
          SqlKind.REGR_SYY);

  private Convertlets() {}

  @Override
  @SuppressWarnings("NullAway")
  public SqlRexConvertlet get(SqlCall call) {
    if (call.getOperator() == WindowTableFunction.INSTANCE) {
      return Convertlets::window;
    }
    if (call.getKind() == SqlKind.IS_DISTINCT_FROM
        || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM) {
      return Convertlets::distinct;
    }
    return MADE_OF_SUMS.contains(call.getKind())
        ? Convertlets::aggregate
        : StandardConvertletTable.INSTANCE.get(call);
  }

  /** Structs as wholes: one whose fields are all NULL is not NULL itself. */
  @SuppressWarnings("NullAway")
  private static RexNode distinct(SqlRexContext context, SqlCall call) {
    List<RexNode> operands =
        call.getOperandList().stream().map(context::convertExpression).toList();
    if (operands.stream().noneMatch(operand -> operand.getType().isStruct())) {
      return StandardConvertletTable.INSTANCE.get(call).convertCall(context, call);
    }
    return context.getRexBuilder().makeCall(call.getParserPosition(), call.getOperator(), operands);
  }

  /** An aggregate over a window as it is: sums that are divided are not as exact. */
  private static RexNode aggregate(SqlRexContext context, SqlCall call) {
    return context
        .getRexBuilder()
        .makeCall(
            call.getParserPosition(),
            context.getValidator().getValidatedNodeType(call),
            call.getOperator(),
            call.getOperandList().stream().map(context::convertExpression).toList());
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
