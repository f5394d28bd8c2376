package io.millrace.exec.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.ChunkReader;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.ExpressionCompiler;
import io.millrace.plan.physical.JoinType;
import io.millrace.plan.physical.OperatorSpec.JoinSpec;
import io.millrace.state.StateStore;
import io.millrace.state.memory.MemoryStateStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Joins over random changes of both inputs against recomputation from all there is of them. */
class JoinPropertyTest {
  private static final ExpressionCompiler COMPILER = new ExpressionCompiler();

  @Property(tries = 400)
  void resultIsTheJoinOfTheInputs(
      @ForAll JoinType type,
      @ForAll boolean keyed,
      @ForAll boolean nullSafe,
      @ForAll boolean conditional,
      @ForAll boolean insertOnly,
      @ForAll long seed)
      throws Exception {
    boolean asked = conditional && type != JoinType.INNER;
    JoinSpec spec = JoinCases.spec(type, keyed, nullSafe, asked, false);
    Random random = new Random(seed);
    Map<List<Object>, Long> left = new HashMap<>();
    Map<List<Object>, Long> right = new HashMap<>();
    Map<List<Object>, Long> folded = new HashMap<>();
    StateStore store = new MemoryStateStore();
    try (RunningGraph graph = graph(spec, 1 + random.nextInt(4), store)) {
      for (int batch = 0; batch < 7; batch++) {
        boolean last = batch == 6 && !insertOnly;
        Map<String, ChunkReader> readers = new HashMap<>();
        readers.put(
            "l",
            reader(
                JoinCases.LEFT,
                JoinCases.change(left, random, insertOnly, last, JoinCases::leftRow)));
        if (random.nextInt(4) > 0 || last) {
          readers.put(
              "r",
              reader(
                  JoinCases.RIGHT,
                  JoinCases.change(right, random, insertOnly, last, JoinCases::rightRow)));
        }
        StepReport report =
            graph.run(step(batch, false, readers), changes -> fold(changes, folded));
        folded.values().removeIf(weight -> weight == 0);
        assertThat(folded).isEqualTo(expected(type, keyed, nullSafe, asked, left, right));
        if (last) {
          assertThat(report.operators().get(0).rowsTotal()).isZero();
          assertThat(store.metrics("join-0").rows()).as("keys and rows").isZero();
        }
      }
    }
  }

  @Property(tries = 100)
  void boundedInputGivesRowsWithoutMatchOnce(
      @ForAll JoinType type, @ForAll boolean conditional, @ForAll long seed) throws Exception {
    boolean asked = conditional && type != JoinType.INNER;
    JoinSpec spec = JoinCases.spec(type, true, false, asked, true);
    Random random = new Random(seed);
    Map<List<Object>, Long> left = new HashMap<>();
    Map<List<Object>, Long> right = new HashMap<>();
    Map<List<Object>, Long> folded = new HashMap<>();
    try (RunningGraph graph = graph(spec, 1 + random.nextInt(4), new MemoryStateStore())) {
      for (int batch = 0; batch < 3; batch++) {
        Map<String, ChunkReader> readers = new HashMap<>();
        readers.put(
            "l",
            reader(
                JoinCases.LEFT, JoinCases.change(left, random, true, false, JoinCases::leftRow)));
        readers.put(
            "r",
            reader(
                JoinCases.RIGHT,
                JoinCases.change(right, random, true, false, JoinCases::rightRow)));
        graph.run(
            step(batch, batch == 2, readers),
            changes -> {
              assertThat(changes.isInsertOnly() || allPositive(changes)).isTrue();
              fold(changes, folded);
            });
      }
      assertThat(folded).isEqualTo(expected(type, true, false, asked, left, right));
    }
  }

  private static boolean allPositive(ColumnBatch changes) {
    return OperatorTester.changes(changes).stream().allMatch(change -> change.weight() > 0);
  }

  private static RunningGraph graph(JoinSpec spec, int parallelism, StateStore store) {
    return GraphBuilder.build(spec, parallelism, ZoneOffset.UTC, COMPILER::compile, store);
  }

  private static StepInput step(int batch, boolean end, Map<String, ChunkReader> readers) {
    return new StepInput(batch, 0, StepInput.NO_WATERMARK, StepInput.NO_WATERMARK, end, readers);
  }

  private static ChunkReader reader(Schema schema, List<Change> changes) {
    return TestSources.reader(TestSources.chunks(schema, changes));
  }

  private static void fold(ColumnBatch changes, Map<List<Object>, Long> folded) {
    OperatorTester.changes(changes)
        .forEach(change -> folded.merge(change.row(), (long) change.weight(), Long::sum));
  }

  private static Map<List<Object>, Long> expected(
      JoinType type,
      boolean keyed,
      boolean nullSafe,
      boolean asked,
      Map<List<Object>, Long> left,
      Map<List<Object>, Long> right) {
    Map<List<Object>, Long> result = new HashMap<>();
    Map<List<Object>, Long> matchesOfLeft = new HashMap<>();
    Map<List<Object>, Long> matchesOfRight = new HashMap<>();
    left.forEach(
        (l, lw) ->
            right.forEach(
                (r, rw) -> {
                  if (matches(l, r, keyed, nullSafe, asked)) {
                    matchesOfLeft.merge(l, rw, Long::sum);
                    matchesOfRight.merge(r, lw, Long::sum);
                    if (type.givesBoth()) {
                      result.merge(both(l, r), lw * rw, Long::sum);
                    }
                  }
                }));
    if (type.keeps(0)) {
      List<Object> nulls =
          type.givesBoth() ? Collections.nCopies(JoinCases.RIGHT.size(), null) : List.of();
      left.forEach(
          (row, weight) -> {
            if (matchesOfLeft.containsKey(row) == (type == JoinType.SEMI)) {
              result.merge(both(row, nulls), weight, Long::sum);
            }
          });
    }
    if (type.keeps(1)) {
      right.forEach(
          (row, weight) -> {
            if (!matchesOfRight.containsKey(row)) {
              result.merge(
                  both(Collections.nCopies(JoinCases.LEFT.size(), null), row), weight, Long::sum);
            }
          });
    }
    return result;
  }

  private static boolean matches(
      List<Object> left, List<Object> right, boolean keyed, boolean nullSafe, boolean asked) {
    if (keyed) {
      Object a = left.get(0);
      Object b = right.get(1);
      boolean equal = a == null || b == null ? nullSafe && a == b : a.equals(b);
      if (!equal) {
        return false;
      }
    }
    return !asked
        || left.get(1) != null
            && ((Number) left.get(1)).intValue() < ((Number) right.get(0)).intValue();
  }

  private static List<Object> both(List<Object> left, List<Object> right) {
    List<Object> row = new ArrayList<>(left);
    row.addAll(right);
    return row;
  }
}
