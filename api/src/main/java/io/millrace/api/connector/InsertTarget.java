package io.millrace.api.connector;

import io.millrace.api.batch.ColumnBatch;

/** A table in memory that takes rows from INSERT INTO and from programs. Thread-safe. */
public interface InsertTarget {

  /** Adds rows in order; they are visible to queries as one unit. */
  void insert(ColumnBatch rows);
}
