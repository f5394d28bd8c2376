package io.millrace.benchmark.command;

/** The command was called in a way that makes no sense; the message says why. */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }
}
