package io.millrace.api.state;

/** Whether keys of a function with state have timeouts, and by which clock. */
public enum GroupStateTimeout {
  /** No timeouts. */
  NO_TIMEOUT,
  /** Timeouts by the timestamps of batches. */
  PROCESSING_TIME_TIMEOUT,
  /** Timeouts by the watermark; the input must have one. */
  EVENT_TIME_TIMEOUT;

  /** No timeouts. */
  public static GroupStateTimeout NoTimeout() {
    return NO_TIMEOUT;
  }

  /** Timeouts by the timestamps of batches. */
  public static GroupStateTimeout ProcessingTimeTimeout() {
    return PROCESSING_TIME_TIMEOUT;
  }

  /** Timeouts by the watermark; the input must have one. */
  public static GroupStateTimeout EventTimeTimeout() {
    return EVENT_TIME_TIMEOUT;
  }
}
