package io.millrace.exec.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.SourceChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemLoopClockTest {
  private final SystemLoopClock clock = new SystemLoopClock(InstantSource.system());
  private FakeChannel channel;

  /** One end of a pipe; the other is for the test. */
  private static final class FakeChannel implements SourceChannel {
    private final Pipe pipe;
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final CountDownLatch something = new CountDownLatch(1);
    private volatile boolean room = true;

    FakeChannel() throws IOException {
      pipe = Pipe.open();
      pipe.source().configureBlocking(false);
    }

    void send(int bytes) throws IOException {
      pipe.sink().write(ByteBuffer.allocate(bytes));
    }

    @Override
    public SelectableChannel selectable() {
      return pipe.source();
    }

    @Override
    public boolean hasRoom() {
      looks.incrementAndGet();
      return room;
    }

    @Override
    public void receive() {
      try {
        received.addAndGet(pipe.source().read(ByteBuffer.allocate(100)));
        something.countDown();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void open() throws IOException {
    channel = new FakeChannel();
  }

  @AfterEach
  void close() throws IOException {
    channel.pipe.sink().close();
    channel.pipe.source().close();
    clock.close();
    clock.wake();
  }

  /** A wait, on a thread of its own. */
  private interface Wait {
    void run() throws InterruptedException;
  }

  private static Thread start(Wait wait) {
    Thread thread =
        new Thread(
            () -> {
              try {
                wait.run();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void wakingEndsTheWaitThatIsGoingOnOrTheNextOne() throws InterruptedException {
    clock.wake();
    clock.awaitUntil(LoopClock.NEVER);
    Thread waiting = start(() -> clock.awaitRowsUntil(LoopClock.NEVER));
    clock.wake();
    waiting.join();
    clock.watch(channel);
    clock.wake();
    clock.awaitUntil(LoopClock.NEVER);
    waiting = start(() -> clock.awaitRowsUntil(LoopClock.NEVER));
    clock.wake();
    waiting.join();
  }

  @Test
  void waitEndsAtItsTimeAndNotBefore() throws InterruptedException {
    long begin = clock.nowMicros();
    clock.awaitUntil(begin + 1_500);
    assertThat(clock.nowMicros()).isGreaterThanOrEqualTo(begin + 1_500);
    clock.watch(channel);
    begin = clock.nowMicros();
    clock.awaitRowsUntil(begin + 1_500);
    assertThat(clock.nowMicros()).isGreaterThanOrEqualTo(begin + 1_500);
    clock.awaitUntil(begin);
  }

  @Test
  void somethingInAChannelEndsAWaitForRowsAndIsLeftThere() throws Exception {
    clock.watch(channel);
    Thread waiting = start(() -> clock.awaitRowsUntil(LoopClock.NEVER));
    channel.send(3);
    waiting.join();
    clock.awaitRowsUntil(LoopClock.NEVER);
    assertThat(channel.received).hasValue(0);
  }

  @Test
  void otherWaitsReceiveWhatComesAndGoOn() throws Exception {
    clock.watch(channel);
    Thread waiting = start(() -> clock.awaitUntil(LoopClock.NEVER));
    channel.send(3);
    channel.something.await();
    assertThat(waiting.isAlive()).isTrue();
    clock.wake();
    waiting.join();
    assertThat(channel.received).hasValue(3);
  }

  @Test
  void channelWithoutRoomIsLeftAloneAndNothingSpins() throws Exception {
    clock.watch(channel);
    channel.room = false;
    channel.send(3);
    long begin = clock.nowMicros();
    clock.awaitRowsUntil(begin + 20_000);
    assertThat(clock.nowMicros()).isGreaterThanOrEqualTo(begin + 20_000);
    clock.awaitUntil(begin + 40_000);
    assertThat(channel.received).hasValue(0);
    assertThat(channel.looks).hasValueLessThan(10);
    channel.room = true;
    clock.awaitRowsUntil(LoopClock.NEVER);
  }

  @Test
  void interruptEndsEveryWait() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> clock.awaitUntil(LoopClock.NEVER))
        .isInstanceOf(InterruptedException.class);
    clock.watch(channel);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> clock.awaitRowsUntil(LoopClock.NEVER))
        .isInstanceOf(InterruptedException.class);
  }
}
