package io.millrace.exec.build;

import static io.millrace.exec.build.Change.delete;
import static io.millrace.exec.build.Change.insert;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.Emission;
import io.millrace.plan.physical.OperatorSpec.Horizon;
import io.millrace.plan.physical.OperatorSpec.SourceSpec;
import io.millrace.plan.physical.OperatorSpec.WindowSpec;
import io.millrace.state.memory.MemoryStateStore;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WindowedCountTest {
  private static final long MINUTE = 60_000_000L;
  private static final Schema INPUT =
      Schema.of(new Field("k", DataType.STRING), new Field("ts", DataType.TIMESTAMP));
  private static final SourceSpec SOURCE = TestSources.source("s", INPUT);

  private static LocalDateTime at(String time) {
    return LocalTime.parse(time).atDate(java.time.LocalDate.of(2026, 1, 1));
  }

  private static long micros(String time) {
    return at(time).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
  }

  private static WindowSpec window(long size, long slide) {
    List<Field> fields = new ArrayList<>(INPUT.fields());
    DataType bound = DataType.TIMESTAMP.notNull();
    fields.add(new Field("window_start", bound));
    fields.add(new Field("window_end", bound));
    fields.add(new Field("window_time", bound));
    return new WindowSpec("window", SOURCE, 1, size, slide, 0, new Schema(fields));
  }

  /** COUNT(*) GROUP BY window_start, window_end, k. */
  private static AggregateSpec count(WindowSpec window, Emission emission, boolean horizon) {
    Schema in = window.output();
    return new AggregateSpec(
        "count",
        window,
        List.of(2, 3, 0),
        List.of(
            new AggregateCall(
                AggregateFunction.COUNT,
                List.of(),
                OptionalInt.empty(),
                false,
                DataType.BIGINT.notNull(),
                Optional.empty())),
        horizon ? Optional.of(new Horizon(3, 0)) : Optional.empty(),
        true,
        emission,
        Schema.of(
            in.field(2), in.field(3), in.field(0), new Field("n", DataType.BIGINT.notNull())));
  }

  private static Change row(int weight, String start, String end, String key, long n) {
    return weight > 0 ? insert(at(start), at(end), key, n) : delete(at(start), at(end), key, n);
  }

  private static OperatorTester tester(OperatorSpec plan) {
    return new OperatorTester(plan, SOURCE);
  }

  @Test
  void hopUpdate() throws InterruptedException {
    OperatorTester tester = tester(count(window(10 * MINUTE, 5 * MINUTE), Emission.CHANGES, true));
    tester
        .batch(insert("a", at("12:07")), insert("b", at("12:08")))
        .expect(
            row(1, "12:00", "12:10", "a", 1),
            row(1, "12:00", "12:10", "b", 1),
            row(1, "12:05", "12:15", "a", 1),
            row(1, "12:05", "12:15", "b", 1))
        .held(4)
        .batch()
        .watermark(micros("11:58"), StepInput.NO_WATERMARK)
        .expect()
        .batch(insert("a", at("12:14")), insert("b", at("12:09")))
        .watermark(micros("11:58"), micros("11:58"))
        .expect(
            row(-1, "12:05", "12:15", "a", 1),
            row(1, "12:05", "12:15", "a", 2),
            row(1, "12:10", "12:20", "a", 1),
            row(-1, "12:00", "12:10", "b", 1),
            row(1, "12:00", "12:10", "b", 2),
            row(-1, "12:05", "12:15", "b", 1),
            row(1, "12:05", "12:15", "b", 2))
        .batch()
        .watermark(micros("12:04"), micros("11:58"))
        .expect()
        .batch(insert("b", at("12:15")), insert("a", at("12:08")), insert("b", at("12:21")))
        .watermark(micros("12:04"), micros("12:04"))
        .expect(
            row(-1, "12:00", "12:10", "a", 1),
            row(1, "12:00", "12:10", "a", 2),
            row(-1, "12:05", "12:15", "a", 2),
            row(1, "12:05", "12:15", "a", 3),
            row(1, "12:10", "12:20", "b", 1),
            row(1, "12:15", "12:25", "b", 2),
            row(1, "12:20", "12:30", "b", 1))
        .batch()
        .watermark(micros("12:11"), micros("12:04"))
        .expect()
        .batch(insert("a", at("12:04")), insert("b", at("12:06")), insert("a", at("12:26")))
        .watermark(micros("12:11"), micros("12:11"))
        .expect(
            row(-1, "12:05", "12:15", "b", 2),
            row(1, "12:05", "12:15", "b", 3),
            row(1, "12:20", "12:30", "a", 1),
            row(1, "12:25", "12:35", "a", 1))
        .dropped(3)
        .run();
  }

  @Test
  void hopAppend() throws InterruptedException {
    tester(count(window(10 * MINUTE, 5 * MINUTE), Emission.FINAL, true))
        .batch(insert("a", at("12:07")), insert("b", at("12:08")))
        .batch()
        .watermark(micros("11:58"), StepInput.NO_WATERMARK)
        .batch(insert("a", at("12:14")), insert("b", at("12:09")))
        .watermark(micros("11:58"), micros("11:58"))
        .batch()
        .watermark(micros("12:04"), micros("11:58"))
        .batch(insert("b", at("12:15")), insert("a", at("12:08")), insert("b", at("12:21")))
        .watermark(micros("12:04"), micros("12:04"))
        .batch()
        .watermark(micros("12:11"), micros("12:04"))
        .expectInOrder(row(1, "12:00", "12:10", "a", 2), row(1, "12:00", "12:10", "b", 2))
        .batch(insert("a", at("12:04")), insert("b", at("12:06")), insert("a", at("12:26")))
        .watermark(micros("12:11"), micros("12:11"))
        .dropped(3)
        .batch()
        .watermark(micros("12:16"), micros("12:11"))
        .expectInOrder(row(1, "12:05", "12:15", "a", 3), row(1, "12:05", "12:15", "b", 3))
        .run();
  }

  @Test
  void hopWithoutHorizonKeepsAll() throws InterruptedException {
    tester(count(window(10 * MINUTE, 5 * MINUTE), Emission.CHANGES, false))
        .batch(insert("a", at("12:07")))
        .watermark(micros("13:00"), micros("13:00"))
        .expect(row(1, "12:00", "12:10", "a", 1), row(1, "12:05", "12:15", "a", 1))
        .held(2)
        .run();
  }

  @Test
  void rowsWithoutTimeAreInNoWindowAndTimesBefore1970AreInTheirs() throws InterruptedException {
    LocalDateTime before = LocalDateTime.of(1969, 12, 31, 23, 59, 55);
    tester(count(window(10_000_000, 10_000_000), Emission.CHANGES, true))
        .batch(insert("a", null), insert("a", before))
        .expect(
            insert(
                LocalDateTime.of(1969, 12, 31, 23, 59, 50),
                LocalDateTime.of(1970, 1, 1, 0, 0),
                "a",
                1L))
        .run();
  }

  @Test
  void windowsWithGapsAndSlidesThatDoNotDivideTheSize() throws InterruptedException {
    tester(count(window(12 * MINUTE, 5 * MINUTE), Emission.CHANGES, true))
        .batch(insert("a", at("12:05")))
        .expect(
            row(1, "11:55", "12:07", "a", 1),
            row(1, "12:00", "12:12", "a", 1),
            row(1, "12:05", "12:17", "a", 1))
        .run();
    tester(count(window(2 * MINUTE, 5 * MINUTE), Emission.CHANGES, true))
        .batch(insert("a", at("12:03")), insert("a", at("12:06")))
        .expect(row(1, "12:05", "12:07", "a", 1))
        .run();
  }

  @Test
  void windowsThatSlideFinelyStayInBoundedMemory() throws InterruptedException {
    AggregateSpec count = count(window(3600_000_000L, 1_000_000), Emission.CHANGES, true);
    BatchBuilder builder = new BatchBuilder(INPUT);
    for (int i = 0; i < 1000; i++) {
      builder.row(null, at("12:00"));
    }
    long[] total = new long[1];
    try (RunningGraph graph =
        GraphBuilder.build(
            count,
            2,
            ZoneOffset.UTC,
            (input, condition, projections, output, zone) -> {
              throw new IllegalStateException();
            },
            new MemoryStateStore())) {
      ColumnBatch rows = builder.build();
      graph.run(
          new StepInput(
              0,
              0,
              StepInput.NO_WATERMARK,
              StepInput.NO_WATERMARK,
              false,
              Map.of("s", TestSources.reader(List.of(List.of(rows), List.of(rows))))),
          batch -> OperatorTester.changes(batch).forEach(c -> total[0] += (Long) c.row().get(3)));
    }
    assertThat(total[0]).isEqualTo(2000L * 3600);
  }
}
