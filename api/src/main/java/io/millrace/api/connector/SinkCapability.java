package io.millrace.api.connector;

/** What a sink can do. */
public enum SinkCapability {
  /** Takes rows that never change. */
  APPEND,
  /** Replaces the row of a key. */
  UPSERT,
  /** Deletes the row of a key. */
  DELETE,
  /** Replaces its whole content. */
  REPLACE,
  /** Takes every change with its kind. */
  CHANGELOG,
  /** Applies a batch once, however often it is published. */
  EXACTLY_ONCE,
  /**
   * Can publish in a later process what an earlier one prepared: a batch that was decided but not
   * published need not run again.
   */
  DURABLE_PREPARE,
  /**
   * Keeps what is written where queries read it: a SINK with declared columns can be selected from.
   * The connector is a source too.
   */
  READABLE,
  /**
   * Loses what was written when the process ends: a later run can go on only by replacing all of
   * it.
   */
  VOLATILE,
  /**
   * Takes a batch as a whole that has a meaning, such as one call of a program's code: in
   * continuous mode it gets those of each epoch, not of each step.
   */
  WHOLE_BATCHES,
  /** Puts rows where the values of some of their columns say: {@code PARTITIONED BY}. */
  PARTITIONS
}
