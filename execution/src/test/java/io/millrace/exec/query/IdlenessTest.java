package io.millrace.exec.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.exec.trigger.LoopClock;
import io.millrace.exec.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who listens hears of a query that waits for data, not more often than every ten seconds. */
@Timeout(60)
class IdlenessTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final FakeQuery parts = FakeQuery.stateless();
  private final List<String> idle = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private final AtomicReference<RunningQuery> query = new AtomicReference<>();

  /** Runs a query for so many waits. */
  private void run(Trigger trigger, boolean listens, int waitsUntilStop, Runnable atWait) {
    ManualLoopClock clock =
        new ManualLoopClock(
            until -> {
              waits.add(until);
              atWait.run();
              if (waits.size() == waitsUntilStop) {
                query.get().stop();
              }
            });
    QueryObserver observer =
        new QueryObserver() {
          @Override
          public boolean listens() {
            return listens;
          }

          @Override
          public void idle(long nextBatchId, Instant now) {
            idle.add(nextBatchId + " at +" + Duration.between(NOON, now).toSeconds());
          }
        };
    query.set(parts.running(trigger, clock, observer));
    query.get().start();
    query.get().awaitTermination();
  }

  @Test
  void scenario70IdlenessIsToldEveryTenSecondsWithTheNextBatch() {
    parts.source.add(1);
    run(new Trigger.Default(), true, 4, () -> {});
    assertThat(idle).containsExactly("1 at +10", "1 at +20", "1 at +30");
  }

  @Test
  void aBatchEndsTheIdleness() {
    run(
        new Trigger.Default(),
        true,
        4,
        () -> {
          if (waits.size() == 2) {
            parts.source.add(1);
          }
        });
    // the rows that came while it waited until +20 were processed then
    assertThat(idle).containsExactly("0 at +10", "0 at +20", "1 at +30");
  }

  @Test
  void ticksAreNotDisturbed() {
    run(new Trigger.ProcessingTime(Duration.ofSeconds(4)), true, 6, () -> {});
    long noon = NOON.getEpochSecond();
    assertThat(waits)
        .extracting(until -> until / 1_000_000 - noon)
        .containsExactly(4L, 8L, 10L, 12L, 16L, 20L);
    assertThat(idle).containsExactly("0 at +10");
  }

  @Test
  void nobodyIsWokenForWhatNobodyHears() {
    run(new Trigger.Default(), false, 1, () -> {});
    assertThat(waits).containsExactly(LoopClock.NEVER);
    assertThat(idle).isEmpty();
  }
}
