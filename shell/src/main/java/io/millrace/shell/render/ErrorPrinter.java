package io.millrace.shell.render;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.ErrorReport;
import io.millrace.api.error.MillraceException;
import io.millrace.shell.log.LogFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Shows errors: the report on standard error, stack traces of our own bugs in the log file. */
public final class ErrorPrinter {
  private static final String RED = "\033[1;31m";
  private static final String PLAIN = "\033[0m";

  /** A line that ends with at least three names. */
  private static final Pattern LIST = Pattern.compile(" .*: (\\S+, ){2,}\\S+");

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

  /**
   * The sentence and lists of names broken between words; what else stands below may be pasted, and
   * stays as it is.
   */
  private String wrapped(String report) {
    List<String> lines = new ArrayList<>();
    for (String line : report.split("\n", -1)) {
      if (lines.isEmpty()) {
        lines.add(screen.wrapped(line));
      } else if (LIST.matcher(line).matches()) {
        lines.add(wrappedList(line));
      } else {
        lines.add(line);
      }
    }
    return String.join("\n", lines);
  }

  private String wrappedList(String line) {
    String indent = " ".repeat(line.length() - line.stripLeading().length() + 2);
    StringBuilder text = new StringBuilder();
    int width = 0;
    for (String name : line.split("(?<=, )")) {
      int needed = TextWidth.of(name.stripTrailing());
      if (width > 0 && width + needed > screen.columns()) {
        text.setLength(text.length() - 1);
        text.append('\n').append(indent);
        width = indent.length();
      }
      text.append(name);
      width += TextWidth.of(name);
    }
    return text.toString();
  }

  /** Prints the whole report to standard error, and where in the program it happened. */
  public void reportWithTrace(MillraceException error) {
    report(error);
    Throwable cause = error.getCause();
    if (cause != null) {
      cause.printStackTrace(screen.err());
    } else {
      // Its message stands above.
      for (StackTraceElement frame : error.getStackTrace()) {
        screen.err().println("    at " + frame);
      }
    }
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
