package io.millrace.api.query;

import static java.util.Objects.requireNonNull;

import io.millrace.api.progress.StreamingQueryProgress;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Is told of the queries of a session that stream: all but those that only read what is there and
 * end. Given to {@link StreamingQueryManager#addListener}.
 *
 * <p>{@link #onQueryStarted} comes on the thread that starts the query, before the start returns
 * and before anything else of it. All other calls come one at a time on a thread of their own, in
 * the order of what happened: the reports of a query in the order of its batches, its end behind
 * everything. A listener that falls more than ten thousand reports behind misses the oldest of
 * them, with a warning in the log; starts and ends are never missed. What a listener throws is
 * logged and harms nobody.
 *
 * <p>A listener may stop queries and ask about them. It must not execute statements of the session
 * in {@link #onQueryStarted}, where a statement is being executed.
 */
public abstract class StreamingQueryListener {

  /** A query has been started. */
  public void onQueryStarted(QueryStartedEvent event) {}

  /** A query has committed a batch. */
  public void onQueryProgress(QueryProgressEvent event) {}

  /** A query has been waiting for data, for ten seconds since its last batch or such an event. */
  public void onQueryIdle(QueryIdleEvent event) {}

  /** A query has ended. Comes once. */
  public void onQueryTerminated(QueryTerminatedEvent event) {}

  /** What a listener is told. */
  public sealed interface Event {
    /** The query's id, kept over restarts from the same checkpoint. */
    UUID id();

    /** The id of this run of it. */
    UUID runId();
  }

  /**
   * A query has been started.
   *
   * @param name of the query
   * @param timestamp when, by the session's clock
   */
  public record QueryStartedEvent(UUID id, UUID runId, String name, Instant timestamp)
      implements Event {}

  /**
   * A query has committed a batch.
   *
   * @param progress what the batch did
   */
  public record QueryProgressEvent(StreamingQueryProgress progress) implements Event {
    public QueryProgressEvent {
      requireNonNull(progress, "progress is null");
    }

    @Override
    public UUID id() {
      return progress.id();
    }

    @Override
    public UUID runId() {
      return progress.runId();
    }
  }

  /**
   * A query waits for data.
   *
   * @param batchId the next batch
   * @param timestamp now, by the session's clock
   */
  public record QueryIdleEvent(UUID id, UUID runId, long batchId, Instant timestamp)
      implements Event {}

  /**
   * A query has ended.
   *
   * @param exception why, if it failed: the whole report
   * @param errorClassOnException the name of the error's code, if it failed
   */
  public record QueryTerminatedEvent(
      UUID id, UUID runId, Optional<String> exception, Optional<String> errorClassOnException)
      implements Event {}
}
