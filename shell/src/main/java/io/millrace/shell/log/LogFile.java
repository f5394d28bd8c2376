package io.millrace.shell.log;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The file that takes what is too long for a person: stack traces, and warnings of libraries. It is
 * made when something is written, and opened only for that moment; rare enough to afford.
 *
 * @param path {@code millrace.log} in the working directory, or what {@code MILLRACE_LOG} names
 */
public record LogFile(Path path) {

  /** The log file of this process. */
  public static LogFile ofProcess() {
    String named = System.getenv("MILLRACE_LOG");
    return new LogFile(Path.of(named == null || named.isEmpty() ? "millrace.log" : named));
  }

  /**
   * Appends an entry.
   *
   * @return the file it stands in; empty if none could be written, neither the named one nor one of
   *     that name in the directory for temporary files
   */
  public Optional<Path> append(String level, String message, Optional<Throwable> failure) {
    StringWriter entry = new StringWriter();
    entry.append(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    entry.append(' ').append(level).append(" [").append(Thread.currentThread().getName());
    entry.append("] ").append(message).append('\n');
    failure.ifPresent(thrown -> thrown.printStackTrace(new PrintWriter(entry)));
    if (write(path, entry.toString())) {
      return Optional.of(path);
    }
    Path name = path.getFileName();
    Path second =
        Path.of(System.getProperty("java.io.tmpdir"), name == null ? "" : name.toString());
    return write(second, entry.toString()) ? Optional.of(second) : Optional.empty();
  }

  private static boolean write(Path file, String entry) {
    try {
      Files.writeString(file, entry, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return true;
    } catch (IOException e) {
      // There is no better place to complain about the place of complaints: the caller tries
      // another one, and says so if that fails too.
      return false;
    }
  }
}
