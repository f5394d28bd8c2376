package io.millrace.sql.parse;

import java.util.List;

/**
 * A token that could come next.
 *
 * @param kind of token
 * @param keyword in upper case; empty for other kinds
 * @param rules of the grammar that it would stand in, the innermost last
 */
public record Expectation(Kind kind, String keyword, List<String> rules) {

  /** What could come. */
  public enum Kind {
    KEYWORD,
    NAME,
    TEXT,
    /** A query, which begins with SELECT, WITH or VALUES. */
    QUERY,
    TIME_UNIT,
    /** Whatever an expression or value is made of. */
    ANYTHING
  }

  public Expectation {
    rules = List.copyOf(rules);
  }

  /** Whether it would stand in that rule. */
  public boolean in(String rule) {
    return rules.contains(rule);
  }
}
