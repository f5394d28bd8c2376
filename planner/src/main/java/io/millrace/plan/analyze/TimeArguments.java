package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Constant texts where a function takes a date or a time: {@code LAST_DAY('2026-02-01')} is {@code
 * LAST_DAY(CAST('2026-02-01' AS DATE))}.
 */
final class TimeArguments {
  private static final Set<String> DATES =
      Set.of("DATE_ADD", "DATE_SUB", "LAST_DAY", "NEXT_DAY", "ADD_MONTHS", "UNIX_DATE");

  private static final Set<String> TIMES =
      Set.of(
          "YEAR",
          "QUARTER",
          "MONTH",
          "WEEK",
          "WEEKOFYEAR",
          "DAY",
          "DAYOFMONTH",
          "DAYOFWEEK",
          "DAYOFYEAR",
          "WEEKDAY",
          "HOUR",
          "MINUTE",
          "SECOND",
          "DATE_FORMAT",
          "FROM_UTC_TIMESTAMP",
          "TO_UTC_TIMESTAMP");

  private static final Map<String, Integer> SECOND_IS_TIME =
      Map.of("DATE_TRUNC", 2, "DATE_PART", 2, "EXTRACT", 2, "MONTHS_BETWEEN", 2);

  private TimeArguments() {}

  static SqlCall cast(SqlCall call) {
    String name = WindowCall.name(call);
    List<SqlNode> operands = call.getOperandList();
    if (operands.isEmpty()) {
      return call;
    }
    if (DATES.contains(name)) {
      return with(call, 0, SqlTypeName.DATE);
    }
    if (TIMES.contains(name)) {
      return with(call, 0, SqlTypeName.TIMESTAMP);
    }
    if ((name.equals("DATEDIFF") || name.equals("DATE_DIFF")) && operands.size() == 2) {
      return with(with(call, 0, SqlTypeName.DATE), 1, SqlTypeName.DATE);
    }
    if (name.equals("MONTHS_BETWEEN")) {
      call = with(call, 0, SqlTypeName.TIMESTAMP);
    }
    return SECOND_IS_TIME.getOrDefault(name, 0) == operands.size()
        ? with(call, 1, SqlTypeName.TIMESTAMP)
        : call;
  }

  private static SqlCall with(SqlCall call, int operand, SqlTypeName type) {
    SqlNode node = call.operand(operand);
    boolean time =
        node instanceof SqlLiteral literal
            && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName())
            && String.valueOf(literal.toValue()).strip().matches("\\d{4}-.*");
    if (!time) {
      return call;
    }
    SqlParserPos position = node.getParserPosition();
    SqlBasicTypeNameSpec spec =
        type == SqlTypeName.DATE
            ? new SqlBasicTypeNameSpec(type, position)
            : new SqlBasicTypeNameSpec(type, 6, position);
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    operands.set(
        operand,
        SqlStdOperatorTable.CAST.createCall(position, node, new SqlDataTypeSpec(spec, position)));
    return (SqlCall)
        call.getOperator()
            .createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
  }
}
