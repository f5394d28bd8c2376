package io.millrace.benchmark.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes events into a {@link Dataset}.
 *
 * @param events how many; whole blocks of {@value EventNumbers#BLOCK}
 * @param files how many files each table gets
 * @param seed another seed gives other events
 * @param eventsPerSecond how many events share a second of event time
 */
public record Generator(long events, int files, long seed, long eventsPerSecond) {
  private static final int LANE_FILES = 2;
  private static final int BUFFER_BYTES = 1 << 20;

  public Generator {
    if (events <= 0 || events % EventNumbers.BLOCK != 0) {
      throw new IllegalArgumentException(events + " events are no blocks of 50");
    }
    if (files <= 0 || eventsPerSecond <= 0) {
      throw new IllegalArgumentException("there must be files and time");
    }
  }

  /**
   * Writes everything.
   *
   * @param lanes whether to write the events a second time, in alternating files
   * @param threads how many files are written at a time
   */
  public void write(Path directory, boolean lanes, int threads)
      throws IOException, InterruptedException {
    Files.deleteIfExists(Files.createDirectories(directory).resolve(Dataset.EVENTS));
    List<Callable<Void>> tasks = new ArrayList<>();
    long blocks = events / EventNumbers.BLOCK;
    for (int file = 0; file < files; file++) {
      Part part = new Part(file, blocks * file / files, blocks * (file + 1) / files, 1);
      tasks.add(() -> write(directory.resolve("json"), part));
    }
    for (int file = 0; lanes && file < LANE_FILES; file++) {
      Part part = new Part(file, file, blocks, LANE_FILES);
      tasks.add(() -> write(directory.resolve("json" + Dataset.LANES), part));
    }
    runAll(tasks, threads);
    Files.writeString(directory.resolve(Dataset.EVENTS), events + "\n");
  }

  /** One file of each table: every {@code step}-th block of a range. */
  private record Part(int file, long fromBlock, long toBlock, int step) {}

  private Void write(Path directory, Part part) throws IOException {
    Map<Table, OutputStream> outputs = new EnumMap<>(Table.class);
    try {
      for (Table table : Table.values()) {
        Path files = Files.createDirectories(directory.resolve(table.directory()));
        Path path = files.resolve(String.format("part-%05d.json", part.file()));
        outputs.put(table, new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES));
      }
      writeEvents(part, outputs);
    } finally {
      for (OutputStream output : outputs.values()) {
        output.close();
      }
    }
    return null;
  }

  private void writeEvents(Part part, Map<Table, OutputStream> outputs) throws IOException {
    Events all = new Events(seed, eventsPerSecond);
    JsonLine line = new JsonLine();
    for (long block = part.fromBlock(); block < part.toBlock(); block += part.step()) {
      long first = block * EventNumbers.BLOCK;
      for (long event = first; event < first + EventNumbers.BLOCK; event++) {
        all.write(event, line);
        line.writeTo(outputs.get(EventNumbers.table(event)));
      }
    }
  }

  private static void runAll(List<Callable<Void>> tasks, int threads)
      throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("cannot write the events", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
