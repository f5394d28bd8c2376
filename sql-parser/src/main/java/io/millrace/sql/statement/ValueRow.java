package io.millrace.sql.statement;

import io.millrace.api.error.SourcePosition;
import java.util.List;

/** A row of values as it is written. */
public record ValueRow(SourcePosition position, List<Cell> cells) {
  public ValueRow {
    cells = List.copyOf(cells);
  }

  /** What a value is. */
  public enum Kind {
    NULL,
    /** {@code TRUE} or {@code FALSE}. */
    BOOLEAN,
    /** Digits, perhaps with a sign. */
    INTEGER,
    /** Digits with a point. */
    DECIMAL,
    /** A number with an exponent. */
    DOUBLE,
    /** A text, without its quotes. */
    TEXT,
    /** The text of {@code DATE '…'}. */
    DATE,
    /** The text of {@code TIMESTAMP '…'}. */
    TIMESTAMP,
    /** The word {@code DEFAULT}. */
    DEFAULT,
    /** Anything else, with names in double quotes. */
    EXPRESSION
  }

  /**
   * A value.
   *
   * @param text of the constant, or of the expression
   */
  public record Cell(SourcePosition position, Kind kind, String text) {

    /** The value as it is written in a query. */
    public String sql() {
      return switch (kind) {
        case NULL -> "NULL";
        case DEFAULT -> "DEFAULT";
        case TEXT -> quoted();
        case DATE -> "DATE " + quoted();
        case TIMESTAMP -> "TIMESTAMP " + quoted();
        case BOOLEAN, INTEGER, DECIMAL, DOUBLE, EXPRESSION -> text;
      };
    }

    private String quoted() {
      return "'" + text.replace("'", "''") + "'";
    }
  }
}
