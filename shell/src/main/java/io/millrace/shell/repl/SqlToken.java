package io.millrace.shell.repl;

/**
 * A piece of what is typed.
 *
 * @param start its first character
 * @param end behind its last character
 * @param closed whether it has its end: false for a text, name or comment that goes on
 */
record SqlToken(Kind kind, int start, int end, boolean closed) {

  enum Kind {
    WORD,
    NUMBER,
    /** {@code 'text'}. */
    TEXT,
    /** {@code "name"} or {@code `name`}. */
    QUOTED_NAME,
    LINE_COMMENT,
    BLOCK_COMMENT,
    /** ( [ {. */
    OPENING,
    CLOSING,
    SEMICOLON,
    OTHER;

    boolean isComment() {
      return this == LINE_COMMENT || this == BLOCK_COMMENT;
    }
  }

  String text(String line) {
    return line.substring(start, end);
  }
}
