package io.millrace.exec.operator.watermark;

import io.millrace.api.batch.Int128Column;
import java.math.BigDecimal;
import java.math.MathContext;

/** Oldest, newest and mean of times; the sum has 128 bits, so the mean depends on no order. */
public final class EventTimeTotals {
  private long min;
  private long max;
  private long sumLow;
  private long sumHigh;
  private long count;

  public EventTimeTotals() {
    clear();
  }

  void clear() {
    min = Long.MAX_VALUE;
    max = Long.MIN_VALUE;
    sumLow = 0;
    sumHigh = 0;
    count = 0;
  }

  void add(long micros) {
    min = Math.min(min, micros);
    max = Math.max(max, micros);
    addToSum(micros, micros >> 63);
    count++;
  }

  /** Adds what another worker has seen. */
  public void add(EventTimeTotals other) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    addToSum(other.sumLow, other.sumHigh);
    count += other.count;
  }

  private void addToSum(long low, long high) {
    sumLow += low;
    sumHigh += high + (Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0);
  }

  public long min() {
    return min;
  }

  public long max() {
    return max;
  }

  public long count() {
    return count;
  }

  /** The mean; there must be a time. */
  public double mean() {
    return new BigDecimal(Int128Column.toBigInteger(sumLow, sumHigh))
        .divide(BigDecimal.valueOf(count), MathContext.DECIMAL64)
        .doubleValue();
  }
}
