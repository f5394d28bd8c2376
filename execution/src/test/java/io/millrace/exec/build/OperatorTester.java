package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.build.StepReport.OperatorCount;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a plan over batches of input changes and compares the changes that come out with a table of
 * expected ones. Every batch comes at once, row by row, and cut at random places into chunks and
 * batches, at parallelism 1, 2 and 4, which must give the same rows in the same order.
 */
final class OperatorTester {
  private static final long SEED = 20260101;
  private static final int[] PARALLELISMS = {2, 4};

  private final OperatorSpec plan;
  private final SourceSpec source;
  private final CalcCompiler compiler;
  private final List<Step> steps = new ArrayList<>();

  /** How a batch's rows are cut. */
  private enum Cut {
    AT_ONCE,
    ROW_BY_ROW,
    RANDOM
  }

  private static final class Step {
    long timeMicros;
    long watermark = StepInput.NO_WATERMARK;
    long late = StepInput.NO_WATERMARK;
    boolean end;
    List<Change> input = List.of();
    List<Change> expected = List.of();
    long dropped;
    long held = -1;
    boolean ordered;
  }

  OperatorTester(OperatorSpec plan, SourceSpec source) {
    this(
        plan,
        source,
        (input, condition, projections, output, zone) -> {
          throw new IllegalStateException("no compiler in this test");
        });
  }

  OperatorTester(OperatorSpec plan, SourceSpec source, CalcCompiler compiler) {
    this.plan = plan;
    this.source = source;
    this.compiler = compiler;
  }

  /** Begins a batch with these input changes. */
  OperatorTester batch(Change... input) {
    Step step = new Step();
    step.input = List.of(input);
    steps.add(step);
    return this;
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }

  /** The watermarks of the batch: W finalises, L rejects. */
  OperatorTester watermark(long watermark, long late) {
    last().watermark = watermark;
    last().late = late;
    return this;
  }

  /** The timestamp of the batch. */
  OperatorTester at(long timeMicros) {
    last().timeMicros = timeMicros;
    return this;
  }

  OperatorTester endOfInput() {
    last().end = true;
    return this;
  }

  /** The changes that come out of the batch, in whatever order, consolidated. */
  OperatorTester expect(Change... changes) {
    last().expected = List.of(changes);
    return this;
  }

  /** The changes that come out of the batch, in this order. */
  OperatorTester expectInOrder(Change... changes) {
    last().ordered = true;
    return expect(changes);
  }

  OperatorTester dropped(long rows) {
    last().dropped = rows;
    return this;
  }

  /** Rows that all stateful operators together hold after the batch. */
  OperatorTester held(long rows) {
    last().held = rows;
    return this;
  }

  void run() throws InterruptedException {
    for (Cut cut : Cut.values()) {
      List<List<Change>> reference = run(1, cut);
      for (int parallelism : PARALLELISMS) {
        assertThat(run(parallelism, cut))
            .as("order at parallelism %s, %s", parallelism, cut)
            .isEqualTo(reference);
      }
    }
  }

  private List<List<Change>> run(int parallelism, Cut cut) throws InterruptedException {
    Random random = new Random(SEED);
    List<List<Change>> outputs = new ArrayList<>();
    try (RunningGraph graph =
        GraphBuilder.build(plan, parallelism, ZoneOffset.UTC, compiler, new MemoryStateStore())) {
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        String place = "batch " + i + " at parallelism " + parallelism + ", " + cut;
        List<Change> output = new ArrayList<>();
        TestSources.Reader reader = TestSources.reader(chunks(step.input, cut, random));
        StepReport report =
            graph.run(
                new StepInput(
                    i,
                    step.timeMicros,
                    step.watermark,
                    step.late,
                    step.end,
                    Map.of(source.id(), reader)),
                batch -> output.addAll(changes(batch)));
        assertThat(reader.isClosed()).as(place).isTrue();
        if (step.ordered) {
          assertThat(output).as(place).isEqualTo(step.expected);
        }
        assertThat(consolidate(output)).as(place).isEqualTo(consolidate(step.expected));
        assertThat(
                report.operators().stream().mapToLong(OperatorCount::rowsDroppedByWatermark).sum())
            .as("late rows of %s", place)
            .isEqualTo(step.dropped);
        if (step.held >= 0) {
          assertThat(report.operators().stream().mapToLong(OperatorCount::rowsTotal).sum())
              .as("rows held after %s", place)
              .isEqualTo(step.held);
        }
        outputs.add(output);
      }
    }
    return outputs;
  }

  private List<List<ColumnBatch>> chunks(List<Change> rows, Cut cut, Random random) {
    List<List<ColumnBatch>> chunks = new ArrayList<>();
    chunks.add(new ArrayList<>());
    Schema schema = source.output();
    BatchBuilder builder = new BatchBuilder(schema);
    for (Change change : rows) {
      builder.weightedRow(change.weight(), change.row().toArray());
      boolean ends = cut == Cut.ROW_BY_ROW || cut == Cut.RANDOM && random.nextInt(3) == 0;
      if (ends) {
        chunks.get(chunks.size() - 1).add(builder.build());
        if (cut == Cut.ROW_BY_ROW || random.nextBoolean()) {
          chunks.add(new ArrayList<>());
        }
      }
    }
    chunks.get(chunks.size() - 1).add(builder.build());
    return chunks;
  }

  static List<Change> changes(ColumnBatch batch) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      changes.add(new Change(batch.weight(batch.row(i)), batch.values(i)));
    }
    return changes;
  }

  static Map<List<Object>, Long> consolidate(List<Change> changes) {
    Map<List<Object>, Long> sums = new LinkedHashMap<>();
    for (Change change : changes) {
      sums.merge(change.row(), (long) change.weight(), Long::sum);
    }
    sums.values().removeIf(weight -> weight == 0);
    return sums;
  }
}
