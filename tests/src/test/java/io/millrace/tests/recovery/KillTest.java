package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files, a windowed aggregate, files; the process is killed at random moments and started again
 * until it comes to its end. Whatever happens, each row of the answer has been written once.
 *
 * <p>{@code -Dmillrace.kills=n} kills more or less often, {@code -Dmillrace.seed=n} repeats a run
 * as far as a clock can be repeated.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("millrace.kills", 120);
  private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());
  private static final int FILES = 200;
  private static final int ROWS_PER_FILE = 40;
  private static final int KEYS = 5;
  private static final int WINDOW_SECONDS = 10;
  private static final int DELAY_SECONDS = 5;
  private static final LocalDateTime START = LocalDateTime.parse("2026-01-01T00:00:00");

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

  @TempDir private Path directory;

  /** A window and a key. */
  private record Group(long window, int key) {
    static int compare(Group left, Group right) {
      int windows = Long.compare(left.window, right.window);
      return windows != 0 ? windows : Integer.compare(left.key, right.key);
    }

    String json(long count) {
      LocalDateTime start = START.plusSeconds(window * WINDOW_SECONDS);
      return "{\"start\":\"%s\",\"k\":%d,\"n\":%d}".formatted(SECONDS.format(start), key, count);
    }
  }

  @Test
  void aQueryThatIsKilledAgainAndAgainWritesEachRowOnce() throws Exception {
    // Two at a time, each with a query of its own.
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> one = both.submit(new Chain(1, KILLS / 2, ""));
      // what it may no longer go back to moves behind the log at once, and leaves memory
      String settings =
          "SET checkpoint.retention = 2; SET checkpoint.log.size = '0'; SET state.memory = '1';";
      Future<Integer> other = both.submit(new Chain(2, KILLS - KILLS / 2, settings));
      assertThat(one.get() + other.get()).isEqualTo(KILLS);
    } finally {
      both.shutdownNow();
    }
  }

  /** Rounds, one after the other, until the process has been killed often enough. */
  private final class Chain implements Callable<Integer> {
    private final int number;
    private final int most;
    private final String settings;
    private final Random random;
    private int kills;

    Chain(int number, int most, String settings) {
      this.number = number;
      this.most = most;
      this.settings = settings;
      this.random = new Random(SEED + number);
    }

    /** Gives how often it killed. */
    @Override
    public Integer call() throws IOException, InterruptedException {
      for (int round = 0; kills < most; round++) {
        Path home = Files.createDirectories(directory.resolve(number + "-" + round));
        List<String> expected = writeInput(home);
        Path script = Files.writeString(home.resolve("query.sql"), script(home, settings));
        boolean ended = false;
        while (!ended) {
          ended = runAndPerhapsKill(home, script);
          List<String> written = written(home.resolve("out"));
          assertThat(written).as("rows written, seed %d", SEED).doesNotHaveDuplicates();
          assertThat(expected).as("the answer, seed %d", SEED).containsAll(written);
        }
        assertThat(written(home.resolve("out")))
            .as("rows at the end, seed %d, after %d kills", SEED, kills)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
      return kills;
    }

    /**
     * Writes the files of a round; gives the rows of all windows that the last watermark closes.
     */
    private List<String> writeInput(Path home) throws IOException {
      Path input = Files.createDirectories(home.resolve("in"));
      Map<Group, Long> counts = new TreeMap<>(Group::compare);
      long newest = 0;
      for (int file = 0; file < FILES; file++) {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < ROWS_PER_FILE; row++) {
          // a row is never later than the watermark's delay, so that how batches are cut is no
          // matter
          long second = Math.max(0, file - random.nextInt(DELAY_SECONDS));
          newest = Math.max(newest, second);
          int key = random.nextInt(KEYS);
          lines
              .append("{\"ts\":\"")
              .append(SECONDS.format(START.plusSeconds(second)))
              .append("\",\"k\":")
              .append(key)
              .append("}\n");
          counts.merge(new Group(second / WINDOW_SECONDS, key), 1L, Long::sum);
        }
        Files.writeString(input.resolve("%04d.json".formatted(file)), lines);
      }
      long watermark = newest - DELAY_SECONDS;
      List<String> rows = new ArrayList<>();
      counts.forEach(
          (group, count) -> {
            if ((group.window() + 1) * WINDOW_SECONDS <= watermark) {
              rows.add(group.json(count));
            }
          });
      return rows;
    }

    /** Starts the process and kills it after a while; whether it came to its end before. */
    private boolean runAndPerhapsKill(Path home, Path script)
        throws IOException, InterruptedException {
      Path log = home.resolve("process.log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  // Who is killed leaves the native libraries there.
                  "-Djava.io.tmpdir=" + home,
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.millrace.shell.Main",
                  "-f",
                  script.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      long patience = 300 + random.nextInt(1200);
      if (kills == most || process.waitFor(patience, TimeUnit.MILLISECONDS)) {
        assertThat(process.waitFor())
            .as(() -> "exit code; the process said: " + read(log))
            .isZero();
        return true;
      }
      process.destroyForcibly().waitFor();
      kills++;
      return false;
    }
  }

  private static String script(Path home, String settings) {
    return """
        %4$s
        CREATE SOURCE events (
          ts TIMESTAMP, k INT, WATERMARK FOR ts AS ts - INTERVAL '%1$d' SECOND
        ) USING file OPTIONS (path = '%3$s/in', maxFilesPerTrigger = 1) FORMAT json;
        CREATE SINK counts (start TIMESTAMP, k INT, n BIGINT)
          USING file OPTIONS (path = '%3$s/out') FORMAT json;
        INSERT INTO counts
          SELECT window_start, k, COUNT(*)
          FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '%2$d' SECOND))
          GROUP BY window_start, window_end, k
          OUTPUT MODE APPEND TRIGGER AVAILABLE NOW CHECKPOINT '%3$s/checkpoint';
        """
        .formatted(DELAY_SECONDS, WINDOW_SECONDS, home, settings);
  }

  /** The rows of all visible files. */
  private static List<String> written(Path output) throws IOException {
    List<String> rows = new ArrayList<>();
    if (!Files.exists(output)) {
      return rows;
    }
    try (Stream<Path> files = Files.list(output)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("_") && !name.startsWith(".")) {
          rows.addAll(Files.readAllLines(file));
        }
      }
    }
    return rows;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
