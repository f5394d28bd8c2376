package io.millrace.exec.operator;

/**
 * What a partition of a stateful operator did in a batch and holds after it.
 *
 * @param rowsTotal keys held
 * @param rowsUpdated keys written
 * @param rowsRemoved keys that went
 * @param rowsDroppedByWatermark late contributions
 */
public record StateCount(
    long rowsTotal,
    long rowsUpdated,
    long rowsRemoved,
    long rowsDroppedByWatermark,
    long updateNanos,
    long removalNanos,
    long memoryBytes) {

  /** The counts of two partitions together. */
  public StateCount plus(StateCount other) {
    return new StateCount(
        rowsTotal + other.rowsTotal,
        rowsUpdated + other.rowsUpdated,
        rowsRemoved + other.rowsRemoved,
        rowsDroppedByWatermark + other.rowsDroppedByWatermark,
        updateNanos + other.updateNanos,
        removalNanos + other.removalNanos,
        memoryBytes + other.memoryBytes);
  }
}
