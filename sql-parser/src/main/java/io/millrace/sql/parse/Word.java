package io.millrace.sql.parse;

import java.util.Locale;

/**
 * A token of a statement for those who need not know the grammar.
 *
 * @param text as written
 * @param start its first character
 * @param end behind its last character
 */
public record Word(Kind kind, String text, int start, int end) {

  /** What a token is. */
  public enum Kind {
    /** A word that can be a name, keyword or not. */
    NAME,
    /** A word that cannot be a name. */
    RESERVED,
    QUOTED_NAME,
    TEXT,
    NUMBER,
    SIGN
  }

  /** Whether it is this word, in any case, or this sign. */
  public boolean is(String other) {
    return kind != Kind.QUOTED_NAME && kind != Kind.TEXT && text.equalsIgnoreCase(other);
  }

  /** The word in upper case. */
  public String upper() {
    return text.toUpperCase(Locale.ROOT);
  }

  /** Whether it can be a name. */
  public boolean isName() {
    return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
  }

  /** The name or text without its quotes. */
  public String unquoted() {
    return StatementTokens.unquoted(text);
  }
}
