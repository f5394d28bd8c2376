package io.millrace.api.error;

/**
 * A range of characters in a script, from the first to the last character of a token or phrase.
 *
 * @param line line of the first character, from 1
 * @param column column of the first character, from 1, in UTF-16 units
 * @param endLine line of the last character
 * @param endColumn column of the last character, inclusive
 */
public record SourcePosition(int line, int column, int endLine, int endColumn) {

  public SourcePosition {
    if (line < 1 || column < 1 || endLine < line || (endLine == line && endColumn < column)) {
      throw new IllegalArgumentException(
          "bad position " + line + ":" + column + "-" + endLine + ":" + endColumn);
    }
  }

  /** The position of one character. */
  public static SourcePosition of(int line, int column) {
    return new SourcePosition(line, column, line, column);
  }

  /** The smallest range that holds this one and the other. */
  public SourcePosition to(SourcePosition end) {
    return new SourcePosition(line, column, end.endLine, end.endColumn);
  }
}
