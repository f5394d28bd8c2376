package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.query.Stepping;
import io.millrace.fault.Crash;
import io.millrace.fault.FaultDisk;
import io.millrace.fault.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole query, files to files, whose checkpoint and output lie on a disk that fails: in each of
 * its lives it dies behind a step of the protocol, or the disk loses power, tears and refuses
 * writes, forgets what was not synced, or is full. In the end the output holds each row of the
 * answer once.
 *
 * <p>{@code -Dmillrace.crashes=n} plays more or fewer runs, {@code -Dmillrace.seed=n} begins with
 * another one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailingDiskTest {
  private static final int RUNS = Integer.getInteger("millrace.crashes", 150);
  private static final long FIRST_SEED = Long.getLong("millrace.seed", 1);
  private static final int LIVES = 6;
  private static final int FILES = 6;
  private static final int ROWS = 5;

  /** What may end a life; anything else is a defect. */
  private static final Set<ErrorCode> DEATHS =
      EnumSet.of(
          ErrorCode.CHECKPOINT_WRITE_FAILED,
          ErrorCode.SINK_FAILED,
          ErrorCode.PATH_INVALID,
          ErrorCode.INTERNAL_ERROR);

  private static final List<String> QUERIES =
      List.of(
          "SELECT k, v FROM s WHERE v % 3 <> 0 OUTPUT MODE APPEND",
          "SELECT CAST(k AS STRING) AS k, COUNT(*) AS v FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts),"
              + " INTERVAL '2' SECOND)) GROUP BY window_start, window_end, k OUTPUT MODE APPEND",
          "SELECT DISTINCT k, v % 4 AS v FROM s OUTPUT MODE APPEND",
          "SELECT k, SUM(v) AS v FROM s GROUP BY k OUTPUT MODE COMPLETE",
          "SELECT a.k, b.v FROM (SELECT DISTINCT k, v FROM s) AS a JOIN (SELECT DISTINCT k, v FROM s"
              + " WHERE v % 2 = 0) AS b ON a.k = b.k OUTPUT MODE APPEND");

  private int deaths;

  @TempDir private Path directory;

  @AfterAll
  void mostLivesEndedBadly() {
    assertThat(deaths).isGreaterThan(RUNS * LIVES / 2);
  }

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + RUNS);
  }

  /** What the observer throws. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverTheDiskDoesEachRowIsWrittenOnce(long seed) throws IOException {
    Random random = new Random(seed);
    String query = QUERIES.get((int) (seed % QUERIES.size()));
    String input = writeInput(random);
    FaultDisk disk = new FaultDisk(Files.createDirectory(directory.resolve("disk")), seed);
    String name = "seed-" + seed;
    try {
      List<String> expected = undisturbed(query, input);
      List<String> written;
      try (MillraceSession session = session(input)) {
        if (seed % 3 == 0) {
          // what it may no longer go back to moves behind the log at once
          session.sql("SET checkpoint.retention = 1");
          session.sql("SET checkpoint.log.size = '0'");
          session.sql("SET state.memory = '1'");
        }
        session.sql(output("o", FaultAddresses.installed().address(name, disk.mount())));
        for (int life = 0; life < LIVES; life++) {
          Path root = disk.mount();
          FaultAddresses.installed().address(name, root);
          live(session, root, query, arrange(disk, random), random.nextInt(4));
        }
        Path root = disk.mount();
        FaultAddresses.installed().address(name, root);
        live(session, root, query, Optional.empty(), 0);
        written = written(session, root);
      }
      assertThat(written)
          .as(() -> "seed " + seed + ", " + query + "\n" + disk.history())
          .containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      FaultAddresses.installed().forget(name);
    }
  }

  private String writeInput(Random random) throws IOException {
    Path input = Files.createDirectory(directory.resolve("in"));
    for (int file = 0; file < FILES; file++) {
      StringBuilder lines = new StringBuilder();
      for (int row = 0; row < ROWS; row++) {
        lines.append(
            "{\"k\":\"%s\",\"v\":%d,\"ts\":\"2026-01-01 00:00:%02d\"}%n"
                .formatted(
                    random.nextBoolean() ? "a" : "a key that is longer than a word",
                    random.nextInt(10),
                    file * 2 + random.nextInt(2)));
      }
      Files.writeString(input.resolve(file + ".json"), lines);
    }
    return input.toString();
  }

  /** Decides what will happen to a life; the step behind which it dies, if it is that. */
  private static Optional<ProtocolStep> arrange(FaultDisk disk, Random random) {
    if (random.nextBoolean()) {
      disk.shortenWrites();
    }
    switch (random.nextInt(6)) {
      case 0 -> disk.crashAt(random.nextInt(80), Crash.KILL);
      case 1, 2 -> disk.crashAt(random.nextInt(80), Crash.POWER_CUT);
      case 3 ->
          disk.failAt(
              Operation.values()[random.nextInt(Operation.values().length)], random.nextInt(20));
      case 4 -> disk.limitSpace(random.nextInt(60_000));
      default -> {
        ProtocolStep[] steps = ProtocolStep.values();
        return Optional.of(steps[random.nextInt(steps.length)]);
      }
    }
    return Optional.empty();
  }

  /** Runs the query until it ends, or dies. */
  private void live(
      MillraceSession session, Path root, String query, Optional<ProtocolStep> step, int batches) {
    int[] left = {batches};
    ProtocolObserver observer =
        (reached, batch) -> {
          if (step.isPresent() && step.get() == reached && left[0]-- == 0) {
            throw new Death();
          }
        };
    try (SteppedQuery stepped =
        session.startStepped(
            "INSERT INTO o " + query + " TRIGGER AVAILABLE NOW",
            new Stepping(Optional.of(root.resolve("checkpoint")), observer))) {
      stepped.stepAll();
    } catch (MillraceException e) {
      if (!isExpected(e)) {
        throw e;
      }
      deaths++;
    }
  }

  private static boolean isExpected(MillraceException e) {
    boolean unreadable =
        e.code() == ErrorCode.CHECKPOINT_CORRUPT
            && e.getCause() instanceof IOException
            && FaultDisk.IO_ERROR.equals(e.getCause().getMessage());
    return unreadable || e.getCause() instanceof Death || DEATHS.contains(e.code());
  }

  private static MillraceSession session(String input) {
    MillraceSession session = (MillraceSession) Millrace.open();
    session.sql(
        "CREATE SOURCE s (k STRING, v BIGINT, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '2'"
            + " SECOND) USING file OPTIONS (path = '"
            + input
            + "', maxFilesPerTrigger = 1) FORMAT json");
    return session;
  }

  private static String output(String name, String path) {
    return "CREATE TABLE %s (k STRING, v BIGINT) USING file OPTIONS (path = '%s/out') FORMAT json"
        .formatted(name, path);
  }

  private List<String> undisturbed(String query, String input) throws IOException {
    Path root = Files.createDirectory(directory.resolve("undisturbed"));
    try (MillraceSession session = session(input)) {
      session.sql(output("o", root.toString()));
      session.sql("INSERT INTO o " + query + " TRIGGER AVAILABLE NOW");
    }
    return lines(root.resolve("out"));
  }

  /** What plain readers see, which must be what our own reader sees. */
  private static List<String> written(MillraceSession session, Path root) throws IOException {
    List<String> lines = lines(root.resolve("out"));
    List<String> read = new ArrayList<>();
    try (StatementResult.Rows rows = (StatementResult.Rows) session.sql("SELECT k, v FROM o")) {
      for (Optional<ColumnBatch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          List<Object> values = batch.get().values(i);
          read.add("{\"k\":\"%s\",\"v\":%s}".formatted(values.get(0), values.get(1)));
        }
      }
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(lines);
    return lines;
  }

  private static List<String> lines(Path output) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(output)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("_") && !name.startsWith(".")) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }
}
