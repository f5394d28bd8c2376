package io.millrace.api;

import io.millrace.api.error.SourcePosition;

/** One statement of a script, not yet parsed. */
public interface ScriptStatement {

  /** Its text, without the semicolon. */
  String text();

  /** Where it stands in the script. */
  SourcePosition position();

  /**
   * Parses and executes it.
   *
   * @throws io.millrace.api.error.MillraceException if it is wrong or fails
   */
  StatementResult execute();
}
