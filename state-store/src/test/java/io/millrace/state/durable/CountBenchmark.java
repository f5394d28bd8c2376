package io.millrace.state.durable;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import io.millrace.state.memory.MemoryStateTables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows per second of this process's time of {@code COUNT(*) … GROUP BY k} over random keys, with a
 * commit every 100 000 rows and without persistence, and the time to recover: {@code java -cp …
 * io.millrace.state.durable.CountBenchmark directory [rows in millions [keys]]}.
 */
public final class CountBenchmark {
  private static final int ROWS = ColumnBatch.MAX_ROWS;
  private static final int BATCHES = 2048;
  private static final int COMMIT_ROWS = 100_000;
  private static final Schema SCHEMA = Schema.of(new Field("k", DataType.BIGINT.notNull()));
  private static final byte[] HEADER = new byte[200];

  private final StateTables tables;
  private final KeyedTable table;
  private final EncodedKeys keys;
  private final int[] rows = IntStream.range(0, ROWS).toArray();
  private final long[] hashes = new long[ROWS];
  private final int[] slots = new int[ROWS];

  private CountBenchmark(StateTables tables) {
    this.tables = tables;
    this.table = tables.keyed("counts", List.of(DataType.BIGINT.notNull()), 1, Optional.empty());
    this.keys = new EncodedKeys(table.layout());
  }

  /** Runs the benchmark and prints a line for each number of keys. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    long millions = arguments.length > 1 ? Long.parseLong(arguments[1]) : 20;
    int[] keyCounts =
        arguments.length > 2
            ? new int[] {Integer.parseInt(arguments[2])}
            : new int[] {1_000, 100_000, 5_000_000};
    for (int keyCount : keyCounts) {
      ColumnBatch[] batches = batches(keyCount);
      double memory = inMemory(batches, millions * 1_000_000, keyCount);
      System.out.printf("%,d keys: %.1f million rows/CPU s in memory%n", keyCount, memory / 1e6);
      System.gc();
      Path checkpoint = directory.resolve("count-" + keyCount);
      delete(checkpoint);
      durable(batches, millions * 1_000_000, keyCount, checkpoint);
      System.gc();
      recover(checkpoint);
      moveAll(checkpoint);
      recover(checkpoint);
      delete(checkpoint);
    }
  }

  private static ColumnBatch[] batches(int keyCount) {
    SplittableRandom random = new SplittableRandom(1);
    ColumnBatch[] batches = new ColumnBatch[BATCHES];
    for (int i = 0; i < batches.length; i++) {
      long[] values = random.longs(ROWS, 0, keyCount).toArray();
      batches[i] =
          ColumnBatch.of(SCHEMA, ROWS, new LongColumn(SCHEMA.type(0), ROWS, values, Validity.NONE));
    }
    return batches;
  }

  private void count(ColumnBatch batch) {
    tables.beginBatch();
    KeyHashing.hash(batch, new int[] {0}, rows, ROWS, hashes);
    keys.encode(batch, new int[] {0}, rows, ROWS, hashes);
    table.upsert(keys, slots);
    long[][] segments = table.segments();
    int width = table.width();
    int word = table.stateOffset();
    for (int slot : slots) {
      segments[slot >>> KeyedTable.SEGMENT_BITS][(slot & KeyedTable.SEGMENT_MASK) * width + word]++;
    }
  }

  private static double inMemory(ColumnBatch[] batches, long rows, int keyCount) {
    CountBenchmark benchmark = new CountBenchmark(new MemoryStateTables());
    for (ColumnBatch batch : batches) {
      benchmark.count(batch);
    }
    double best = 0;
    for (int round = 0; round < 3; round++) {
      long start = cpuNanos();
      for (int i = 0; i < rows / ROWS; i++) {
        benchmark.count(batches[i % BATCHES]);
      }
      best = Math.max(best, rows * 1e9 / (cpuNanos() - start));
    }
    return best;
  }

  private static void durable(ColumnBatch[] batches, long rows, int keyCount, Path checkpoint) {
    try (DurableStateStore store = DurableStateStore.open(checkpoint, DurableOptions.DEFAULTS)) {
      CountBenchmark benchmark = new CountBenchmark(store.tables("count", 0, 1));
      store.recover(-1);
      long epoch = 0;
      long left = COMMIT_ROWS;
      for (int round = 0; round < 4; round++) {
        long start = cpuNanos();
        long wall = System.nanoTime();
        long committing = 0;
        for (int i = 0; i < rows / ROWS; i++) {
          benchmark.count(batches[i % BATCHES]);
          left -= ROWS;
          if (left <= 0) {
            left += COMMIT_ROWS;
            long before = threadNanos();
            store.commit(epoch, HEADER);
            committing += threadNanos() - before;
            store.release(epoch++);
          }
        }
        System.out.printf(
            "%,d keys: %.1f million rows/CPU s, %.1f million rows/s with a log, %.1f ns a row to"
                + " commit; %,d bytes on disk, %,d of it by the last commit%n",
            keyCount,
            rows * 1e3 / (cpuNanos() - start),
            rows * 1e3 / (System.nanoTime() - wall),
            committing / (double) rows,
            bytes(checkpoint),
            store.metrics("count").loggedBytes());
      }
    }
  }

  private static long bytes(Path checkpoint) {
    try (Stream<Path> files = Files.walk(checkpoint)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException cause) {
      throw new IllegalStateException(cause);
    }
  }

  /** Moves everything out of the log. */
  private static void moveAll(Path checkpoint) {
    DurableOptions options = DurableOptions.DEFAULTS.withLogBytes(0);
    try (DurableStateStore store = DurableStateStore.open(checkpoint, options)) {
      new CountBenchmark(store.tables("count", 0, 1));
      store.recover(store.newest().orElse(-1));
      store.release(store.newest().orElse(-1));
      store.pause();
      store.resume();
      System.out.println("everything is moved out of the log");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void recover(Path checkpoint) {
    for (int round = 0; round < 4; round++) {
      long start = System.nanoTime();
      boolean all = round % 2 == 0;
      try (DurableStateStore store = DurableStateStore.open(checkpoint, DurableOptions.DEFAULTS)) {
        CountBenchmark benchmark = new CountBenchmark(store.tables("count", 0, 1));
        if (!all) {
          benchmark.table.letLeave();
        }
        long opened = System.nanoTime();
        store.recover(store.newest().orElse(-1));
        long recovered = System.nanoTime();
        System.out.printf(
            "opened in %.2f s, recovered %,d keys, %,d of them in memory, in %.2f s from %,d bytes%n",
            (opened - start) / 1e9,
            benchmark.table.size(),
            store.metrics("count").residentRows(),
            (recovered - opened) / 1e9,
            bytes(checkpoint));
      }
    }
  }

  /** Time that all threads of this process have used. */
  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
