package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.exec.build.StepReport.OperatorCount;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.expression.ExpressionCompiler;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.state.DurableStore;
import io.millrace.state.MemoryBudget;
import io.millrace.state.StateStore;
import io.millrace.state.durable.DurableOptions;
import io.millrace.state.durable.DurableStateStore;
import io.millrace.state.memory.MemoryStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs a plan and the encoder behind it over batches, once as it is and once closing and opening
 * everything at random: behind a batch, or within one, which is then lost and runs again. Each
 * opening may have another number of partitions.
 */
final class RestartTester {
  private static final ExpressionCompiler COMPILER = new ExpressionCompiler();
  private static final byte[] NO_HEADER = {};

  /** So small that a query goes through many files of its log. */
  private static final DurableOptions OPTIONS =
      DurableOptions.DEFAULTS.withSegmentBytes(1 << 14).withCompleteOnly(true);

  private static final int MAX_PARALLELISM = 4;

  private final OperatorSpec plan;
  private final OutputSpec output;

  /** The input of a batch. */
  record Batch(
      long timeMicros,
      long watermark,
      long late,
      boolean end,
      Map<String, List<List<ColumnBatch>>> inputs) {

    /** What comes of source {@code s}. */
    Batch(long watermark, long late, boolean end, List<List<ColumnBatch>> chunks) {
      this(0, watermark, late, end, Map.of("s", chunks));
    }

    /** What comes of some sources, without watermarks. */
    Batch(boolean end, Map<String, List<List<ColumnBatch>>> inputs) {
      this(0, StepInput.NO_WATERMARK, StepInput.NO_WATERMARK, end, inputs);
    }

    private Map<String, ChunkReader> readers() {
      Map<String, ChunkReader> readers = new HashMap<>();
      inputs.forEach((id, chunks) -> readers.put(id, TestSources.reader(chunks)));
      return readers;
    }

    /** Whether there are neither rows nor an advance of the watermark. */
    boolean isIdle() {
      return watermark == late
          && inputs.values().stream()
              .flatMap(List::stream)
              .flatMap(List::stream)
              .allMatch(ColumnBatch::isEmpty);
    }
  }

  RestartTester(OperatorSpec plan, OutputSpec output) {
    this.plan = plan;
    this.output = output;
  }

  /**
   * Sees that restarts change nothing, with a store that keeps all in memory or next to nothing.
   */
  static void check(OperatorSpec plan, OutputSpec output, Random random, List<Batch> batches)
      throws Exception {
    RestartTester tester = new RestartTester(plan, output);
    Path directory = Files.createTempDirectory("restarts");
    try {
      assertThat(tester.restarted(() -> open(directory, random), random, batches))
          .isEqualTo(tester.uninterrupted(batches));
    } finally {
      delete(directory);
    }
  }

  static DurableStore open(Path directory) {
    return DurableStateStore.open(directory, OPTIONS);
  }

  private static DurableStore open(Path directory, Random random) {
    MemoryBudget budget = random.nextBoolean() ? new MemoryBudget(1) : MemoryBudget.unlimited();
    return DurableStateStore.open(directory, OPTIONS, budget);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** What each batch gives the sink, and what it leaves in state, without any restart. */
  List<List<String>> uninterrupted(List<Batch> batches) throws InterruptedException {
    List<List<String>> results = new ArrayList<>();
    try (Life life = new Life(new MemoryStateStore(), 1)) {
      for (Batch batch : batches) {
        results.add(life.run(results.size(), batch));
      }
    }
    return results;
  }

  /** The same with restarts, keeping everything in a store that can be opened again. */
  List<List<String>> restarted(Supplier<DurableStore> stores, Random random, List<Batch> batches)
      throws InterruptedException {
    List<List<String>> results = new ArrayList<>();
    while (results.size() < batches.size()) {
      DurableStore store = stores.get();
      try (Life life = new Life(store, 1 + random.nextInt(MAX_PARALLELISM))) {
        store.recover(results.size() - 1);
        boolean alive = true;
        while (alive && results.size() < batches.size()) {
          int number = results.size();
          List<String> result = life.run(number, batches.get(number));
          boolean lost = random.nextInt(4) == 0;
          if (!lost) {
            store.commit(number, NO_HEADER);
            store.releaseIfNeeded(number);
            results.add(result);
          }
          alive = !lost && random.nextInt(3) == 0;
        }
      }
    }
    return results;
  }

  /** From an opening to the closing behind it. */
  private final class Life implements AutoCloseable {
    private final StateStore store;
    private final RunningGraph graph;
    private final ChangeEncoder encoder;

    Life(StateStore store, int parallelism) {
      this.store = store;
      this.graph = GraphBuilder.build(plan, parallelism, ZoneOffset.UTC, COMPILER::compile, store);
      this.encoder = ChangeEncoder.of(output, store.tables(ChangeEncoder.STATE_NAME, 0, 1));
    }

    List<String> run(int number, Batch batch) throws InterruptedException {
      List<String> lines = new ArrayList<>();
      StepReport report =
          graph.run(
              new StepInput(
                  number,
                  batch.timeMicros(),
                  batch.watermark(),
                  batch.late(),
                  batch.end(),
                  batch.readers()),
              changes -> encoder.add(changes, written -> add(written, lines)));
      encoder.finish(written -> add(written, lines));
      for (OperatorCount count : report.operators()) {
        lines.add(
            "%s: %d held, %d updated, %d removed, %d late"
                .formatted(
                    count.stateName(),
                    count.rowsTotal(),
                    count.rowsUpdated(),
                    count.rowsRemoved(),
                    count.rowsDroppedByWatermark()));
      }
      if (number > 0 && batch.isIdle()) {
        assertNothingWritten(report);
      }
      return lines;
    }

    private void assertNothingWritten(StepReport report) {
      List<String> names = new ArrayList<>(List.of("graph", ChangeEncoder.STATE_NAME));
      report.operators().forEach(count -> names.add(count.stateName()));
      for (String name : names) {
        assertThat(store.metrics(name).dirtyRows()).as("rows of " + name + " written").isZero();
      }
    }

    private void add(ChangeBatch changes, List<String> lines) {
      for (int i = 0; i < changes.size(); i++) {
        lines.add(changes.kind(i).symbol() + " " + changes.rows().values(i));
      }
    }

    @Override
    public void close() {
      graph.close();
      store.close();
    }
  }
}
