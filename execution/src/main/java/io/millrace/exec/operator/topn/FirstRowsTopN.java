package io.millrace.exec.operator.topn;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;
import io.millrace.plan.physical.TopN.Ties;
import io.millrace.state.GroupRows;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The first n rows of each partition of rows that only come: no more than n are kept, for what has
 * been displaced never comes back. Rows are added as they come, and those behind the n-th go at
 * once; each partition gives what it has lost and what it has won at the end of the batch.
 */
final class FirstRowsTopN implements StatefulOperator {
  private static final long[] NO_BITS = {};

  private final Schema schema;
  private final boolean gives;
  private final boolean countsArrivals;
  private final boolean numbered;
  private final int limit;
  private final StateTables tables;
  private final TopNRows kept;
  private final WholeWindows whole;
  private final GivenRows given;
  private final Emission emission = new Emission();
  private final int[] columns;

  /** Those of the columns, the first ones, that tell where a row that comes belongs. */
  private final int[] placing;

  private final Schema widened;
  private final GroupRows found = new GroupRows();
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);

  /** By handle: how many copies of the row have come in the batch. */
  private int[] fresh = {};

  /** Rows that were given and are no longer, as they lay. */
  private BatchBuilder gone;

  /** By row that is gone: the one that its partition lost before it, + 1. */
  private final IntArrayList goneBefore = new IntArrayList();

  /** By partition: its place among those that were touched in the batch. */
  private int[] places = {};

  /** By place: the row that the partition lost last, + 1, and when it was trimmed last. */
  private final IntArrayList goneLast = new IntArrayList();

  private final IntArrayList trimmed = new IntArrayList();
  private int round;

  /** With numbers: what touched partitions had given, one behind the other. */
  private final OldNumbers old = new OldNumbers();

  // rows that may be among the first
  private int[] partitions = {};
  private int[] rows = {};
  private int[] weights = {};
  private int[] handles = {};
  private long[] from = {};
  private long[] to = {};

  /** Whether many rows have lost of late, so that looking first is cheaper than adding. */
  private boolean looksFirst;

  private long updated;
  private long removed;
  private long updateNanos;
  private long removalNanos;

  FirstRowsTopN(TopNSpec spec, StateTables tables) {
    this.schema = spec.input().output();
    this.gives = spec.emission() == OperatorSpec.Emission.CHANGES;
    this.countsArrivals = spec.rule().ties() == Ties.ARRIVAL;
    this.numbered = gives && spec.rule().numbered();
    this.limit = Math.toIntExact(spec.rule().ordering().limit().orElseThrow());
    this.tables = tables;
    this.kept = new TopNRows(spec, tables);
    this.whole = new WholeWindows(spec, kept, emission);
    this.given = new GivenRows(kept, spec.output(), spec.rule().numbered(), emission);
    this.columns = kept.stored().clone();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = columns[i] < 0 ? schema.size() : columns[i];
    }
    int sorted = spec.rule().ordering().keys().size();
    // no two rows have one number of arrival
    this.placing = countsArrivals ? Arrays.copyOf(columns, sorted + 1) : columns;
    List<Field> fields = new ArrayList<>(schema.fields());
    fields.add(new Field("$arrival", DataType.BIGINT.notNull()));
    this.widened = new Schema(fields);
    this.gone = new BatchBuilder(kept.schema(), 1);
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
    int[] slots = kept.find(accepted);
    placeTouched();
    reserve(accepted.count());
    ColumnBatch batch = countsArrivals ? withArrivals(accepted, slots) : accepted.batch();
    int count = candidates(accepted, batch, slots);
    kept.rows().add(partitions, batch, columns, rows, weights, count, handles);
    for (int i = 0; i < count; i++) {
      mark(handles[i], weights[i]);
    }
    int lost = trim(count);
    looksFirst = looksFirst ? 4 * count < 3 * accepted.count() : 2 * lost > count;
    updated += count;
    updateNanos += System.nanoTime() - start;
  }

  private void placeTouched() {
    IntArrayList touched = kept.touched();
    int known = goneLast.size();
    if (numbered && touched.size() > known) {
      int[] these = Arrays.copyOfRange(touched.elements(), known, touched.size());
      firstRows(these);
      old.add(found, these.length);
    }
    for (int i = known; i < touched.size(); i++) {
      int partition = touched.getInt(i);
      if (partition >= places.length) {
        places = Arrays.copyOf(places, Math.max(partition + 1, 2 * places.length));
      }
      places[partition] = i;
      goneLast.add(0);
      trimmed.add(-1);
    }
  }

  private void reserve(int count) {
    if (rows.length < count) {
      int size = Math.max(count, 2 * rows.length);
      partitions = new int[size];
      rows = new int[size];
      weights = new int[size];
      handles = new int[size];
      from = new long[size];
      to = new long[size];
    }
  }

  private ColumnBatch withArrivals(InputRows input, int[] slots) {
    ColumnBatch batch = input.batch();
    int physical = batch.column(0).rowCount();
    long[] numbers = new long[physical];
    for (int i = 0; i < input.count(); i++) {
      numbers[input.rows()[i]] = kept.nextArrival(slots[i]);
    }
    Column[] all = new Column[schema.size() + 1];
    for (int i = 0; i < schema.size(); i++) {
      all[i] = batch.column(i);
    }
    all[schema.size()] = new LongColumn(DataType.BIGINT.notNull(), physical, numbers, NO_BITS);
    return batch.withColumns(widened, all);
  }

  /** The rows that are not behind n others already. */
  private int candidates(InputRows input, ColumnBatch batch, int[] slots) {
    if (looksFirst) {
      kept.rows().search(slots, batch, placing, input.rows(), true, input.count(), from);
    }
    int count = 0;
    for (int i = 0; i < input.count(); i++) {
      if (!looksFirst || from[i] < limit) {
        int row = input.rows()[i];
        partitions[count] = slots[i];
        rows[count] = row;
        weights[count++] = Math.min(limit, input.batch().weight(row));
      }
    }
    return count;
  }

  private void mark(int handle, int copies) {
    if (handle >= fresh.length) {
      fresh = Arrays.copyOf(fresh, Math.max(handle + 1, 2 * fresh.length));
    }
    fresh[handle] += copies;
  }

  /** Removes what is behind the n-th row; how many of these have come in the batch. */
  private int trim(int count) {
    int distinct = 0;
    round++;
    for (int i = 0; i < count; i++) {
      int place = places[partitions[i]];
      if (trimmed.getInt(place) != round) {
        trimmed.set(place, round);
        partitions[distinct++] = partitions[i];
      }
    }
    Arrays.fill(from, 0, distinct, limit);
    Arrays.fill(to, 0, distinct, Long.MAX_VALUE);
    kept.rows().ranges(partitions, from, to, false, distinct, found);
    if (handles.length < found.size()) {
      handles = new int[found.size()];
      weights = new int[found.size()];
    }
    int lost = 0;
    for (int request = 0; request < distinct; request++) {
      for (int i = found.start(request); i < found.end(request); i++) {
        int handle = found.handles()[i];
        int copies = Math.toIntExact(found.copies()[i]);
        int young = Math.min(copies, handle < fresh.length ? fresh[handle] : 0);
        if (young > 0) {
          fresh[handle] -= young;
          lost += young;
        }
        if (copies > young && gives) {
          lose(partitions[request], handle, copies - young);
        }
        handles[i] = handle;
        weights[i] = -copies;
      }
    }
    kept.rows().addWeights(handles, weights, found.size());
    return lost;
  }

  /** Remembers a row that was given until the batch, and is so no more. */
  private void lose(int partition, int handle, int copies) {
    int[] one = {handle};
    for (int i = 0; i < columns.length; i++) {
      kept.rows().append(i, one, 0, 1, gone.column(i));
    }
    gone.endRow(-copies);
    int place = places[partition];
    goneBefore.add(goneLast.getInt(place));
    goneLast.set(place, gone.size());
    if (numbered) {
      old.lose(place, handle, copies, gone.size() - 1);
    }
  }

  /** Finds the rows that partitions give. */
  private void firstRows(int[] some) {
    reserve(some.length);
    Arrays.fill(from, 0, some.length, 0);
    Arrays.fill(to, 0, some.length, limit);
    kept.rows().ranges(some, from, to, false, some.length, found);
  }

  @Override
  public void finish() {
    long start = System.nanoTime();
    if (gives) {
      giveChanges();
    } else if (time.endOfInput()) {
      whole.giveAll();
    }
    goneLast.clear();
    trimmed.clear();
    long middle = System.nanoTime();
    if (time.expires() && !time.endOfInput()) {
      expire();
    }
    updateNanos += middle - start;
    removalNanos += System.nanoTime() - middle;
  }

  private void giveChanges() {
    int[] touched = kept.touched().toIntArray();
    if (touched.length == 0) {
      return;
    }
    kept.sortByHash(touched);
    ColumnBatch lost = gone.build();
    firstRows(touched);
    for (int i = 0; i < touched.length; i++) {
      if (numbered) {
        old.compare(places[touched[i]], touched[i], found, i, given);
      } else {
        giveLost(touched[i], lost);
      }
      giveFresh(touched[i], i);
    }
    given.flush(lost);
    gone = new BatchBuilder(kept.schema(), 1);
    goneBefore.clear();
    old.clear();
  }

  private void giveLost(int partition, ColumnBatch lost) {
    for (int row = goneLast.getInt(places[partition]); row > 0; row = goneBefore.getInt(row - 1)) {
      given.ofBatch(partition, row - 1, lost.weight(row - 1), 0);
    }
  }

  /** Gives what has come, or with numbers has been given already. */
  private void giveFresh(int partition, int request) {
    for (int at = found.start(request); at < found.end(request); at++) {
      int handle = found.handles()[at];
      if (handle < fresh.length && fresh[handle] > 0) {
        if (!numbered) {
          given.kept(partition, handle, fresh[handle], 0);
        }
        fresh[handle] = 0;
      }
    }
  }

  private void expire() {
    int[] expired = kept.takeExpired(time.watermark());
    if (!gives) {
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
