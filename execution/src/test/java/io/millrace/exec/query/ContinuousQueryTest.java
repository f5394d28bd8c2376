package io.millrace.exec.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ContinuousQueryTest {
  private static final Trigger EVERY_TEN_SECONDS = new Trigger.Continuous(Duration.ofSeconds(10));
  private static final Trigger EVERY_HOUR = new Trigger.Continuous(Duration.ofHours(1));

  /** A clock that the test moves. */
  private static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(long seconds) {
      now = now.plusSeconds(seconds);
    }
  }

  private static List<Object> rows(FakeQuery parts) {
    return parts.sink.batches().stream().flatMap(List::stream).toList();
  }

  @Test
  void stepsAreSeenAtOnceAndDecidedTogether() {
    FakeQuery parts = FakeQuery.stateless().showingSteps();
    Clock clock = new Clock();
    SteppedQuery query = parts.stepped(EVERY_TEN_SECONDS, clock);
    for (int n = 1; n <= 3; n++) {
      parts.source.add(n);
      SteppedQuery.Step step = query.step().orElseThrow();
      assertThat(step.batchId()).isZero();
      assertThat(step.progress().numInputRows()).isEqualTo(n);
      assertThat(step.changes()).hasSize(1);
      assertThat(parts.sink.batches()).hasSize(n);
      clock.advance(4);
    }
    assertThat(query.lastProgress()).isEmpty();
    assertThat(parts.source.commits()).isEmpty();
    assertThat(query.step()).isEmpty();
    StreamingQueryProgress first = query.lastProgress().orElseThrow();
    assertThat(first.batchId()).isZero();
    assertThat(first.numInputRows()).isEqualTo(3);
    assertThat(first.sink().numOutputRows()).isEqualTo(3);
    assertThat(first.sources().get(0).startOffset()).isEmpty();
    assertThat(first.sources().get(0).endOffset()).contains("3");
    assertThat(first.stateOperators().get(0).numRowsUpdated()).isEqualTo(3);
    assertThat(first.stateOperators().get(0).numRowsTotal()).isEqualTo(7);
    assertThat(first.timestamp()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(parts.source.commits()).containsExactly("3");
    assertThat(query.totals().batches()).isEqualTo(1);
    clock.advance(100);
    assertThat(query.step()).isEmpty();
    parts.source.add(4);
    assertThat(query.step().orElseThrow().batchId()).isEqualTo(1);
    assertThat(parts.sink.numbers()).containsExactly(0L, 1L, 2L, 3L);
    query.close();
    assertThat(query.totals().batches()).isEqualTo(1);
    assertThat(parts.sink.aborted()).isEmpty();
  }

  @Test
  void sinkThatTakesEpochsReceivesAllStepsAsOneBatch() {
    FakeQuery parts = FakeQuery.stateless();
    Clock clock = new Clock();
    SteppedQuery query = parts.stepped(EVERY_TEN_SECONDS, clock);
    parts.source.add(1);
    query.step();
    parts.source.add(2, 3);
    query.step();
    assertThat(parts.sink.batches()).isEmpty();
    clock.advance(10);
    parts.source.add(4);
    assertThat(query.step().orElseThrow().batchId()).isEqualTo(1);
    assertThat(parts.sink.batches()).containsExactly(List.of(1L, 2L, 3L));
    query.close();
    assertThat(parts.sink.batches()).hasSize(1);
    assertThat(parts.sink.aborted()).containsExactly(1L);
  }

  @Test
  void eachStepHasItsOwnTimeAndWatermark() {
    FakeQuery parts = FakeQuery.withWatermark();
    Clock clock = new Clock();
    SteppedQuery query = parts.stepped(EVERY_HOUR, clock);
    parts.source.add(5);
    query.step();
    clock.advance(1);
    SteppedQuery.Step noData = query.step().orElseThrow();
    assertThat(noData.hasData()).isFalse();
    assertThat(query.step()).isEmpty();
    parts.source.add(9);
    clock.advance(1);
    query.step();
    assertThat(parts.graph.inputs())
        .extracting(input -> input.batchTimeMicros() / 1_000_000 % 60)
        .containsExactly(0L, 1L, 2L);
    assertThat(parts.graph.inputs())
        .extracting(input -> input.watermark())
        .containsExactly(Long.MIN_VALUE, 5_000_000L, 5_000_000L);
    assertThat(parts.graph.inputs())
        .extracting(input -> input.lateWatermark())
        .containsExactly(Long.MIN_VALUE, Long.MIN_VALUE, 5_000_000L);
    query.close();
  }

  @Test
  void clockThatIsSetBackDelaysAnEpochByNoMoreThanItsInterval() {
    FakeQuery parts = FakeQuery.stateless();
    Clock clock = new Clock();
    SteppedQuery query = parts.stepped(EVERY_TEN_SECONDS, clock);
    parts.source.add(1);
    query.step();
    clock.advance(-3600);
    assertThat(query.step()).isEmpty();
    clock.advance(9);
    assertThat(query.step()).isEmpty();
    assertThat(parts.sink.batches()).isEmpty();
    clock.advance(1);
    query.step();
    assertThat(parts.sink.batches()).containsExactly(List.of(1L));
    query.close();
  }

  @Test
  void epochOfVeryManyStepsIsDecidedBeforeItsTime() {
    FakeQuery parts = FakeQuery.stateless().showingSteps();
    SteppedQuery query = parts.stepped(EVERY_HOUR, new Clock());
    int steps = 0;
    while (query.lastProgress().isEmpty()) {
      parts.source.add(steps++);
      query.step();
    }
    assertThat(query.lastProgress().get().numInputRows()).isEqualTo(steps).isEqualTo(8192);
    query.close();
  }

  @Test
  void endOfBoundedInputEndsItsEpoch() {
    FakeQuery parts = FakeQuery.stateless().bounded();
    parts.source.limit(1).add(1, 2, 3);
    RunningQuery query = parts.start(EVERY_HOUR);
    query.awaitTermination();
    assertThat(parts.sink.batches()).containsExactly(List.of(1L, 2L, 3L));
    assertThat(query.wasStopped()).isFalse();
  }

  @Test
  void whoeverWaitsDoesNotWaitForTheEndOfAnEpoch() {
    FakeQuery parts = FakeQuery.withWatermark();
    RunningQuery query = parts.start(EVERY_HOUR);
    parts.source.add(1, 2);
    query.processAllAvailable();
    assertThat(rows(parts)).containsExactly(1L, 2L);
    assertThat(parts.graph.inputs().get(parts.graph.inputs().size() - 1).watermark())
        .isEqualTo(2_000_000);
    parts.source.add(3);
    query.processAllAvailable();
    assertThat(rows(parts)).containsExactly(1L, 2L, 3L);
    query.stop();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stopDecidesTheEpochThatIsOpen(boolean drain) {
    FakeQuery parts = FakeQuery.stateless();
    RunningQuery query = startedWithOneStep(parts);
    stop(query, drain);
    assertThat(parts.sink.batches()).containsExactly(List.of(1L));
    assertThat(parts.sink.aborted()).isEmpty();
    assertThat(query.totals().batches()).isEqualTo(1);
    assertThat(query.exception()).isEmpty();
    assertThat(query.wasStopped()).isTrue();
  }

  private static void stop(RunningQuery query, boolean drain) {
    if (drain) {
      query.drain();
    } else {
      query.stop();
    }
  }

  @Test
  void stopBreaksOffAStepThatHasNoneBeforeIt() {
    FakeQuery parts = FakeQuery.stateless();
    AtomicReference<RunningQuery> self = new AtomicReference<>();
    parts.graph.middle(input -> self.get().stop());
    parts.source.add(1);
    RunningQuery query = parts.running(EVERY_HOUR, new SystemLoopClock(InstantSource.system()));
    self.set(query);
    query.start();
    query.awaitTermination();
    assertThat(parts.sink.batches()).isEmpty();
    assertThat(parts.sink.aborted()).containsExactly(0L);
    assertThat(query.totals().batches()).isZero();
  }

  /** Stops the query that many times in its second step. */
  private static RunningQuery stoppedInItsSecondStep(FakeQuery parts, int times) {
    AtomicReference<RunningQuery> self = new AtomicReference<>();
    parts.graph.middle(
        input -> {
          for (int i = 0; i < times && parts.graph.inputs().size() == 2; i++) {
            self.get().stop();
          }
        });
    parts.source.limit(1).add(1, 2, 3);
    RunningQuery query = parts.running(EVERY_HOUR, new SystemLoopClock(InstantSource.system()));
    self.set(query);
    query.start();
    query.awaitTermination();
    return query;
  }

  @Test
  void stopLetsTheStepEndThatRunsBehindOthers() {
    FakeQuery parts = FakeQuery.stateless();
    RunningQuery query = stoppedInItsSecondStep(parts, 1);
    assertThat(parts.sink.batches()).containsExactly(List.of(1L, 2L));
    assertThat(query.exception()).isEmpty();
    assertThat(query.wasStopped()).isTrue();
  }

  @Test
  void secondStopBreaksItOff() {
    FakeQuery parts = FakeQuery.stateless();
    RunningQuery query = stoppedInItsSecondStep(parts, 2);
    assertThat(parts.sink.batches()).isEmpty();
    assertThat(parts.sink.aborted()).containsExactly(0L);
    assertThat(query.exception()).isEmpty();
  }

  @Test
  void sourceThatEndsLeavesWhatItHasGiven() {
    FakeQuery parts = FakeQuery.stateless();
    RunningQuery query = startedWithOneStep(parts);
    parts.source.fail();
    assertThatThrownBy(query::awaitTermination)
        .hasMessageContaining(
            "query numbers failed in batch 1 and was stopped; 1 batch is committed")
        .hasMessageContaining("the server has gone");
    assertThat(parts.sink.batches()).containsExactly(List.of(1L));
    assertThat(parts.source.commits()).containsExactly("1");
  }

  @Test
  void stepThatFailsTakesItsEpochWithIt() {
    FakeQuery parts = FakeQuery.stateless();
    parts.graph.middle(
        input -> {
          if (parts.graph.inputs().size() == 2) {
            throw new IllegalStateException("two");
          }
        });
    parts.source.limit(1).add(1, 2);
    RunningQuery query = parts.start(EVERY_HOUR);
    assertThatThrownBy(query::awaitTermination).hasMessageContaining("no batch is committed");
    assertThat(parts.sink.batches()).isEmpty();
    assertThat(parts.sink.aborted()).containsExactly(0L);
  }

  /** A query whose epoch holds one step and is far from its end. */
  private static RunningQuery startedWithOneStep(FakeQuery parts) {
    parts.source.add(1);
    RunningQuery query =
        parts.running(
            EVERY_HOUR, new SystemLoopClock(InstantSource.system()), new QueryObserver() {});
    query.start();
    while (parts.graph.inputs().isEmpty() || !query.status().message().startsWith("Waiting")) {
      Thread.onSpinWait();
    }
    return query;
  }

  /** Time goes on to the next deadline when the query waits; it stops where nobody has one. */
  private static final class SkippingClock implements LoopClock {
    private final CountDownLatch idle = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private long now;

    @Override
    public synchronized long nowMicros() {
      return now;
    }

    @Override
    public void awaitUntil(long deadlineMicros) throws InterruptedException {
      if (deadlineMicros == NEVER) {
        idle.countDown();
        over.await();
      } else {
        synchronized (this) {
          now = Math.max(now, deadlineMicros);
        }
      }
    }

    @Override
    public void wake() {
      over.countDown();
    }
  }

  @Test
  void epochIsDecidedAtItsTimeThoughNothingComesAndThenNothingIsWaitedFor()
      throws InterruptedException {
    FakeQuery parts = FakeQuery.stateless();
    SkippingClock clock = new SkippingClock();
    parts.source.add(1);
    RunningQuery query = parts.running(EVERY_TEN_SECONDS, clock, new QueryObserver() {});
    query.start();
    clock.idle.await();
    assertThat(clock.nowMicros()).isEqualTo(10_000_000);
    assertThat(parts.sink.batches()).containsExactly(List.of(1L));
    assertThat(query.lastProgress()).map(StreamingQueryProgress::batchId).contains(0L);
    query.stop();
  }

  @Test
  void recentProgressIsOfEpochsAndStaysBounded() {
    FakeQuery parts = FakeQuery.stateless().showingSteps();
    Clock clock = new Clock();
    SteppedQuery query = parts.stepped(EVERY_TEN_SECONDS, clock);
    for (int epoch = 0; epoch < 150; epoch++) {
      for (int step = 0; step < 3; step++) {
        parts.source.add(step);
        query.step();
      }
      clock.advance(10);
    }
    assertThat(query.step()).isEqualTo(Optional.empty());
    assertThat(query.totals().batches()).isEqualTo(150);
    assertThat(query.totals().inputRows()).isEqualTo(450);
    query.close();
  }
}
