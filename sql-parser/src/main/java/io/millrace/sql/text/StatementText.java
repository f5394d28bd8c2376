package io.millrace.sql.text;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.SourcePosition;

/**
 * One statement of a script, not yet parsed.
 *
 * @param text from its first to its last token, without the semicolon
 * @param position where it stands in the script; its line and column are those of the first
 *     character of the text
 */
public record StatementText(String text, SourcePosition position) {
  public StatementText {
    requireNonNull(text, "text is null");
    requireNonNull(position, "position is null");
  }
}
