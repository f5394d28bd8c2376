package io.millrace.state.durable;

/**
 * How durable state is kept; nothing of it changes results.
 *
 * @param segmentBytes of the log's files
 * @param completeOnly whether it is an error to find state of operators or tables that are not
 *     opened; else it is passed over
 */
public record DurableOptions(long segmentBytes, boolean completeOnly) {
  private static final long MEGABYTE = 1 << 20;

  /** What suits most queries. */
  public static final DurableOptions DEFAULTS = new DurableOptions(64 * MEGABYTE, false);

  public DurableOptions {
    if (segmentBytes < 1) {
      throw new IllegalArgumentException("segments of " + segmentBytes + " bytes");
    }
  }
}
