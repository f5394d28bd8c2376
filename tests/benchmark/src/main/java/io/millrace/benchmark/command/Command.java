package io.millrace.benchmark.command;

import java.io.IOException;
import java.util.List;

/** Something {@code bin/bench} can do. */
public interface Command {
  /** The word that calls it. */
  String name();

  /** The words it takes, as the help shows them: {@code DATA_DIR [QUERY…]}. */
  String words();

  /** What it does, in one line. */
  String summary();

  List<Option> options();

  /**
   * Does it.
   *
   * @return whether all went well
   * @throws UsageException if the arguments make no sense
   */
  boolean run(Arguments arguments) throws IOException, InterruptedException;
}
