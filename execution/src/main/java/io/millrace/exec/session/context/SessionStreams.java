package io.millrace.exec.session.context;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.query.StreamingQueryListener;
import io.millrace.api.query.StreamingQueryListener.QueryIdleEvent;
import io.millrace.api.query.StreamingQueryListener.QueryProgressEvent;
import io.millrace.api.query.StreamingQueryListener.QueryStartedEvent;
import io.millrace.api.query.StreamingQueryListener.QueryTerminatedEvent;
import io.millrace.api.query.StreamingQueryManager;
import io.millrace.exec.query.RunningQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The queries of a session that stream, for those who wait for them or listen. Thread-safe. */
public final class SessionStreams implements StreamingQueryManager, AutoCloseable {
  private final QueryRegistry queries;
  private final ListenerBus listeners = new ListenerBus();
  private final Terminations terminations = new Terminations();

  public SessionStreams(QueryRegistry queries) {
    this.queries = queries;
  }

  @Override
  public List<StreamingQuery> active() {
    return queries.active();
  }

  @Override
  public Optional<StreamingQuery> get(UUID id) {
    return find(query -> query.id().equals(id));
  }

  @Override
  public Optional<StreamingQuery> get(String idOrName) {
    return find(
        query ->
            query.name().equalsIgnoreCase(idOrName)
                || query.id().toString().equalsIgnoreCase(idOrName));
  }

  private Optional<StreamingQuery> find(Predicate<StreamingQuery> wanted) {
    return active().stream().filter(wanted).findFirst();
  }

  @Override
  public void awaitAnyTermination() {
    await(Optional.empty());
  }

  @Override
  public boolean awaitAnyTermination(Duration timeout) {
    return await(Optional.of(timeout));
  }

  private boolean await(Optional<Duration> timeout) {
    if (queries.running().stream().anyMatch(RunningQuery::isOwnThread)) {
      throw new IllegalStateException("a query cannot wait for queries on its own thread");
    }
    try {
      return terminations.await(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorCode.INTERRUPTED).cause(e).build();
    }
  }

  @Override
  public void resetTerminated() {
    terminations.reset();
  }

  @Override
  public void addListener(StreamingQueryListener listener) {
    listeners.add(requireNonNull(listener, "listener is null"));
    queries.running().forEach(RunningQuery::listenersChanged);
  }

  @Override
  public void removeListener(StreamingQueryListener listener) {
    listeners.remove(listener);
  }

  @Override
  public List<StreamingQueryListener> listListeners() {
    return listeners.list();
  }

  /** Whether anybody wants to know of progress. */
  public boolean hasListeners() {
    return listeners.hasListeners();
  }

  /** A query is about to start. */
  public void starting(StreamingQuery query, Instant now) {
    listeners.started(new QueryStartedEvent(query.id(), query.runId(), query.name(), now));
  }

  /** A query has committed an epoch. */
  public void progressed(StreamingQueryProgress progress) {
    listeners.post(new QueryProgressEvent(progress));
  }

  /** A query waits for data. */
  public void idle(StreamingQuery query, long nextBatchId, Instant now) {
    listeners.post(new QueryIdleEvent(query.id(), query.runId(), nextBatchId, now));
  }

  /**
   * A query has ended.
   *
   * @param awaited whether somebody has waited for this one, and knows
   */
  public void ended(StreamingQuery query, Optional<MillraceException> failure, boolean awaited) {
    listeners.post(
        new QueryTerminatedEvent(
            query.id(),
            query.runId(),
            failure.map(MillraceException::getMessage),
            failure.map(e -> e.code().name())));
    if (!awaited) {
      terminations.ended(failure);
    }
  }

  /** Lets everybody go; called when no query runs any more. */
  @Override
  public void close() {
    terminations.close();
    listeners.close();
  }
}
