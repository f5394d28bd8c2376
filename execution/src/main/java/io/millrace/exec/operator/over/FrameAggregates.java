package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.exec.operator.aggregate.FrameAggregate;
import io.millrace.plan.physical.Frame.Exclusion;
import io.millrace.plan.physical.OverCall;

/**
 * An aggregate over frames. From row to row those are added that the frame reaches, and taken back
 * that it leaves behind.
 *
 * <p>A frame that begins with the partition's first row, or ends with its last, is begun from that
 * end, or from the aggregate of all rows by taking back those that it does not have: whichever are
 * fewer. So the rows before those that a change reaches need not be read.
 */
final class FrameAggregates implements CallResults {
  private final OverCall call;
  private final Arguments arguments;
  private final boolean descending;
  private final FrameAggregate aggregate;
  private final Totals totals;
  private final int total;

  /**
   * @param total number of the call among the totals; negative if its total is not kept
   */
  FrameAggregates(OverCall call, RowLayout layout, boolean descending, Totals totals, int total) {
    this.call = call;
    this.arguments = new Arguments(call.aggregate().orElseThrow(), layout);
    this.descending = descending;
    this.aggregate = new FrameAggregate(arguments.call(), arguments.schema());
    this.totals = totals;
    this.total = total;
  }

  @Override
  public Column of(Stretch rows) {
    ColumnBuilder results = new ColumnBuilder(call.type(), rows.count());
    if (rows.count() > 0) {
      new Slide(rows, Frames.of(call.frame(), descending, rows)).appendTo(results);
      aggregate.clear();
    }
    return results.build();
  }

  /** The frame as it moves over a stretch. */
  private final class Slide {
    private final Stretch rows;
    private final Frames frames;
    private final boolean startsWithAll;
    private final long base;
    private final ColumnBatch batch;
    private long start;
    private long end;

    Slide(Stretch rows, Frames frames) {
      this.rows = rows;
      this.frames = frames;
      int last = rows.count() - 1;
      long size = rows.size();
      long own = frames.end(0) - frames.start(0);
      this.startsWithAll =
          total >= 0
              && call.frame().exclusion() == Exclusion.NO_OTHERS
              && (call.frame().startsAtFirst() && size - frames.end(0) < own
                  || call.frame().endsAtLast() && frames.start(0) < own);
      this.base =
          startsWithAll ? (call.frame().startsAtFirst() ? frames.end(0) : 0) : frames.start(0);
      long top =
          !startsWithAll
              ? frames.end(last)
              : call.frame().startsAtFirst() ? size : frames.start(last);
      this.batch = arguments.of(rows.partition(), base, Math.max(base, top));
    }

    void appendTo(ColumnBuilder results) {
      start = frames.start(0);
      end = start;
      if (startsWithAll) {
        aggregate.startWith(totals.aggregates(), total, rows.partition().slot());
        end = frames.end(0);
        add(0, start, -1);
        add(end, rows.size(), -1);
      } else {
        aggregate.clear();
      }
      for (int i = 0; i < rows.count(); i++) {
        move(frames.start(i), frames.end(i));
        if (call.frame().exclusion() == Exclusion.NO_OTHERS) {
          aggregate.append(results);
        } else {
          exclude(i, -1);
          aggregate.append(results);
          exclude(i, 1);
        }
      }
    }

    private void move(long newStart, long newEnd) {
      if (newStart >= end && start < end) {
        aggregate.clear();
        start = newStart;
        end = newStart;
      } else if (start == end) {
        start = newStart;
        end = newStart;
      }
      add(end, newEnd, 1);
      add(start, newStart, -1);
      start = newStart;
      end = newEnd;
    }

    private void add(long from, long to, int weight) {
      if (from < to) {
        aggregate.add(batch, (int) (from - base), (int) (to - base), from, weight);
      }
    }

    private void exclude(int i, int weight) {
      add(frames.outFrom(i), frames.outTo(i), weight);
      if (frames.keepsSelf(i)) {
        long self = rows.first() + i;
        add(self, self + 1, -weight);
      }
    }
  }
}
