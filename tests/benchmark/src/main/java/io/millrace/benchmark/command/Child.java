package io.millrace.benchmark.command;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Processes that measure, so that none finds warm what another has compiled. */
public final class Child {
  private Child() {}

  /** This program once more, in a JVM of its own with the same flags, as a command line. */
  public static List<String> self(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.millrace.benchmark.Main");
    command.addAll(arguments);
    return command;
  }

  /**
   * Runs a process to its end; its errors go where this one's go.
   *
   * @param lines takes each line that it prints
   * @return its exit code
   */
  public static int run(
      List<String> command, Map<String, String> environment, Consumer<String> lines)
      throws IOException, InterruptedException {
    Process process = start(command, environment);
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines);
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  /** Starts a process without input, whose errors go where this one's go. */
  public static Process start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(Redirect.INHERIT)
            .redirectInput(Redirect.from(new File("/dev/null")));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
