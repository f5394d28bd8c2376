package io.millrace.exec.query;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.exec.build.ChangeConsumer;
import io.millrace.exec.build.RunningGraph;
import io.millrace.exec.build.StepInput;
import io.millrace.exec.build.StepReport;
import io.millrace.exec.build.StepReport.EventTimes;
import io.millrace.exec.build.StepReport.OperatorCount;
import io.millrace.exec.build.StepReport.SourceCount;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.state.StateMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;

/** Passes rows on and takes them, in seconds, for event times; remembers what it was told. */
final class FakeGraph implements RunningGraph {
  private static final long SECOND = 1_000_000;

  /** What happens in the middle of a batch. */
  interface Middle {
    void run(StepInput input) throws InterruptedException;
  }

  private final boolean horizon;
  private final List<StepInput> inputs = new ArrayList<>();
  private Middle middle = input -> {};
  private int closes;

  FakeGraph(boolean horizon) {
    this.horizon = horizon;
  }

  FakeGraph middle(Middle action) {
    middle = action;
    return this;
  }

  /** What the batches were told, in order. */
  synchronized List<StepInput> inputs() {
    return List.copyOf(inputs);
  }

  synchronized int closes() {
    return closes;
  }

  @Override
  public void giveAll() {
    throw new UnsupportedOperationException("it holds nothing");
  }

  @Override
  public List<SourceSpec> sources() {
    throw new UnsupportedOperationException("the session opens sources");
  }

  @Override
  public long nextTimerMicros() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean hasHorizon() {
    return horizon;
  }

  @Override
  public int watermarkCount() {
    return horizon ? 1 : 0;
  }

  @Override
  public StepReport run(StepInput input, ChangeConsumer changes) throws InterruptedException {
    synchronized (this) {
      inputs.add(input);
    }
    Map<String, SourceCount> counts = new LinkedHashMap<>();
    LongSummaryStatistics times = new LongSummaryStatistics();
    for (Map.Entry<String, ChunkReader> entry : input.readers().entrySet()) {
      RowCounter counter = new RowCounter(changes, times);
      try (ChunkReader reader = entry.getValue()) {
        for (Optional<Chunk> chunk = reader.next(); chunk.isPresent(); chunk = reader.next()) {
          chunk.get().decode(counter);
        }
      }
      counts.put(entry.getKey(), new SourceCount(counter.rows, 0));
    }
    middle.run(input);
    Map<Integer, EventTimes> eventTimes =
        times.getCount() == 0 || !horizon
            ? Map.of()
            : Map.of(
                0,
                new EventTimes(
                    times.getMin(), times.getMax(), times.getAverage(), times.getCount()));
    return new StepReport(
        counts,
        eventTimes,
        List.of(
            new OperatorCount(
                "fake", "fake-0", 7, 1, 0, 2, 0, 0, 4096, 1, StateMetrics.NONE, Map.of())),
        Map.of());
  }

  @Override
  public synchronized void close() {
    closes++;
  }

  /** Hands rows on and counts them. */
  private static final class RowCounter implements Chunk.Output {
    private final ChangeConsumer changes;
    private final LongSummaryStatistics times;
    private long rows;

    RowCounter(ChangeConsumer changes, LongSummaryStatistics times) {
      this.changes = changes;
      this.times = times;
    }

    @Override
    public void rows(ColumnBatch batch) {
      LongColumn seconds = (LongColumn) batch.column(0);
      for (int i = 0; i < batch.size(); i++) {
        times.accept(seconds.values()[i] * SECOND);
      }
      rows += batch.size();
      changes.accept(batch);
    }

    @Override
    public void malformed(long records) {}
  }
}
