package io.millrace.exec.query;

import static io.millrace.api.error.MillraceException.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.build.StepInput;
import io.millrace.exec.checkpoint.CheckpointDirectory;
import io.millrace.exec.checkpoint.Identity;
import io.millrace.exec.checkpoint.Metadata;
import io.millrace.exec.checkpoint.PlanFingerprint;
import io.millrace.exec.checkpoint.PlanFingerprint.Declaration;
import io.millrace.exec.checkpoint.PlanFingerprint.Output;
import io.millrace.exec.checkpoint.PlanFingerprint.SinkEntry;
import io.millrace.exec.checkpoint.PlanFingerprint.SourceEntry;
import io.millrace.exec.checkpoint.QueryCheckpoint;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.trigger.Trigger;
import io.millrace.sql.statement.QueryClauses.Restart;
import io.millrace.state.DurableStore;
import io.millrace.state.durable.DurableOptions;
import io.millrace.state.durable.DurableStateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a batch goes through with a checkpoint, and what the next run makes of it. */
@Timeout(60)
class CheckpointedQueryTest {
  private static final long SECOND = 1_000_000;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Trigger EPOCHS = new Trigger.Continuous(Duration.ofSeconds(10));

  @TempDir Path directory;

  private final FakeQuery query = FakeQuery.withWatermark();

  private QueryCheckpoint checkpoint(SinkCapability... sink) {
    return checkpoint(path -> DurableStateStore.open(path, DurableOptions.DEFAULTS), Set.of(sink));
  }

  private QueryCheckpoint checkpoint(QueryCheckpoint.StoreOpener stores, Set<SinkCapability> sink) {
    return checkpoint(
        plan("digest", OutputMode.UPDATE, new SinkEntry("out", "fake", Identity.NONE)),
        stores,
        sink);
  }

  private static PlanFingerprint plan(String digest, OutputMode mode, SinkEntry sink) {
    return new PlanFingerprint(
        digest,
        List.of(new SourceEntry(0, "numbers", "fake", Identity.NONE)),
        List.of(new Declaration(0, "numbers.n")),
        List.of(),
        new Output(mode, "(n)", ""),
        sink);
  }

  private QueryCheckpoint checkpoint(
      PlanFingerprint plan, QueryCheckpoint.StoreOpener stores, Set<SinkCapability> sink) {
    Metadata metadata = new Metadata(UUID.randomUUID(), "numbers", NOON, Map.of());
    return QueryCheckpoint.open(
        CheckpointDirectory.take(directory, NOON),
        new QueryCheckpoint.Request(
            metadata, plan, new Restart(false, true), OptionalLong.empty(), sink, () -> false, 100),
        stores);
  }

  private SteppedQuery run(Trigger trigger, Instant now, SinkCapability... sink) {
    return query.checkpoint(checkpoint(sink)).stepped(trigger, InstantSource.fixed(now));
  }

  private SteppedQuery run(SinkCapability... sink) {
    return run(new Trigger.Default(), NOON, sink);
  }

  /** Lets the next run die behind a step of a batch. */
  private void dieBehind(ProtocolStep fatal, long fatalBatch) {
    query.observer(
        (step, batch) -> {
          if (step == fatal && batch == fatalBatch) {
            throw new AssertionError("dead behind " + step + " of " + batch);
          }
        });
  }

  private void die(ProtocolStep step, long batch) {
    dieBehind(step, batch);
    try (SteppedQuery dying = run()) {
      assertThatThrownBy(dying::stepAll).hasMessageContaining("dead behind");
    }
    query.observer(ProtocolObserver.NONE);
  }

  @Test
  void aSourceForgetsABatchOnceTheNextOneIsDecidedOrTheRunEnds() {
    try (SteppedQuery running = run()) {
      query.source.add(1);
      running.step();
      assertThat(query.source.commits()).isEmpty();
      query.source.add(2);
      running.step();
      assertThat(query.source.commits()).containsExactly("1");
    }
    assertThat(query.source.commits()).containsExactly("1", "2");
  }

