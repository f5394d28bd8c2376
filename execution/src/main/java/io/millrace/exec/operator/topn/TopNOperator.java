package io.millrace.exec.operator.topn;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.exec.operator.sort.RowOrder;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;
import io.millrace.plan.physical.TopN.Ties;
import io.millrace.state.GroupRows;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The first rows of each partition, under insertions and deletions of any rows.
 *
 * <p>All that a batch brings is added at its end, so that what came and went leaves no trace. What
 * has to be given follows from positions before and behind it ({@link WindowChanges}), and costs
 * the rows that came, entered or left, but not those that stay.
 */
final class TopNOperator implements StatefulOperator {
  private final TopNSpec spec;
  private final StateTables tables;
  private final TopNRows kept;
  private final Windows windows;
  private final Emission emission = new Emission();
  private final GivenRows given;
  private final WholeWindows whole;
  private final RowOrder order;
  private final Schema buffered;
  private final Optional<Arrivals> arrivals;
  private final boolean countsArrivals;
  private final GroupRows found = new GroupRows();
  private final IntArrayList partitionOf = new IntArrayList();
  private BatchBuilder buffer;
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);
  private int[] ranks = {};
  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  TopNOperator(TopNSpec spec, StateTables tables) {
    this.spec = spec;
    this.tables = tables;
    this.kept = new TopNRows(spec, tables);
    this.windows = new Windows(spec.rule(), kept.rows());
    this.given = new GivenRows(kept, spec.output(), spec.rule().numbered(), emission);
    this.whole = new WholeWindows(spec, kept, emission);
    this.order = new RowOrder(kept.order());
    boolean byArrival = spec.rule().ties() == Ties.ARRIVAL;
    this.countsArrivals = byArrival && spec.insertOnly();
    this.arrivals =
        byArrival && !spec.insertOnly()
            ? Optional.of(new Arrivals(kept, spec.input().output(), tables))
            : Optional.empty();
    this.buffered = buffered();
    this.buffer = new BatchBuilder(buffered);
  }

  /** Rows as they are to lie; behind them what tells their partition, where rows are looked up. */
  private Schema buffered() {
    List<Field> fields = new ArrayList<>(kept.schema().fields());
    if (arrivals.isPresent()) {
      for (int column : kept.partitionColumns()) {
        fields.add(spec.input().output().fields().get(column));
      }
    }
    return new Schema(fields);
  }

  @Override
  public void begin(BatchTime batchTime) {
    kept.begin();
    time = batchTime;
    updated = 0;
    removed = 0;
    updateNanos = 0;
    removalNanos = 0;
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    InputRows accepted = kept.accept(input, time);
    int[] partitions = kept.find(accepted);
    ColumnBatch batch = accepted.batch();
    int[] stored = kept.stored();
    for (int column = 0; column < buffered.size(); column++) {
      append(accepted, column, stored, partitions);
    }
    for (int i = 0; i < accepted.count(); i++) {
      buffer.endRow(batch.weight(accepted.rows()[i]));
      partitionOf.add(partitions[i]);
    }
    updateNanos += System.nanoTime() - start;
  }

  private void append(InputRows input, int column, int[] stored, int[] partitions) {
    int of =
        column < stored.length ? stored[column] : kept.partitionColumns()[column - stored.length];
    for (int i = 0; i < input.count(); i++) {
      if (of >= 0) {
        buffer.column(column).appendFrom(input.batch().column(of), input.rows()[i]);
      } else {
        buffer.column(column).appendLong(countsArrivals ? kept.nextArrival(partitions[i]) : 0);
      }
    }
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    if (buffer.size() > 0) {
      settle();
      partitionOf.clear();
      buffer = new BatchBuilder(buffered);
    }
    if (spec.emission() == OperatorSpec.Emission.FINAL && time.endOfInput()) {
      giveAll();
    }
    long middle = System.nanoTime();
    if (time.expires() && !time.endOfInput()) {
      expire();
    }
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  /** Adds what the batch brings, and gives what changes by it. */
  private void settle() {
    int[] touched = kept.touched().toIntArray();
    kept.sortByHash(touched);
    rank(touched);
    ColumnBatch batch = buffer.build();
    int[] partitions = partitionOf.elements();
    if (arrivals.isPresent()) {
      Arrivals.Numbered numbered = arrivals.get().number(batch, partitions);
      batch = numbered.batch();
      partitions = numbered.partitions();
    }
    Changes changes = new Changes(batch, order, partitions, ranks);
    updated = changes.count();
    WindowChanges window = new WindowChanges(kept, windows, batch, changes);
    if (spec.emission() == OperatorSpec.Emission.FINAL) {
      window.apply();
    } else if (spec.rule().numbered()) {
      new NumberChanges(spec.rule(), kept, windows, changes, window).give(given);
    } else {
      window.apply();
      window.give(given);
    }
    given.flush(batch);
    if (spec.insertOnly()) {
      trim(touched);
    }
    int empty = kept.empty(touched, touched.length);
    kept.remove(touched, empty);
    removed += empty;
  }

  /** By partition, its place in the order of hashes. */
  private void rank(int[] touched) {
    int largest = 0;
    for (int partition : touched) {
      largest = Math.max(largest, partition);
    }
    if (ranks.length <= largest) {
      ranks = new int[Math.max(largest + 1, 2 * ranks.length)];
    }
    for (int i = 0; i < touched.length; i++) {
      ranks[touched[i]] = i;
    }
  }

  /** Where rows only come, one behind the last that is given is never given. */
  private void trim(int[] touched) {
    long[] from = new long[touched.length];
    long[] to = new long[touched.length];
    Arrays.setAll(from, i -> windows.end(touched[i]));
    Arrays.fill(to, Long.MAX_VALUE);
    kept.rows().ranges(touched, from, to, false, touched.length, found);
    int[] weights = new int[found.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = -Math.toIntExact(found.copies()[i]);
    }
    kept.rows().addWeights(found.handles(), weights, weights.length);
  }

  private void expire() {
    int[] expired = kept.takeExpired(time.watermark());
    if (spec.emission() == OperatorSpec.Emission.FINAL) {
      whole.give(expired);
    }
    kept.remove(expired, expired.length);
    removed += expired.length;
  }

  @Override
  public void giveAll() {
    whole.giveAll();
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public boolean keepsInput() {
    return false;
  }

  @Override
  public long rowsTotal() {
    return kept.rows().size();
  }

  @Override
  public StateCount count() {
    return new StateCount(
        kept.rows().size(),
        updated,
        removed,
        kept.dropped(),
        updateNanos,
        removalNanos,
        tables.memoryBytes());
  }
}
