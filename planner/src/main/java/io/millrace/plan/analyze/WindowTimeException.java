package io.millrace.plan.analyze;

import org.apache.calcite.sql.parser.SqlParserPos;

/** Carries a window over a column that is no timestamp through Calcite's validator. */
final class WindowTimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String type;
  private final transient SqlParserPos position;

  WindowTimeException(String column, String type, SqlParserPos position) {
    super("window over " + column + " " + type, null, false, false);
    this.column = column;
    this.type = type;
    this.position = position;
  }

  String column() {
    return column;
  }

  String type() {
    return type;
  }

  SqlParserPos position() {
    return position;
  }
}
