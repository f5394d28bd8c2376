package io.millrace.benchmark.data;

import io.millrace.benchmark.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory with events: {@code json/TABLE/part-NNNNN.json} in the order of events, perhaps
 * {@code json-lanes} with two files a table whose blocks alternate, for engines that read files in
 * no order, and a file {@code EVENTS} with their number, which is written last.
 */
public record Dataset(Path directory, long events) {
  static final String EVENTS = "EVENTS";
  static final String LANES = "-lanes";

  /**
   * Opens a directory.
   *
   * @throws UsageException if there are no events in it
   */
  public static Dataset open(Path directory) throws IOException {
    Path events = directory.resolve(EVENTS);
    if (!Files.exists(events)) {
      throw new UsageException(
          "there are no events in "
              + directory
              + "; make some:  bin/bench generate "
              + directory
              + " 10000000");
    }
    return new Dataset(
        directory.toAbsolutePath(), Long.parseLong(Files.readString(events).strip()));
  }

  /** The files of a table. */
  public Path files(String format, Table table) {
    return directory.resolve(format).resolve(table.directory());
  }

  /** How many files a table has. */
  public int fileCount(String format, Table table) throws IOException {
    Path files = files(format, table);
    if (!Files.isDirectory(files)) {
      throw new UsageException("there are no events as " + format + " in " + directory);
    }
    try (var parts = Files.newDirectoryStream(files, "part-*." + format)) {
      int count = 0;
      for (Path part : parts) {
        count += Files.isRegularFile(part) ? 1 : 0;
      }
      return count;
    }
  }

  /** Whether it has files for engines that read them in no order. */
  public boolean hasLanes(String format) {
    return Files.isDirectory(directory.resolve(format + LANES));
  }
}
