package io.millrace.shell.log;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Passes warnings and errors on and nothing else: those of Millrace as one line on standard error,
 * those of libraries, and every stack trace, into the log file.
 */
final class ShellLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;
  private static final String OWN = "io.millrace.";

  private final transient LogFile file;
  private final transient Supplier<PrintStream> people;

  /**
   * A logger.
   *
   * @param people gives what people see, at the moment of the message
   */
  ShellLogger(String name, LogFile file, Supplier<PrintStream> people) {
    this.name = name;
    this.file = file;
    this.people = people;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return ShellLogger.class.getName();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    Optional<Path> written = Optional.empty();
    if (failure != null || !name.startsWith(OWN)) {
      written = file.append(level.name(), name + ": " + message, Optional.ofNullable(failure));
    }
    if (name.startsWith(OWN)) {
      String place = written.map(path -> "   full log: " + path).orElse("");
      people.get().println((level == Level.ERROR ? "ERROR: " : "warning: ") + message + place);
    }
  }
}
