package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * GENERATE_SERIES, which has its last number, and RANGE, which ends before it and begins with 0 if
 * it has one argument, as an array.
 */
final class Series {
  private Series() {}

  static SqlNode of(SqlCall call, boolean open) {
    List<SqlNode> bounds = new ArrayList<>(call.getOperandList());
    SqlParserPos position = call.getParserPosition();
    if (open) {
      if (bounds.size() == 1) {
        bounds.add(0, SqlLiteral.createExactNumeric("0", position));
      }
      boolean down = bounds.size() == 3 && isDown(bounds.get(2));
      SqlNode one = SqlLiteral.createExactNumeric("1", position);
      if (bounds.size() > 1) {
        bounds.set(
            1,
            (down ? SqlStdOperatorTable.PLUS : SqlStdOperatorTable.MINUS)
                .createCall(position, bounds.get(1), one));
      }
    }
    return NestedOperators.SERIES.createCall(position, bounds);
  }

  /** Whether a step goes down; it has to be written out. */
  private static boolean isDown(SqlNode step) {
    if (step.getKind() == SqlKind.MINUS_PREFIX) {
      return true;
    }
    if (step instanceof SqlNumericLiteral number && number.bigDecimalValue() != null) {
      return number.bigDecimalValue().signum() < 0;
    }
    throw error(ErrorCode.NOT_SUPPORTED, "RANGE with a step that is no number")
        .at(Positions.of(step.getParserPosition()))
        .hint("generate_series(first, last, step) takes any, and gives the last number too")
        .build();
  }
}
