package io.millrace.connector.format;

import io.millrace.api.batch.ColumnBatch;

/** Writes rows as records of a format. Not thread-safe. */
public interface RecordWriter {

  /** Writes what a file begins with. */
  default void begin(Utf8Buffer out) {}

  /** Writes a row of a dense batch. */
  void write(ColumnBatch rows, int row, Utf8Buffer out);
}
