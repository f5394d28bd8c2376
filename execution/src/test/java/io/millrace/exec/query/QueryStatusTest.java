package io.millrace.exec.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StreamingQueryException;
import io.millrace.api.progress.StreamingQueryStatus;
import io.millrace.exec.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a query says it is doing, at each moment. */
@Timeout(60)
class QueryStatusTest {
  private final FakeQuery parts = FakeQuery.withWatermark();
  private final List<String> said = new ArrayList<>();
  private final AtomicReference<RunningQuery> query = new AtomicReference<>();

  private void note() {
    StreamingQueryStatus status = query.get().status();
    said.add(
        status.message()
            + (status.isDataAvailable() ? " +data" : "")
            + (status.isTriggerActive() ? " +trigger" : ""));
  }

  private void runUntilItWaits(Trigger trigger) {
    parts.source.onAsked(this::note);
    parts.graph.middle(input -> note());
    ManualLoopClock clock =
        new ManualLoopClock(
            until -> {
              note();
              query.get().stop();
            });
    query.set(parts.running(trigger, clock));
    said.add(query.get().status().message());
    query.get().start();
    query.get().awaitTermination();
    said.add(query.get().status().message());
  }

  @Test
  void fromTheSourcesToTheWaitForData() {
    parts.source.add(10);
    runUntilItWaits(new Trigger.Default());
    assertThat(said)
        .containsExactly(
            "Initializing sources",
            "Getting offsets from fake[numbers] +trigger",
            "Processing new data +data +trigger",
            "Getting offsets from fake[numbers] +data +trigger",
            "No new data but cleaning up state +trigger",
            "Getting offsets from fake[numbers] +trigger",
            "Waiting for data to arrive",
            "Stopped");
  }

  @Test
  void betweenTicks() {
    parts.source.add(10);
    runUntilItWaits(new Trigger.ProcessingTime(Duration.ofSeconds(7)));
    assertThat(said).endsWith("Waiting for next trigger", "Stopped");
  }

  @Test
  void afterAFailure() {
    parts.source.add(10);
    parts.graph.middle(
        input -> {
          throw MillraceException.error(ErrorCode.RECORD_MALFORMED, "source in", "no JSON").build();
        });
    RunningQuery failing = parts.start(new Trigger.Default());
    assertThatThrownBy(failing::awaitTermination).isInstanceOf(StreamingQueryException.class);
    assertThat(failing.status())
        .isEqualTo(
            new StreamingQueryStatus(
                "Terminated with exception: malformed record in source in: no JSON", false, false));
  }
}
