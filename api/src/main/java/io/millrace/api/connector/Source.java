package io.millrace.api.connector;

import io.millrace.api.progress.InputExtent;
import java.util.Map;
import java.util.Optional;

/**
 * A replayable sequence of rows, read range by range.
 *
 * <p>All calls come from one thread at a time, in the order: {@link #latestOffset}, {@link #read},
 * later {@link #commit}, again and again, and {@link #close} last. Only {@link Chunk#decode} may
 * run on other threads, several chunks at once. Failures that a user can mend are thrown as {@link
 * io.millrace.api.error.MillraceException}.
 */
public interface Source extends AutoCloseable {

  /**
   * What this source is, for progress and messages, with secrets masked: {@code file[in/*.json]}.
   */
  String description();

  /**
   * Chooses how far the next batch may read.
   *
   * @param start where the last batch ended; empty before the first
   * @param limited whether per-trigger limits apply; if not, everything available is taken
   * @return the new end; {@code start} itself (or empty) if there is nothing new
   */
  Optional<Offset> latestOffset(Optional<Offset> start, boolean limited);

  /**
   * The newest place the source could give, without limits, for progress and for AVAILABLE NOW. By
   * default the same as an unlimited {@link #latestOffset}.
   */
  default Optional<Offset> newestOffset(Optional<Offset> start) {
    return latestOffset(start, false);
  }

  /**
   * Fixes the end of an AVAILABLE NOW run or of a bounded read: from now on {@link #latestOffset}
   * never goes beyond what is available at this call. May be the first call of all, before {@link
   * SourceContext#state()} is filled.
   */
  void freezeEnd();

  /**
   * Reads the rows behind {@code start} up to {@code end}. The same range gives the same rows in
   * the same order until it is committed.
   */
  ChunkReader read(Optional<Offset> start, Offset end);

  /** Rows up to {@code end} will never be read again. May come more than once. */
  void commit(Offset end);

  /**
   * Makes sure that the rows behind {@code start} up to {@code end}, which an earlier run has read
   * and perhaps committed, are still there, because a query is to read them once more. Asked of a
   * source that is opened for nothing else, with the state that it had behind {@code end}.
   *
   * @throws io.millrace.api.error.MillraceException if some are gone; the query is left as it was
   */
  default void expectReadable(Optional<Offset> start, Offset end) {}

  /**
   * Asks to be woken when there may be new rows. A source without {@link SourceCapability#WAKES}
   * ignores it and is polled. The callback is cheap, may be called from any thread and too often.
   */
  default void onDataAvailable(Runnable wake) {}

  /**
   * The channel that rows come through, if there is one: whoever waits for rows waits for it too.
   * Asked once, when the source has been opened.
   */
  default Optional<SourceChannel> channel() {
    return Optional.empty();
  }

  /**
   * How much there is to read, as far as the source knows, and how much its readers have given out
   * since it was opened. Cheap; any thread. Empty if it cannot say, or has not looked yet.
   */
  default Optional<InputExtent> extent() {
    return Optional.empty();
  }

  /**
   * What somebody waits for who waits for rows of this source, for people: {@code file in/*.json (0
   * new files)}. Cheap; any thread.
   */
  default String awaited() {
    return description();
  }

  /** What the source counts beside rows, by name, for progress. Called behind each batch. */
  default Map<String, String> metrics() {
    return Map.of();
  }

  /** Frees everything; may be called twice. */
  @Override
  void close();
}
