package io.millrace.exec.session.query;

import io.millrace.exec.query.RunningQuery;
import java.util.Optional;

/**
 * Reads what a query gives while it runs. Whoever has read to the end knows that the query ended
 * well: its failure is thrown there. Closing it stops the query.
 */
final class QueryReader<T> {
  private final RunningQuery query;
  private final ResultQueue<T> queue;

  QueryReader(RunningQuery query, ResultQueue<T> queue) {
    this.query = query;
    this.queue = queue;
  }

  RunningQuery query() {
    return query;
  }

  /** Waits for the next piece; empty at the end. */
  Optional<T> next() {
    Optional<T> next = queue.take();
    if (next.isEmpty()) {
      query.awaitTermination();
    }
    return next;
  }

  void close() {
    queue.close();
    query.stop();
  }
}
