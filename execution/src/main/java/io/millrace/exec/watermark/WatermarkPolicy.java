package io.millrace.exec.watermark;

/** How the watermarks of several declarations become that of the query. */
public enum WatermarkPolicy {
  /** The slowest declaration decides; none until each has seen a row. */
  MIN,
  /** The fastest declaration decides; rows of slow ones are lost. */
  MAX
}
