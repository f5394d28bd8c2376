package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.DeletePolicy;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.expression.ExpressionCompiler;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.lowering.Lowering;
import io.millrace.plan.lowering.ResultForms;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.ResultForm;
import io.millrace.state.memory.MemoryStateStore;
import io.millrace.state.memory.MemoryStateTables;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/**
 * What a plan's {@link ResultForm} promises holds, and what it spares changes nothing: random plans
 * give a sink the same rows in the same order as if they were lowered and encoded without it.
 */
class ResultFormPropertyTest {
  private static final ExpressionCompiler COMPILER = new ExpressionCompiler();

  @Property(tries = 400)
  void theFormHoldsAndChangesNothing(@ForAll long seed) throws InterruptedException {
    Random random = new Random(seed);
    PlanNode root = new RandomPlan(random).generate();
    OutputMode mode = random.nextInt(3) == 0 ? OutputMode.CHANGELOG : OutputMode.UPDATE;
    ResultForm form = ResultForms.of(root, mode, false, List.of());
    Statistics.collect(form);
    Statistics.coverage(
        coverage -> {
          coverage.check(ResultForm.PAIRS).percentage(share -> share > 10);
          coverage.check(ResultForm.UPSERTS).percentage(share -> share > 10);
        });
    if (form == ResultForm.ANY) {
      return;
    }
    List<List<List<ColumnBatch>>> batches = batches(random);
    int parallelism = 1 + random.nextInt(3);
    DeletePolicy deletes = deletes(random);
    Run promised = new Run(root, mode, form, deletes, parallelism);
    Run plain = new Run(root, mode, ResultForm.ANY, deletes, 1);
    assertThat(promised.of(batches)).isEqualTo(plain.of(batches));
    assertPromise(promised.changes, form, root.traits().key().orElseThrow());
  }

  private static DeletePolicy deletes(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new DeletePolicy.Ignore();
      case 1 -> new DeletePolicy.Mark("gone");
      default -> new DeletePolicy.Delete();
    };
  }

  private static List<List<List<ColumnBatch>>> batches(Random random) {
    List<List<List<ColumnBatch>>> batches = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      batches.add(
          AggregateCases.cut(AggregateCases.randomInput(random, new HashMap<>(), true), random));
    }
    return batches;
  }

  /** Checks raw changes of batches against the words of {@link ResultForm}. */
  private static void assertPromise(
      List<List<ColumnBatch>> batches, ResultForm form, List<Integer> key) {
    for (List<ColumnBatch> batch : batches) {
      Set<List<Object>> keys = new HashSet<>();
      for (ColumnBatch piece : batch) {
        for (int i = 0; i < piece.size(); i++) {
          int weight = piece.weight(piece.row(i));
          List<Object> values = key(piece, i, key);
          assertThat(weight).isBetween(form == ResultForm.UPSERTS ? 0 : -1, 1);
          boolean isPaired =
              weight > 0
                  && i > 0
                  && piece.weight(piece.row(i - 1)) < 0
                  && values.equals(key(piece, i - 1, key));
          assertThat(keys.add(values)).as("%s is new to the batch", values).isEqualTo(!isPaired);
        }
      }
    }
  }

  private static List<Object> key(ColumnBatch batch, int row, List<Integer> key) {
    List<Object> values = new ArrayList<>();
    key.forEach(column -> values.add(batch.values(row).get(column)));
    return values;
  }

  /** A plan and what it gives, raw and encoded. */
  private static final class Run {
    private final OperatorSpec plan;
    private final OutputSpec output;
    private final int parallelism;
    private final List<List<ColumnBatch>> changes = new ArrayList<>();

    Run(PlanNode root, OutputMode mode, ResultForm form, DeletePolicy deletes, int parallelism) {
      this.plan = Lowering.lower(root, form);
      this.output =
          new OutputSpec(
              "out",
              plan.output(),
              mode,
              root.traits().kind(),
              root.traits().key(),
              true,
              Optional.empty(),
              deletes,
              form);
      this.parallelism = parallelism;
    }

    /** What the sink receives, batch by batch, row by row. */
    List<List<String>> of(List<List<List<ColumnBatch>>> batches) throws InterruptedException {
      ChangeEncoder encoder = ChangeEncoder.of(output, new MemoryStateTables());
      List<List<String>> written = new ArrayList<>();
      try (RunningGraph graph =
          GraphBuilder.build(
              plan, parallelism, ZoneOffset.UTC, COMPILER::compile, new MemoryStateStore())) {
        for (List<List<ColumnBatch>> batch : batches) {
          List<ColumnBatch> pieces = new ArrayList<>();
          List<String> rows = new ArrayList<>();
          graph.run(input(graph, changes.size(), batch), pieces::add);
          pieces.forEach(piece -> encoder.add(piece, changed -> rows.addAll(text(changed))));
          encoder.finish(changed -> rows.addAll(text(changed)));
          changes.add(pieces);
          written.add(rows);
        }
      }
      return written;
    }

    private static StepInput input(RunningGraph graph, int number, List<List<ColumnBatch>> chunks) {
      SourceSpec source = graph.sources().get(0);
      return new StepInput(
          number,
          0,
          StepInput.NO_WATERMARK,
          StepInput.NO_WATERMARK,
          false,
          Map.of(source.id(), TestSources.reader(chunks)));
    }

    private static List<String> text(ChangeBatch changes) {
      List<String> rows = new ArrayList<>();
      for (int i = 0; i < changes.size(); i++) {
        rows.add(changes.kind(i).symbol() + " " + changes.rows().values(i));
      }
      return rows;
    }
  }

  @Test
  void oldAndNewRowsStayInOnePieceWhateverTheNumberOfPartitions() throws InterruptedException {
    PlanNode root = RandomPlan.countByValue();
    List<Change> rows = new ArrayList<>();
    for (long value = 0; value < 3 * ColumnBatch.MAX_ROWS; value++) {
      // one more in front, so that a pair does not begin at every even row
      rows.add(AggregateCases.row(4, value));
    }
    List<List<ColumnBatch>> first =
        TestSources.chunks(AggregateCases.INPUT, rows.subList(1, rows.size()));
    List<List<ColumnBatch>> second = TestSources.chunks(AggregateCases.INPUT, rows);
    ResultForm form = ResultForms.of(root, OutputMode.CHANGELOG, false, List.of());
    assertThat(form).isEqualTo(ResultForm.PAIRS);
    DeletePolicy deletes = new DeletePolicy.Delete();
    Run several = new Run(root, OutputMode.CHANGELOG, form, deletes, 3);
    Run one = new Run(root, OutputMode.CHANGELOG, ResultForm.ANY, deletes, 1);
    assertThat(several.of(List.of(first, second))).isEqualTo(one.of(List.of(first, second)));
    assertPromise(several.changes, form, root.traits().key().orElseThrow());
    assertThat(several.changes.get(1)).hasSizeGreaterThan(2);
  }
}
