package io.millrace.api.completion;

/**
 * Something that fits.
 *
 * @param text what to write, with quotes where they are needed
 * @param kind what it is
 * @param help for people, such as the type of a column, how a function is called, or what an option
 *     is for; may be empty
 */
public record Proposal(String text, Kind kind, String help) {

  /** What a proposal is. */
  public enum Kind {
    COLUMN,
    TABLE,
    QUERY,
    CONNECTOR,
    FORMAT,
    OPTION,
    SETTING,
    VALUE,
    TYPE,
    KEYWORD,
    FUNCTION
  }
}
