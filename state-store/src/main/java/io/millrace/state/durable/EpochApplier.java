package io.millrace.state.durable;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.state.KeyGroups;
import io.millrace.state.log.CommitLog;
import io.millrace.state.rocksdb.RocksStore;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves released epochs from the log into the store behind it, in the background. It waits until
 * many are there, so that what changes often is written once for many times: the log then takes as
 * much as its limit, or twice as much as the store. The first failure is kept for {@link #check}
 * and ends it.
 */
final class EpochApplier implements AutoCloseable {
  private static final int STORE_FACTOR = 2;
  private static final int LARGEST_BATCH_BYTES = 1 << 20;
  private static final int BATCHES_OF_BUFFER = 16;
  private static final int EPOCHS_AT_ONCE = 16;

  private final Path directory;
  private final CommitLog log;
  private final ColdStore cold;
  private final DurableOptions options;
  private final Layouts layouts;
  private final Consumer<ApplyStep> steps;
  private final int batchBytes;

  /** The bytes of the records that are not applied yet, oldest first; guarded by this. */
  private final LongArrayList waiting = new LongArrayList();

  /** The epoch of the first of them; guarded by this. */
  private long firstWaiting;

  /** The bytes of those of them that are released; guarded by this. */
  private long releasedBytes;

  /** Guarded by this. */
  private long released;

  /** Epochs up to this one are to be moved without waiting for more; guarded by this. */
  private long urgent = -1;

  /** How large released epochs in the log become at most; guarded by this. */
  private long mostLogBytes = Long.MAX_VALUE;

  private @Nullable Thread thread;
  private boolean busy;
  private boolean closed;
  private @Nullable Throwable failure;

  // of the thread alone
  private int groupsAtOnce = KeyGroups.COUNT;
  private long storeBytes;

  /** Ends the thread when the applier is closed. */
  private static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Closed() {
      super(null, null, false, false);
    }
  }

  /**
   * @param firstEpoch the first that is not in the store
   */
  EpochApplier(
      Path directory,
      CommitLog log,
      ColdStore cold,
      DurableOptions options,
      long firstEpoch,
      Layouts layouts,
      Consumer<ApplyStep> steps) {
    this.layouts = layouts;
    this.directory = directory;
    this.log = log;
    this.cold = cold;
    this.options = options;
    this.steps = steps;
    this.firstWaiting = firstEpoch;
    this.released = firstEpoch - 1;
    this.batchBytes = (int) Math.min(LARGEST_BATCH_BYTES, options.applyBytes() / BATCHES_OF_BUFFER);
  }

  /**
   * Moves again what was being moved when the store was closed last, or when the process ended. The
   * store has some of it: a key may be there without the values that belong to it, or values
   * without their key. Nothing is to be read before that is mended. Called before all else.
   */
  void finishBegun() {
    long target = cold.reached();
    if (target > cold.applied()) {
      apply(target);
      synchronized (this) {
        firstWaiting = target + 1;
        released = target;
      }
    }
  }

  /** Notes that the record behind the last one noted is in the log. */
  synchronized void logged(long epoch, long bytes) {
    if (waiting.isEmpty()) {
      firstWaiting = epoch;
      released = Math.max(released, epoch - 1);
    }
    waiting.add(bytes);
  }

  /** Allows epochs up to one to be moved. */
  synchronized void release(long epoch) {
    count(epoch);
    wake();
  }

  /** The newest epoch that may be moved. */
  synchronized long released() {
    return released;
  }

  /** Sets how large released epochs in the log become, at most. */
  synchronized void limitLog(long bytes) {
    mostLogBytes = bytes;
  }

  /**
   * Allows epochs up to one to be moved, and waits until they are, or that has failed, or the
   * calling thread is interrupted.
   */
  synchronized void moveNow(long epoch) {
    count(epoch);
    urgent = Math.max(urgent, released);
    wake();
    try {
      while (failure == null && !closed && !waiting.isEmpty() && firstWaiting <= urgent) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(long epoch) {
    while (released < epoch && released + 1 - firstWaiting < waiting.size()) {
      releasedBytes += waiting.getLong((int) (++released - firstWaiting));
    }
  }

  private void wake() {
    if (isDue()) {
      if (thread == null && failure == null) {
        Path name = directory.getFileName();
        thread = new Thread(this::run, "millrace-state-apply-" + name);
        thread.setDaemon(true);
        thread.start();
      }
      notifyAll();
    }
  }

  private boolean isDue() {
    long limit = Math.max(options.logBytes(), STORE_FACTOR * storeBytes);
    return released >= firstWaiting
        && (urgent >= firstWaiting || releasedBytes > Math.min(limit, mostLogBytes));
  }

  /** Throws what ended the applier, if anything did. */
  synchronized void check() {
    if (failure instanceof MillraceException known) {
      throw known;
    } else if (failure != null) {
      throw error(
              ErrorCode.CHECKPOINT_WRITE_FAILED,
              directory,
              "old batches could not be moved out of the log: " + failure)
          .cause(failure)
          .build();
    }
  }

  /** Whether nothing has failed. */
  synchronized boolean isAlive() {
    return failure == null;
  }

  /** Waits until there is nothing to do, or nothing is done any more. */
  synchronized void awaitIdle() throws InterruptedException {
    while (failure == null && (busy || isDue())) {
      wait();
    }
  }

  private void run() {
    try {
      while (true) {
        long target = awaitWork();
        apply(target);
        applied(target);
      }
    } catch (Closed ended) {
      // as asked
    } catch (Throwable cause) {
      synchronized (this) {
        failure = cause;
      }
    } finally {
      synchronized (this) {
        busy = false;
        notifyAll();
      }
    }
  }

  private synchronized long awaitWork() throws InterruptedException {
    busy = false;
    notifyAll();
    while (!closed && !isDue()) {
      wait();
    }
    checkOpen();
    busy = true;
    return released;
  }

  private synchronized void applied(long target) {
    int count = (int) (target + 1 - firstWaiting);
    for (int i = 0; i < count; i++) {
      releasedBytes -= waiting.getLong(i);
    }
    waiting.removeElements(0, count);
    firstWaiting = target + 1;
    notifyAll();
  }

  private synchronized void checkOpen() {
    if (closed) {
      throw new Closed();
    }
  }

  private void apply(long target) {
    RocksStore store = cold.openOrCreate();
    long first = firstEpoch();
    // what is moved again may be there already, though its epoch says that it is new
    boolean news = store.applying().equals(store.applied());
    store.beginApply(target);
    int firstGroup = 0;
    long from = first;
    while (firstGroup < KeyGroups.COUNT) {
      int endGroup = Math.min(KeyGroups.COUNT, firstGroup + groupsAtOnce);
      CoalescedEpochs epochs = new CoalescedEpochs(firstGroup, endGroup, news, layouts.evolution());
      long read = read(from, target, epochs);
      if (read < target && epochs.groups() > 1) {
        groupsAtOnce = (endGroup - firstGroup) / 2;
        continue;
      }
      epochs.writeTo(store, batchBytes, this::beforeWrite);
      // what there is no room for, though it is of one group, comes behind
      from = read < target ? read + 1 : first;
      firstGroup = read < target ? firstGroup : endGroup;
      if (2 * epochs.memoryBytes() < options.applyBytes()) {
        groupsAtOnce = Math.min(KeyGroups.COUNT, 2 * groupsAtOnce);
      }
    }
    steps.accept(ApplyStep.WRITTEN);
    store.finishApply(target);
    steps.accept(ApplyStep.FINISHED);
    // the last record stays: it is the oldest that one can go back to
    log.dropBefore(target);
    storeBytes = store.bytes();
    steps.accept(ApplyStep.DROPPED);
  }

  private synchronized long firstEpoch() {
    return firstWaiting;
  }

  private void beforeWrite() {
    checkOpen();
    steps.accept(ApplyStep.WRITING);
  }

  /** Reads epochs, at least one, as long as there is room; returns the last. */
  private long read(long first, long target, CoalescedEpochs epochs) {
    long next = first;
    boolean room = true;
    while (room && next <= target) {
      checkOpen();
      long begun = next;
      long to = Math.min(target, begun + EPOCHS_AT_ONCE - 1);
      Taken taken = new Taken(begun - 1);
      log.forEach(begun, to, record -> take(record, epochs, first, taken));
      next = taken.last + 1;
      room = taken.room;
    }
    return next - 1;
  }

  /** How far records were taken. */
  private static final class Taken {
    long last;
    boolean room = true;

    Taken(long last) {
      this.last = last;
    }
  }

  private void take(CommitLog.Record record, CoalescedEpochs epochs, long first, Taken taken) {
    if (taken.room) {
      epochs.add(record, (int) (record.number() - first));
      taken.last = record.number();
      taken.room = epochs.memoryBytes() <= options.applyBytes();
    }
  }

  /** Stops the thread, which leaves what it is at. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      notifyAll();
      running = thread;
    }
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
