package io.millrace.tests.recovery;

import static io.millrace.exec.query.ProtocolStep.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.session.MillraceSession;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checkpoints of earlier versions can be continued. Each format that was ever released has a
 * directory of them; none is ever made anew. {@code -Dmillrace.keepCheckpoints=true} makes those of
 * the newest format, until it is released.
 */
class KeptCheckpointTest {
  private static final Path KEPT = Path.of("src/test/resources/checkpoints");
  private static final String NEWEST = "v1";
  private static final boolean KEEP = Boolean.getBoolean("millrace.keepCheckpoints");

  /** Where the files of the source are; the checkpoint knows them by this name. */
  private static final Path INPUT = Path.of("target/kept-checkpoint-input");

  private static final List<String> FILES =
      List.of(
          """
          {"k": "a", "v": 1, "x": 0.1, "ts": "2026-01-01 12:01:00"}
          {"k": "b", "v": 2, "x": 0.2, "ts": "2026-01-01 12:02:00"}
          """,
          """
          {"k": "a", "v": 3, "x": 0.3, "ts": "2026-01-01 12:14:00"}
          {"k": "c", "v": 4, "x": 1e16, "ts": "2026-01-01 12:07:00"}
          """,
          """
          {"k": "b", "v": 5, "x": 1.0, "ts": "2026-01-01 12:33:00"}
          {"k": "a", "v": 1, "x": -1e16, "ts": "2026-01-01 12:26:00"}
          """,
          """
          {"v": 6, "x": 0.5, "ts": "2026-01-01 12:03:00"}
          {"k": "a long key that lies elsewhere", "v": 7, "x": 0.7, "ts": "2026-01-01 12:41:00"}
          """);

  /** How many files there were when it was kept. */
  private static final int FILES_BEFORE = 3;

  /** How the run ended that left it. */
  private enum End {
    STOPPED,
    DIED
  }

  @TempDir private Path directory;

  static Stream<Arguments> kept() throws IOException {
    List<Arguments> all = new ArrayList<>();
    try (Stream<Path> formats = Files.list(KEPT)) {
      for (Path format : formats.sorted().toList()) {
        for (int query = 0; query < SampleQueries.ALL.size(); query++) {
          for (End end : End.values()) {
            all.add(Arguments.of(format.getFileName().toString(), query, end));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("kept")
  void checkpointThatWasKeptGoesOn(String format, int number, End end) throws IOException {
    Path archive = KEPT.resolve(format).resolve("query-%d-%s.zip".formatted(number, end));
    String query = SampleQueries.ALL.get(number);
    if (KEEP && format.equals(NEWEST)) {
      keep(query, end, archive);
    }
    Path checkpoint = directory.resolve("checkpoint");
    try (FileSystem zip = FileSystems.newFileSystem(archive)) {
      copy(zip.getPath("/"), checkpoint);
    }
    assertThat(checkpoint.resolve("state/CURRENT")).exists();
    Map<Long, List<String>> expected = undisturbed(query, checkpoint.resolve("metadata"));
    clearInput();
    try (MillraceSession session = session();
        DyingQuery goesOn = start(session, query, checkpoint, (step, batch) -> false, 3)) {
      addFiles(0, FILES_BEFORE);
      goesOn.runAll();
      assertThat(goesOn.batches().isEmpty()).isEqualTo(end == End.STOPPED);
      addFiles(FILES_BEFORE, FILES.size());
      goesOn.runAll();
      assertThat(goesOn.batches()).isNotEmpty();
      expected.keySet().retainAll(goesOn.batches().keySet());
      assertThat(goesOn.batches()).isEqualTo(expected);
    }
  }

  /** A run from the beginning, planned by the rules of the one that was kept. */
  private Map<Long, List<String>> undisturbed(String query, Path metadata) throws IOException {
    clearInput();
    Path begun = Files.createDirectories(directory.resolve("undisturbed"));
    Files.copy(metadata, begun.resolve("metadata"));
    try (MillraceSession session = session();
        DyingQuery living = start(session, query, begun, (step, batch) -> false, 2)) {
      for (int file = 0; file < FILES.size(); file++) {
        addFiles(file, file + 1);
        living.runAll();
      }
      return living.batches();
    }
  }

  private void keep(String query, End end, Path archive) throws IOException {
    Path checkpoint = directory.resolve("kept");
    boolean[] dies = {false};
    clearInput();
    try (MillraceSession session = session()) {
      session.sql("SET checkpoint.retention = 1");
      session.sql("SET checkpoint.log.size = '0'");
      try (DyingQuery leaves =
          start(session, query, checkpoint, (step, n) -> dies[0] && step == COMMIT, 2)) {
        for (int file = 0; file < FILES_BEFORE; file++) {
          addFiles(file, file + 1);
          boolean last = file == FILES_BEFORE - 1;
          while (last && Files.notExists(checkpoint.resolve("state/CURRENT"))) {
            Thread.onSpinWait();
          }
          dies[0] = last && end == End.DIED;
          if (dies[0]) {
            leaves.runUntilDeath();
          } else {
            leaves.runAll();
          }
        }
      }
    }
    Files.createDirectories(archive.getParent());
    Files.deleteIfExists(archive);
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      copy(checkpoint, zip.getPath("/"));
    }
  }

  /** Copies all but who had the lease, and what RocksDB writes for people to read. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = from.relativize(path).toString();
        if (!name.startsWith("lease") && !name.startsWith("state/LOG")) {
          Path target = to.resolve(name);
          if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
          }
          Files.copy(path, target);
        }
      }
    }
  }

  private static MillraceSession session() {
    return SampleQueries.session(
        "USING file OPTIONS (path = '" + INPUT + "', maxFilesPerTrigger = 1) FORMAT json");
  }

  private static void clearInput() throws IOException {
    Files.createDirectories(INPUT);
    for (int file = 0; file < FILES.size(); file++) {
      Files.deleteIfExists(file(file));
    }
  }

  private static void addFiles(int from, int to) throws IOException {
    for (int file = from; file < to; file++) {
      Files.writeString(file(file), FILES.get(file));
      Instant modified = Instant.parse("2026-01-01T12:00:00Z").plusSeconds(file);
      Files.setLastModifiedTime(file(file), FileTime.from(modified));
    }
  }

  private static Path file(int number) {
    return INPUT.resolve(number + ".json");
  }

  private static DyingQuery start(
      MillraceSession session,
      String query,
      Path checkpoint,
      BiPredicate<ProtocolStep, Long> dies,
      int parallelism) {
    // it may have been kept by a build in another directory, where the same words led elsewhere
    String statement = query + " ALLOW SOURCE CHANGE";
    return new DyingQuery(session, statement, Optional.of(checkpoint), dies, () -> parallelism);
  }
}
