package io.millrace.api.query;

import io.millrace.api.error.StreamingQueryException;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.progress.StreamingQueryStatus;
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

  /** What it is doing now. */
  StreamingQueryStatus status();

  /**
   * What it is doing or waiting for, for people and in more words than the status has: {@code
   * waiting for data from file in/*.json (0 new files)}.
   */
  String activity();

  /** Why it ended, if it failed. */
  Optional<StreamingQueryException> exception();

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

  /**
   * How much of its input has been read, at this moment: moves while a batch runs. Empty if one of
   * its sources cannot say how much there is, or has not looked yet.
   */
  Optional<InputExtent> extent();

  /** The plan, as EXPLAIN prints it. */
  String explanation();

  /** Prints the plan where the session's console sinks print. */
  default void explain() {
    explain(false);
  }

  /**
   * Prints the plan where the session's console sinks print.
   *
   * @param extended with every stage of planning
   */
  void explain(boolean extended);

  /**
   * Waits until the query has ended.
   *
   * @throws StreamingQueryException the failure, each time it is called after one
   * @throws IllegalStateException if called from the query's own thread
   */
  void awaitTermination();

  /**
   * Waits until the query has ended, at most that long.
   *
   * @return whether it has ended
   * @throws StreamingQueryException the failure, each time it is called after one
   * @throws IllegalStateException if called from the query's own thread
   */
  boolean awaitTermination(Duration timeout);

  /**
   * As {@link #awaitTermination(Duration)}.
   *
   * @param timeoutMs milliseconds
   */
  default boolean awaitTermination(long timeoutMs) {
    return awaitTermination(Duration.ofMillis(timeoutMs));
  }

  /**
   * Waits until everything available at the call is processed and no batch without data is due.
   *
   * @throws StreamingQueryException if the query fails or has failed
   * @throws IllegalStateException if called from the query's own thread
   */
  void processAllAvailable();

  /**
   * Stops it: a running batch is interrupted and not committed. Waits until its thread has ended,
   * at most as long as the setting {@code stop.timeout} says. Does nothing if it has ended already.
   *
   * @throws io.millrace.api.error.MillraceException QUERY_STOP_TIMEOUT; may be called again
   */
  void stop();

  /**
   * Stops it as {@link #stop} does, but lets a running batch come to its end and commits it first.
   */
  void drain();
}
