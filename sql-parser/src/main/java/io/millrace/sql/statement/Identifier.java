package io.millrace.sql.statement;

import io.millrace.api.error.SourcePosition;

/**
 * A name as the user wrote it, without quotes.
 *
 * @param text the name; matched without regard to case
 */
public record Identifier(String text, SourcePosition position) {
  @Override
  public String toString() {
    return text;
  }
}
