package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.query.Stepping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scenario 61: a bit that flips in any file of a checkpoint is found, and the file is named, or it
 * lies where it changes nothing.
 */
class DamageTest {
  private static final int FLIPS = 60;
  private static final String QUERY =
      "SELECT k, COUNT(*) AS n, SUM(v) AS total FROM s GROUP BY k OUTPUT MODE CHANGELOG"
          + " TRIGGER AVAILABLE NOW";

  @TempDir private Path directory;

  @Test
  void aFlippedBitIsFoundAndItsFileNamedOrChangesNothing() throws IOException {
    Path input = Files.createDirectory(directory.resolve("in"));
    Path checkpoint = directory.resolve("checkpoint");
    for (int file = 0; file < 5; file++) {
      write(input, file);
    }
    run(input, checkpoint);
    write(input, 5);
    Path good = copy(checkpoint, "good");
    List<String> expected = run(input, good);
    assertThat(expected).isNotEmpty();

    Random random = new Random(17);
    int found = 0;
    for (String file : files(checkpoint)) {
      long size = Files.size(checkpoint.resolve(file));
      for (int flip = 0; flip < FLIPS && size > 0; flip++) {
        // half of the places at the front, where the files have most to say
        long place =
            flip % 2 == 0 ? random.nextLong(size) : random.nextLong(Math.min(size, 16 * 1024));
        Path damaged = copy(checkpoint, file.replace('/', '-') + "-" + flip);
        byte[] bytes = Files.readAllBytes(damaged.resolve(file));
        bytes[(int) place] ^= (byte) (1 << random.nextInt(8));
        Files.write(damaged.resolve(file), bytes);
        found += isFoundIn(damaged, file, place, input, expected) ? 1 : 0;
        delete(damaged);
      }
    }
    assertThat(found).isGreaterThan(FLIPS);
  }

  private static boolean isFoundIn(
      Path damaged, String file, long place, Path input, List<String> expected) {
    try {
      assertThat(run(input, damaged)).as("%s, byte %d", file, place).isEqualTo(expected);
      return false;
    } catch (MillraceException e) {
      assertThat(e.code())
          .as("%s, byte %d: %s", file, place, e.getMessage())
          .isIn(ErrorCode.CHECKPOINT_CORRUPT, ErrorCode.CHECKPOINT_TOO_NEW);
      assertThat(e.getMessage()).as("byte %d", place).contains(damaged.resolve(file).toString());
      return true;
    }
  }

  private static void write(Path input, int file) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < 40; row++) {
      lines.append(
          "{\"k\":\"%s key %d\",\"v\":%d}%n"
              .formatted(row % 3 == 0 ? "a rather long" : "", (row * 7 + file) % 11, row));
    }
    Files.writeString(input.resolve(file + ".json"), lines);
  }

  /** Runs the query to its end and stops it in order; gives its changes. */
  private static List<String> run(Path input, Path checkpoint) {
    try (MillraceSession session = (MillraceSession) Millrace.open()) {
      session.sql(
          "CREATE SOURCE s (k STRING, v BIGINT) USING file OPTIONS (path = '"
              + input
              + "', maxFilesPerTrigger = 1) FORMAT json");
      List<String> changes = new ArrayList<>();
      try (SteppedQuery query =
          session.startStepped(
              QUERY, new Stepping(Optional.of(checkpoint), ProtocolObserver.NONE))) {
        for (SteppedQuery.Step step : query.stepAll()) {
          for (ChangeBatch piece : step.changes()) {
            for (int i = 0; i < piece.size(); i++) {
              changes.add(piece.kind(i).symbol() + " " + piece.rows().values(i));
            }
          }
        }
      }
      return changes;
    }
  }

  /** All files that matter; who holds the lease is nobody's concern when nobody does. */
  private static List<String> files(Path checkpoint) throws IOException {
    try (Stream<Path> paths = Files.walk(checkpoint)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> checkpoint.relativize(path).toString())
          .filter(name -> !name.startsWith("lease"))
          .sorted()
          .toList();
    }
  }

  private Path copy(Path checkpoint, String name) throws IOException {
    Path target = directory.resolve(name);
    try (Stream<Path> paths = Files.walk(checkpoint)) {
      for (Path path : paths.toList()) {
        Files.copy(path, target.resolve(checkpoint.relativize(path).toString()));
      }
    }
    return target;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
