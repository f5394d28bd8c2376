package io.millrace.shell.repl;

import io.millrace.shell.render.OutputFormat;
import java.util.Optional;

/** What commands such as {@code .mode} and {@code .timing} set. Thread-safe. */
final class Modes {
  private static final int DEFAULT_MAX_ROWS = 40;

  private volatile Optional<OutputFormat> format;
  private volatile boolean timing;
  private volatile boolean debug;
  private volatile int maxRows = DEFAULT_MAX_ROWS;

  Modes(Optional<OutputFormat> format) {
    this.format = format;
  }

  /** How results are printed; empty for boxes and live tables. */
  Optional<OutputFormat> format() {
    return format;
  }

  void format(Optional<OutputFormat> newFormat) {
    this.format = newFormat;
  }

  /** Whether each statement tells how long it took. */
  boolean timing() {
    return timing;
  }

  void timing(boolean on) {
    this.timing = on;
  }

  /** Whether errors tell where in the program they happened. */
  boolean debug() {
    return debug;
  }

  void debug(boolean on) {
    this.debug = on;
  }

  /** How many rows of a result are shown; 0 for all. */
  int maxRows() {
    return maxRows;
  }

  void maxRows(int rows) {
    this.maxRows = rows;
  }
}
