package io.millrace.plan.analyze;

import io.millrace.api.error.SourcePosition;
import java.util.Optional;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Calcite's positions as ours. */
public final class Positions {
  private Positions() {}

  /** Our position; empty for Calcite's "nowhere". */
  public static Optional<SourcePosition> of(SqlParserPos position) {
    return of(
        position.getLineNum(),
        position.getColumnNum(),
        position.getEndLineNum(),
        position.getEndColumnNum());
  }

  static Optional<SourcePosition> of(int line, int column, int endLine, int endColumn) {
    if (line < 1 || column < 1) {
      return Optional.empty();
    }
    if (endLine < line || (endLine == line && endColumn < column)) {
      return Optional.of(SourcePosition.of(line, column));
    }
    return Optional.of(new SourcePosition(line, column, endLine, endColumn));
  }
}
