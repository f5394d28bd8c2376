package io.millrace.exec.changelog;

import static java.util.Objects.requireNonNull;

/** What becomes of deletions in UPDATE mode: the sink's option {@code deletes}. */
public sealed interface DeletePolicy {

  /** The sink deletes; the planner has checked that it can. */
  record Delete() implements DeletePolicy {}

  /** Rows that go stay in the sink as they were. */
  record Ignore() implements DeletePolicy {}

  /** A BOOLEAN column behind the others says whether the row is gone. */
  record Mark(String column) implements DeletePolicy {
    public Mark {
      requireNonNull(column, "column is null");
    }
  }
}
