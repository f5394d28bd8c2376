package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.build.StepReport.OperatorCount;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.state.DurableStore;
import io.millrace.state.StateStore;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Runs a plan and the encoder behind it over batches, once as it is and once closing and opening
 * everything at random: behind a batch, or within one, which is then lost and runs again. Each
 * opening may have another number of partitions.
 */
final class RestartTester {
  private static final byte[] NO_HEADER = {};
  private static final int MAX_PARALLELISM = 4;

  private final OperatorSpec plan;
  private final OutputSpec output;

  /** The input of a batch. */
  record Batch(
      long timeMicros, long watermark, long late, boolean end, List<List<ColumnBatch>> chunks) {

    Batch(long watermark, long late, boolean end, List<List<ColumnBatch>> chunks) {
      this(0, watermark, late, end, chunks);
    }

    /** Whether there are neither rows nor an advance of the watermark. */
    boolean isIdle() {
      return watermark == late
          && chunks.stream().flatMap(List::stream).allMatch(ColumnBatch::isEmpty);
    }
  }

  RestartTester(OperatorSpec plan, OutputSpec output) {
    this.plan = plan;
    this.output = output;
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
      this.graph =
          GraphBuilder.build(
              plan,
              parallelism,
              ZoneOffset.UTC,
              (input, condition, projections, columns, zone) -> {
                throw new IllegalStateException("no compiler in this test");
              },
              store);
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
                  Map.of("s", TestSources.reader(batch.chunks()))),
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
