package io.millrace.exec.operator.over;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.Frame;
import io.millrace.plan.physical.Frame.Bound;
import io.millrace.plan.physical.Frame.Exclusion;
import io.millrace.plan.physical.Frame.Side;
import io.millrace.plan.physical.Frame.Unit;
import io.millrace.plan.physical.OperatorSpec.OverSpec;
import io.millrace.plan.physical.OperatorSpec.ValuesSpec;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.OverCall;
import io.millrace.plan.physical.OverCall.OverFunction;
import io.millrace.state.KeyHashing;
import io.millrace.state.memory.MemoryStateTables;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change costs the rows whose results it reaches, however many rows its partition has. */
class OverCostTest {
  private static final Schema ROWS =
      new Schema(
          List.of(
              new Field("t", DataType.BIGINT.notNull()),
              new Field("v", DataType.BIGINT.notNull())));
  private static final int SMALL = 10_000;
  private static final int LARGE = Integer.getInteger("millrace.overRows", 100_000);

  /**
   * A function, and where rows are put in: at the end of the partition or in its middle.
   *
   * @param most rows that may be looked at for 100 new ones
   */
  record Case(String name, OverCall call, boolean middle, long most) {
    @Override
    public String toString() {
      return name + (middle ? ", in the middle" : ", at the end");
    }
  }

  static List<Case> cases() {
    OverCall lag = call(OverFunction.LAG, Frame.whole());
    OverCall sliding = sum(frame(Unit.ROWS, new Bound(Side.PRECEDING, BigDecimal.TEN, false)));
    OverCall near =
        sum(frame(Unit.RANGE, new Bound(Side.PRECEDING, BigDecimal.valueOf(20), false)));
    OverCall running = sum(frame(Unit.RANGE, Bound.at(Side.UNBOUNDED_PRECEDING)));
    return List.of(
        new Case("LAG", lag, true, 2_000),
        new Case("LAG", lag, false, 2_000),
        new Case("ROWS 10 PRECEDING", sliding, true, 6_000),
        new Case("ROWS 10 PRECEDING", sliding, false, 6_000),
        new Case("RANGE 20 PRECEDING", near, true, 8_000),
        new Case("ROW_NUMBER", call(OverFunction.ROW_NUMBER, Frame.whole()), false, 1_000),
        new Case("DENSE_RANK", call(OverFunction.DENSE_RANK, Frame.whole()), false, 1_000),
        new Case("running SUM", running, false, 1_500));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void newRowsCostWhatTheyReach(Case one) {
    assertThat(visited(one, SMALL)).isLessThan(one.most());
    assertThat(visited(one, LARGE)).isLessThan(one.most());
  }

  private static long visited(Case one, int size) {
    OverOperator operator = new OverOperator(spec(one.call()), new MemoryStateTables());
    batch(operator, IntStream.range(0, size).mapToLong(i -> 10L * i));
    long before = operator.visited();
    long start = System.nanoTime();
    int first = one.middle() ? size / 2 : size;
    // every third row of those that were there gets a new one behind it
    batch(operator, IntStream.range(0, 100).mapToLong(i -> 10L * (first + 3L * i) + 1));
    System.out.printf(
        "%s over %,d rows: 100 new rows look at %,d rows in %,d µs%n",
        one, size, operator.visited() - before, (System.nanoTime() - start) / 1000);
    return operator.visited() - before;
  }

  private static void batch(OverOperator operator, LongStream times) {
    long[] values = times.toArray();
    operator.begin(new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false));
    for (int from = 0; from < values.length; from += ColumnBatch.MAX_ROWS) {
      operator.process(input(values, from, Math.min(values.length, from + ColumnBatch.MAX_ROWS)));
    }
    operator.finish();
    operator.emission().take();
  }

  private static InputRows input(long[] values, int from, int to) {
    int count = to - from;
    ColumnBuilder times = new ColumnBuilder(ROWS.type(0), count);
    ColumnBuilder numbers = new ColumnBuilder(ROWS.type(1), count);
    for (int i = from; i < to; i++) {
      times.appendLong(values[i]);
      numbers.appendLong(i % 7);
    }
    ColumnBatch batch = ColumnBatch.of(ROWS, count, times.build(), numbers.build());
    int[] rows = IntStream.range(0, count).toArray();
    long[] hashes = new long[count];
    KeyHashing.hash(batch, new int[0], rows, count, hashes);
    return new InputRows(batch, count, rows, hashes, rows, from);
  }

  private static OverSpec spec(OverCall call) {
    List<Field> fields = new ArrayList<>(ROWS.fields());
    fields.add(new Field("r", call.type()));
    return new OverSpec(
        "over",
        new ValuesSpec("rows", List.of(), ROWS),
        List.of(),
        List.of(new SortKey(0, false, true)),
        List.of(call),
        false,
        true,
        new Schema(fields));
  }

  private static Frame frame(Unit unit, Bound lower) {
    return new Frame(unit, lower, Bound.at(Side.CURRENT_ROW), Exclusion.NO_OTHERS);
  }

  private static OverCall call(OverFunction function, Frame frame) {
    List<Integer> arguments = function == OverFunction.LAG ? List.of(1) : List.of();
    return new OverCall(
        function, Optional.empty(), arguments, 1, false, frame, DataType.BIGINT, Optional.empty());
  }

  private static OverCall sum(Frame frame) {
    AggregateCall sum =
        new AggregateCall(
            AggregateFunction.SUM,
            List.of(1),
            OptionalInt.empty(),
            false,
            DataType.BIGINT,
            Optional.empty());
    return new OverCall(
        OverFunction.AGGREGATE,
        Optional.of(sum),
        List.of(),
        0,
        false,
        frame,
        DataType.BIGINT,
        Optional.empty());
  }
}
