package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyedTable;
import io.millrace.state.MemoryBudget;
import io.millrace.state.OrderedTable;
import io.millrace.state.SortOrder;
import io.millrace.state.StateTables;
import io.millrace.state.durable.Operation.Remove;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.Upsert;
import io.millrace.state.log.CommitLog;
import io.millrace.state.rocksdb.Family;
import io.millrace.state.rocksdb.FamilyCursor;
import io.millrace.state.rocksdb.RocksStore;
import io.millrace.state.rocksdb.SortedBatch;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableStateStoreErrorsTest {
  private static final DurableOptions APPLY_ALL =
      DurableOptions.DEFAULTS.withSegmentBytes(1 << 14).withLogBytes(0).withCompleteOnly(true);
  private static final DurableOptions APPLY_NONE = APPLY_ALL.withLogBytes(1L << 40);
  private static final byte[] HEADER = {};
  private static final Shape COUNTS = shape(DataType.BIGINT.notNull());

  @TempDir Path directory;

  private static Shape shape(DataType key) {
    return new Shape(
        Schema.of(new Field("k", key)),
        1,
        Optional.empty(),
        false,
        List.of(),
        false,
        List.of(),
        false);
  }

  private static Upsert upsert(int from, int to) {
    List<Object[]> rows = new ArrayList<>();
    List<long[]> additions = new ArrayList<>();
    for (long key = from; key < to; key++) {
      rows.add(new Object[] {key});
      additions.add(new long[] {1});
    }
    return new Upsert(
        rows,
        additions,
        Collections.nCopies(to - from, ""),
        List.of(),
        new int[to - from],
        Collections.nCopies(to - from, new Operation.Timer(0, 0)));
  }

  private static Remove remove(int from, int to) {
    return new Remove(upsert(from, to).rows());
  }

  /** Counts in epochs that all move into the store behind the log, which is then closed. */
  private void applied(Operation... epochs) throws InterruptedException {
    applied(COUNTS, epochs);
  }

  private void applied(Shape shape, Operation... epochs) throws InterruptedException {
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_ALL)) {
      TestedOperator operator = new TestedOperator("count", shape, store, 1);
      store.recover(-1);
      for (int epoch = 0; epoch < epochs.length; epoch++) {
        operator.apply(epochs[epoch]);
        store.commit(epoch, HEADER);
      }
      store.release(epochs.length - 1);
      store.pause();
      store.resume();
    }
  }

  private void recover(Shape shape) {
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      new TestedOperator("count", shape, store, 1);
      store.recover(store.newest().orElse(-1));
    }
  }

  private static MillraceException failure(Runnable action) {
    return catchThrowableOfType(MillraceException.class, action::run);
  }

  private RocksStore openStore() {
    return RocksStore.open(directory.resolve("state"), APPLY_ALL.writeBufferBytes());
  }

  private int storedKeys() {
    try (RocksStore store = openStore()) {
      if (store.family("count", "keys").isEmpty()) {
        return 0;
      }
      int keys = 0;
      try (FamilyCursor cursor = store.cursor(store.family("count", "keys").orElseThrow())) {
        for (cursor.seekGroup(0); cursor.isValid(); cursor.next()) {
          keys++;
        }
      }
      return keys;
    }
  }

  @Test
  void nothingIsLoadedBeforeThereIsSomethingToMove() {
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      TestedOperator operator = new TestedOperator("count", COUNTS, store, 1);
      store.recover(-1);
      operator.apply(upsert(0, 10));
      store.commit(0, HEADER);
      store.release(0);
    }
    assertThat(directory.resolve("state")).doesNotExist();
  }

  @Test
  void keysThatCameAndWentBetweenTwoMovesNeverReachTheStore() throws InterruptedException {
    applied(upsert(0, 10), upsert(100, 200), remove(100, 200), remove(0, 4));
    assertThat(storedKeys()).isEqualTo(6);
  }

  @Test
  void keyThatCameAndWentInOneEpochLeavesNothing() {
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      TestedOperator operator = new TestedOperator("count", COUNTS, store, 1);
      store.recover(-1);
      operator.apply(upsert(0, 1000));
      operator.apply(remove(0, 1000));
      store.commit(0, HEADER);
      assertThat(store.metrics("count").loggedBytes()).isZero();
    }
  }

  @Test
  void keyGroupThatTakesMoreThanThereIsRoomForIsMovedInParts() throws InterruptedException {
    Schema value = Schema.of(new Field("v", DataType.BIGINT.notNull()));
    Shape shape =
        new Shape(
            COUNTS.keys(), 1, Optional.empty(), false, List.of(value), false, List.of(), false);
    Model model = new Model(shape);
    DurableOptions small = APPLY_ALL.withApplyBytes(20_000);
    try (DurableStateStore store = DurableStateStore.open(directory, small)) {
      TestedOperator operator = new TestedOperator("count", shape, store, 1);
      store.recover(-1);
      for (int epoch = 0; epoch < 60; epoch++) {
        Operation operation = epoch % 20 == 19 ? remove(7, 8) : values(epoch, 200);
        model.apply(operation);
        operator.apply(operation);
        store.commit(epoch, HEADER);
      }
      store.release(59);
      store.pause();
      store.resume();
    }
    Model last = model.copy();
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      TestedOperator operator = new TestedOperator("count", shape, store, 1);
      store.recover(59);
      Operation more = values(50, 250);
      last.apply(more);
      operator.apply(more);
      assertThat(store.metrics("count").rows()).isEqualTo(StateLargerThanMemoryTest.rows(last));
      operator.assertEquals(last);
    }
  }

  /** Values of one key, half of which an epoch before has, too. */
  private static Upsert values(int epoch, int count) {
    List<Object[]> values = new ArrayList<>();
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      values.add(new Object[] {(long) (epoch * count / 2 + i)});
      weights[i] = 1;
    }
    return new Upsert(
        Collections.nCopies(count, new Object[] {7L}),
        Collections.nCopies(count, new long[] {1}),
        Collections.nCopies(count, ""),
        List.of(values),
        weights,
        Collections.nCopies(count, new Operation.Timer(0, 0)));
  }

  @Test
  void logGoesAwayBehindTheStore() throws InterruptedException {
    Operation[] epochs = new Operation[200];
    for (int i = 0; i < epochs.length; i++) {
      epochs[i] = upsert(0, 300);
    }
    applied(epochs);
    try (CommitLog log = CommitLog.open(directory.resolve("log"), 1 << 14)) {
      assertThat(log.first().orElseThrow()).isGreaterThan(100);
    }
    recover(COUNTS);
  }

  @Test
  void failureToMoveFailsTheNextCommitWithItsCause() throws InterruptedException {
    IllegalStateException cause = new IllegalStateException("no disk");
    try (DurableStateStore store =
        DurableStateStore.open(
            directory,
            APPLY_ALL,
            MemoryBudget.unlimited(),
            step -> {
              throw cause;
            })) {
      TestedOperator operator = new TestedOperator("count", COUNTS, store, 1);
      store.recover(-1);
      operator.apply(upsert(0, 10));
      store.commit(0, HEADER);
      store.release(0);
      store.pause();
      store.resume();
      MillraceException failure = failure(() -> store.commit(1, HEADER));
      assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_WRITE_FAILED);
      assertThat(failure).hasMessageContaining("no disk").hasCause(cause);
      assertThat(store.newest()).hasValue(0);
    }
  }

  @Test
  void damagedStoreNamesItsFile() throws IOException, InterruptedException {
    applied(upsert(0, 5000));
    Path largest;
    try (Stream<Path> files = Files.list(directory.resolve("state"))) {
      largest =
          files
              .filter(file -> file.toString().endsWith(".sst"))
              .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(largest);
    for (int i = 1000; i < 1050; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(largest, bytes);
    MillraceException failure = failure(() -> countAgain(5000));
    assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
    assertThat(failure).hasMessageContaining(largest.toString());
  }

  @Test
  void anyBitThatFlipsInTheStoreIsFoundOrChangesNothing() throws IOException, InterruptedException {
    applied(upsert(0, 300));
    List<Path> tables;
    try (Stream<Path> files = Files.list(directory.resolve("state"))) {
      tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
    }
    Random random = new Random(7);
    int found = 0;
    for (int i = 0; i < 60; i++) {
      Path table = tables.get(random.nextInt(tables.size()));
      byte[] good = Files.readAllBytes(table);
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(table, bad);
      try {
        countAgain(300);
      } catch (MillraceException failure) {
        assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
        assertThat(failure).hasMessageContaining(directory.resolve("state").toString());
        found++;
      }
      Files.write(table, good);
    }
    assertThat(found).isPositive();
  }

  /** Counts all keys once more, which are where they should be, if nothing is wrong. */
  private void countAgain(int keys) {
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      TestedOperator operator = new TestedOperator("count", COUNTS, store, 1);
      store.recover(store.newest().orElse(-1));
      Model model = new Model(COUNTS);
      model.apply(upsert(0, keys));
      model.apply(upsert(0, keys / 2));
      operator.apply(upsert(0, keys / 2));
      operator.assertEquals(model);
    }
  }

  @Test
  void missingFileOfTheStoreIsNamed() throws IOException, InterruptedException {
    applied(upsert(0, 50));
    Path gone;
    try (Stream<Path> files = Files.list(directory.resolve("state"))) {
      gone = files.filter(file -> file.toString().endsWith(".sst")).findFirst().orElseThrow();
    }
    Files.delete(gone);
    MillraceException failure = failure(() -> recover(COUNTS));
    assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
    assertThat(failure.summary())
        .isEqualTo("checkpoint file " + gone + " is damaged: it is missing");
  }

  @Test
  void epochsThatAreInTheStoreCannotBeForgotten() throws InterruptedException {
    applied(upsert(0, 50), upsert(0, 50));
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      assertThat(store.header(0)).isPresent();
      assertThat(store.canRecover(-1)).isFalse();
      assertThat(store.canRecover(0)).isFalse();
      assertThat(store.canRecover(1)).isTrue();
      assertThat(store.canRecover(2)).isFalse();
    }
  }

  @Test
  void valuesWithoutTheirKeysAreDamage() throws InterruptedException {
    Shape shape =
        new Shape(COUNTS.keys(), 1, Optional.empty(), false, List.of(), false, List.of(), true);
    applied(shape, upsert(0, 50));
    try (RocksStore store = openStore()) {
      Family keys = store.family("count", "keys").orElseThrow();
      SortedBatch batch = store.batch();
      try (FamilyCursor cursor = store.cursor(keys)) {
        for (cursor.seekGroup(0); cursor.isValid(); cursor.next()) {
          byte[] key = new byte[cursor.key().remaining()];
          cursor.key().get(key);
          batch.delete(keys, key, 0, key.length);
        }
      }
      store.write(batch);
      store.finishApply(store.applied().orElseThrow());
    }
    MillraceException failure = failure(() -> recover(shape));
    assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
    assertThat(failure).hasMessageContaining("count, timers cannot be understood");
  }

  @Test
  void epochsMissingBetweenStoreAndLogAreToldOf() throws IOException, InterruptedException {
    applied(upsert(0, 50));
    try (Stream<Path> files = Files.list(directory.resolve("log"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    MillraceException failure = failure(() -> recover(COUNTS));
    assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_INCONSISTENT);
    assertThat(failure).hasMessageContaining("batches are missing");
  }

  @Test
  void epochsThatChangeNothingLeaveTheLogToo() throws InterruptedException {
    runLong();
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      assertThat(store.oldest().orElseThrow()).isGreaterThan(100);
    }
  }

  @Test
  void logWithoutTheStateBeforeItIsToldOf() throws IOException, InterruptedException {
    runLong();
    try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    MillraceException failure = failure(() -> recover(COUNTS));
    assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_INCONSISTENT);
    assertThat(failure).hasMessageContaining("the state behind it is missing");
  }

  /** Commits more than the log may hold, though all of it is headers. */
  private void runLong() throws InterruptedException {
    DurableOptions options =
        DurableOptions.DEFAULTS.withSegmentBytes(1 << 20).withLogBytes(1 << 20);
    try (DurableStateStore store = DurableStateStore.open(directory, options)) {
      store.tables("count", 0, 1);
      store.recover(-1);
      for (int epoch = 0; epoch < 1000; epoch++) {
        store.commit(epoch, HEADER);
        store.release(epoch - 1);
      }
      store.pause();
      store.resume();
    }
  }

  @Test
  void tableWithOtherColumnsIsIncompatible() throws InterruptedException {
    applied(upsert(0, 50));
    MillraceException failure = failure(() -> recover(shape(DataType.STRING)));
    assertThat(failure.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE);
    assertThat(failure).hasMessageContaining("count").hasMessageContaining("keys");
  }

  @Test
  void tableInAnotherOrderIsIncompatible() {
    try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
      StateTables tables = store.tables("rank", 0, 1);
      KeyedTable keys = tables.keyed("keys", List.of(), 0, Optional.empty());
      OrderedTable rows = openRows(tables, keys, SortOrder.ASCENDING);
      store.recover(-1);
      EncodedKeys key = new EncodedKeys(keys.layout());
      key.begin(1, new long[1]);
      int[] groups = new int[1];
      keys.upsert(key, groups);
      ColumnBatch batch =
          new BatchBuilder(Schema.of(new Field("v", DataType.BIGINT))).row(7L).build();
      int[] first = {0};
      rows.add(groups, batch, first, first, new int[] {1}, 1, new int[1]);
      store.commit(0, HEADER);
    }
    MillraceException failure =
        failure(
            () -> {
              try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
                StateTables tables = store.tables("rank", 0, 1);
                KeyedTable keys = tables.keyed("keys", List.of(), 0, Optional.empty());
                openRows(tables, keys, new SortOrder(false, false));
                store.recover(0);
              }
            });
    assertThat(failure.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE);
    assertThat(failure).hasMessageContaining("rank").hasMessageContaining("rows");
  }

  private static OrderedTable openRows(StateTables tables, KeyedTable keys, SortOrder order) {
    return tables.ordered("rows", keys, List.of(DataType.BIGINT), List.of(order));
  }

  @Test
  void stateOfOperatorsThatAreNotThereIsToldOfIfAsked() throws InterruptedException {
    applied(upsert(0, 50));
    MillraceException failure =
        failure(
            () -> {
              try (DurableStateStore store = DurableStateStore.open(directory, APPLY_NONE)) {
                store.recover(0);
              }
            });
    assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_INCONSISTENT);
    try (DurableStateStore store = DurableStateStore.open(directory, DurableOptions.DEFAULTS)) {
      store.recover(0);
    }
  }
}
