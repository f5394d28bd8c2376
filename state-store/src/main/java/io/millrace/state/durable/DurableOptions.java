package io.millrace.state.durable;

/**
 * How durable state is kept; nothing of it changes results.
 *
 * @param segmentBytes of the log's files
 * @param logBytes how large released epochs in the log become, at least, before they are moved into
 *     the store behind it
 * @param applyBytes heap that moving them takes, roughly
 * @param writeBufferBytes of each table that the store behind the log gathers before it writes a
 *     file
 * @param completeOnly whether it is an error to find state of operators or tables that are not
 *     opened; else it is passed over
 */
public record DurableOptions(
    long segmentBytes,
    long logBytes,
    long applyBytes,
    long writeBufferBytes,
    boolean completeOnly) {
  private static final long MEGABYTE = 1 << 20;

  /** What suits most queries. */
  public static final DurableOptions DEFAULTS =
      new DurableOptions(16 * MEGABYTE, 256 * MEGABYTE, 128 * MEGABYTE, 64 * MEGABYTE, false);

  public DurableOptions {
    if (segmentBytes < 1 || logBytes < 0 || applyBytes < 1 || writeBufferBytes < 1) {
      throw new IllegalArgumentException("a size is not positive");
    }
  }

  /** These with another size of the log's files. */
  public DurableOptions withSegmentBytes(long bytes) {
    return new DurableOptions(bytes, logBytes, applyBytes, writeBufferBytes, completeOnly);
  }

  /** These with another size that released epochs in the log reach. */
  public DurableOptions withLogBytes(long bytes) {
    return new DurableOptions(segmentBytes, bytes, applyBytes, writeBufferBytes, completeOnly);
  }

  /** These with another size of the heap that moving epochs takes. */
  public DurableOptions withApplyBytes(long bytes) {
    return new DurableOptions(segmentBytes, logBytes, bytes, writeBufferBytes, completeOnly);
  }

  /** These with another size of what the store behind the log gathers. */
  public DurableOptions withWriteBufferBytes(long bytes) {
    return new DurableOptions(segmentBytes, logBytes, applyBytes, bytes, completeOnly);
  }

  /** These with state that is not opened being an error or not. */
  public DurableOptions withCompleteOnly(boolean complete) {
    return new DurableOptions(segmentBytes, logBytes, applyBytes, writeBufferBytes, complete);
  }
}
