package io.millrace.api.connector;

/** How the changes of a result reach a sink. */
public enum OutputMode {
  /** Rows that are final, each once. */
  APPEND,
  /** For each key that changed the newest row, or a deletion. */
  UPDATE,
  /** The whole result, replacing what was there. */
  COMPLETE,
  /** Every change with its kind. */
  CHANGELOG;

  /** Rows that are final, each once. */
  public static OutputMode Append() {
    return APPEND;
  }

  /** For each key that changed the newest row. */
  public static OutputMode Update() {
    return UPDATE;
  }

  /** The whole result. */
  public static OutputMode Complete() {
    return COMPLETE;
  }
}
