package io.millrace.exec.operator.over;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.aggregate.ColumnComparison;
import io.millrace.exec.operator.aggregate.ColumnPairs;
import io.millrace.plan.physical.OperatorSpec.OverSpec;
import io.millrace.state.KeyedTable;
import java.util.Arrays;

/** Gives rows: new ones, or those that are other ones than before. */
final class Given {
  private final Schema output;
  private final RowLayout layout;
  private final KeyedTable partitions;
  private final int[] partitionColumns;
  private final Emission emission;
  private final int inputColumns;
  private final int[] rows = new int[ColumnBatch.MAX_ROWS];
  private final int[] weights = new int[ColumnBatch.MAX_ROWS];
  private int count;
  private boolean insertOnly = true;
  private Results old = new Results(0, new Column[0], new Column[0]);
  private Results now = old;
  private int slot;
  private long place;

  Given(OverSpec spec, RowLayout layout, KeyedTable partitions, Emission emission) {
    this.output = spec.output();
    this.layout = layout;
    this.partitions = partitions;
    this.partitionColumns = spec.partition().stream().mapToInt(Integer::intValue).toArray();
    this.emission = emission;
    this.inputColumns = spec.input().output().size();
  }

  /** Gives rows that nobody has seen. */
  void giveAll(Results results, int partition, long newPlace) {
    begin(results, results, partition, newPlace);
    for (int i = 0; i < results.count(); i++) {
      add(i, 1);
    }
    flush();
  }

  /**
   * Gives what is different in a stretch.
   *
   * @param changes of the partition; those from {@code first} to {@code end} are in the stretch
   * @param start the position of the stretch before the change
   */
  void giveDifferences(
      Results before,
      Results after,
      Changes changes,
      int first,
      int end,
      long start,
      int partition,
      long newPlace) {
    begin(before, after, partition, newPlace);
    int oldRow = 0;
    int newRow = 0;
    for (int i = first; i < end; i++) {
      int unchanged = (int) (changes.first()[i] - start) - oldRow;
      pairs(oldRow, newRow, unchanged);
      oldRow += unchanged;
      newRow += unchanged;
      int copies = (int) changes.before()[i];
      int copiesAfter = (int) changes.after(i);
      int both = Math.min(copies, copiesAfter);
      pairs(oldRow, newRow, both);
      for (int k = both; k < copies; k++) {
        add(oldRow + k, -1);
      }
      for (int k = both; k < copiesAfter; k++) {
        add(newRow + k, 1);
      }
      oldRow += copies;
      newRow += copiesAfter;
    }
    pairs(oldRow, newRow, before.count() - oldRow);
    flush();
  }

  private void begin(Results before, Results after, int partition, long newPlace) {
    old = before;
    now = after;
    slot = partition;
    place = newPlace;
  }

  /** Rows that are the same but for what the calls give. */
  private void pairs(int oldRow, int newRow, int length) {
    if (length == 0) {
      return;
    }
    int[] oldRows = consecutive(oldRow, length);
    int[] newRows = consecutive(newRow, length);
    boolean[] different = new boolean[length];
    for (int i = 0; i < now.calls().length; i++) {
      ColumnComparison.markDifferences(
          old.calls()[i].gather(oldRows, length),
          now.calls()[i].gather(newRows, length),
          different,
          length);
    }
    for (int i = 0; i < length; i++) {
      if (different[i]) {
        add(oldRow + i, -1);
        add(newRow + i, 1);
      }
    }
  }

  private static int[] consecutive(int from, int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    return rows;
  }

  private void add(int row, int weight) {
    rows[count] = row;
    weights[count++] = weight;
    insertOnly &= weight > 0;
    if (count == rows.length) {
      flush();
    }
  }

  private void flush() {
    if (count == 0) {
      return;
    }
    Column[] columns = new Column[output.size()];
    for (int i = 0; i < columns.length; i++) {
      if (i >= inputColumns) {
        int call = i - inputColumns;
        columns[i] =
            ColumnPairs.interleave(old.calls()[call], now.calls()[call], rows, weights, count);
      } else if (layout.has(i)) {
        int at = layout.places()[i];
        columns[i] = ColumnPairs.interleave(old.rows()[at], now.rows()[at], rows, weights, count);
      } else {
        columns[i] = partitionColumn(i);
      }
    }
    int[] given = insertOnly ? ColumnBatch.NONE : Arrays.copyOf(weights, count);
    long[] places = new long[count];
    Arrays.fill(places, place);
    emission.add(ColumnBatch.weighted(output, count, given, columns), places);
    count = 0;
    insertOnly = true;
  }

  private Column partitionColumn(int column) {
    int key = 0;
    while (partitionColumns[key] != column) {
      key++;
    }
    int[] slots = new int[count];
    Arrays.fill(slots, slot);
    ColumnBuilder builder = new ColumnBuilder(output.type(column), count);
    partitions.appendKeys(key, slots, 0, count, builder);
    return builder.build();
  }
}
