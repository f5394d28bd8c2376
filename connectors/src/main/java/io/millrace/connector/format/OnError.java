package io.millrace.connector.format;

import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Options;

/** What becomes of a record that cannot be read as the columns demand. */
public enum OnError {
  /** The query fails. */
  FAIL,
  /**
   * A value that does not fit its column becomes NULL, a record without sense NULL in all columns;
   * counted. A record whose column is NOT NULL cannot be kept so: it is skipped.
   */
  NULL,
  /** The record is left out; counted. */
  SKIP;

  /** The option that chooses. */
  public static final OptionSpec OPTION =
      OptionSpec.choice(
          "on.error",
          "what becomes of malformed records: the query fails, their values become NULL, or they"
              + " are skipped; the last two are counted",
          "fail",
          "null",
          "skip");

  public static OnError of(Options options) {
    return switch (options.choice("on.error")) {
      case "null" -> NULL;
      case "skip" -> SKIP;
      default -> FAIL;
    };
  }
}
