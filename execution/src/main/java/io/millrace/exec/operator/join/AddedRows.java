package io.millrace.exec.operator.join;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.InputRows;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;

/** Rows that have come in a batch, each under a number by which they are asked for at its end. */
final class AddedRows {
  private final List<ColumnBatch> batches = new ArrayList<>();
  private final IntArrayList batchOf = new IntArrayList();
  private final IntArrayList rowOf = new IntArrayList();
  private final IntArrayList numberOf = new IntArrayList();
  private int[] order = {};
  private int[] starts = {};

  /**
   * Takes rows.
   *
   * @param numbers one for each row
   */
  void add(InputRows input, int[] numbers) {
    batches.add(input.batch());
    for (int i = 0; i < input.count(); i++) {
      batchOf.add(batches.size() - 1);
      rowOf.add(input.rows()[i]);
      numberOf.add(numbers[i]);
    }
  }

  int size() {
    return rowOf.size();
  }

  /** Puts rows of equal numbers together, in the order they came. */
  void sort(int numbers) {
    starts = new int[numbers + 1];
    for (int i = 0; i < size(); i++) {
      starts[numberOf.getInt(i) + 1]++;
    }
    for (int i = 0; i < numbers; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    order = new int[size()];
    for (int i = 0; i < size(); i++) {
      order[next[numberOf.getInt(i)]++] = i;
    }
  }

  /** Where the rows of a number begin, once sorted; they end where those of the next begin. */
  int start(int number) {
    return starts[number];
  }

  ColumnBatch batch(int place) {
    return batches.get(batchOf.getInt(order[place]));
  }

  int row(int place) {
    return rowOf.getInt(order[place]);
  }

  int weight(int place) {
    return batch(place).weight(row(place));
  }

  void clear() {
    batches.clear();
    batchOf.clear();
    rowOf.clear();
    numberOf.clear();
  }
}
