package io.millrace.shell.render;

/** Whoever read the output has gone. */
public final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutputClosedException() {
    super("the output is closed");
  }
}
