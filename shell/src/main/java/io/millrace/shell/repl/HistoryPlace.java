package io.millrace.shell.repl;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where entries are kept from one start to the next. */
final class HistoryPlace {
  /** A file, or {@code off}. */
  static final String VARIABLE = "MILLRACE_HISTORY";

  private HistoryPlace() {}

  /**
   * The file; empty if none is wanted.
   *
   * @param environment of the process
   * @param home of the user, if the environment names none
   */
  static Optional<Path> of(Map<String, String> environment, String home) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (named.equals("off")) {
      return Optional.empty();
    }
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (!state.isEmpty()) {
      return Optional.of(Path.of(state, "millrace", "history"));
    }
    return Optional.of(Path.of(environment.getOrDefault("HOME", home), ".millrace", "history"));
  }
}
