package io.millrace.shell.render;

/** How results are printed. */
public enum OutputFormat {
  /** Boxes, for people. */
  TABLE,
  /** A line for each value, for rows that are wide. */
  LINE,
  /** For each SELECT a header, its rows and a blank line. */
  CSV,
  /** One object per row. */
  JSON
}
