package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.plan.physical.Frame;
import io.millrace.plan.physical.Frame.Bound;
import io.millrace.plan.physical.Frame.Exclusion;
import io.millrace.plan.physical.Frame.Side;
import io.millrace.plan.physical.Frame.Unit;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/**
 * Where the frames of the rows of a stretch begin and end, as positions of the partition. Both only
 * grow from row to row.
 */
final class Frames {
  private final Frame frame;
  private final Stretch rows;
  private final long[] starts;
  private final long[] ends;

  private Frames(Frame frame, Stretch rows) {
    this.frame = frame;
    this.rows = rows;
    this.starts = new long[rows.count()];
    this.ends = new long[rows.count()];
  }

  static Frames of(Frame frame, boolean descending, Stretch rows) {
    Frames frames = new Frames(frame, rows);
    frames.find(frame.lower(), false, descending, frames.starts);
    frames.find(frame.upper(), true, descending, frames.ends);
    for (int i = 0; i < rows.count(); i++) {
      frames.ends[i] = Math.max(frames.starts[i], frames.ends[i]);
    }
    return frames;
  }

  long start(int i) {
    return starts[i];
  }

  long end(int i) {
    return ends[i];
  }

  Frame frame() {
    return frame;
  }

  /** Where the rows begin that are left out, within the frame. */
  long outFrom(int i) {
    long from = frame.exclusion() == Exclusion.CURRENT_ROW ? rows.first() + i : rows.peersFrom(i);
    return Math.min(Math.max(from, starts[i]), ends[i]);
  }

  /** Where the rows end that are left out, within the frame. */
  long outTo(int i) {
    long to = frame.exclusion() == Exclusion.CURRENT_ROW ? rows.first() + i + 1 : rows.peersTo(i);
    return Math.min(Math.max(to, starts[i]), ends[i]);
  }

  /** Whether the row itself is in its frame although its peers are left out. */
  boolean keepsSelf(int i) {
    long self = rows.first() + i;
    return frame.exclusion() == Exclusion.TIES && self >= starts[i] && self < ends[i];
  }

  private void find(Bound bound, boolean end, boolean descending, long[] target) {
    int count = rows.count();
    long size = rows.size();
    if (bound.side() == Side.UNBOUNDED_PRECEDING) {
      return;
    }
    if (bound.side() == Side.UNBOUNDED_FOLLOWING) {
      Arrays.fill(target, size);
    } else if (frame.unit() == Unit.ROWS) {
      long distance = bound.side() == Side.PRECEDING ? -bound.count() : bound.count();
      long shift = distance + (end ? 1 : 0);
      for (int i = 0; i < count; i++) {
        target[i] = Math.min(size, Math.max(0, rows.first() + i + shift));
      }
    } else if (bound.side() == Side.CURRENT_ROW) {
      for (int i = 0; i < count; i++) {
        target[i] = end ? rows.peersTo(i) : rows.peersFrom(i);
      }
    } else if (frame.unit() == Unit.RANGE) {
      ranges(bound, end, descending, target);
    } else {
      groups(bound, end, target);
    }
  }

  private void ranges(Bound bound, boolean end, boolean descending, long[] target) {
    boolean ahead = bound.side() == Side.PRECEDING;
    int[] firsts = rows.firstPeers();
    Column values = rows.column(0, firsts, firsts.length);
    long[] found = Distances.search(rows.partition(), values, bound, ahead, descending, end);
    for (int g = 0; g < firsts.length; g++) {
      int next = g + 1 < firsts.length ? firsts[g + 1] : rows.count();
      long position =
          found[g] >= 0 ? found[g] : end ? rows.peersTo(firsts[g]) : rows.peersFrom(firsts[g]);
      Arrays.fill(target, firsts[g], next, position);
    }
  }

  /** Goes from group to group. */
  private void groups(Bound bound, boolean end, long[] target) {
    long distance = Math.min(bound.count(), rows.size());
    LongArrayList borders = new LongArrayList();
    Partition partition = rows.partition();
    long first = rows.peersFrom(0);
    int before = 0;
    LongArrayList preceding = new LongArrayList();
    if (bound.side() == Side.PRECEDING) {
      long at = first;
      while (before < distance && at > 0) {
        at = partition.peersFrom(partition.handle(at - 1));
        preceding.add(at);
        before++;
      }
    }
    for (int i = preceding.size() - 1; i >= 0; i--) {
      borders.add(preceding.getLong(i));
    }
    borders.add(first);
    long last = rows.peersTo(rows.count() - 1);
    long at = first;
    while (at < last) {
      at = partition.peersTo(partition.handle(at));
      borders.add(at);
    }
    if (bound.side() == Side.FOLLOWING) {
      for (long i = 0; i < distance && at < rows.size(); i++) {
        at = partition.peersTo(partition.handle(at));
        borders.add(at);
      }
    }
    int group = before;
    for (int i = 0; i < rows.count(); i++) {
      while (borders.getLong(group + 1) <= rows.first() + i) {
        group++;
      }
      long wanted = group + (bound.side() == Side.PRECEDING ? -distance : distance) + (end ? 1 : 0);
      target[i] =
          wanted < 0 ? 0 : wanted >= borders.size() ? rows.size() : borders.getLong((int) wanted);
    }
  }
}
