package io.millrace.exec.operator;

/**
 * What operators know of time in a batch.
 *
 * @param batchTimeMicros the batch's timestamp
 * @param watermark W: finalises and evicts; {@link Long#MIN_VALUE} for none
 * @param lateWatermark L: rejects; {@link Long#MIN_VALUE} for none
 * @param endOfInput whether this is the last batch of bounded input: everything becomes final
 */
public record BatchTime(
    long batchTimeMicros, long watermark, long lateWatermark, boolean endOfInput) {

  /** Whether a contribution of that horizon is to be rejected. */
  public boolean isLate(long horizon) {
    return horizon <= lateWatermark && rejects();
  }

  /** Whether anything can be late in this batch. */
  public boolean rejects() {
    return lateWatermark != Long.MIN_VALUE;
  }

  /** Whether anything can become final or expire by watermark in this batch. */
  public boolean expires() {
    return watermark != Long.MIN_VALUE;
  }
}
