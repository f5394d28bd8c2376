package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.MemoryBudget;
import io.millrace.state.StateMetrics;
import io.millrace.state.StateTables.KeyHorizon;
import io.millrace.state.durable.Operation.Expire;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.Upsert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLargerThanMemoryTest {
  private static final byte[] HEADER = {};
  private static final MemoryBudget NOTHING = new MemoryBudget(1);
  private static final DurableOptions OPTIONS =
      DurableOptions.DEFAULTS.withSegmentBytes(1 << 20).withCompleteOnly(true);

  @TempDir Path directory;

  /**
   * With room for nothing, what is not in an epoch that must stay in the log leaves memory behind
   * each epoch: the tables hold the same as in memory, over restarts.
   */
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void tablesHoldTheSameWithoutMemory(@ForAll long seed) throws IOException {
    Path root = Files.createTempDirectory("millrace-cold");
    Random random = new Random(seed);
    Shape shape = evictable(Shape.random(random), random);
    int range = random.nextBoolean() ? 20 : 2000;
    Model model = new Model(shape);
    int epoch = 0;
    for (int run = 0; run < 3; run++) {
      MemoryBudget budget = random.nextInt(4) == 0 ? MemoryBudget.unlimited() : NOTHING;
      DurableOptions options = OPTIONS.withLogBytes(random.nextInt(3) * 10_000);
      try (DurableStateStore store = DurableStateStore.open(root, options, budget)) {
        TestedOperator operator = new TestedOperator("all", shape, store, 1 + random.nextInt(3));
        store.recover(epoch - 1);
        for (int end = epoch + 1 + random.nextInt(8); epoch < end; epoch++) {
          for (int batch = random.nextInt(60); batch > 0; batch--) {
            Operation operation = model.randomOperation(random, range);
            model.apply(operation);
            operator.apply(operation);
          }
          store.commit(epoch, HEADER);
          store.releaseIfNeeded(epoch - random.nextInt(3));
          assertThat(store.metrics("all").rows()).isEqualTo(rows(model));
        }
        operator.assertEquals(model);
      }
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Tables with timers or ordered tables are in memory as a whole. */
  private static Shape evictable(Shape shape, Random random) {
    return random.nextInt(6) == 0
        ? shape
        : new Shape(
            shape.keys(),
            shape.words(),
            shape.horizon(),
            shape.extended(),
            shape.multisets(),
            shape.ordered(),
            List.of(),
            false);
  }

  /** The rows of all tables. */
  static long rows(Model model) {
    long rows = 0;
    for (Model.Entry entry : model.entries.values()) {
      rows++;
      for (var values : entry.values()) {
        rows += values.size();
      }
      rows += entry.timers().size();
    }
    return rows;
  }

  private static Shape shape(boolean horizon, boolean text) {
    List<Field> keys = new ArrayList<>();
    keys.add(new Field("time", DataType.BIGINT.notNull()));
    keys.add(new Field("key", (text ? DataType.STRING : DataType.BIGINT).notNull()));
    return new Shape(
        new Schema(keys),
        1,
        horizon ? Optional.of(new KeyHorizon(0, 0)) : Optional.empty(),
        true,
        List.of(),
        false,
        List.of(),
        false);
  }

  /** Counts keys of one time once more. */
  private static Upsert count(long time, int from, int to, boolean text) {
    List<Object[]> rows = new ArrayList<>();
    List<long[]> additions = new ArrayList<>();
    for (long key = from; key < to; key++) {
      rows.add(new Object[] {time, text ? "a key that is long enough: " + key : (Object) key});
      additions.add(new long[] {1});
    }
    return new Upsert(
        rows,
        additions,
        Collections.nCopies(to - from, "text"),
        List.of(),
        new int[to - from],
        Collections.nCopies(to - from, new Operation.Timer(0, 0)));
  }

  /** A store whose operator counts, and what it should have counted. */
  private final class Counting implements AutoCloseable {
    final boolean text;
    final Shape shape;
    final Model model;
    DurableStateStore store;
    TestedOperator operator;
    int epoch;

    Counting(boolean horizon, boolean text, MemoryBudget budget) {
      this.text = text;
      this.shape = shape(horizon, text);
      this.model = new Model(shape);
      open(budget);
    }

    void open(MemoryBudget budget) {
      store = DurableStateStore.open(directory, OPTIONS, budget);
      operator = new TestedOperator("count", shape, store, 2);
      store.recover(epoch - 1);
    }

    void run(Operation operation) {
      model.apply(operation);
      operator.apply(operation);
      store.commit(epoch, HEADER);
      store.releaseIfNeeded(epoch++);
    }

    /** Commits without changes, until nothing is too new to leave memory. */
    void settle() {
      for (int i = 0; i < 100; i++) {
        run(count(0, 0, 0, text));
      }
    }

    StateMetrics metrics() {
      return store.metrics("count");
    }

    @Override
    public void close() {
      store.close();
    }
  }

  @Test
  void keysLeaveMemoryAndGiveItBack() {
    try (Counting counting = new Counting(false, true, NOTHING)) {
      counting.run(count(0, 0, 0, true));
      long before = counting.metrics().memoryBytes();
      for (int i = 0; i < 10; i++) {
        counting.run(count(i, 0, 5000, true));
      }
      counting.settle();
      assertThat(counting.metrics().rows()).isEqualTo(50_000);
      assertThat(counting.metrics().residentRows()).isZero();
      assertThat(counting.metrics().memoryBytes()).isLessThan(before + 2_000_000);
      counting.operator.assertEquals(counting.model);
    }
  }

  @Test
  void valuesThatFillManyBlocksComeBack() {
    try (Counting counting = new Counting(false, false, NOTHING)) {
      Upsert small = count(0, 0, 12, false);
      Upsert large =
          new Upsert(
              small.rows(),
              small.additions(),
              Collections.nCopies(12, "x".repeat(5 << 20)),
              small.values(),
              small.weights(),
              small.timers());
      counting.run(large);
      counting.settle();
      assertThat(counting.metrics().residentRows()).isZero();
      counting.run(small);
      assertThat(counting.metrics().rows()).isEqualTo(12);
      counting.operator.assertEquals(counting.model);
    }
  }

  @Test
  void whatFitsStaysInMemory() {
    try (Counting counting = new Counting(false, false, new MemoryBudget(100 << 20))) {
      counting.run(count(0, 0, 5000, false));
      counting.settle();
      assertThat(counting.metrics().residentRows()).isEqualTo(5000);
      assertThat(counting.metrics().misses()).isZero();
      assertThat(directory.resolve("state")).doesNotExist();
    }
  }

  @Test
  void keysWithTheEarliestHorizonLeaveFirst() {
    try (Counting counting = new Counting(true, false, new MemoryBudget(5 << 20))) {
      for (int i = 0; i < 40; i++) {
        counting.run(count(i, 0, 3000, false));
      }
      long misses = counting.metrics().misses();
      assertThat(counting.metrics().residentRows()).isLessThan(100_000);
      counting.run(count(39, 0, 3000, false));
      assertThat(counting.metrics().misses()).isEqualTo(misses);
      counting.run(count(0, 0, 3000, false));
      assertThat(counting.metrics().misses()).isEqualTo(misses + 3000);
    }
  }

  @Test
  void startReadsNothingAndKeysComeWhenTheyAreAskedFor() {
    try (Counting counting = new Counting(false, false, NOTHING)) {
      counting.run(count(0, 0, 5000, false));
      counting.settle();
      counting.close();
      counting.open(MemoryBudget.unlimited());
      assertThat(counting.metrics().rows()).isEqualTo(5000);
      assertThat(counting.metrics().residentRows()).isZero();
      counting.operator.apply(count(0, 100, 200, false));
      counting.model.apply(count(0, 100, 200, false));
      assertThat(counting.metrics().residentRows()).isEqualTo(100);
      assertThat(counting.metrics().misses()).isEqualTo(100);
      counting.operator.apply(count(0, 100, 200, false));
      counting.model.apply(count(0, 100, 200, false));
      assertThat(counting.metrics().misses()).isEqualTo(100);
      counting.operator.assertEquals(counting.model);
    }
  }

  @Test
  void whatFitsIsInMemoryAgainSomeTimeAfterTheStart() {
    try (Counting counting = new Counting(true, true, NOTHING)) {
      for (int i = 0; i < 6; i++) {
        counting.run(count(i, 0, 5000, true));
      }
      counting.settle();
      counting.close();
      counting.open(MemoryBudget.unlimited());
      counting.run(count(9, 0, 100, true));
      assertThat(counting.metrics().residentRows()).isLessThan(25_000);
      for (int i = 0; i < 5; i++) {
        counting.run(count(3, 0, 10, true));
        counting.run(new Expire(0));
      }
      assertThat(counting.metrics().residentRows()).isEqualTo(25_100);
      assertThat(counting.metrics().rows()).isEqualTo(25_100);
      counting.operator.assertEquals(counting.model);
    }
  }

  @Test
  void expiredKeysAreFoundOnDiskAndNoOthersAreRead() {
    try (Counting counting = new Counting(true, false, NOTHING)) {
      for (int i = 0; i < 5; i++) {
        counting.run(count(i, 0, 1000, false));
      }
      counting.settle();
      assertThat(counting.metrics().residentRows()).isZero();
      counting.close();
      counting.open(MemoryBudget.unlimited());
      counting.operator.apply(new Expire(1));
      counting.model.apply(new Expire(1));
      assertThat(counting.metrics().rows()).isEqualTo(3000);
      assertThat(counting.metrics().residentRows()).isZero();
      counting.operator.assertEquals(counting.model);
    }
  }
}
