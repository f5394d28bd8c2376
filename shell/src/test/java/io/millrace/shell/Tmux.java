package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A terminal with a program in it: types, and reads what stands on the screen. The terminal is
 * tmux's, with a server of its own that ends with this object.
 *
 * <p>Without tmux (Debian package {@code tmux}, installed here if that can be done) tests are
 * skipped, but fail where the environment variable {@code CI} is set.
 */
public final class Tmux implements AutoCloseable {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MILLIS = 20;

  /** As little as can be told apart from typing by hand: each line is a command of tmux. */
  private static final String CONFIGURATION =
      """
      set -g status off
      set -g remain-on-exit on
      set -g default-terminal tmux-256color
      set -g escape-time 0
      set -g history-limit 5000
      """;

  /** Of this terminal alone: the server of an earlier one may still be on its way out. */
  private final Path socket;

  private Tmux(Path directory) {
    this.socket = directory.resolve("tmux-" + System.nanoTime() + ".socket");
  }

  /** Ends a test that has no tmux. */
  public static void require() {
    if (isThere()) {
      return;
    }
    if ("root".equals(System.getProperty("user.name"))
        && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      execute(List.of("apt-get", "install", "-y", "tmux"));
    }
    boolean there = isThere();
    assertThat(there || System.getenv("CI") == null)
        .as("tests of the terminal need tmux: apt-get install tmux")
        .isTrue();
    assumeTrue(there, "tmux is not on the PATH: apt-get install tmux");
  }

  private static boolean isThere() {
    for (String place : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(place, "tmux"))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts a program in a terminal.
   *
   * @param directory for the socket, the configuration and as the program's working directory;
   *     should be empty
   * @param environment what is added to the environment
   */
  public static Tmux start(
      Path directory,
      int columns,
      int rows,
      Map<String, String> environment,
      List<String> command) {
    require();
    Tmux tmux = new Tmux(directory);
    try {
      Files.writeString(directory.resolve("tmux.conf"), CONFIGURATION);
      // The server is not started with the program, because options such as remain-on-exit must be
      // there before the program can end.
      List<String> words = new ArrayList<>(List.of("env", "-u", "NO_COLOR"));
      environment.forEach((name, value) -> words.add(name + "=" + value));
      words.addAll(command);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-f",
                  directory.resolve("tmux.conf").toString(),
                  "new-session",
                  "-d",
                  "-x",
                  Integer.toString(columns),
                  "-y",
                  Integer.toString(rows),
                  "-c",
                  directory.toString()));
      arguments.addAll(words);
      tmux.tmux(arguments);
      return tmux;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the prompt of Millrace from the classes under test, with a home directory of its own,
   * and waits for it.
   */
  public static Tmux millrace(
      Path directory, int columns, int rows, Map<String, String> environment, String... arguments) {
    List<String> command = command(directory, arguments);
    Map<String, String> surroundings = new java.util.TreeMap<>(environment);
    surroundings.putIfAbsent("HOME", directory.toString());
    Tmux tmux = start(directory, columns, rows, surroundings, command);
    return tmux.waitFor(screen -> screen.stripTrailing().endsWith("millrace>"));
  }

  /** The command that runs Millrace from the classes under test, with a home of its own. */
  public static List<String> command(Path directory, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.addAll(List.of("-Duser.home=" + directory, "-cp", classPath()));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String classPath() {
    // Surefire starts its JVM with a jar that only names the class path.
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Types a text as it is. */
  public Tmux type(String text) {
    // At the end of an argument tmux takes a semicolon for its own.
    String escaped = text.endsWith(";") ? text.substring(0, text.length() - 1) + "\\;" : text;
    tmux(List.of("send-keys", "-l", "--", escaped));
    return this;
  }

  /** Presses keys by tmux's names: {@code Enter}, {@code C-c}, {@code Up}, {@code Tab}. */
  public Tmux press(String... keys) {
    List<String> arguments = new ArrayList<>(List.of("send-keys"));
    arguments.addAll(List.of(keys));
    tmux(arguments);
    return this;
  }

  /** Types each line and Enter. */
  public Tmux enter(String lines) {
    for (String line : lines.split("\n")) {
      type(line);
      press("Enter");
    }
    return this;
  }

  /** Makes the terminal another size. */
  public Tmux resize(int columns, int rows) {
    tmux(List.of("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows)));
    return this;
  }

  /** What stands on the screen, lines without blanks at their ends. */
  public String screen() {
    return tmux(List.of("capture-pane", "-p")).stripTrailing();
  }

  /** What stands on the screen and what has left it at its top. */
  public String scrolled() {
    return tmux(List.of("capture-pane", "-p", "-S", "-")).stripTrailing();
  }

  /** As {@link #screen}, with the escape sequences of colours. */
  public String colored() {
    return tmux(List.of("capture-pane", "-p", "-e")).stripTrailing();
  }

  /** Column and row of the cursor, from 0. */
  public String cursor() {
    return tmux(List.of("display-message", "-p", "#{cursor_x},#{cursor_y}")).strip();
  }

  /** The process of the program. */
  public long pid() {
    return Long.parseLong(tmux(List.of("display-message", "-p", "#{pane_pid}")).strip());
  }

  /** Whether the program has ended. */
  public boolean hasEnded() {
    // A pane is dead before it is known how; and a server that has missed the end of a child learns
    // of it with the end of another one.
    // In the background: the server may miss the end of this child too, and the next call tells it.
    tmux(List.of("run-shell", "-b", "true"));
    String how = tmux(List.of("display-message", "-p", "#{pane_dead_status}#{pane_dead_signal}"));
    return !how.isBlank();
  }

  /** The exit code of a program that has ended. */
  public int exitCode() {
    return Integer.parseInt(tmux(List.of("display-message", "-p", "#{pane_dead_status}")).strip());
  }

  /** Waits until the screen holds a text. */
  public Tmux waitFor(String text) {
    return waitFor(screen -> screen.contains(text), "\"" + text + "\"");
  }

  /** Types an entry of Millrace's prompt and waits for the prompt behind its result. */
  public Tmux run(String entry) {
    long before = prompts();
    enter(entry);
    return waitFor(
        screen -> screen.endsWith("\nmillrace>") && prompts() > before, "the end of " + entry);
  }

  private long prompts() {
    return scrolled().lines().filter(line -> line.startsWith("millrace>")).count();
  }

  /** Waits until the screen is as wanted. */
  public Tmux waitFor(Predicate<String> wanted) {
    return waitFor(wanted, "what was waited for");
  }

  private Tmux waitFor(Predicate<String> wanted, String what) {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    String screen = screen();
    while (!wanted.test(screen)) {
      assertThat(System.nanoTime() - deadline)
          .as("%s did not come; the screen is:%n%s", what, screen)
          .isNegative();
      pause();
      screen = screen();
    }
    return this;
  }

  /** Waits until the program has ended. */
  public Tmux waitForEnd() {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!hasEnded()) {
      assertThat(System.nanoTime() - deadline)
          .as("the program did not end; the screen is:%n%s", screen())
          .isNegative();
      pause();
    }
    return this;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String tmux(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
    command.addAll(arguments);
    return execute(command);
  }

  private static String execute(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // Inside another tmux, or with another language, it would behave otherwise.
      builder.environment().remove("TMUX");
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      process.getOutputStream().close();
      String output;
      try (InputStream stream = process.getInputStream()) {
        output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(command.subList(0, 4) + " …: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the server and everything in it. */
  @Override
  public void close() {
    tmux(List.of("kill-server"));
  }
}
