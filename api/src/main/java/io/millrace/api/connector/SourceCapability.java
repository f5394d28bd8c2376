package io.millrace.api.connector;

/** What a source can do. */
public enum SourceCapability {
  /** Reads any range of offsets again and gives the same rows. */
  REPLAY,
  /** Honours limits on what one trigger takes. */
  LIMITS,
  /** Wakes the query when rows arrive ({@link Source#onDataAvailable}), so that nothing polls. */
  WAKES,
  /** Rows may be added with INSERT INTO (memory). */
  INSERTABLE
}
