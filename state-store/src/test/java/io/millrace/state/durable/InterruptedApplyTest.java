package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.MemoryBudget;
import io.millrace.state.SortOrder;
import io.millrace.state.durable.Operation.Ordered;
import io.millrace.state.durable.Operation.Remove;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.Timer;
import io.millrace.state.durable.Operation.Upsert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * The process ends while epochs are moved that do not fit what the store behind the log gathers:
 * files of it are written already, and tables that belong together are not there together.
 */
class InterruptedApplyTest {
  private static final byte[] HEADER = {};
  private static final DurableOptions OPTIONS =
      DurableOptions.DEFAULTS
          .withLogBytes(0)
          .withApplyBytes(1 << 20)
          .withWriteBufferBytes(1 << 16)
          .withCompleteOnly(true);

  /** Keys with values, some of which are in memory as a whole. */
  private static Shape shape(boolean leaves) {
    Schema value = Schema.of(new Field("v", DataType.STRING.notNull()));
    return new Shape(
        Schema.of(new Field("k", DataType.BIGINT.notNull())),
        1,
        Optional.empty(),
        true,
        List.of(value),
        false,
        leaves ? List.of() : List.of(new Ordered(value, List.of(SortOrder.ASCENDING))),
        !leaves);
  }

  /** Some values for each key of a range. */
  private static Upsert upsert(Shape shape, int from, int to, int valuesEach, Random random) {
    List<Object[]> rows = new ArrayList<>();
    List<long[]> additions = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<Object[]> values = new ArrayList<>();
    List<Timer> timers = new ArrayList<>();
    for (long key = from; key < to; key++) {
      for (int i = 0; i < valuesEach; i++) {
        rows.add(new Object[] {key});
        additions.add(new long[] {1});
        texts.add("text");
        values.add(new Object[] {"value " + random.nextInt(20) + "x".repeat(60)});
        timers.add(new Timer(i % 2, random.nextInt(100)));
      }
    }
    int[] weights = new int[rows.size()];
    Arrays.fill(weights, 1);
    List<List<Object[]>> each = new ArrayList<>();
    shape.values().forEach(schema -> each.add(values));
    return new Upsert(rows, additions, texts, each, weights, timers);
  }

  private static Remove remove(int from, int to) {
    List<Object[]> rows = new ArrayList<>();
    for (long key = from; key < to; key++) {
      rows.add(new Object[] {key});
    }
    return new Remove(rows);
  }

  /** Where the process dies while it moves epochs. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Property(tries = 16, shrinking = ShrinkingMode.OFF)
  void nothingIsLost(
      @ForAll long seed,
      @ForAll boolean leaves,
      @ForAll @IntRange(min = 1, max = 40) int stepsToLive,
      @ForAll @IntRange(min = 1, max = 40) int stepsToLiveAgain)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("millrace-apply");
    Random random = new Random(seed);
    Shape shape = shape(leaves);
    Model model = new Model(shape);
    try {
      List<Operation> first = List.of(upsert(shape, 0, 1000, 4, random));
      run(directory, shape, model, 0, first, Integer.MAX_VALUE);
      List<Operation> second =
          List.of(
              remove(0, 500),
              upsert(shape, 5000, 6500, 8, random),
              upsert(shape, 200, 700, 3, random),
              remove(6000, 6200));
      run(directory, shape, model, 1, second, stepsToLive);
      // the process dies again while it finishes
      run(directory, shape, model, 5, List.of(), stepsToLiveAgain);
      try (DurableStateStore store = DurableStateStore.open(directory, OPTIONS)) {
        TestedOperator operator = new TestedOperator("all", shape, store, 2);
        store.recover(4);
        assertThat(store.metrics("all").rows()).isEqualTo(StateLargerThanMemoryTest.rows(model));
        operator.assertEquals(model);
      }
    } finally {
      delete(directory);
    }
  }

  /** Makes each operation an epoch and moves all of them, until the process dies. */
  private static void run(
      Path directory,
      Shape shape,
      Model model,
      int firstEpoch,
      List<Operation> operations,
      int stepsToLive)
      throws InterruptedException {
    AtomicInteger steps = new AtomicInteger(stepsToLive);
    try (DurableStateStore store =
        DurableStateStore.open(
            directory,
            OPTIONS,
            MemoryBudget.unlimited(),
            step -> {
              if (steps.decrementAndGet() == 0) {
                throw new Crash();
              }
            })) {
      TestedOperator operator = new TestedOperator("all", shape, store, 2);
      store.recover(firstEpoch - 1);
      int epoch = firstEpoch;
      for (Operation operation : operations) {
        model.apply(operation);
        operator.apply(operation);
        store.commit(epoch++, HEADER);
      }
      store.release(epoch - 1);
      store.pause();
      store.resume();
    } catch (Crash atTheStart) {
      // died while it finished what was begun
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
