package io.millrace.api.query;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The queries of a session that run, and who is told of them. Thread-safe. */
public interface StreamingQueryManager {

  /** Those that are running, in the order they were started. */
  List<StreamingQuery> active();

  /** The running query with that id. */
  Optional<StreamingQuery> get(UUID id);

  /** The running query with that id, as text, or that name. */
  Optional<StreamingQuery> get(String idOrName);

  /**
   * Waits until a query of the session has ended since the session was opened or {@link
   * #resetTerminated} was called last; if one has already, returns or throws at once.
   *
   * @throws io.millrace.api.error.StreamingQueryException the failure of the first that failed
   * @throws io.millrace.api.error.MillraceException SESSION_CLOSED if the session is closed while
   *     nothing has ended
   * @throws IllegalStateException if called from the thread of one of the queries
   */
  void awaitAnyTermination();

  /**
   * As {@link #awaitAnyTermination()}, at most that long.
   *
   * @return whether a query has ended
   */
  boolean awaitAnyTermination(Duration timeout);

  /**
   * As {@link #awaitAnyTermination(Duration)}.
   *
   * @param timeoutMs milliseconds
   */
  default boolean awaitAnyTermination(long timeoutMs) {
    return awaitAnyTermination(Duration.ofMillis(timeoutMs));
  }

  /** Forgets which queries have ended, so that the next wait is for one that ends from now on. */
  void resetTerminated();

  /** Tells a listener of everything that happens from now on. Adding it twice tells it twice. */
  void addListener(StreamingQueryListener listener);

  /** Tells a listener nothing any more; does nothing if it is not there. */
  void removeListener(StreamingQueryListener listener);

  /** The listeners, in the order they were added. */
  List<StreamingQueryListener> listListeners();
}
