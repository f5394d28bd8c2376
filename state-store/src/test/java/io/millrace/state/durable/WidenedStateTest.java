package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.state.MemoryBudget;
import io.millrace.state.durable.Operation.Evict;
import io.millrace.state.durable.Operation.Ordered;
import io.millrace.state.durable.Operation.Remove;
import io.millrace.state.durable.Operation.Shape;
import io.millrace.state.durable.Operation.Upsert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** State that goes on with wider columns is what it would be if they had been so from the start. */
class WidenedStateTest {
  private static final byte[] HEADER = {};
  private static final DurableOptions OPTIONS =
      DurableOptions.DEFAULTS.withLogBytes(0).withCompleteOnly(true);

  /** Where the process dies while it converts the store behind the log, or moves epochs. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void stateIsThatOfWideColumnsFromTheStart(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 30) int stepsToLive) throws Exception {
    Random random = new Random(seed);
    Shape wide = Shape.random(random);
    Shape narrow = withTypes(wide, WidenedStateTest::narrower);
    Model before = new Model(narrow);
    Model model = new Model(wide);
    List<Operation> operations = operations(before, random);
    operations.forEach(operation -> model.apply(widened(operation, wide)));
    try (Life life = new Life()) {
      life.run(narrow, operations, Integer.MAX_VALUE, 1 + random.nextInt(3));
      List<Operation> more = operations(model.copy(), random);
      int done = life.run(wide, more, stepsToLive, 1 + random.nextInt(3));
      more.subList(0, done).forEach(model::apply);
      life.expect(wide, 1 + random.nextInt(3), model);
    }
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void columnsDoNotBecomeNarrower(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Schema keys = Schema.of(new Field("k", DataType.BIGINT.notNull()));
    Shape shape = new Shape(keys, 1, Optional.empty(), false, List.of(), false, List.of(), false);
    Shape narrow = withTypes(shape, WidenedStateTest::narrower);
    try (Life life = new Life()) {
      Upsert upsert = Upsert.random(shape, random, 10);
      life.run(shape, List.of(upsert, Upsert.random(shape, random, 10)), Integer.MAX_VALUE, 1);
      if (!upsert.rows().isEmpty()) {
        assertThatThrownBy(() -> life.run(narrow, List.of(), Integer.MAX_VALUE, 1))
            .isInstanceOfSatisfying(
                MillraceException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE);
                  assertThat(e.details())
                      .containsExactly("they were (bigint not null), are (integer not null)");
                });
      }
    }
  }

  private static List<Operation> operations(Model model, Random random) {
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Operation operation = model.randomOperation(random, 16);
      operations.add(operation);
      model.apply(operation);
    }
    return operations;
  }

  private static DataType narrower(DataType type) {
    DataType narrow =
        type.kind() == TypeKind.BIGINT
            ? DataType.INTEGER
            : type.kind() == TypeKind.DECIMAL
                ? DataType.decimal(18, 2)
                : type.kind() == TypeKind.INTEGER ? DataType.SMALLINT : type;
    // a column in three has no NULLs yet
    return narrow.withNullable(type.nullable() && type.kind() != TypeKind.BIGINT);
  }

  private static Shape withTypes(Shape shape, UnaryOperator<DataType> types) {
    UnaryOperator<Schema> schemas =
        schema ->
            new Schema(
                schema.fields().stream()
                    .map(field -> new Field(field.name(), types.apply(field.type())))
                    .toList());
    return new Shape(
        schemas.apply(shape.keys()),
        shape.words(),
        shape.horizon(),
        shape.extended(),
        shape.multisets().stream().map(schemas).toList(),
        shape.ordered(),
        shape.orderedTables().stream()
            .map(each -> new Ordered(schemas.apply(each.rows()), each.orders()))
            .toList(),
        shape.timers());
  }

  /** The operation as it is with wide columns. */
  private static Operation widened(Operation operation, Shape wide) {
    if (operation instanceof Upsert upsert) {
      return new Upsert(
          widened(upsert.rows(), wide.keys()),
          upsert.additions(),
          upsert.texts(),
          IntStream.range(0, upsert.values().size())
              .mapToObj(i -> widened(upsert.values().get(i), wide.values().get(i)))
              .toList(),
          upsert.weights(),
          upsert.timers());
    } else if (operation instanceof Remove remove) {
      return new Remove(widened(remove.rows(), wide.keys()));
    } else if (operation instanceof Evict evict) {
      return new Evict(
          widened(evict.rows(), wide.keys()),
          evict.table(),
          widened(evict.bound(), wide.orderedTables().get(evict.table()).rows()),
          evict.columns());
    }
    return operation;
  }

  private static List<Object[]> widened(List<Object[]> rows, Schema wide) {
    return rows.stream().map(row -> widened(row, wide)).toList();
  }

  private static Object[] widened(Object[] row, Schema wide) {
    Object[] widened = row.clone();
    for (int i = 0; i < row.length; i++) {
      if (wide.type(i).kind() == TypeKind.BIGINT && row[i] instanceof Integer number) {
        widened[i] = number.longValue();
      }
    }
    return widened;
  }

  /** A checkpoint over its runs. */
  private static final class Life implements AutoCloseable {
    private final Path directory = Files.createTempDirectory("millrace-widened");
    private final Map<String, String> layouts = new HashMap<>();
    private int epochs;

    Life() throws IOException {}

    /**
     * Makes each operation an epoch, and moves most of them, until the process dies.
     *
     * @return how many are decided
     */
    int run(Shape shape, List<Operation> operations, int stepsToLive, int partitions)
        throws InterruptedException {
      AtomicInteger steps = new AtomicInteger(stepsToLive);
      int done = 0;
      try (DurableStateStore store =
          DurableStateStore.open(
              directory,
              OPTIONS,
              MemoryBudget.unlimited(),
              step -> {
                if (steps.getAndDecrement() <= 0) {
                  throw new Crash();
                }
              })) {
        TestedOperator operator = open(shape, store, partitions);
        store.recover(epochs - 1);
        for (Operation operation : operations) {
          operator.apply(operation);
          store.commit(epochs, HEADER);
          epochs++;
          done++;
          store.release(epochs - 3);
        }
        store.pause();
      } catch (Crash died) {
        // as planned
      } catch (MillraceException died) {
        if (!(died.getCause() instanceof Crash)) {
          throw died;
        }
      }
      return done;
    }

    private TestedOperator open(Shape shape, DurableStateStore store, int partitions) {
      TestedOperator operator = new TestedOperator("all", shape, store, partitions);
      layouts.putAll(store.layouts());
      store.knowLayouts(layouts);
      return operator;
    }

    void expect(Shape shape, int partitions, Model model) {
      try (DurableStateStore store = DurableStateStore.open(directory, OPTIONS)) {
        TestedOperator operator = open(shape, store, partitions);
        store.recover(epochs - 1);
        operator.assertEquals(model);
      }
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
