package io.millrace.state.durable;

import io.millrace.state.MemoryBudget;
import java.nio.file.Path;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store's tables within what the budget allows: between epochs it lets keys go from memory
 * that are on disk, and moves epochs there sooner than asked if that is what it takes. Used by the
 * thread that commits.
 */
final class MemoryLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryLimiter.class);
  private static final long MEGABYTE = 1 << 20;
  private static final int MOST_FAILURES = 6;

  private final Path directory;
  private final Collection<OperatorState> operators;
  private final ColdStore cold;
  private final EpochApplier applier;
  private final MemoryBudget.Account account;
  private boolean attached;
  private boolean toldShort;
  private boolean toldEarly;

  /** The epochs that may be moved, as soon as memory is short. */
  private long spared = -1;

  /** What was used after the last time epochs were moved for memory. */
  private long floor;

  /** How often that was not enough, one time after the other. */
  private int failures;

  /** When it is tried again though no more is used. */
  private long nextAttempt;

  /**
   * @param attached whether the tables may have keys on disk only, already
   */
  MemoryLimiter(
      Path directory,
      Collection<OperatorState> operators,
      ColdStore cold,
      EpochApplier applier,
      MemoryBudget.Account account,
      boolean attached) {
    this.directory = directory;
    this.operators = operators;
    this.cold = cold;
    this.applier = applier;
    this.account = account;
    this.attached = attached;
  }

  /** Allows epochs up to one to be moved if memory is short. */
  void spare(long epoch) {
    spared = Math.max(spared, epoch);
  }

  /** An epoch is decided, and its changes are forgotten. */
  void committed(long epoch) {
    long used = used();
    long allowed = account.use(used);
    boolean near = used > allowed / 2;
    if (!attached && near) {
      attached = true;
      for (OperatorState each : operators) {
        each.attach(cold, epoch, false);
      }
    }
    // what is applied early can leave early, but what changes often is then written more often
    applier.limitLog(near ? allowed / 8 : Long.MAX_VALUE);
    if (attached && !near) {
      operators.forEach(OperatorState::fill);
    }
    if (used > allowed) {
      account.use(reduce(epoch, allowed));
    }
  }

  /** Lets keys go until less is used than allowed, so that this is not needed all the time. */
  private long reduce(long epoch, long allowed) {
    long target = allowed - allowed / 4;
    long left = evict(target);
    boolean again = left > floor + allowed / 8 || epoch >= nextAttempt;
    if (left <= allowed || !again || spared <= cold.applied()) {
      return left;
    }
    moveEpochs(allowed);
    left = evict(target);
    floor = left;
    if (left <= allowed) {
      failures = 0;
      return left;
    }
    failures = Math.min(failures + 1, MOST_FAILURES);
    nextAttempt = epoch + (1L << failures);
    if (failures > 1 && !toldShort) {
      toldShort = true;
      LOG.warn(
          "state in {} takes {} MB of memory and may take {} MB (setting state.memory); what is"
              + " left was changed just now, or is read as a whole by every batch, and stays",
          directory,
          left / MEGABYTE,
          allowed / MEGABYTE);
    }
    return left;
  }

  private void moveEpochs(long allowed) {
    if (spared > applier.released() && !toldEarly) {
      toldEarly = true;
      LOG.info(
          "state in {} may take {} MB of memory (setting state.memory); so that it does, fewer"
              + " batches are kept to go back to than setting checkpoint.retention says",
          directory,
          allowed / MEGABYTE);
    }
    applier.moveNow(spared);
  }

  private long used() {
    long bytes = 0;
    for (OperatorState each : operators) {
      bytes += each.heapBytes();
    }
    return bytes;
  }

  private long evict(long target) {
    long applied = cold.applied();
    long used = used();
    for (int attempt = 0; attempt < 2 && used > target; attempt++) {
      long evictable = 0;
      for (OperatorState each : operators) {
        evictable += each.evictableBytes();
      }
      double share = Math.min(1, (used - target) / (double) Math.max(1, evictable));
      for (OperatorState each : operators) {
        each.evict(share, applied);
      }
      used = used();
    }
    return used;
  }
}
