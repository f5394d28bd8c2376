package io.millrace.connector.rate;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import java.util.HashMap;
import java.util.Map;

/**
 * What gives offsets of a source that makes rows up their meaning, kept in its state under the
 * names of options: with other values the same range would give other rows.
 */
final class KeptSettings {
  private final SourceContext context;
  private final Map<String, String> kept = new HashMap<>();

  /** Reads what an earlier run has kept. Not before the state is filled. */
  KeptSettings(SourceContext context) {
    this.context = context;
    context.state().forEach(kept::put);
  }

  /** The value that is kept under a name; keeps one if there is none. */
  long keepFirst(String name, long value) {
    String first = kept.get(name);
    if (first != null) {
      return Long.parseLong(first);
    }
    context.state().put(name, Long.toString(value));
    return value;
  }

  /**
   * Keeps the value of an option.
   *
   * @throws io.millrace.api.error.MillraceException SOURCE_SET_CHANGED if it was another
   */
  void keep(String option, long value) {
    long first = keepFirst(option, value);
    if (first != value) {
      throw error(
              ErrorCode.SOURCE_SET_CHANGED,
              "option " + option + " of " + context.name() + " was " + first + ", now " + value)
          .hint("give it the old value, or start with a new checkpoint")
          .build();
    }
  }
}
