package io.millrace.shell.repl;

import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.OutputFormat;
import java.util.Optional;

/** What commands such as {@code .mode} and {@code .timing} set. */
final class Modes {
  private final LogFile log;
  private volatile Optional<OutputFormat> format;
  private volatile boolean timing;

  Modes(LogFile log, Optional<OutputFormat> format) {
    this.log = log;
    this.format = format;
  }

  LogFile log() {
    return log;
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
}
