package io.millrace.exec.session.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.query.StreamingQueryListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerBusTest {
  private static final UUID ID = new UUID(0, 1);

  private final ListenerBus bus = new ListenerBus();

  /** Writes down what it is told. */
  private static final class Notes extends StreamingQueryListener {
    final List<String> told = new ArrayList<>();
    final List<Thread> threads = new ArrayList<>();

    @Override
    public void onQueryStarted(QueryStartedEvent event) {
      threads.add(Thread.currentThread());
      told.add("started " + event.name());
    }

    @Override
    public void onQueryIdle(QueryIdleEvent event) {
      threads.add(Thread.currentThread());
      told.add("idle " + event.batchId());
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {
      told.add("terminated");
    }
  }

  private static StreamingQueryListener.QueryStartedEvent started() {
    return new StreamingQueryListener.QueryStartedEvent(ID, ID, "q", Instant.EPOCH);
  }

  private static StreamingQueryListener.QueryIdleEvent idle(long batch) {
    return new StreamingQueryListener.QueryIdleEvent(ID, ID, batch, Instant.EPOCH);
  }

  private static StreamingQueryListener.QueryTerminatedEvent terminated() {
    return new StreamingQueryListener.QueryTerminatedEvent(
        ID, ID, Optional.empty(), Optional.empty());
  }

  @Test
  void startsAreToldAtOnceAndTheRestInOrderOnAThreadOfItsOwn() {
    Notes notes = new Notes();
    bus.add(notes);
    bus.started(started());
    assertThat(notes.told).containsExactly("started q");
    bus.post(idle(1));
    bus.post(idle(2));
    bus.post(terminated());
    bus.close();
    assertThat(notes.told).containsExactly("started q", "idle 1", "idle 2", "terminated");
    assertThat(notes.threads.get(0)).isSameAs(Thread.currentThread());
    assertThat(notes.threads.get(1))
        .isSameAs(notes.threads.get(2))
        .isNotSameAs(notes.threads.get(0));
    assertThat(notes.threads.get(1).isAlive()).isFalse();
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    Notes notes = new Notes();
    bus.add(
        new StreamingQueryListener() {
          @Override
          public void onQueryStarted(QueryStartedEvent event) {
            throw new IllegalStateException("started");
          }

          @Override
          public void onQueryIdle(QueryIdleEvent event) {
            throw new StackOverflowError("idle");
          }
        });
    bus.add(notes);
    bus.started(started());
    bus.post(idle(1));
    bus.post(idle(2));
    bus.close();
    assertThat(notes.told).containsExactly("started q", "idle 1", "idle 2");
  }

  @Test
  void aListenerHearsOfWhatHappensWhileItIsThere() {
    Notes early = new Notes();
    Notes late = new Notes();
    CountDownLatch inFirst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    bus.add(holdingUp(inFirst, goOn));
    bus.add(early);
    bus.post(idle(1));
    bus.post(idle(2));
    await(inFirst);
    bus.add(late);
    bus.remove(early);
    bus.post(idle(3));
    goOn.countDown();
    bus.close();
    assertThat(early.told).isEmpty();
    assertThat(late.told).containsExactly("idle 3");
  }

  @Test
  void aSlowListenerMissesOldReportsButNoEnd() {
    Notes notes = new Notes();
    CountDownLatch inFirst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    bus.add(notes);
    bus.add(holdingUp(inFirst, goOn));
    bus.post(idle(0));
    await(inFirst);
    bus.post(terminated());
    for (int i = 1; i <= 20_000; i++) {
      bus.post(idle(i));
    }
    goOn.countDown();
    bus.close();
    assertThat(notes.told).hasSize(10_001).startsWith("idle 0", "terminated", "idle 10002");
    assertThat(notes.told).endsWith("idle 20000");
  }

  @Test
  void withoutListenersThereIsNoThread() {
    bus.started(started());
    bus.post(idle(1));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("millrace-listeners");
    bus.close();
  }

  /** Holds the first event up until it may go on. */
  private static StreamingQueryListener holdingUp(CountDownLatch reached, CountDownLatch goOn) {
    return new StreamingQueryListener() {
      @Override
      public void onQueryIdle(QueryIdleEvent event) {
        reached.countDown();
        await(goOn);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
