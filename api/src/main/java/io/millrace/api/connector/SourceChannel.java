package io.millrace.api.connector;

import java.nio.channels.SelectableChannel;

/**
 * A channel that a source's rows come through. The query's own thread waits for it and has the
 * source read it, so that no other thread stands between a row and its query.
 */
public interface SourceChannel {

  /** The channel, which does not block, and does not change while the source is open. */
  SelectableChannel selectable();

  /**
   * Whether the source takes more from the channel now: not if its memory is full, or nothing more
   * is to come. Asked before each wait.
   */
  boolean hasRoom();

  /**
   * Reads what the channel has, if anything, into memory: called when the query waits for something
   * else than rows. {@link Source#latestOffset} does the same without being told.
   */
  void receive();
}
