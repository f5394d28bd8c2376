package io.millrace.benchmark.command;

import java.nio.file.Path;

/** The directory of the benchmark in the repository, where the queries are. */
public final class Home {
  private static final String PROPERTY = "millrace.benchmark.home";

  private Home() {}

  /** The directory that the launcher has named. */
  public static Path directory() {
    String directory = System.getProperty(PROPERTY);
    if (directory == null) {
      throw new IllegalStateException("-D" + PROPERTY + " is missing; use bin/bench");
    }
    return Path.of(directory);
  }
}
