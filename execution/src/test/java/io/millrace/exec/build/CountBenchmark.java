package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.connector.Chunk;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Rows per second of {@code COUNT(*) … GROUP BY k} over batches that are there, one core: {@code
 * java -cp … io.millrace.exec.build.CountBenchmark [rows in millions]}.
 */
public final class CountBenchmark {
  private static final int CHUNK_BATCHES = 16;

  private CountBenchmark() {}

  /** Runs the benchmark and prints a line for each number of keys. */
  public static void main(String[] arguments) throws InterruptedException {
    long rows = 1_000_000L * (arguments.length == 0 ? 20 : Long.parseLong(arguments[0]));
    for (boolean nullable : new boolean[] {false, true}) {
      for (int keys : new int[] {1_000, 100_000, 1_000_000}) {
        measure(rows, keys, nullable);
      }
    }
  }

  private static void measure(long rows, int keys, boolean nullable) throws InterruptedException {
    DataType type = DataType.BIGINT.withNullable(nullable);
    Schema schema = Schema.of(new Field("k", type));
    SourceSpec source = TestSources.source("s", schema);
    AggregateSpec count =
        new AggregateSpec(
            "count",
            source,
            List.of(0),
            List.of(
                new AggregateCall(
                    AggregateFunction.COUNT,
                    List.of(),
                    OptionalInt.empty(),
                    false,
                    DataType.BIGINT.notNull(),
                    Optional.empty())),
            Optional.empty(),
            true,
            Emission.CHANGES,
            Schema.of(new Field("k", type), new Field("n", DataType.BIGINT.notNull())));
    ColumnBatch[] batches = batches(schema, type, keys);
    try (RunningGraph graph =
        GraphBuilder.build(
            count,
            1,
            ZoneOffset.UTC,
            (input, condition, projections, output, zone) -> {
              throw new IllegalStateException();
            },
            new MemoryStateStore())) {
      double best = 0;
      for (int round = 0; round < 5; round++) {
        long start = System.nanoTime();
        graph.run(
            new StepInput(
                round,
                0,
                StepInput.NO_WATERMARK,
                StepInput.NO_WATERMARK,
                false,
                Map.of("s", new Repeating(batches, rows / 5))),
            changes -> {});
        best = Math.max(best, rows / 5 * 1e9 / (System.nanoTime() - start));
      }
      System.out.printf(
          "%,d keys%s: %.1f million rows/s%n", keys, nullable ? ", nullable" : "", best / 1e6);
    }
  }

  private static ColumnBatch[] batches(Schema schema, DataType type, int keys) {
    SplittableRandom random = new SplittableRandom(1);
    ColumnBatch[] batches = new ColumnBatch[1024];
    for (int i = 0; i < batches.length; i++) {
      long[] values = random.longs(ColumnBatch.MAX_ROWS, 0, keys).toArray();
      batches[i] =
          ColumnBatch.of(
              schema, values.length, new LongColumn(type, values.length, values, Validity.NONE));
    }
    return batches;
  }

  private static final class Repeating implements ChunkReader {
    private final ColumnBatch[] batches;
    private long left;
    private int next;

    Repeating(ColumnBatch[] batches, long rows) {
      this.batches = batches;
      this.left = rows / ColumnBatch.MAX_ROWS;
    }

    @Override
    public Optional<Chunk> next() {
      if (left <= 0) {
        return Optional.empty();
      }
      left -= CHUNK_BATCHES;
      int from = next;
      next = (next + CHUNK_BATCHES) % batches.length;
      return Optional.of(
          output -> {
            for (int i = 0; i < CHUNK_BATCHES; i++) {
              output.rows(batches[from + i]);
            }
          });
    }

    @Override
    public void close() {}
  }
}
