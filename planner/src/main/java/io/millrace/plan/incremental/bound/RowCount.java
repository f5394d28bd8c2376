package io.millrace.plan.incremental.bound;

/** How many rows a node's result can have. */
public enum RowCount {
  /** Exactly one, always. */
  ONE,
  /** A number that its input bounds: constants, a table, a LIMIT. */
  BOUNDED,
  /** As many as there will ever be. */
  UNBOUNDED
}
