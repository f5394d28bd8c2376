package io.millrace.exec.trigger;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.SourceChannel;
import io.millrace.api.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits in real time on the clock of the session. If that is not the system's clock, it may jump,
 * so it is looked at again every few milliseconds.
 *
 * <p>The thread parks, or, if there are channels, waits for them: then what wakes it is the row
 * itself, without a thread between.
 */
public final class SystemLoopClock implements LoopClock {
  private static final long FOREIGN_CLOCK_POLL_MICROS = 10_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private static final Consumer<SelectionKey> RECEIVE =
      key -> ((SourceChannel) key.attachment()).receive();
  private static final Consumer<SelectionKey> IGNORE = key -> {};

  private final InstantSource instants;
  private final boolean foreign;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final List<SelectionKey> keys = new ArrayList<>();
  private volatile Optional<Selector> selector = Optional.empty();
  private volatile @Nullable Thread waiting;

  public SystemLoopClock(InstantSource instants) {
    this.instants = instants;
    this.foreign = !instants.equals(InstantSource.system());
  }

  @Override
  public long nowMicros() {
    return micros(instants.instant());
  }

  /** µs since 1970. */
  public static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / 1_000);
  }

  /** The time of so many µs since 1970. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  @Override
  public void watch(SourceChannel channel) {
    try {
      if (selector.isEmpty()) {
        selector = Optional.of(Selector.open());
      }
      keys.add(channel.selectable().register(selector.get(), 0, channel));
    } catch (IOException e) {
      throw error(ErrorCode.INTERNAL_ERROR, "cannot wait for a channel: " + e).cause(e).build();
    }
  }

  @Override
  public void awaitUntil(long deadlineMicros) throws InterruptedException {
    await(deadlineMicros, false);
  }

  @Override
  public void awaitRowsUntil(long deadlineMicros) throws InterruptedException {
    await(deadlineMicros, true);
  }

  private void await(long deadlineMicros, boolean forRows) throws InterruptedException {
    waiting = Thread.currentThread();
    boolean rows = false;
    long remaining = remaining(deadlineMicros);
    while (!woken.get() && remaining > 0 && !(forRows && rows)) {
      if (selector.isPresent()) {
        rows = select(remaining, !forRows);
      } else if (remaining == NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, remaining * NANOS_PER_MICRO);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      remaining = remaining(deadlineMicros);
    }
    // Whoever looks for work now finds what he was woken for.
    woken.set(false);
  }

  /** How long to wait until one should look again, µs. */
  private long remaining(long deadlineMicros) {
    long remaining = deadlineMicros == NEVER ? NEVER : deadlineMicros - nowMicros();
    return foreign ? Math.min(remaining, FOREIGN_CLOCK_POLL_MICROS) : remaining;
  }

  /** Waits for the channels; whether one of them has something. */
  private boolean select(long micros, boolean receive) {
    for (SelectionKey key : keys) {
      int wanted = ((SourceChannel) key.attachment()).hasRoom() ? SelectionKey.OP_READ : 0;
      if (key.interestOps() != wanted) {
        key.interestOps(wanted);
      }
    }
    // 0 is for ever; a wait must not end before its time
    long millis = micros == NEVER ? 0 : 1 + (micros - 1) / MICROS_PER_MILLI;
    try {
      return selector.orElseThrow().select(receive ? RECEIVE : IGNORE, millis) > 0;
    } catch (IOException e) {
      throw error(ErrorCode.INTERNAL_ERROR, "cannot wait for channels: " + e).cause(e).build();
    }
  }

  @Override
  public void wake() {
    if (!woken.getAndSet(true)) {
      if (selector.isPresent()) {
        selector.get().wakeup();
      } else {
        LockSupport.unpark(waiting);
      }
    }
  }

  @Override
  public void close() {
    try {
      if (selector.isPresent()) {
        selector.get().close();
      }
    } catch (IOException e) {
      throw error(ErrorCode.INTERNAL_ERROR, "cannot stop waiting for channels: " + e)
          .cause(e)
          .build();
    }
  }
}
