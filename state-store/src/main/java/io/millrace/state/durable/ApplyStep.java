package io.millrace.state.durable;

/** Where the applier is; a crash may come at any of these. */
enum ApplyStep {
  /** Some writes are going to be made. */
  WRITING,
  /** All writes are made and may be durable or not. */
  WRITTEN,
  /** All writes are durable. */
  FINISHED,
  /** The log is shorter. */
  DROPPED
}
