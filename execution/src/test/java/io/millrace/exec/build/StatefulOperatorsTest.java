package io.millrace.exec.build;

import static io.millrace.exec.build.Change.delete;
import static io.millrace.exec.build.Change.insert;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.DeduplicateSpec;
import io.millrace.plan.physical.OperatorSpec.DistinctSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.LimitSpec;
import io.millrace.plan.physical.OperatorSpec.SortSpec;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.OperatorSpec.UnionSpec;
import io.millrace.plan.physical.OperatorSpec.ValuesSpec;
import io.millrace.plan.physical.OperatorSpec.WindowSpec;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatefulOperatorsTest {
  private static final long NONE = StepInput.NO_WATERMARK;
  private static final Schema INPUT =
      Schema.of(new Field("k", DataType.STRING), new Field("v", DataType.BIGINT));
  private static final SourceSpec SOURCE = TestSources.source("s", INPUT);
  private static final Schema TIMED =
      Schema.of(new Field("ts", DataType.TIMESTAMP), new Field("k", DataType.STRING));
  private static final SourceSpec TIMED_SOURCE = TestSources.source("s", TIMED);

  private static LocalDateTime second(long second) {
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
  }

  @Test
  void distinctGivesEachRowAtItsFirstOccurrence() throws InterruptedException {
    new OperatorTester(new DistinctSpec("d", SOURCE, Optional.empty(), true), SOURCE)
        .batch(
            insert("b", 1L), insert("a", 1L), insert("b", 1L), insert(null, null), insert("a", 2L))
        .expectInOrder(insert("b", 1L), insert("a", 1L), insert(null, null), insert("a", 2L))
        .batch(insert("a", 2L), insert(null, null), insert("c", null))
        .expectInOrder(insert("c", null))
        .held(5)
        .run();
  }

  @Test
  void distinctRowGoesWithItsLastOccurrence() throws InterruptedException {
    new OperatorTester(new DistinctSpec("d", SOURCE, Optional.empty(), false), SOURCE)
        .batch(insert("a", 1L), insert("a", 1L), insert("b", 1L), insert("c", 1L))
        .expect(insert("a", 1L), insert("b", 1L), insert("c", 1L))
        .batch(delete("a", 1L), delete("b", 1L), delete("c", 1L), insert("c", 1L))
        .expect(delete("b", 1L))
        .held(2)
        .batch(delete("a", 1L))
        .expect(delete("a", 1L))
        .held(1)
        .run();
  }

  @Test
  void distinctForgetsRowsBehindTheWatermarkAndRejectsLateOnes() throws InterruptedException {
    for (boolean insertOnly : new boolean[] {true, false}) {
      DistinctSpec distinct =
          new DistinctSpec("d", TIMED_SOURCE, Optional.of(new Horizon(0, 0)), insertOnly);
      new OperatorTester(distinct, TIMED_SOURCE)
          .batch(insert(second(1), "a"), insert(second(9), "b"), insert(null, "n"))
          .expect(insert(second(1), "a"), insert(second(9), "b"), insert(null, "n"))
          .held(3)
          .batch(insert(second(5), "c"), insert(second(1), "a"))
          .watermark(5_000_000, NONE)
          .expect(insert(second(5), "c"))
          .held(2)
          .batch(insert(second(5), "c"), insert(second(6), "d"), insert(null, "n"))
          .watermark(5_000_000, 5_000_000)
          .expect(insert(second(6), "d"))
          .dropped(1)
          .held(3)
          .run();
    }
  }

  @Test
  void deduplicateGivesTheFirstRowOfEachKey() throws InterruptedException {
    DeduplicateSpec spec =
        new DeduplicateSpec("d", SOURCE, List.of(0), Optional.empty(), OptionalLong.empty());
    new OperatorTester(spec, SOURCE)
        .batch(insert("b", 1L), insert("a", 2L), insert("b", 3L), insert(null, 4L))
        .expectInOrder(insert("b", 1L), insert("a", 2L), insert(null, 4L))
        .batch(insert(null, 5L), insert("a", 2L), insert("c", null), insert("c", 6L))
        .expectInOrder(insert("c", null))
        .held(4)
        .run();
  }

  @Test
  void deduplicateForgetsKeysThatAreTimesBehindTheWatermark() throws InterruptedException {
    DeduplicateSpec spec =
        new DeduplicateSpec(
            "d", TIMED_SOURCE, List.of(0), Optional.of(new Horizon(0, 0)), OptionalLong.empty());
    new OperatorTester(spec, TIMED_SOURCE)
        .batch(insert(second(1), "a"), insert(second(1), "b"), insert(null, "n"))
        .expect(insert(second(1), "a"), insert(null, "n"))
        .held(2)
        .batch(insert(second(5), "c"))
        .watermark(5_000_000, NONE)
        .expect(insert(second(5), "c"))
        .held(1)
        .batch(insert(second(5), "d"), insert(second(6), "e"), insert(null, "o"))
        .watermark(5_000_000, 5_000_000)
        .expect(insert(second(6), "e"))
        .dropped(1)
        .held(2)
        .run();
  }

  @Test
  void deduplicateWithinAWatermarkForgetsKeysBehindTheirFirstRow() throws InterruptedException {
    DeduplicateSpec spec =
        new DeduplicateSpec(
            "d",
            TIMED_SOURCE,
            List.of(1),
            Optional.of(new Horizon(0, 0)),
            OptionalLong.of(2_000_000));
    new OperatorTester(spec, TIMED_SOURCE)
        .batch(insert(second(10), "a"))
        .expect(insert(second(10), "a"))
        .batch(insert(second(11), "a"), insert(second(13), "b"), insert(null, "n"))
        .expect(insert(second(13), "b"), insert(null, "n"))
        .held(3)
        .batch(insert(second(12), "a"), insert(second(16), "b"), insert(null, "n"))
        .watermark(11_000_000, NONE)
        .expect()
        .held(3)
        .batch()
        .watermark(14_000_000, 11_000_000)
        .expect()
        .held(2)
        .batch(insert(second(15), "a"), insert(second(14), "c"))
        .watermark(14_000_000, 14_000_000)
        .expect(insert(second(15), "a"))
        .dropped(1)
        .held(3)
        .run();
  }

  @Test
  void limitGivesTheFirstRowsInOrderOfArrival() throws InterruptedException {
    new OperatorTester(new LimitSpec("l", SOURCE, 1, 3), SOURCE)
        .batch(insert("a", 1L), insert("b", 2L))
        .expectInOrder(insert("b", 2L))
        .batch(insert("c", 3L), insert("d", 4L), insert("e", 5L))
        .expectInOrder(insert("c", 3L), insert("d", 4L))
        .batch(insert("f", 6L))
        .expect()
        .run();
  }

  @Test
  void limitOverDistinctIsInOrderOfArrivalToo() throws InterruptedException {
    DistinctSpec distinct = new DistinctSpec("d", SOURCE, Optional.empty(), true);
    OperatorTester tester = new OperatorTester(new LimitSpec("l", distinct, 0, 50), SOURCE).batch();
    List<Change> input = new ArrayList<>();
    List<Change> expected = new ArrayList<>();
    for (long i = 0; i < 200; i++) {
      input.add(insert("k" + i % 70, i % 70));
      if (i < 50) {
        expected.add(insert("k" + i, i));
      }
    }
    tester.batch(input.toArray(Change[]::new)).expectInOrder(expected.toArray(Change[]::new)).run();
  }

  @Test
  void sortOrdersAtTheEndWithTiesByArrival() throws InterruptedException {
    Ordering ordering =
        new Ordering(
            List.of(new SortKey(1, true, true), new SortKey(0, false, false)),
            0,
            OptionalLong.empty());
    new OperatorTester(new SortSpec("o", SOURCE, ordering), SOURCE)
        .batch(insert("b", 1L), insert("a", 1L), insert(null, 1L))
        .expect()
        .batch(insert("c", 7L), insert("x", null), insert("c", 7L))
        .endOfInput()
        .expectInOrder(
            insert("x", null),
            insert("c", 7L),
            insert("c", 7L),
            insert("a", 1L),
            insert("b", 1L),
            insert(null, 1L))
        .run();
  }

  @Test
  void sortCutsAndForgetsRowsThatWereTakenBack() throws InterruptedException {
    Ordering ordering = new Ordering(List.of(new SortKey(1, false, false)), 1, OptionalLong.of(2));
    new OperatorTester(new SortSpec("o", SOURCE, ordering), SOURCE)
        .batch(insert("d", 4L), insert("a", 1L), insert("c", 3L))
        .batch(delete("a", 1L), insert("b", 2L), insert("e", 5L))
        .endOfInput()
        .expectInOrder(insert("c", 3L), insert("d", 4L))
        .run();
  }

  @Test
  void unionReadsASourceOnceAndConstantsFlowInTheFirstBatch() throws InterruptedException {
    ValuesSpec values =
        new ValuesSpec(
            "v", List.of(List.of(Literal.of("one"), Literal.of(1, DataType.BIGINT))), INPUT);
    UnionSpec union = new UnionSpec("u", List.of(SOURCE, values, SOURCE), INPUT);
    new OperatorTester(union, SOURCE)
        .batch(insert("a", 1L))
        .expect(insert("a", 1L), insert("a", 1L), insert("one", 1L))
        .batch(insert("b", null))
        .expect(insert("b", null), insert("b", null))
        .run();
  }

  @Test
  void rowsOnSeveralWaysComeInOneOrderAtAnyParallelism() throws InterruptedException {
    DistinctSpec distinct = new DistinctSpec("d", SOURCE, Optional.empty(), true);
    UnionSpec union = new UnionSpec("u", List.of(distinct, SOURCE), INPUT);
    List<Change> input = new ArrayList<>();
    List<Change> expected = new ArrayList<>();
    for (long i = 0; i < 60; i++) {
      Change row = insert("k" + i % 20, i % 20);
      input.add(row);
      expected.add(row);
      if (i < 20) {
        expected.add(row);
      }
    }
    new OperatorTester(union, SOURCE)
        .batch(input.toArray(Change[]::new))
        .expect(expected.toArray(Change[]::new))
        .run();
  }

  private static WindowSpec window(OperatorSpec input, int time, long seconds) {
    List<Field> fields = new ArrayList<>(input.output().fields());
    for (String name : List.of("window_start", "window_end", "window_time")) {
      fields.add(new Field(name, DataType.TIMESTAMP.notNull()));
    }
    long size = seconds * 1_000_000;
    return new WindowSpec("w" + seconds, input, time, size, size, 0, new Schema(fields));
  }

  private static AggregateSpec aggregate(
      WindowSpec window, AggregateFunction function, int argument, Emission emission) {
    int end = window.output().size() - 2;
    DataType type = DataType.BIGINT;
    return new AggregateSpec(
        "a" + window.id(),
        window,
        List.of(end, end + 1),
        List.of(
            new AggregateCall(
                function,
                argument < 0 ? List.of() : List.of(argument),
                OptionalInt.empty(),
                false,
                type,
                Optional.empty())),
        Optional.of(new Horizon(end, 0)),
        emission == Emission.FINAL,
        emission,
        Schema.of(
            window.output().field(end), window.output().field(end + 1), new Field("n", type)));
  }

  @Test
  void chainedWindowsCloseInOneBatch() throws InterruptedException {
    AggregateSpec inner =
        aggregate(window(TIMED_SOURCE, 0, 5), AggregateFunction.COUNT, -1, Emission.FINAL);
    AggregateSpec outer = aggregate(window(inner, 1, 10), AggregateFunction.SUM, 2, Emission.FINAL);
    LocalDateTime end = second(10);
    new OperatorTester(outer, TIMED_SOURCE)
        .batch(insert(second(1), "a"), insert(second(6), "a"), insert(second(11), "a"))
        .expect()
        .batch()
        .watermark(11_000_000, NONE)
        .expect(insert(end, end.minusNanos(1000), 2L))
        .run();
  }

  @Test
  void globalCountOfNothingIsARow() throws InterruptedException {
    for (Emission emission : Emission.values()) {
      AggregateSpec count =
          new AggregateSpec(
              "g",
              SOURCE,
              List.of(),
              List.of(
                  new AggregateCall(
                      AggregateFunction.COUNT,
                      List.of(),
                      OptionalInt.empty(),
                      false,
                      DataType.BIGINT,
                      Optional.empty())),
              Optional.empty(),
              true,
              emission,
              Schema.of(new Field("n", DataType.BIGINT)));
      new OperatorTester(count, SOURCE).batch().endOfInput().expect(insert(0L)).run();
    }
  }

  private static AggregateSpec sum(DataType input, DataType type) {
    SourceSpec source = TestSources.source("s", Schema.of(new Field("v", input)));
    return new AggregateSpec(
        "sum",
        source,
        List.of(),
        List.of(
            new AggregateCall(
                AggregateFunction.SUM,
                List.of(0),
                OptionalInt.empty(),
                false,
                type,
                Optional.empty())),
        Optional.empty(),
        false,
        Emission.CHANGES,
        Schema.of(new Field("sum", type)));
  }

  @Test
  void floatingSumForgetsWhatWasTakenBack() throws InterruptedException {
    AggregateSpec sum = sum(DataType.DOUBLE, DataType.DOUBLE);
    new OperatorTester(sum, (SourceSpec) sum.input())
        .batch(insert(1e16), insert(1.0))
        .expect(insert(1e16))
        .batch(delete(1e16))
        .expect(delete(1e16), insert(1.0))
        .batch(insert(Double.NaN), insert(Double.POSITIVE_INFINITY))
        .expect(delete(1.0), insert(Double.NaN))
        .batch(delete(Double.NaN))
        .expect(delete(Double.NaN), insert(Double.POSITIVE_INFINITY))
        .batch(delete(Double.POSITIVE_INFINITY))
        .expect(delete(Double.POSITIVE_INFINITY), insert(1.0))
        .batch(delete(1.0))
        .expect(delete(1.0), insert((Object) null))
        .run();
  }

  @Test
  void sumMayOverflowOnTheWayButNotAtTheEnd() throws InterruptedException {
    AggregateSpec sum = sum(DataType.BIGINT, DataType.BIGINT);
    SourceSpec source = (SourceSpec) sum.input();
    new OperatorTester(sum, source)
        .batch(insert(Long.MAX_VALUE), insert(1L), insert(-1L))
        .expect(insert(Long.MAX_VALUE))
        .run();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> new OperatorTester(sum, source).batch(insert(Long.MAX_VALUE), insert(1L)).run())
        .isInstanceOfSatisfying(
            io.millrace.api.error.MillraceException.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.code())
                    .isEqualTo(io.millrace.api.error.ErrorCode.ARITHMETIC_OVERFLOW));
  }
}
