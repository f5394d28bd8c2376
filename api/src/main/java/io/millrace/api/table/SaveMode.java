package io.millrace.api.table;

/** What {@link DataFrameWriter} does if there is something where it writes. */
public enum SaveMode {
  Append,
  Overwrite,
  ErrorIfExists,
  Ignore
}