  @Test
  void aBatchThatWasNotDecidedIsChosenAnew() {
    query.source.add(1);
    die(ProtocolStep.PREPARE, 0);
    query.source.add(2);
    try (SteppedQuery next = run()) {
      next.step();
      assertThat(query.sink.batches()).containsExactly(List.of(1L, 2L));
    }
  }

  @Test
  void aDecidedBatchRunsAgainWithItsRowsItsTimeAndItsWatermark() {
    query.source.add(5);
    try (SteppedQuery first = run()) {
      first.stepAll();
    }
    query.source.add(7);
    die(ProtocolStep.COMMIT, 2);
    query.source.add(9);
    StepInput before = query.graph.inputs().get(query.graph.inputs().size() - 1);
    try (SteppedQuery next = run(new Trigger.Default(), NOON.plusSeconds(3600))) {
      assertThat(next.step().orElseThrow().batchId()).isEqualTo(2);
    }
    StepInput again = query.graph.inputs().get(query.graph.inputs().size() - 1);
    assertThat(again.batchTimeMicros()).isEqualTo(before.batchTimeMicros());
    assertThat(again.watermark()).isEqualTo(before.watermark()).isEqualTo(5 * SECOND);
    assertThat(again.lateWatermark()).isEqualTo(before.lateWatermark());
    assertThat(query.sink.batches()).last().isEqualTo(List.of(7L));
  }

  @Test
  void aSinkThatKeepsWhatItPreparedPublishesItLater() {
    query.source.add(5);
    die(ProtocolStep.COMMIT, 0);
    assertThat(query.sink.batches()).isEmpty();
    int runs = query.graph.inputs().size();
    try (SteppedQuery next = run(SinkCapability.DURABLE_PREPARE)) {
      next.step();
      assertThat(query.sink.batches()).first().isEqualTo(List.of(5L));
      assertThat(query.graph.inputs().subList(runs, query.graph.inputs().size()))
          .extracting(StepInput::batchId)
          .containsExactly(1L);
    }
  }

  @Test
  void aSinkThatLosesItsContentGetsTheLastBatchAgain() {
    query.source.add(5);
    try (SteppedQuery first = run(SinkCapability.VOLATILE)) {
      first.stepAll();
    }
    assertThat(query.source.commits()).doesNotContain("2");
    try (SteppedQuery next = run(SinkCapability.VOLATILE)) {
      assertThat(next.stepAll()).extracting(SteppedQuery.Step::batchId).containsExactly(1L);
    }
  }

  @Test
  void anOrderlyEndIsRememberedAndNothingRunsAgain() {
    query.source.add(5);
    try (SteppedQuery first = run()) {
      first.stepAll();
    }
    try (SteppedQuery next = run()) {
      assertThat(next.stepAll()).isEmpty();
    }
  }

  /** A run that dies when its first epoch, of the rows 1, 2 and 3, is decided and not published. */
  private void dieWithAnEpochOfManySteps(Instant[] now) {
    dieBehind(ProtocolStep.COMMIT, 0);
    query.source.limit(1).add(1, 2, 3);
    try (SteppedQuery dying = query.checkpoint(checkpoint()).stepped(EPOCHS, () -> now[0])) {
      dying.stepAll();
      now[0] = now[0].plusSeconds(10);
      assertThatThrownBy(dying::step).hasMessageContaining("dead behind");
    }
    assertThat(query.graph.inputs()).hasSizeGreaterThan(3);
    query.observer(ProtocolObserver.NONE);
  }

