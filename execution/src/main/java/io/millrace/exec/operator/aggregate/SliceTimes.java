package io.millrace.exec.operator.aggregate;

import io.millrace.exec.operator.BatchTime;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.KeyPart;
import io.millrace.plan.physical.OperatorSpec.Slicing;

/**
 * The arithmetic of windows and their slices, in microseconds. A window is named by its start, a
 * slice too; a <em>span</em> is as long as a window and begins at a multiple of that length, so
 * that a window lies in the span it starts in and the next one.
 *
 * @param size of a window
 * @param slide from one window's start to the next one's
 * @param offset of some window's start
 * @param slice how long a slice is
 * @param closes whether windows become final
 * @param closing from the start of a window to when it is final
 */
record SliceTimes(long size, long slide, long offset, long slice, boolean closes, long closing) {

  static SliceTimes of(AggregateSpec spec) {
    Slicing slicing = spec.slicing().orElseThrow();
    long size = slicing.sizeMicros();
    long closing =
        spec.horizon()
            .map(
                horizon -> {
                  KeyPart part = slicing.keys().get(spec.keys().indexOf(horizon.column()));
                  return horizon.offsetMicros() + shift(part, size);
                })
            .orElse(size);
    return new SliceTimes(
        size,
        slicing.slideMicros(),
        slicing.offsetMicros(),
        slicing.sliceMicros(),
        spec.horizon().isPresent(),
        closing);
  }

  /** From the start of a stretch of time to the part of it. */
  static long shift(KeyPart part, long length) {
    return switch (part) {
      case START -> 0;
      case END -> length;
      case TIME -> length - 1;
      case VALUE -> throw new IllegalStateException("no part of a window");
    };
  }

  /**
   * A time before which no window starts that is still open in a batch; those before were final in
   * earlier batches.
   */
  long firstOpen(BatchTime time) {
    return closes && time.rejects() ? time.lateWatermark() - closing + 1 : Long.MIN_VALUE;
  }

  /** A time behind which no window starts that is final with a batch. */
  long lastFinal(BatchTime time) {
    if (time.endOfInput()) {
      return Long.MAX_VALUE;
    }
    return closes && time.expires() ? time.watermark() - closing : Long.MIN_VALUE;
  }

  /** The last start of a window at or before a time. */
  long startAtOrBefore(long time) {
    return time - Math.floorMod(time - offset, slide);
  }

  /** The first start of a window at or behind a time. */
  long startAtOrAfter(long time) {
    return startAtOrBefore(time + slide - 1);
  }

  /** The start of the span that a time lies in. */
  long span(long time) {
    return time - Math.floorMod(time - offset, size);
  }

  /** How many windows that hold a slice start before a time. */
  long windowsBefore(long sliceStart, long time) {
    long last = Math.min(sliceStart, time - 1);
    return Math.max(0, windowsUpTo(last) - windowsUpTo(sliceStart - size));
  }

  /** How many windows hold a slice. */
  long windows(long sliceStart) {
    return windowsUpTo(sliceStart) - windowsUpTo(sliceStart - size);
  }

  private long windowsUpTo(long start) {
    return Math.floorDiv(start - offset, slide);
  }
}
