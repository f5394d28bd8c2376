package io.millrace.exec.query;

import static io.millrace.exec.build.StepInput.NO_WATERMARK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.build.StepInput;
import io.millrace.exec.query.SteppedQuery.Step;
import io.millrace.exec.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteppedQueryTest {
  private static final long SECOND = 1_000_000;

  private static List<Boolean> kinds(List<Step> steps) {
    return steps.stream().map(Step::hasData).toList();
  }

  @Test
  void withoutDataThereIsNoBatch() {
    FakeQuery parts = FakeQuery.withWatermark();
    SteppedQuery query = parts.stepped(new Trigger.Default());
    assertThat(query.step()).isEmpty();
    assertThat(query.hasEnded()).isFalse();
    parts.source.add(5);
    assertThat(query.step()).hasValueSatisfying(step -> assertThat(step.batchId()).isZero());
  }

  @Test
  void scenario15AdvanceOfTheWatermarkRunsABatchWithoutData() {
    FakeQuery parts = FakeQuery.withWatermark();
    SteppedQuery query = parts.stepped(new Trigger.Default());
    parts.source.add(5, 9);
    List<Step> steps = query.stepAll();
    assertThat(kinds(steps)).containsExactly(true, false);
    assertThat(steps).extracting(Step::batchId).containsExactly(0L, 1L);
    assertThat(steps.get(1).progress().numInputRows()).isZero();
    assertThat(parts.graph.inputs())
        .extracting(StepInput::watermark)
        .containsExactly(NO_WATERMARK, 9 * SECOND);
    assertThat(query.watermark()).hasValue(9 * SECOND);
    parts.source.add(3);
    assertThat(kinds(query.stepAll())).containsExactly(true);
    assertThat(parts.graph.inputs().get(2).lateWatermark()).isEqualTo(9 * SECOND);
  }

  @Test
  void scenario07UnderBacklogNoBatchWithoutDataComesBetween() {
    FakeQuery parts = FakeQuery.withWatermark();
    parts.source.limit(1).add(1, 2, 3);
    SteppedQuery query = parts.stepped(new Trigger.Default());
    assertThat(kinds(query.stepAll())).containsExactly(true, true, true, false);
    assertThat(parts.graph.inputs())
        .extracting(StepInput::lateWatermark)
        .containsExactly(NO_WATERMARK, NO_WATERMARK, SECOND, 2 * SECOND);
  }

  @Test
  void batchesWithoutDataCanBeSwitchedOff() {
    FakeQuery parts = FakeQuery.withWatermark().withoutNoDataBatches();
    parts.source.add(1);
    assertThat(kinds(parts.stepped(new Trigger.Default()).stepAll())).containsExactly(true);
  }

  @Test
  void withoutHorizonTheWatermarkMakesNoBatchDue() {
    FakeQuery parts = FakeQuery.stateless();
    parts.source.add(1);
    assertThat(kinds(parts.stepped(new Trigger.Default()).stepAll())).containsExactly(true);
  }

  @Test
  void scenario17AvailableNowKeepsToLimitsAndToWhatWasThere() {
    FakeQuery parts = FakeQuery.withWatermark();
    parts.source.limit(2).add(1, 2, 3, 4, 5, 6, 7);
    SteppedQuery query = parts.stepped(new Trigger.AvailableNow());
    parts.source.add(8, 9);
    assertThat(kinds(query.stepAll())).containsExactly(true, true, true, true, false);
    assertThat(query.hasEnded()).isTrue();
    assertThat(parts.sink.batches())
        .containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L, 6L), List.of(7L), List.of());
    assertThat(parts.source.commits()).containsExactly("2", "4", "6", "7");
    assertThat(parts.graph.inputs()).noneMatch(StepInput::endOfInput);
  }

  @Test
  void scenario18AvailableNowWithNothingNewRunsNoBatch() {
    SteppedQuery query = FakeQuery.withWatermark().stepped(new Trigger.AvailableNow());
    assertThat(query.stepAll()).isEmpty();
    assertThat(query.hasEnded()).isTrue();
  }

  @Test
  void scenario19OnceIgnoresLimitsAndRunsNoBatchForTheWatermark() {
    FakeQuery parts = FakeQuery.withWatermark();
    parts.source.limit(2).add(1, 2, 3, 4, 5, 6, 7);
    SteppedQuery query = parts.stepped(new Trigger.Once());
    assertThat(kinds(query.stepAll())).containsExactly(true);
    assertThat(query.hasEnded()).isTrue();
    assertThat(parts.sink.batches()).hasSize(1);
    assertThat(parts.sink.batches().get(0)).hasSize(7);
  }

  @Test
  void scenario36BoundedRunOverEmptyInputHasOneBatch() {
    FakeQuery parts = FakeQuery.withWatermark().bounded();
    SteppedQuery query = parts.stepped(new Trigger.Default());
    assertThat(kinds(query.stepAll())).containsExactly(false);
    assertThat(parts.graph.inputs().get(0).endOfInput()).isTrue();
    assertThat(query.hasEnded()).isTrue();
  }

  @Test
  void boundedRunEndsWithItsLastRowsAndIgnoresWatermarks() {
    FakeQuery parts = FakeQuery.withWatermark().bounded();
    parts.source.limit(2).add(1, 2, 3);
    SteppedQuery query = parts.stepped(new Trigger.Default());
    parts.source.add(4);
    assertThat(kinds(query.stepAll())).containsExactly(true, true);
    assertThat(parts.graph.inputs()).extracting(StepInput::endOfInput).containsExactly(false, true);
    assertThat(parts.graph.inputs())
        .allSatisfy(
            input -> {
              assertThat(input.watermark()).isEqualTo(NO_WATERMARK);
              assertThat(input.lateWatermark()).isEqualTo(NO_WATERMARK);
            });
    assertThat(parts.sink.batches()).containsExactly(List.of(1L, 2L), List.of(3L));
  }

  @Test
  void batchTimeNeverGoesBackAndIsInWholeMilliseconds() {
    FakeQuery parts = FakeQuery.stateless();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(100, 1_234_567));
    SteppedQuery query = parts.stepped(new Trigger.Default(), now::get);
    parts.source.add(1);
    query.step();
    now.set(Instant.ofEpochSecond(50));
    parts.source.add(2);
    query.step();
    now.set(Instant.ofEpochSecond(101));
    parts.source.add(3);
    query.step();
    assertThat(parts.graph.inputs())
        .extracting(StepInput::batchTimeMicros)
        .containsExactly(100_001_000L, 100_001_000L, 101_000_000L);
  }

  @Test
  void processingTimeRunsABatchOnlyWhenItsTickHasCome() {
    FakeQuery parts = FakeQuery.stateless();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:03Z"));
    InstantSource clock = now::get;
    SteppedQuery query = parts.stepped(new Trigger.ProcessingTime(Duration.ofSeconds(10)), clock);
    parts.source.add(1);
    assertThat(query.step()).isPresent();
    parts.source.add(2);
    now.set(Instant.parse("2026-01-01T12:00:09Z"));
    assertThat(query.step()).isEmpty();
    now.set(Instant.parse("2026-01-01T12:00:10Z"));
    assertThat(query.step()).isPresent();
  }

  @Test
  void stepSaysWhatTheSinkReceived() {
    FakeQuery parts = FakeQuery.stateless();
    SteppedQuery query = parts.stepped(new Trigger.Default());
    parts.source.add(4, 5);
    Step step = query.step().orElseThrow();
    assertThat(step.changes()).hasSize(1);
    assertThat(step.changes().get(0).rows().values(1)).containsExactly(5L);
    parts.source.add(6);
    assertThat(query.step().orElseThrow().changes().get(0).size()).isEqualTo(1);
  }

  @Test
  void failureIsThrownByEachLaterStepAndKeepsItsCode() {
    FakeQuery parts = FakeQuery.stateless();
    SteppedQuery query = parts.stepped(new Trigger.Default());
    parts.source.add(1);
    query.step();
    parts.graph.middle(
        input -> {
          throw MillraceException.error(ErrorCode.DIVIDE_BY_ZERO).build();
        });
    parts.source.add(0);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(query::step)
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.DIVIDE_BY_ZERO);
                assertThat(e.details())
                    .containsExactly(
                        "query numbers failed in batch 1 and was stopped; 1 batch is committed");
              });
    }
    assertThat(parts.sink.aborted()).containsExactly(1L);
    assertThat(parts.sink.batches()).containsExactly(List.of(1L));
    query.close();
    query.close();
    assertThat(parts.graph.closes()).isEqualTo(1);
    assertThat(parts.source.closes()).isEqualTo(1);
    assertThat(parts.sink.closes()).isEqualTo(1);
  }
}