  @Test
  void anEpochThatRunsAgainIsNotCutByTheClock() {
    Instant[] now = {NOON};
    dieWithAnEpochOfManySteps(now);
    try (SteppedQuery next = query.checkpoint(checkpoint()).stepped(EPOCHS, () -> now[0])) {
      while (next.nextBatchId() == 0) {
        assertThat(query.sink.batches()).isEmpty();
        now[0] = now[0].plusSeconds(60);
        assertThat(next.step()).isPresent();
      }
      assertThat(next.nextBatchId()).isEqualTo(1);
      assertThat(query.sink.batches()).containsExactly(List.of(1L, 2L, 3L));
    }
  }

  @Test
  void anEpochThatRunsAgainDoesNotWaitForTicks() {
    Instant[] now = {NOON};
    dieWithAnEpochOfManySteps(now);
    try (SteppedQuery next = run(new Trigger.ProcessingTime(Duration.ofHours(1)), now[0])) {
      next.stepAll();
      assertThat(query.sink.batches()).containsExactly(List.of(1L, 2L, 3L));
    }
  }

  @Test
  void boundedInputWhoseLastBatchIsOnlyToBePublishedEnds() {
    query.bounded().source.add(1, 2);
    die(ProtocolStep.COMMIT, 0);
    assertThat(query.sink.batches()).isEmpty();
    RunningQuery next =
        query.checkpoint(checkpoint(SinkCapability.DURABLE_PREPARE)).start(new Trigger.Default());
    next.awaitTermination();
    assertThat(query.sink.batches()).containsExactly(List.of(1L, 2L));
    assertThat(next.wasStopped()).isFalse();
  }

  static List<PlanFingerprint> otherQueries() {
    SinkEntry out = new SinkEntry("out", "fake", Identity.NONE);
    return List.of(
        plan("another digest", OutputMode.UPDATE, out),
        plan("digest", OutputMode.CHANGELOG, out),
        plan("digest", OutputMode.UPDATE, new SinkEntry("elsewhere", "fake", Identity.NONE)),
        plan("digest", OutputMode.UPDATE, new SinkEntry("out", "other", Identity.NONE)));
  }

