package io.millrace.exec.operator.topn;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/** Collects rows to give: those that are kept, by handle, and those of the batch that are gone. */
final class GivenRows {
  private static final long[] NO_BITS = {};

  private final TopNRows kept;
  private final Schema output;
  private final boolean numbered;
  private final Emission emission;

  /** Handles; of rows of the batch the complement of their place in it. */
  private final IntArrayList sources = new IntArrayList();

  private final IntArrayList partitions = new IntArrayList();
  private final IntArrayList weights = new IntArrayList();
  private final LongArrayList numbers = new LongArrayList();

  GivenRows(TopNRows kept, Schema output, boolean numbered, Emission emission) {
    this.kept = kept;
    this.output = output;
    this.numbered = numbered;
    this.emission = emission;
  }

  void kept(int partition, int handle, long weight, long number) {
    add(partition, handle, weight, number);
  }

  /** A row of the batch, as it lies there. */
  void ofBatch(int partition, int row, long weight, long number) {
    add(partition, ~row, weight, number);
  }

  private void add(int partition, int source, long weight, long number) {
    sources.add(source);
    partitions.add(partition);
    weights.add(Math.toIntExact(weight));
    numbers.add(number);
  }

  /**
   * Emits what was collected, in that order; partitions have come in the order of their hashes.
   *
   * @param batch with the columns of {@link TopNRows#schema}
   */
  void flush(ColumnBatch batch) {
    int from = 0;
    while (from < sources.size()) {
      int to = end(from);
      emit(batch, from, to);
      from = to;
    }
    sources.clear();
    partitions.clear();
    weights.clear();
    numbers.clear();
  }

  /** The end of a piece: rows of a partition stay together if they can. */
  private int end(int from) {
    int most = Math.min(sources.size(), from + ColumnBatch.MAX_ROWS);
    int to = most;
    while (to > from && to < sources.size() && partitions.getInt(to) == partitions.getInt(to - 1)) {
      to--;
    }
    return to == from ? most : to;
  }

  private void emit(ColumnBatch batch, int from, int to) {
    int count = to - from;
    int inputColumns = numbered ? output.size() - 1 : output.size();
    Column[] columns = new Column[output.size()];
    for (int i = 0; i < inputColumns; i++) {
      columns[i] = column(i, batch, from, to);
    }
    if (numbered) {
      long[] values = Arrays.copyOfRange(numbers.elements(), from, to);
      columns[inputColumns] = new LongColumn(DataType.BIGINT.notNull(), count, values, NO_BITS);
    }
    int[] given = Arrays.copyOfRange(weights.elements(), from, to);
    boolean plain = Arrays.stream(given).allMatch(weight -> weight == 1);
    long[] minors = new long[count];
    for (int i = 0; i < count; i++) {
      minors[i] = kept.partitions().hash(partitions.getInt(from + i));
    }
    emission.add(
        ColumnBatch.weighted(output, count, plain ? ColumnBatch.NONE : given, columns), minors);
  }

  private Column column(int column, ColumnBatch batch, int from, int to) {
    ColumnBuilder builder = new ColumnBuilder(output.type(column), to - from);
    int place = kept.place(column);
    if (place < 0) {
      kept.partitions().appendKeys(kept.key(column), partitions.elements(), from, to, builder);
      return builder.build();
    }
    int[] all = sources.elements();
    int at = from;
    while (at < to) {
      int end = at + 1;
      if (all[at] < 0) {
        builder.appendFrom(batch.column(place), ~all[at]);
      } else {
        while (end < to && all[end] >= 0) {
          end++;
        }
        kept.rows().append(place, all, at, end, builder);
      }
      at = end;
    }
    return builder.build();
  }
}
