package io.millrace.api.types;

/** How the values of a column lie in memory. */
public enum Layout {
  /** {@code byte[]}, 0 or 1 a row. */
  BOOLEAN,
  /** {@code int[]}. */
  INT,
  /** {@code long[]}. */
  LONG,
  /** {@code double[]}. */
  DOUBLE,
  /** {@code long[]} with two entries a row, low word first: a signed 128-bit integer. */
  INT128,
  /**
   * A shared {@code byte[]} with start and length of each row: text, binary, and nested values in
   * their encoded form.
   */
  BYTES
}
