package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.plan.physical.Frame.Exclusion;
import io.millrace.plan.physical.OverCall;
import io.millrace.plan.physical.OverCall.OverFunction;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** FIRST_VALUE, LAST_VALUE and NTH_VALUE: the value of one row of the frame. */
final class FrameValues implements CallResults {
  private static final long NONE = -1;

  private final OverCall call;
  private final int value;
  private final boolean descending;

  FrameValues(OverCall call, RowLayout layout, boolean descending) {
    this.call = call;
    this.value = layout.places()[call.arguments().get(0)];
    this.descending = descending;
  }

  @Override
  public Column of(Stretch rows) {
    Frames frames = Frames.of(call.frame(), descending, rows);
    long[] positions = new long[rows.count()];
    if (call.ignoresNulls()) {
      findValues(rows, frames, positions);
    } else {
      for (int i = 0; i < positions.length; i++) {
        positions[i] = pick(frames, rows, i, frames.start(i), frames.end(i));
      }
    }
    return rows.partition().column(value, positions, positions.length, call.type());
  }

  /** The position of the row in the frame, of which there are up to three parts. */
  private long pick(Frames frames, Stretch rows, int i, long start, long end) {
    long outFrom = end;
    long outTo = end;
    if (hasExclusion()) {
      outFrom = frames.outFrom(i);
      outTo = frames.outTo(i);
    }
    long self = hasExclusion() && frames.keepsSelf(i) ? 1 : 0;
    long before = outFrom - start;
    long count = before + self + end - outTo;
    long wanted = call.function() == OverFunction.LAST_VALUE ? count - 1 : call.number() - 1;
    if (wanted < 0 || wanted >= count) {
      return NONE;
    }
    if (wanted < before) {
      return start + wanted;
    }
    return wanted - before < self ? rows.first() + i : outTo + wanted - before - self;
  }

  private boolean hasExclusion() {
    return call.frame().exclusion() != Exclusion.NO_OTHERS;
  }

  /** As {@link #pick} does, among the rows with a value. */
  private void findValues(Stretch rows, Frames frames, long[] positions) {
    int count = positions.length;
    if (count == 0) {
      return;
    }
    long first = frames.start(0);
    long end = frames.end(count - 1);
    int[] handles = rows.partition().handles(first, Math.max(first, end));
    Column values = rows.partition().column(value, handles, handles.length);
    LongArrayList present = new LongArrayList();
    int[] before = new int[handles.length + 1];
    for (int i = 0; i < handles.length; i++) {
      before[i] = present.size();
      if (!values.isNull(i)) {
        present.add(first + i);
      }
    }
    before[handles.length] = present.size();
    for (int i = 0; i < count; i++) {
      int from = before[(int) (frames.start(i) - first)];
      int to = before[(int) (frames.end(i) - first)];
      int outFrom = to;
      int outTo = to;
      int self = 0;
      if (hasExclusion()) {
        outFrom = before[(int) (frames.outFrom(i) - first)];
        outTo = before[(int) (frames.outTo(i) - first)];
        long own = rows.first() + i;
        self = frames.keepsSelf(i) && !values.isNull((int) (own - first)) ? 1 : 0;
      }
      int length = outFrom - from + self + to - outTo;
      long wanted = call.function() == OverFunction.LAST_VALUE ? length - 1 : call.number() - 1;
      if (wanted < 0 || wanted >= length) {
        positions[i] = NONE;
      } else if (wanted < outFrom - from) {
        positions[i] = present.getLong((int) (from + wanted));
      } else if (wanted - (outFrom - from) < self) {
        positions[i] = rows.first() + i;
      } else {
        positions[i] = present.getLong((int) (outTo + wanted - (outFrom - from) - self));
      }
    }
  }
}
