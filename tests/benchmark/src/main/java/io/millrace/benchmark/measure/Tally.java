package io.millrace.benchmark.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What has come out of a query.
 *
 * @param rows rows that were inserted, and new images of rows
 * @param retractions rows that were deleted, and old images of rows
 * @param checksum the sum of hashes ({@link RowHash}), 0 if rows were only counted
 */
public record Tally(long rows, long retractions, long checksum) {
  public static final Tally NOTHING = new Tally(0, 0, 0);

  public Tally plus(Tally other) {
    return new Tally(rows + other.rows, retractions + other.retractions, checksum + other.checksum);
  }

  /** Writes it where {@link #read} finds it. */
  public void write(Path file) throws IOException {
    Files.writeString(file, rows + "\n" + retractions + "\n" + checksum + "\n");
  }

  public static Tally read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return new Tally(
        Long.parseLong(lines.get(0)), Long.parseLong(lines.get(1)), Long.parseLong(lines.get(2)));
  }
}
