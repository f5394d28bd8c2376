package io.millrace.exec.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StreamingQueryException;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningQueryTest {

  /** Time that passes only where somebody waits or a batch takes it. */
  private static final class SimulatedClock implements LoopClock {
    private long now;

    SimulatedClock(String time) {
      now = micros(time);
    }

    static long micros(String time) {
      return SystemLoopClock.micros(Instant.parse("2026-01-01T" + time + "Z"));
    }

    void pass(long seconds) {
      now += seconds * 1_000_000;
    }

    @Override
    public long nowMicros() {
      return now;
    }

    @Override
    public void awaitUntil(long deadlineMicros) {
      now = Math.max(now, deadlineMicros);
    }

    @Override
    public void wake() {}
  }

  @Test
  void scenario20StartsFollowTheTicksAndMissedOnesCollapse() {
    FakeQuery parts = FakeQuery.stateless();
    SimulatedClock clock = new SimulatedClock("12:00:03");
    Iterator<Long> lengths = List.of(1L, 12L, 1L, 0L).iterator();
    List<Long> starts = new ArrayList<>();
    parts.graph.middle(
        input -> {
          starts.add(clock.nowMicros());
          clock.pass(lengths.next());
          parts.source.add(1);
        });
    AtomicReference<RunningQuery> self = new AtomicReference<>();
    parts.sink.onPublish(
        batch -> {
          if (batch == 3) {
            self.get().stop();
          }
        });
    parts.source.add(1);
    self.set(parts.running(new Trigger.ProcessingTime(Duration.ofSeconds(10)), clock));
    self.get().start();
    self.get().awaitTermination();
    assertThat(starts)
        .containsExactly(
            SimulatedClock.micros("12:00:03"),
            SimulatedClock.micros("12:00:10"),
            SimulatedClock.micros("12:00:22"),
            SimulatedClock.micros("12:00:30"));
  }

  @Test
  void clockThatIsSetBackDelaysABatchByNoMoreThanTheInterval() {
    FakeQuery parts = FakeQuery.stateless();
    SimulatedClock clock = new SimulatedClock("12:00:03");
    List<Long> starts = new ArrayList<>();
    AtomicReference<RunningQuery> self = new AtomicReference<>();
    parts.graph.middle(
        input -> {
          starts.add(clock.nowMicros());
          clock.pass(-1800);
          parts.source.add(1);
        });
    parts.sink.onPublish(
        batch -> {
          if (batch == 1) {
            self.get().stop();
          }
        });
    parts.source.add(1);
    self.set(parts.running(new Trigger.ProcessingTime(Duration.ofSeconds(10)), clock));
    self.get().start();
    self.get().awaitTermination();
    assertThat(starts)
        .containsExactly(SimulatedClock.micros("12:00:03"), SimulatedClock.micros("11:30:10"));
  }

  @Test
  void queryIsWokenByRowsAndProcessesAllThatIsAvailable() {
    FakeQuery parts = FakeQuery.withWatermark();
    RunningQuery query = parts.start(new Trigger.Default());
    parts.source.add(1, 2);
    query.processAllAvailable();
    assertThat(parts.graph.inputs().get(parts.graph.inputs().size() - 1).watermark())
        .isEqualTo(2_000_000);
    parts.source.add(3);
    query.processAllAvailable();
    assertThat(parts.sink.batches().stream().flatMap(List::stream)).containsExactly(1L, 2L, 3L);
    assertThat(query.isActive()).isTrue();
    query.stop();
    assertThat(query.isActive()).isFalse();
    assertThat(query.status().message()).isEqualTo("Stopped");
    assertThat(query.wasStopped()).isTrue();
    query.processAllAvailable();
    query.awaitTermination();
    query.stop();
  }

  @Test
  void processAllAvailableEndsWhileRowsKeepComing() {
    FakeQuery parts = FakeQuery.withWatermark();
    parts.graph.middle(input -> parts.source.add(input.batchId() + 10));
    parts.source.add(1);
    RunningQuery query = parts.start(new Trigger.Default());
    query.processAllAvailable();
    assertThat(query.isActive()).isTrue();
    query.stop();
  }

  @Test
  void scenario21StopInTheMiddleOfABatchCommitsNothingOfIt() throws InterruptedException {
    FakeQuery parts = FakeQuery.stateless();
    CountDownLatch inBatch = new CountDownLatch(1);
    parts.graph.middle(
        input -> {
          inBatch.countDown();
          new CountDownLatch(1).await();
        });
    parts.source.add(1);
    RunningQuery query = parts.start(new Trigger.Default());
    inBatch.await();
    assertThat(query.status().isTriggerActive()).isTrue();
    query.stop();
    assertThat(parts.sink.batches()).isEmpty();
    assertThat(parts.sink.aborted()).containsExactly(0L);
    assertThat(parts.source.commits()).isEmpty();
    assertThat(query.exception()).isEmpty();
    query.awaitTermination();
    assertThat(parts.graph.closes()).isEqualTo(1);
    assertThat(parts.sink.closes()).isEqualTo(1);
  }

  @Test
  void failureBehindTheLastPlaceWhereABatchIsBrokenOffIsToldThoughTheQueryIsStopped() {
    FakeQuery parts = FakeQuery.stateless();
    AtomicReference<RunningQuery> self = new AtomicReference<>();
    IllegalStateException full = new IllegalStateException("no space left");
    parts.sink.onPublish(
        batch -> {
          self.get().stop();
          throw full;
        });
    self.set(
        parts.running(
            new Trigger.Default(), new SystemLoopClock(java.time.InstantSource.system())));
    parts.source.add(1);
    self.get().start();
    assertThatThrownBy(self.get()::awaitTermination).hasCause(full);
    assertThat(self.get().status().message()).startsWith("Terminated with exception");
    assertThat(self.get().wasStopped()).isFalse();
  }

  @Test
  void queryEndsWhateverIsThrownWhileItCloses() throws InterruptedException {
    FakeQuery parts = FakeQuery.stateless();
    LinkageError broken = new LinkageError("no such library");
    parts.sink.onClose(
        () -> {
          throw broken;
        });
    CountDownLatch told = new CountDownLatch(1);
    RunningQuery query =
        parts.running(
            new Trigger.Default(),
            new SystemLoopClock(java.time.InstantSource.system()),
            new QueryObserver() {
              @Override
              public void ended(Optional<MillraceException> failure) {
                told.countDown();
              }
            });
    query.start();
    query.stop();
    told.await();
    assertThat(query.exception()).map(Throwable::getCause).contains(broken);
    assertThat(parts.graph.closes()).isEqualTo(1);
    assertThat(parts.source.closes()).isEqualTo(1);
  }

  @Test
  void drainCommitsTheBatchThatRuns() throws InterruptedException {
    FakeQuery parts = FakeQuery.stateless();
    CountDownLatch inBatch = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    parts.graph.middle(
        input -> {
          inBatch.countDown();
          goOn.await();
        });
    parts.source.limit(1).add(1, 2);
    RunningQuery query = parts.start(new Trigger.Default());
    inBatch.await();
    Thread drainer = new Thread(query::drain);
    drainer.start();
    while (drainer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    drainer.join();
    assertThat(parts.sink.batches()).containsExactly(List.of(1L));
    assertThat(parts.sink.aborted()).isEmpty();
  }

  @Test
  void scenario22EachAwaitThrowsTheFailureAndOtherQueriesLiveOn() {
    FakeQuery healthy = FakeQuery.stateless();
    RunningQuery other = healthy.start(new Trigger.Default());
    FakeQuery parts = FakeQuery.stateless();
    parts.graph.middle(
        input -> {
          throw MillraceException.error(ErrorCode.RECORD_MALFORMED, "source in", "no JSON").build();
        });
    parts.source.add(1);
    RunningQuery query = parts.start(new Trigger.Default());
    List<Throwable> thrown = new ArrayList<>();
    for (Runnable wait :
        List.<Runnable>of(
            query::awaitTermination,
            query::awaitTermination,
            () -> query.awaitTermination(Duration.ofSeconds(1)),
            query::processAllAvailable)) {
      assertThatThrownBy(wait::run)
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> {
                thrown.add(e);
                assertThat(e.code()).isEqualTo(ErrorCode.RECORD_MALFORMED);
                assertThat(e.details())
                    .contains(
                        "query numbers failed in batch 0 and was stopped; no batch is committed");
              });
    }
    assertThat(thrown).allMatch(e -> e == thrown.get(0));
    assertThat(query.exception()).contains((StreamingQueryException) thrown.get(0));
    assertThat(query.status().message())
        .isEqualTo("Terminated with exception: malformed record in source in: no JSON");
    assertThat(other.isActive()).isTrue();
    other.stop();
  }

  @Test
  void aFailureKnowsItsQueryAndHowFarItWas() {
    FakeQuery parts = FakeQuery.stateless();
    SimulatedClock clock = new SimulatedClock("12:00:03");
    IllegalStateException thrownByTheProgram = new IllegalStateException("no such customer");
    parts.graph.middle(
        input -> {
          if (input.batchId() == 1) {
            throw MillraceException.error(ErrorCode.SINK_CODE_FAILED, "out", "it")
                .cause(thrownByTheProgram)
                .build();
          }
        });
    parts.source.limit(2).add(1, 2, 3, 4, 5);
    RunningQuery query = parts.running(new Trigger.Default(), clock);
    query.start();
    assertThatThrownBy(query::awaitTermination)
        .hasCause(thrownByTheProgram)
        .isInstanceOfSatisfying(
            StreamingQueryException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SINK_CODE_FAILED);
              assertThat(e.id()).isEqualTo(query.id());
              assertThat(e.runId()).isEqualTo(query.runId());
              assertThat(e.name()).isEqualTo("numbers");
              assertThat(e.query()).contains("numbers");
              assertThat(e.batchId()).isEqualTo(1);
              assertThat(e.time()).isEqualTo(Instant.parse("2026-01-01T12:00:03Z"));
              assertThat(e.plan()).isEqualTo("plan");
              assertThat(e.startOffset()).isEqualTo("{\"fake[numbers]\":2}");
              assertThat(e.endOffset()).isEqualTo("{\"fake[numbers]\":4}");
              assertThat(e.withHint("another").query()).contains("numbers");
            });
  }

  @Test
  void whatIsNotOursIsAnInternalError() {
    FakeQuery parts = FakeQuery.stateless();
    IllegalStateException bug = new IllegalStateException("bug");
    parts.graph.middle(
        input -> {
          throw bug;
        });
    parts.source.add(1);
    RunningQuery query = parts.start(new Trigger.Default());
    assertThatThrownBy(query::awaitTermination)
        .hasCause(bug)
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
  }

  @Test
  void aQueryCannotWaitForItself() {
    FakeQuery parts = FakeQuery.stateless();
    AtomicReference<RunningQuery> self = new AtomicReference<>();
    List<Throwable> refused = new ArrayList<>();
    CountDownLatch tried = new CountDownLatch(1);
    parts.sink.onPublish(
        batch -> {
          for (Runnable wait :
              List.<Runnable>of(
                  () -> self.get().awaitTermination(),
                  () -> self.get().awaitTermination(Duration.ZERO),
                  () -> self.get().processAllAvailable())) {
            try {
              wait.run();
            } catch (IllegalStateException e) {
              refused.add(e);
            }
          }
          tried.countDown();
          self.get().stop();
        });
    self.set(
        parts.running(
            new Trigger.Default(), new SystemLoopClock(java.time.InstantSource.system())));
    self.get().start();
    parts.source.add(1);
    self.get().awaitTermination();
    assertThat(tried.getCount()).isZero();
    assertThat(refused).hasSize(3);
  }

  @Test
  void awaitWithTimeoutSaysWhetherTheQueryHasEnded() {
    FakeQuery parts = FakeQuery.stateless();
    RunningQuery query = parts.start(new Trigger.Default());
    assertThat(query.awaitTermination(Duration.ofMillis(1))).isFalse();
    query.stop();
    assertThat(query.awaitTermination(Duration.ofMillis(1))).isTrue();
  }

  @Test
  void boundedQueryEndsByItselfAndLeavesNoThread() {
    FakeQuery parts = FakeQuery.withWatermark().bounded();
    parts.source.add(1, 2);
    RunningQuery query = parts.start(new Trigger.Default());
    query.awaitTermination();
    query.stop();
    assertThat(query.wasStopped()).isFalse();
    assertThat(query.totals().inputRows()).isEqualTo(2);
    assertThat(parts.source.closes()).isEqualTo(1);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("millrace-query-numbers"));
  }

  @Test
  void stopThatTakesTooLongSaysSoAndMayBeTriedAgain() throws InterruptedException {
    FakeQuery parts = FakeQuery.stateless();
    CountDownLatch inBatch = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    parts.sink.onPublish(
        batch -> {
          inBatch.countDown();
          awaitQuietly(goOn);
        });
    RunningQuery query =
        new RunningQuery(
            parts.parts(),
            new Trigger.Default(),
            new SystemLoopClock(java.time.InstantSource.system()),
            Duration.ofMillis(5),
            new QueryObserver() {});
    query.start();
    parts.source.add(1);
    inBatch.await();
    assertThatThrownBy(query::stop)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_STOP_TIMEOUT));
    goOn.countDown();
    query.awaitTermination();
    query.stop();
    assertThat(parts.sink.batches()).containsExactly(List.of(1L));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("a decided batch was interrupted", e);
    }
  }
}
