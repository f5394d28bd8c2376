package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.plan.physical.Frame;
import io.millrace.plan.physical.Frame.Bound;
import io.millrace.plan.physical.Frame.Exclusion;
import io.millrace.plan.physical.Frame.Side;
import io.millrace.plan.physical.Frame.Unit;
import io.millrace.plan.physical.OverCall;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows a change reaches: those for which a call may give something else. Told before the
 * change, as positions before it.
 *
 * <p>It is enough to ask of each changed row by itself how far it reaches: what lies between a row
 * and the nearest changed one is as it was, and whoever is not reached by that is reached by none
 * behind it.
 */
final class Reach {
  private final Partition partition;
  private final Changes changes;
  private final boolean descending;
  private final long size;
  private final Stretches reached = new Stretches();
  private long[] peersFrom = {};
  private long[] peersTo = {};

  Reach(Partition partition, Changes changes, boolean descending) {
    this.partition = partition;
    this.changes = changes;
    this.descending = descending;
    this.size = partition.size();
  }

  /** Stretches of rows, none of which touch; the changed rows are in them. */
  Stretches of(List<OverCall> calls, RowLayout layout) {
    for (int i = 0; i < changes.count(); i++) {
      reached.add(changes.first()[i], changes.end(i));
    }
    for (OverCall call : calls) {
      add(call, layout);
    }
    return reached.merged(size);
  }

  private void add(OverCall call, RowLayout layout) {
    switch (call.function()) {
      case ROW_NUMBER -> addShifted();
      case RANK -> addRanks();
      case DENSE_RANK -> addDense();
      case PERCENT_RANK -> {
        addIfSizeChanges();
        addRanks();
      }
      case CUME_DIST -> {
        addIfSizeChanges();
        addShifted();
        addPeers();
      }
      case NTILE -> {
        addIfSizeChanges();
        addShifted();
      }
      case LAG -> addBehind(call, layout);
      case LEAD -> addAhead(call, layout);
      case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> addValue(call);
      case AGGREGATE -> {
        if (!Totals.isTotal(call)) {
          addFrames(call.frame());
        }
      }
    }
  }

  /** Rows before which there are more or fewer rows than there were. */
  private void addShifted() {
    long shift = 0;
    for (int i = 0; i < changes.count(); i++) {
      shift += changes.weights()[i];
      if (shift != 0) {
        reached.add(changes.end(i), i + 1 < changes.count() ? changes.first()[i + 1] : size);
      }
    }
  }

  /** Peers too: of the rows before them some do not count. */
  private void addRanks() {
    addShifted();
    addPeers();
  }

  private void addPeers() {
    findPeers();
    for (int i = 0; i < changes.count(); i++) {
      reached.add(peersFrom[i], peersTo[i]);
    }
  }

  /** Rows before which there are more or fewer kinds of rows than there were. */
  private void addDense() {
    findPeers();
    long shift = 0;
    int i = 0;
    while (i < changes.count()) {
      int last = i;
      long after = peersTo[i] - peersFrom[i] + changes.weights()[i];
      while (last + 1 < changes.count() && !changes.newPeers()[last + 1]) {
        last++;
        after += changes.weights()[last];
      }
      if (shift != 0) {
        reached.add(peersFrom[i], peersTo[i]);
      }
      shift += (after > 0 ? 1 : 0) - (peersTo[i] > peersFrom[i] ? 1 : 0);
      if (shift != 0) {
        reached.add(peersTo[i], last + 1 < changes.count() ? changes.first()[last + 1] : size);
      }
      i = last + 1;
    }
  }

  private void addIfSizeChanges() {
    if (Arrays.stream(changes.weights()).asLongStream().sum() != 0) {
      reached.add(0, size);
    }
  }

  private void addBehind(OverCall call, RowLayout layout) {
    for (int i = 0; i < changes.count(); i++) {
      long end = changes.end(i);
      if (call.ignoresNulls()) {
        addUntilValue(call, layout, i, end, true);
      } else {
        reached.add(end, Math.min(size, end + Math.min(size, call.number())));
      }
    }
  }

  private void addAhead(OverCall call, RowLayout layout) {
    for (int i = 0; i < changes.count(); i++) {
      long first = changes.first()[i];
      if (call.ignoresNulls()) {
        addUntilValue(call, layout, i, first, false);
      } else {
        reached.add(Math.max(0, first - call.number()), first);
      }
    }
  }

  /** Rows up to that behind which there are enough other values. */
  private void addUntilValue(OverCall call, RowLayout layout, int i, long border, boolean ahead) {
    int column = layout.places()[call.arguments().get(0)];
    if (changes.rows().column(column).isNull(i)) {
      return;
    }
    int wanted = (int) Math.min(size, call.number());
    LongArrayList values = ValueScan.away(partition, column, border, ahead, wanted);
    boolean enough = values.size() >= call.number() && !values.isEmpty();
    if (ahead) {
      reached.add(border, enough ? values.getLong(values.size() - 1) + 1 : size);
    } else {
      reached.add(enough ? values.getLong(values.size() - 1) : 0, border);
    }
  }

