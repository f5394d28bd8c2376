package io.millrace.exec.query;

import io.millrace.api.connector.OutputMode;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.DeletePolicy;
import io.millrace.exec.changelog.OutputSpec;
import io.millrace.exec.checkpoint.QueryCheckpoint;
import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.SystemLoopClock;
import io.millrace.exec.trigger.Trigger;
import io.millrace.exec.watermark.WatermarkPolicy;
import io.millrace.exec.watermark.WatermarkTracker;
import io.millrace.plan.physical.QueryPlan.ChangeKind;
import io.millrace.state.memory.MemoryStateTables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A query over numbers, made of fakes, that passes them on; its watermark is the newest number. */
final class FakeQuery {
  final FakeSource source = new FakeSource();
  final FakeSink sink = new FakeSink();
  final FakeGraph graph;
  private boolean bounded;
  private boolean noDataBatches = true;
  private boolean showsSteps;
  private Optional<QueryCheckpoint> checkpoint = Optional.empty();
  private ProtocolObserver observer = ProtocolObserver.NONE;

  private FakeQuery(boolean watermark) {
    this.graph = new FakeGraph(watermark);
  }

  static FakeQuery stateless() {
    return new FakeQuery(false);
  }

  static FakeQuery withWatermark() {
    return new FakeQuery(true);
  }

  FakeQuery bounded() {
    bounded = true;
    return this;
  }

  /** Its sink shows each step of an epoch. */
  FakeQuery showingSteps() {
    showsSteps = true;
    return this;
  }

  FakeQuery withoutNoDataBatches() {
    noDataBatches = false;
    return this;
  }

  FakeQuery checkpoint(QueryCheckpoint opened) {
    checkpoint = Optional.of(opened);
    return this;
  }

  FakeQuery observer(ProtocolObserver newObserver) {
    observer = newObserver;
    return this;
  }

  QueryParts parts() {
    OutputSpec output =
        new OutputSpec(
            "out",
            FakeSource.SCHEMA,
            OutputMode.APPEND,
            ChangeKind.INSERT,
            Optional.empty(),
            true,
            Optional.empty(),
            new DeletePolicy.Delete());
    return new QueryParts(
        UUID.randomUUID(),
        "numbers",
        false,
        UnaryOperator.identity(),
        "plan",
        graph,
        List.of(new OpenSource("source", source, true, true, bounded)),
        new WatchedSink(sink, output),
        showsSteps,
        ChangeEncoder.of(output, new MemoryStateTables()),
        new WatermarkTracker(
            WatermarkPolicy.MIN,
            graph.hasHorizon() ? new long[] {0} : new long[0],
            Optional.empty(),
            0),
        bounded,
        false,
        noDataBatches,
        checkpoint,
        observer);
  }

  SteppedQuery stepped(Trigger trigger, InstantSource clock) {
    return new SteppedQuery(parts(), FakeSource.SCHEMA, OutputMode.APPEND, trigger, clock);
  }

  SteppedQuery stepped(Trigger trigger) {
    return stepped(trigger, InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z")));
  }

  RunningQuery running(Trigger trigger, LoopClock clock) {
    return running(trigger, clock, new QueryObserver() {});
  }

  RunningQuery running(Trigger trigger, LoopClock clock, QueryObserver told) {
    return new RunningQuery(parts(), trigger, clock, Duration.ZERO, told);
  }

  RunningQuery start(Trigger trigger) {
    RunningQuery query = running(trigger, new SystemLoopClock(InstantSource.system()));
    query.start();
    return query;
  }
}