  @ParameterizedTest
  @MethodSource("otherQueries")
  void anotherQueryDoesNotFinishWhatTheOldOneHasDecided(PlanFingerprint other) {
    query.source.add(5);
    die(ProtocolStep.COMMIT, 0);
    for (Set<SinkCapability> sink :
        List.of(Set.<SinkCapability>of(), Set.of(SinkCapability.DURABLE_PREPARE))) {
      try (QueryCheckpoint checkpoint = checkpoint(other, CheckpointedQueryTest::open, sink)) {
        assertThatThrownBy(checkpoint::recover)
            .isInstanceOfSatisfying(
                MillraceException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_INCONSISTENT);
                  assertThat(e.summary()).contains("batch 0 was decided");
                  assertThat(e.hints())
                      .contains("start the query once as it was, stop it, and change it then");
                });
      }
    }
    try (SteppedQuery asItWas = run()) {
      asItWas.stepAll();
    }
    assertThat(query.sink.batches()).contains(List.of(5L));
    try (QueryCheckpoint checkpoint = checkpoint(other, CheckpointedQueryTest::open, Set.of())) {
      assertThat(checkpoint.recover().again()).isEmpty();
    }
  }

  @Test
  void scenario10WatermarksGoOn() {
    query.source.add(5, 9);
    try (SteppedQuery first = run()) {
      first.step();
      assertThat(first.nextWatermark()).hasValue(9 * SECOND);
    }
    try (SteppedQuery next = run()) {
      // What is due without rows is judged by what the log says.
      assertThat(next.nextWatermark()).hasValue(9 * SECOND);
      assertThat(next.step()).hasValueSatisfying(step -> assertThat(step.hasData()).isFalse());
      query.source.add(4);
      next.step();
      assertThat(next.watermark()).hasValue(9 * SECOND);
    }
  }

  @Test
  void onceRunsTheUnfinishedBatchAndThenOneOfItsOwn() {
    query.source.limit(1).add(1);
    die(ProtocolStep.COMMIT, 0);
    query.source.add(2, 3);
    try (SteppedQuery next = run(new Trigger.Once(), NOON)) {
      next.stepAll();
      assertThat(query.sink.batches()).containsExactly(List.of(1L), List.of(2L, 3L));
      assertThat(next.hasEnded()).isTrue();
    }
  }

  @Test
  void timeDoesNotGoBack() {
    query.source.add(1);
    try (SteppedQuery first = run(new Trigger.Default(), NOON)) {
      first.stepAll();
    }
    query.source.add(2);
    try (SteppedQuery next = run(new Trigger.Default(), NOON.minusSeconds(60))) {
      next.step();
    }
    List<StepInput> inputs = query.graph.inputs();
    assertThat(inputs.get(inputs.size() - 1).batchTimeMicros())
        .isEqualTo(inputs.get(0).batchTimeMicros());
  }

  @Test
  void scenario21StopInTheMiddleCommitsNothingAndTheNextRunRepeatsIt() throws Exception {
    CountDownLatch inBatch = new CountDownLatch(1);
    query.source.add(1);
    query.graph.middle(
        input -> {
          inBatch.countDown();
          new CountDownLatch(1).await();
        });
    RunningQuery stopped =
        query
            .checkpoint(checkpoint())
            .running(new Trigger.Default(), new SystemLoopClock(InstantSource.system()));
    stopped.start();
    inBatch.await();
    stopped.stop();
    assertThat(query.sink.batches()).isEmpty();
    query.graph.middle(input -> {});
    try (SteppedQuery next = run()) {
      next.step();
      assertThat(query.sink.batches()).containsExactly(List.of(1L));
    }
  }

  @Test
  void aBatchThatCannotBeWrittenHasNotHappened() {
    query.source.add(1);
    QueryCheckpoint full = checkpoint(path -> refusing(open(path)), Set.of());
    try (SteppedQuery failing =
        query.checkpoint(full).stepped(new Trigger.Default(), InstantSource.fixed(NOON))) {
      assertThatThrownBy(failing::step)
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_WRITE_FAILED))
          .hasMessageContaining("no batch is committed");
    }
    assertThat(query.sink.batches()).isEmpty();
    try (SteppedQuery next = run()) {
      next.step();
      assertThat(query.sink.batches()).containsExactly(List.of(1L));
    }
  }

  private static DurableStore open(Path path) {
    return DurableStateStore.open(path, DurableOptions.DEFAULTS);
  }

  /** The store on a disk that is full. */
  private static DurableStore refusing(DurableStore store) {
    return (DurableStore)
        Proxy.newProxyInstance(
            DurableStore.class.getClassLoader(),
            new Class<?>[] {DurableStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                throw error(ErrorCode.CHECKPOINT_WRITE_FAILED, "log", "No space left on device")
                    .build();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void durationsTellHowLongTheRecordTook() {
    query.source.add(1);
    try (SteppedQuery running = run()) {
      assertThat(running.step().orElseThrow().progress().durationMs())
          .containsKeys("walCommit", "stateCommit", "commitOffsets");
    }
  }

  @Test
  void statusSaysThatTheRecordIsWritten() {
    AtomicReference<RunningQuery> self = new AtomicReference<>();
    List<String> said = new ArrayList<>();
    query
        .checkpoint(checkpoint())
        .observer(
            (step, batch) -> {
              if (step == ProtocolStep.COMMIT || step == ProtocolStep.PUBLISH) {
                said.add(step + ": " + self.get().status().message());
              }
            });
    query.source.add(10);
    self.set(query.running(new Trigger.Once(), new ManualLoopClock(until -> {})));
    self.get().start();
    self.get().awaitTermination();
    assertThat(said)
        .containsExactly("COMMIT: Writing offsets to log", "PUBLISH: Processing new data");
  }
}
