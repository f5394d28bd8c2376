package io.millrace.sql.parse;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.sql.grammar.MillraceSqlLexer;
import io.millrace.sql.statement.QueryText;
import org.antlr.v4.runtime.Token;

/**
 * Writes a piece of a statement for Calcite's parser: at the same lines and columns as in the
 * script, comments blanked (but not hints, {@code /*+ … *}{@code /}), names in double quotes.
 */
final class QueryTexts {
  private final StatementTokens tokens;

  QueryTexts(StatementTokens tokens) {
    this.tokens = tokens;
  }

  /** The text of a folded query. */
  QueryText of(Token body) {
    return between(body.getStartIndex(), body.getStopIndex());
  }

  /** The text from the first to the last of these characters, both inclusive. */
  QueryText between(int first, int last) {
    SourcePosition position = tokens.position(first, last);
    String padded =
        "\n".repeat(position.line() - 1) + " ".repeat(position.column() - 1) + body(first, last);
    return new QueryText(padded, tokens.text().substring(first, last + 1), position);
  }

  /** The same without what stands before it. */
  String body(int first, int last) {
    String text = tokens.text();
    char[] body = new char[last + 1 - first];
    for (int i = 0; i < body.length; i++) {
      body[i] = text.charAt(first + i) == '\n' ? '\n' : ' ';
    }
    for (Token token : tokens.all()) {
      if (token.getStartIndex() >= first && token.getStopIndex() <= last) {
        copy(token, body, token.getStartIndex() - first);
      }
    }
    return String.valueOf(body);
  }

  private void copy(Token token, char[] body, int at) {
    String text = token.getText();
    if (token.getChannel() != Token.DEFAULT_CHANNEL && !text.startsWith("/*+")) {
      return;
    }
    if (token.getType() == MillraceSqlLexer.QUOTED_NAME && text.charAt(0) == '`') {
      text = doubleQuoted(token);
    }
    text.getChars(0, text.length(), body, at);
  }

  /** A name in backticks as one in double quotes, padded to the same width. */
  private String doubleQuoted(Token token) {
    String written = token.getText();
    String name = StatementTokens.unquoted(written);
    String quoted = '"' + name.replace("\"", "\"\"") + '"';
    if (quoted.length() > written.length()) {
      throw error(ErrorCode.NOT_SUPPORTED, "a name in backticks that has a double quote in it")
          .at(tokens.position(token))
          .hint("write it in double quotes: " + quoted)
          .build();
    }
    return quoted + " ".repeat(written.length() - quoted.length());
  }
}