  private void addValue(OverCall call) {
    Frame frame = call.frame();
    boolean plain = !call.ignoresNulls() && frame.exclusion() == Exclusion.NO_OTHERS;
    boolean first = call.function() == OverCall.OverFunction.FIRST_VALUE;
    boolean last = call.function() == OverCall.OverFunction.LAST_VALUE;
    if (plain && first && frame.startsAtFirst() && !frame.mayBeEmpty()) {
      // the same row for all, unless it is another one now
      if (changes.first()[0] == 0) {
        reached.add(0, size);
      }
    } else if (plain && last && frame.endsAtLast() && !frame.mayBeEmpty()) {
      if (changes.end(changes.count() - 1) == size) {
        reached.add(0, size);
      }
    } else if (plain && last && frame.upper().side() == Side.CURRENT_ROW) {
      if (frame.unit() != Unit.ROWS) {
        addPeers();
      }
      if (frame.mayBeEmpty()) {
        addFrames(frame);
      }
    } else {
      addFrames(frame);
    }
  }

  /**
   * Rows in whose frame a changed row is, or between which and a bound of whose frame it is: what
   * is counted in rows or groups moves with it.
   */
  private void addFrames(Frame frame) {
    long[] from = from(frame);
    long[] to = to(frame);
    for (int i = 0; i < changes.count(); i++) {
      reached.add(from[i], to[i]);
    }
    if (frame.exclusion() != Exclusion.NO_OTHERS) {
      addPeers();
    }
  }

  /** The first rows whose frames end behind the changed ones. */
  private long[] from(Frame frame) {
    Bound upper = frame.upper();
    long[] from = new long[changes.count()];
    if (upper.side() == Side.UNBOUNDED_FOLLOWING) {
      return from;
    }
    if (frame.unit() == Unit.ROWS) {
      long distance = upper.side() == Side.FOLLOWING ? upper.count() : 0;
      for (int i = 0; i < from.length; i++) {
        from[i] = Math.max(0, changes.first()[i] - distance);
      }
      return from;
    }
    findPeers();
    if (!upper.hasAmount() || frame.unit() == Unit.GROUPS && upper.side() == Side.PRECEDING) {
      return peersFrom;
    }
    return frame.unit() == Unit.RANGE
        ? distance(upper, upper.side() == Side.FOLLOWING, false, peersFrom)
        : groupsBefore(upper.count());
  }

  /** The rows behind the last whose frames begin before the changed ones. */
  private long[] to(Frame frame) {
    Bound lower = frame.lower();
    long[] to = new long[changes.count()];
    if (lower.side() == Side.UNBOUNDED_PRECEDING) {
      Arrays.fill(to, size);
      return to;
    }
    if (frame.unit() == Unit.ROWS) {
      long distance = lower.side() == Side.PRECEDING ? lower.count() : 0;
      for (int i = 0; i < to.length; i++) {
        to[i] = Math.min(size, changes.end(i) + distance);
      }
      return to;
    }
    findPeers();
    if (!lower.hasAmount() || frame.unit() == Unit.GROUPS && lower.side() == Side.FOLLOWING) {
      return peersTo;
    }
    return frame.unit() == Unit.RANGE
        ? distance(lower, lower.side() == Side.FOLLOWING, true, peersTo)
        : groupsBehind(lower.count());
  }

  /**
   * Where values a distance away from those of the changed rows are.
   *
   * @param ahead whether they come before them in the order
   * @param ofNull for rows without a value
   */
  private long[] distance(Bound bound, boolean ahead, boolean behind, long[] ofNull) {
    Column values = changes.rows().column(0);
    Bound wide = bound;
    boolean turned = false;
    if (bound.months()) {
      // a month there and a month back may lead to another day, so one more is looked at
      BigDecimal months = bound.amount().add(BigDecimal.valueOf(ahead != behind ? 1 : -1));
      turned = months.signum() < 0;
      wide = new Bound(bound.side(), months.abs(), true);
    }
    long[] found = Distances.search(partition, values, wide, ahead != turned, descending, behind);
    for (int i = 0; i < found.length; i++) {
      found[i] = found[i] < 0 ? ofNull[i] : found[i];
    }
    return found;
  }

  private long[] groupsBefore(long groups) {
    long[] from = new long[changes.count()];
    for (int i = 0; i < from.length; i++) {
      from[i] = peersFrom[i];
      for (long k = 0; k < groups && from[i] > 0; k++) {
        from[i] = partition.peersFrom(partition.handle(from[i] - 1));
      }
    }
    return from;
  }

  private long[] groupsBehind(long groups) {
    long[] to = new long[changes.count()];
    for (int i = 0; i < to.length; i++) {
      to[i] = peersTo[i];
      for (long k = 0; k < groups && to[i] < size; k++) {
        to[i] = partition.peersTo(partition.handle(to[i]));
      }
    }
    return to;
  }

  private void findPeers() {
    if (peersFrom.length == changes.count()) {
      return;
    }
    Column[] sorted =
        IntStream.range(0, partition.sortColumns())
            .mapToObj(changes.rows()::column)
            .toArray(Column[]::new);
    ColumnBatch keys = ColumnBatch.of(partition.sortSchema(), changes.count(), sorted);
    peersFrom = partition.search(keys, changes.count(), false);
    peersTo = partition.search(keys, changes.count(), true);
  }
}
