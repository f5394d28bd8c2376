package io.millrace.shell.command;

/** What the command tells the program that started it. */
public enum ExitCode {
  FINE(0),
  /** A statement was wrong. */
  SQL_ERROR(1),
  /** The command line was wrong. */
  USAGE(2),
  /** A query failed while it ran. */
  QUERY_FAILED(3),
  /** Stopped by Ctrl-C. */
  INTERRUPTED(130),
  /** Whoever read the output has gone: {@code millrace … | head}. */
  OUTPUT_CLOSED(141);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** This one, or the other if this one is {@link #FINE}: the first trouble decides. */
  public ExitCode or(ExitCode other) {
    return this == FINE ? other : this;
  }
}
