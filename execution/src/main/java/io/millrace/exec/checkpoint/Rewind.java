package io.millrace.exec.checkpoint;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.exec.checkpoint.CheckpointDirectory.Published;
import io.millrace.state.DurableStore;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes a query back: forgets its newest batches, so that it chooses them anew. What they gave is
 * in the sink already and comes a second time, under another identity.
 *
 * <p>The file {@code rewind} says what is meant before anything is forgotten, so that a run that is
 * cut short in the middle is finished by the next.
 */
final class Rewind {
  private final CheckpointDirectory directory;
  private final DurableStore store;
  private final int retention;

  /**
   * Nothing is forgotten yet.
   *
   * @param retention how many of the newest batches can be forgotten at most
   */
  Rewind(CheckpointDirectory directory, DurableStore store, int retention) {
    this.directory = directory;
    this.store = store;
    this.retention = retention;
  }

  /**
   * Finishes what was begun, and goes back.
   *
   * @param fromBatch the first batch to forget; empty to forget none
   * @throws io.millrace.api.error.MillraceException BATCH_NOT_RETAINED
   */
  void to(OptionalLong fromBatch, String query) {
    Optional<Long> begun = directory.rewind();
    begun.ifPresent(this::forgetBehind);
    long next = store.newest().orElse(-1) + 1;
    if (fromBatch.isEmpty() || fromBatch.getAsLong() == next) {
      return;
    }
    long from = fromBatch.getAsLong();
    if (from >= next || !canForget(from, next)) {
      throw notRetained(query, from, next);
    }
    directory.writeRewind(from - 1);
    forgetBehind(from - 1);
  }

  /** Whether a batch can be forgotten, with all behind it. */
  boolean canForget(long batch) {
    long next = store.newest().orElse(-1) + 1;
    return batch < next && canForget(batch, next);
  }

  private boolean canForget(long batch, long next) {
    long last = batch - 1;
    return batch >= next - retention
        && store.header(batch).isPresent()
        && store.canRecover(last)
        && (last < 0 || store.header(last).isPresent());
  }

  private void forgetBehind(long last) {
    store.rewind(last);
    directory.write(new Published(last, directory.published().generation() + 1));
    directory.deleteRewind();
  }

  private RuntimeException notRetained(String query, long from, long next) {
    var error = error(ErrorCode.BATCH_NOT_RETAINED, query, from);
    long oldest = next;
    while (oldest > 0 && canForget(oldest - 1, next)) {
      oldest--;
    }
    error.detail(
        next == 0
            ? "it has run no batch yet"
            : "it has run batches up to "
                + (next - 1)
                + ", and can go back to "
                + (oldest < next ? "batch " + oldest + " and those behind it" : "none of them"));
    if (from >= next) {
      error.hint("it goes on with batch " + next + " by itself, without FROM BATCH");
    } else {
      error.hint("how many are kept is set before they run:  SET checkpoint.retention = 1000");
    }
    return error.build();
  }
}
