package io.millrace.api.connector;

/** What a source can do. */
public enum SourceCapability {
  /** Reads any range of offsets again and gives the same rows. */
  REPLAY,
  /** Honours limits on what one trigger takes. */
  LIMITS,
  /**
   * Wakes the query when rows arrive ({@link Source#onDataAvailable}), or has a channel to wait for
   * ({@link Source#channel}), so that nothing polls.
   */
  WAKES,
  /** Rows may be added with INSERT INTO (memory). */
  INSERTABLE
}
