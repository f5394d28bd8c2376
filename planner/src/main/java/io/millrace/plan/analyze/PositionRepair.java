package io.millrace.plan.analyze;

import io.millrace.sql.statement.QueryText;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Gives {@code x IN (…)} its closing parenthesis back, which the parser leaves out of its place.
 */
final class PositionRepair extends SqlShuttle {
  private final String[] lines;

  PositionRepair(QueryText text) {
    this.lines = text.text().split("\n", -1);
  }

  @Override
  public SqlNode visit(SqlCall call) {
    SqlCall visited = (SqlCall) Objects.requireNonNull(super.visit(call));
    if (visited.getKind() != SqlKind.IN && visited.getKind() != SqlKind.NOT_IN) {
      return visited;
    }
    SqlParserPos position = visited.getParserPosition();
    int line = position.getEndLineNum();
    int next = position.getEndColumnNum();
    if (line < 1
        || line > lines.length
        || next >= lines[line - 1].length()
        || lines[line - 1].charAt(next) != ')') {
      return visited;
    }
    SqlParserPos whole =
        new SqlParserPos(position.getLineNum(), position.getColumnNum(), line, next + 1);
    return visited.clone(whole);
  }
}
