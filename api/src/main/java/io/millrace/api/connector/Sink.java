package io.millrace.api.connector;

import io.millrace.api.batch.ChangeBatch;
import java.util.Map;

/**
 * Takes the output of a query, batch by batch, in two steps: {@link Writer#prepare} makes a batch
 * durable but not visible, {@link #publish} makes it visible.
 *
 * <p>All calls come from one thread at a time.
 */
public interface Sink extends AutoCloseable {

  /** What this sink is, for progress and messages, with secrets masked: {@code file[out]}. */
  String description();

  /**
   * Begins a batch. If the batch was begun before and not published (the process died), what it had
   * left is discarded first.
   */
  Writer begin(long batchId);

  /**
   * Makes a prepared batch visible. Repeatable until it succeeds, also in a later process:
   * publishing a batch twice changes nothing in a sink that is {@link SinkCapability#EXACTLY_ONCE}.
   *
   * @param manifest what {@link Writer#prepare} returned
   */
  void publish(long batchId, String manifest);

  /**
   * Makes sure that a batch is in the sink that the query has published, in this process or an
   * earlier one: the newest that was not empty. Called before the first batch of a query that goes
   * on, unless it is said that output may be missing.
   *
   * @throws io.millrace.api.error.MillraceException if the sink knows that it is not
   */
  default void expectPublished(long batchId) {}

  /** What the sink counts beside rows, by name, for progress. Called behind each batch. */
  default Map<String, String> metrics() {
    return Map.of();
  }

  /** Frees everything; prepared but unpublished batches stay as they are. May be called twice. */
  @Override
  void close();

  /** Receives the changes of one batch. Ends with either {@link #prepare} or {@link #abort}. */
  interface Writer {

    /**
     * Takes changes, in order. In APPEND and COMPLETE mode all are insertions; in COMPLETE mode
     * they are the whole result. In UPDATE mode deletions (with key and, if known, old row) come
     * before insertions and new images, each key once. In CHANGELOG mode old images come directly
     * before new ones.
     */
    void write(ChangeBatch changes);

    /**
     * Whether a batch, or a column of it, is still read when {@link #write} has returned. If not,
     * its memory is used again.
     */
    default boolean keepsRows() {
      return true;
    }

    /**
     * Makes the batch durable, invisible, and says how to publish it; empty if there is nothing.
     */
    String prepare();

    /** Drops the batch. */
    void abort();
  }
}
