package io.millrace.api.query;

import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StreamingQueryProgress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A query that runs or has run. Thread-safe. */
public interface StreamingQuery {

  /** Kept over restarts from the same checkpoint. */
  UUID id();

  /** New with each start. */
  UUID runId();

  /** The name it was given, or one made for it; unique among active queries. */
  String name();

  boolean isActive();

  Status status();

  /** Why it ended, if it failed. */
  Optional<MillraceException> exception();

  /**
   * What all its batches have done until now, on a line for people: {@code 3,000 rows in 0.12s
   * (25.0k/s), 2 batches, 12 rows out}.
   *
   * @param zone in which times are shown
   */
  String summary(ZoneId zone);

  /** The newest report; empty before the first batch. */
  Optional<StreamingQueryProgress> lastProgress();

  /** The last 100 reports, oldest first. */
  List<StreamingQueryProgress> recentProgress();

  /** The plan, as EXPLAIN prints it. */
  String explain();

  /**
   * Waits until the query has ended.
   *
   * @throws MillraceException the failure, each time it is called after one
   * @throws IllegalStateException if called from the query's own thread
   */
  void awaitTermination();

  /**
   * Waits until the query has ended, at most that long.
   *
   * @return whether it has ended
   * @throws MillraceException the failure, each time it is called after one
   */
  boolean awaitTermination(Duration timeout);

  /**
   * Waits until everything available at the call is processed and no batch without data is due.
   *
   * @throws MillraceException if the query fails or has failed
   */
  void processAllAvailable();

  /**
   * Stops it: a running batch is interrupted and not committed. Waits until its thread has ended.
   * Does nothing if it has ended already.
   */
  void stop();

  /**
   * What the query is doing.
   *
   * @param message one line for people
   * @param isDataAvailable whether the last look at the sources found new rows
   * @param isTriggerActive whether a batch is running
   */
  record Status(String message, boolean isDataAvailable, boolean isTriggerActive) {}
}
