package io.millrace.exec.session;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import io.millrace.exec.query.RunningQuery;
import io.millrace.exec.query.WatchedSink;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** What the sink of a running query shows, for somebody for whom the query does not wait. */
final class SinkChanges implements Changes, WatchedSink.Watcher {
  /** Pieces that wait for the reader. */
  private static final int MOST_STEPS = 64;

  private final RunningQuery query;
  private final Queue<Step> steps = new ArrayDeque<>();
  private long leftOut;
  private boolean ended;
  private boolean closed;

  private SinkChanges(RunningQuery query) {
    this.query = query;
  }

  /** From now on. */
  static SinkChanges of(RunningQuery query) {
    SinkChanges changes = new SinkChanges(query);
    query.sink().watch(changes);
    return changes;
  }

  @Override
  public Schema schema() {
    return query.sink().schema();
  }

  @Override
  public OutputMode mode() {
    return query.sink().output().mode();
  }

  @Override
  public StreamingQuery query() {
    return query;
  }

  @Override
  public Optional<List<Integer>> key() {
    return query.sink().output().key();
  }

  @Override
  public Optional<Finality> finality() {
    return Optional.empty();
  }

  @Override
  public synchronized void published(long batchId, List<ChangeBatch> pieces, long before) {
    leftOut += before;
    for (int i = 0; i < pieces.size(); i++) {
      steps.add(new Step(batchId, pieces.get(i), i == pieces.size() - 1));
    }
    while (steps.size() > MOST_STEPS) {
      leftOut += steps.remove().changes().size();
    }
    notifyAll();
  }

  @Override
  public synchronized void ended() {
    ended = true;
    notifyAll();
  }

  @Override
  public Optional<Step> next() {
    Optional<Step> next = take();
    if (next.isEmpty() && !isClosed()) {
      query.awaitTermination();
    }
    return next;
  }

  private synchronized Optional<Step> take() {
    try {
      while (steps.isEmpty() && !ended && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
    return Optional.ofNullable(steps.poll());
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized long leftOut() {
    return leftOut;
  }

  @Override
  public void close() {
    query.sink().leave(this);
    synchronized (this) {
      closed = true;
      steps.clear();
      notifyAll();
    }
  }
}
