package io.millrace.plan.analyze;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Comparisons with some or all elements of an array: {@code a < ANY(ARRAY[b, c])} is {@code a < b
 * OR a < c}, {@code a = ANY(array)} is {@code ARRAY_CONTAINS(array, a)}. Those of other arrays by
 * other signs than {@code =} and {@code <>} stay as they are.
 */
final class ArrayQuantifiers {
  private ArrayQuantifiers() {}

  /** The comparison in other words; empty if it is none of these. */
  static Optional<SqlNode> rewrite(SqlCall call) {
    if (!(call.getOperator() instanceof SqlQuantifyOperator quantifier)
        || call.operandCount() != 2) {
      return Optional.empty();
    }
    SqlNode right = call.operand(1);
    if (right instanceof SqlNodeList list && list.size() == 1) {
      right = list.get(0);
    }
    if (right instanceof SqlNodeList || right.isA(SqlKind.QUERY)) {
      return Optional.empty();
    }
    boolean some = call.getKind() == SqlKind.SOME;
    SqlParserPos position = call.getParserPosition();
    if (right.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
      return comparison(quantifier.comparisonKind)
          .map(sign -> each(call.operand(0), ((SqlCall) rightOf(call)), sign, some, position));
    }
    SqlNode contains = contains(right, call.operand(0), position);
    if (some && quantifier.comparisonKind == SqlKind.EQUALS) {
      return Optional.of(contains);
    }
    return !some && quantifier.comparisonKind == SqlKind.NOT_EQUALS
        ? Optional.of(SqlStdOperatorTable.NOT.createCall(position, contains))
        : Optional.empty();
  }

  private static SqlNode rightOf(SqlCall call) {
    return call.operand(1) instanceof SqlNodeList list ? list.get(0) : call.operand(1);
  }

  private static SqlNode each(
      SqlNode left, SqlCall array, SqlBinaryOperator sign, boolean some, SqlParserPos position) {
    SqlNode all = SqlLiteral.createBoolean(!some, position);
    List<SqlNode> elements = array.getOperandList();
    for (int i = 0; i < elements.size(); i++) {
      SqlNode one = sign.createCall(position, left, elements.get(i));
      SqlBinaryOperator glue = some ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND;
      all = i == 0 ? one : glue.createCall(position, all, one);
    }
    return all;
  }

  private static SqlNode contains(SqlNode array, SqlNode element, SqlParserPos position) {
    return new SqlUnresolvedFunction(
            new SqlIdentifier("ARRAY_CONTAINS", position),
            null,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION)
        .createCall(position, array, element);
  }

  private static Optional<SqlBinaryOperator> comparison(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> Optional.of(SqlStdOperatorTable.EQUALS);
      case NOT_EQUALS -> Optional.of(SqlStdOperatorTable.NOT_EQUALS);
      case LESS_THAN -> Optional.of(SqlStdOperatorTable.LESS_THAN);
      case LESS_THAN_OR_EQUAL -> Optional.of(SqlStdOperatorTable.LESS_THAN_OR_EQUAL);
      case GREATER_THAN -> Optional.of(SqlStdOperatorTable.GREATER_THAN);
      case GREATER_THAN_OR_EQUAL -> Optional.of(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL);
      default -> Optional.empty();
    };
  }
}
