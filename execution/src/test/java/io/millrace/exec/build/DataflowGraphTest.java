package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.LimitSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.OperatorSpec.WatermarkSpec;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DataflowGraphTest {
  private static final Schema SCHEMA =
      Schema.of(new Field("ts", DataType.TIMESTAMP_LTZ), new Field("v", DataType.BIGINT.notNull()));
  private static final SourceSpec SOURCE = TestSources.source("s", SCHEMA);

  private static RunningGraph graph(OperatorSpec plan, int parallelism) {
    return GraphBuilder.build(
        plan,
        parallelism,
        ZoneOffset.UTC,
        (input, condition, projections, output, zone) -> {
          throw new IllegalStateException();
        },
        new MemoryStateStore());
  }

  private static StepInput step(ChunkReader reader, long watermark) {
    return new StepInput(0, 0, watermark, StepInput.NO_WATERMARK, false, Map.of("s", reader));
  }

  private static ColumnBatch rows(long from, int count, long keys) {
    BatchBuilder builder = new BatchBuilder(SCHEMA, count);
    for (long i = from; i < from + count; i++) {
      builder.column(0).appendLong(i);
      builder.column(1).appendLong(i % keys);
      builder.endRow();
    }
    return builder.build();
  }

  private static AggregateSpec count(List<Integer> keys, Optional<Horizon> horizon) {
    List<Field> fields = new ArrayList<>();
    keys.forEach(key -> fields.add(SCHEMA.field(key)));
    fields.add(new Field("n", DataType.BIGINT.notNull()));
    return new AggregateSpec(
        "count",
        SOURCE,
        keys,
        List.of(
            new AggregateCall(
                AggregateFunction.COUNT,
                List.of(),
                OptionalInt.empty(),
                false,
                DataType.BIGINT.notNull(),
                Optional.empty())),
        horizon,
        true,
        Emission.CHANGES,
        new Schema(fields));
  }

  /** A reader of many chunks, made as they are asked for, that notes the threads that decode. */
  private static final class ManyChunks implements ChunkReader {
    private final int count;
    private final int rowsEach;
    private final long keys;
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private int next;
    private boolean closed;

    ManyChunks(int count, int rowsEach, long keys) {
      this.count = count;
      this.rowsEach = rowsEach;
      this.keys = keys;
    }

    @Override
    public Optional<Chunk> next() {
      if (next == count) {
        return Optional.empty();
      }
      int number = next++;
      return Optional.of(
          output -> {
            threads.add(Thread.currentThread().getName());
            output.rows(rows((long) number * rowsEach, rowsEach, keys));
            output.malformed(1);
          });
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void countsAndOrderDoNotDependOnParallelism() throws InterruptedException {
    List<List<Object>> reference = new ArrayList<>();
    for (int parallelism : new int[] {1, 2, 3, 4}) {
      List<List<Object>> results = new ArrayList<>();
      try (RunningGraph graph = graph(count(List.of(1), Optional.empty()), parallelism)) {
        ManyChunks reader = new ManyChunks(36, 4000, 7919);
        StepReport report =
            graph.run(
                step(reader, StepInput.NO_WATERMARK),
                batch -> OperatorTester.changes(batch).forEach(c -> results.add(c.row())));
        assertThat(report.sources().get("s")).isEqualTo(new StepReport.SourceCount(144_000, 36));
        assertThat(report.operators().get(0).rowsTotal()).isEqualTo(7919);
        assertThat(reader.closed).isTrue();
        if (parallelism > 1) {
          String own = Thread.currentThread().getName();
          assertThat(reader.threads)
              .allMatch(name -> name.startsWith("millrace-worker-") || name.equals(own))
              .hasSizeBetween(1, parallelism);
        }
      }
      if (parallelism == 1) {
        reference.addAll(results);
        assertThat(results.stream().mapToLong(row -> (Long) row.get(1)).sum()).isEqualTo(144_000);
        assertThat(results.get(17)).isEqualTo(List.of(17L, 19L));
      } else {
        assertThat(results).isEqualTo(reference);
      }
    }
  }

  /** Gives rows in memory that it spoils as soon as it may be used again. */
  private static final class Spoiling implements ChunkReader {
    private final AtomicInteger released = new AtomicInteger();
    private int next;

    @Override
    public Optional<Chunk> next() {
      if (next == 50) {
        return Optional.empty();
      }
      ColumnBatch batch = rows(1000L * next++, 1000, 77);
      return Optional.of(
          new Chunk() {
            @Override
            public void decode(Output output) {
              output.rows(batch);
            }

            @Override
            public void release() {
              released.incrementAndGet();
              Arrays.fill(((LongColumn) batch.column(0)).values(), -1);
              Arrays.fill(((LongColumn) batch.column(1)).values(), -1);
            }
          });
    }

    @Override
    public void close() {}
  }

  @Test
  void releasedRowsAreNotReadAgain() throws InterruptedException {
    for (int parallelism : new int[] {1, 2, 3}) {
      try (RunningGraph graph = graph(count(List.of(1), Optional.empty()), parallelism)) {
        Spoiling reader = new Spoiling();
        Map<Object, Object> counts = new HashMap<>();
        graph.run(
            step(reader, StepInput.NO_WATERMARK),
            batch ->
                OperatorTester.changes(batch)
                    .forEach(c -> counts.put(c.row().get(0), c.row().get(1))));
        assertThat(reader.released).hasValue(50);
        assertThat(counts).hasSize(77).containsEntry(0L, 650L).containsEntry(76L, 649L);
      }
    }
  }

  @Test
  void rowsOfTheResultAreReleasedIfNobodyKeepsThem() throws InterruptedException {
    WatermarkSpec passing = new WatermarkSpec("m", SOURCE, 0, 0, 5);
    for (int parallelism : new int[] {1, 2, 3}) {
      for (boolean keeps : new boolean[] {true, false}) {
        try (RunningGraph graph = graph(passing, parallelism)) {
          Spoiling reader = new Spoiling();
          List<Long> seen = new ArrayList<>();
          List<ColumnBatch> kept = new ArrayList<>();
          graph.run(step(reader, StepInput.NO_WATERMARK), new Seeing(seen, kept, keeps));
          List<Long> expected = LongStream.range(0, 50_000).boxed().toList();
          assertThat(seen).isEqualTo(expected);
          assertThat(reader.released).hasValue(keeps ? 0 : 50);
          if (keeps) {
            List<Long> again = new ArrayList<>();
            kept.forEach(batch -> Seeing.read(batch, again));
            assertThat(again).isEqualTo(expected);
          }
        }
      }
    }
  }

  private record Seeing(List<Long> seen, List<ColumnBatch> kept, boolean keepsChanges)
      implements ChangeConsumer {
    @Override
    public void accept(ColumnBatch changes) {
      read(changes, seen);
      kept.add(changes);
    }

    static void read(ColumnBatch batch, List<Long> times) {
      for (int i = 0; i < batch.size(); i++) {
        times.add(((LongColumn) batch.column(0)).values()[batch.row(i)]);
      }
    }
  }

  @Test
  void smallBatchesStayOnTheCallingThread() throws InterruptedException {
    try (RunningGraph graph = graph(count(List.of(1), Optional.empty()), 4)) {
      ManyChunks reader = new ManyChunks(1, 500, 100);
      graph.run(step(reader, StepInput.NO_WATERMARK), batch -> {});
      assertThat(reader.threads).containsExactly(Thread.currentThread().getName());
    }
  }

  @Test
  void watermarkSeesAllTimes() throws InterruptedException {
    WatermarkSpec watermark = new WatermarkSpec("m", SOURCE, 0, 0, 5);
    try (RunningGraph graph = graph(watermark, 3)) {
      assertThat(graph.watermarkCount()).isEqualTo(1);
      assertThat(graph.hasHorizon()).isFalse();
      StepReport report =
          graph.run(step(new ManyChunks(10, 100, 3), StepInput.NO_WATERMARK), batch -> {});
      assertThat(report.eventTimes())
          .isEqualTo(Map.of(0, new StepReport.EventTimes(0, 999, 499.5, 1000)));
      BatchBuilder builder = new BatchBuilder(SCHEMA);
      builder.row(null, 1L);
      assertThat(
              graph
                  .run(
                      step(
                          TestSources.reader(List.of(List.of(builder.build()))),
                          StepInput.NO_WATERMARK),
                      batch -> {})
                  .eventTimes())
          .isEmpty();
    }
  }

  @Test
  void failureInAWorkerComesOutAsItIsAndReadersAreClosed() throws InterruptedException {
    try (RunningGraph graph = graph(count(List.of(1), Optional.empty()), 2)) {
      List<IllegalArgumentException> failures =
          List.of(new IllegalArgumentException("first"), new IllegalArgumentException("second"));
      List<Chunk> chunks = new ArrayList<>();
      failures.forEach(
          failure ->
              chunks.add(
                  output -> {
                    throw failure;
                  }));
      boolean[] closed = new boolean[1];
      ChunkReader reader =
          new ChunkReader() {
            @Override
            public Optional<Chunk> next() {
              return chunks.isEmpty() ? Optional.empty() : Optional.of(chunks.remove(0));
            }

            @Override
            public void close() {
              closed[0] = true;
            }
          };
      assertThatThrownBy(() -> graph.run(step(reader, StepInput.NO_WATERMARK), batch -> {}))
          .isSameAs(failures.get(0));
      assertThat(closed[0]).isTrue();
      assertThatThrownBy(
              () -> graph.run(step(new ManyChunks(1, 1, 1), StepInput.NO_WATERMARK), batch -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void interruptAborts() {
    for (int parallelism : new int[] {1, 2}) {
      try (RunningGraph graph = graph(count(List.of(1), Optional.empty()), parallelism)) {
        ManyChunks reader = new ManyChunks(1000, 10, 3);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> graph.run(step(reader, StepInput.NO_WATERMARK), batch -> {}))
            .isInstanceOf(InterruptedException.class);
        assertThat(reader.closed).isTrue();
        assertThat(reader.next).isLessThan(1000);
        assertThat(Thread.interrupted()).isFalse();
      }
    }
  }

  @Test
  void boundedReadingStopsWhenTheLimitIsReached() throws InterruptedException {
    for (boolean bounded : new boolean[] {true, false}) {
      try (RunningGraph graph = graph(new LimitSpec("l", SOURCE, 0, 5), 2)) {
        ManyChunks reader = new ManyChunks(100, 10, 3);
        graph.run(
            new StepInput(
                0, 0, StepInput.NO_WATERMARK, StepInput.NO_WATERMARK, bounded, Map.of("s", reader)),
            batch -> {});
        if (bounded) {
          assertThat(reader.next).isLessThan(10);
        } else {
          assertThat(reader.next).isEqualTo(100);
        }
      }
    }
  }

  @Test
  void memoryDoesNotGrowWhileWindowsComeAndGo() throws InterruptedException {
    AggregateSpec count = count(List.of(0, 1), Optional.of(new Horizon(0, 0)));
    try (RunningGraph graph = graph(count, 2)) {
      Set<Long> sizes = new HashSet<>();
      for (long batch = 0; batch < 60; batch++) {
        ColumnBatch rows = rows(batch * 3000, 3000, 1000);
        StepReport report =
            graph.run(
                step(TestSources.reader(List.of(List.of(rows))), (batch - 1) * 3000 - 1),
                changes -> {});
        StepReport.OperatorCount operator = report.operators().get(0);
        if (batch >= 2) {
          assertThat(operator.rowsTotal()).isEqualTo(6000);
          assertThat(operator.rowsRemoved()).isEqualTo(3000);
        }
        if (batch >= 20) {
          sizes.add(operator.memoryBytes() / (256 << 10));
        }
      }
      assertThat(sizes).as("sizes in steps of 256 KiB").hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void sourcesAreListedOnce() {
    OperatorSpec union = new OperatorSpec.UnionSpec("u", List.of(SOURCE, SOURCE), SCHEMA);
    try (RunningGraph graph = graph(union, 1)) {
      assertThat(graph.sources()).containsExactly(SOURCE);
    }
  }
}
