package io.millrace.shell.render;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.ErrorReport;
import io.millrace.api.error.MillraceException;
import io.millrace.shell.log.LogFile;
import java.nio.file.Path;
import java.util.Optional;

/** Shows errors: the report on standard error, stack traces of our own bugs in the log file. */
public final class ErrorPrinter {
  private static final String RED = "\033[1;31m";
  private static final String PLAIN = "\033[0m";

  private final Screen screen;
  private final LogFile log;

  public ErrorPrinter(Screen screen, LogFile log) {
    this.screen = screen;
    this.log = log;
  }

  /** The error for anything that was thrown; what nobody expected becomes an internal error. */
  public static MillraceException asError(Throwable thrown) {
    if (thrown instanceof MillraceException error) {
      return error;
    }
    String message = thrown.getMessage();
    String name = thrown.getClass().getSimpleName();
    return MillraceException.error(
            ErrorCode.INTERNAL_ERROR, message == null ? name : name + ": " + message)
        .cause(thrown)
        .build();
  }

  /** Prints the whole report to standard error. */
  public void report(MillraceException error) {
    String text =
        screen.errIsTerminal()
            ? wrapped(ErrorReport.render(error, screen.columns()))
            : error.getMessage();
    if (screen.errIsTerminal() && screen.color()) {
      text = text.replaceFirst("ERROR \\[[A-Z_]+]", RED + "$0" + PLAIN);
    }
    screen.err().println(text);
    logIfOurs(error)
        .ifPresent(file -> screen.err().println("  please report this; full log: " + file));
    screen.err().flush();
  }

  /** The sentence broken between words; what stands below it may be pasted, and stays as it is. */
  private String wrapped(String report) {
    int end = report.indexOf('\n');
    return end < 0
        ? screen.wrapped(report)
        : screen.wrapped(report.substring(0, end)) + report.substring(end);
  }

  /** Prints the whole report to standard error, and where in the program it happened. */
  public void reportWithTrace(MillraceException error) {
    report(error);
    (error.getCause() == null ? error : error.getCause()).printStackTrace(screen.err());
    screen.err().flush();
  }

  /** The error on one line. */
  public static String line(MillraceException error) {
    return "!ERROR [" + error.code().name() + "] " + Cells.visible(error.summary());
  }

  /** Writes the stack trace of an internal error into the log file; nothing for other errors. */
  public Optional<Path> logIfOurs(MillraceException error) {
    if (error.code() != ErrorCode.INTERNAL_ERROR) {
      return Optional.empty();
    }
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return log.append("ERROR", error.summary(), Optional.of(cause));
  }
}
