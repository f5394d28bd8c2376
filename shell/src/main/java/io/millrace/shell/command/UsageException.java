package io.millrace.shell.command;

import java.util.Optional;

/** The command line is wrong; the message says how. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  private final String hint;

  UsageException(String message) {
    this(message, "");
  }

  UsageException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What was probably meant. */
  public Optional<String> hint() {
    return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
  }
}
