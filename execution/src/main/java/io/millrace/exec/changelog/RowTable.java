package io.millrace.exec.changelog;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a pool found by some of their columns, each with a weight. Entries are numbered in the
 * order in which they came.
 */
final class RowTable {
  private static final int INITIAL = 64;

  /** A table that has grown beyond that gives its memory back. */
  private static final int KEPT = 1 << 10;

  private final RowPool pool;
  private final int[] columns;
  private long[] references = new long[INITIAL];
  private long[] weights = new long[INITIAL];
  private int[] hashes = new int[INITIAL];
  private int[] slots = new int[2 * INITIAL];
  private int size;

  RowTable(RowPool pool, int[] columns) {
    this.pool = pool;
    this.columns = columns;
  }

  int size() {
    return size;
  }

  /** Forgets everything; a small table keeps its memory. */
  void clear() {
    if (references.length > KEPT) {
      references = new long[INITIAL];
      weights = new long[INITIAL];
      hashes = new int[INITIAL];
      slots = new int[2 * INITIAL];
    } else if (size > 0) {
      Arrays.fill(slots, 0);
    }
    size = 0;
  }

  /** The rows whose weight is not 0, copied, with their weights. */
  List<ColumnBatch> net(Schema schema) {
    List<ColumnBatch> batches = new ArrayList<>();
    BatchBuilder builder = new BatchBuilder(schema);
    for (int entry = 0; entry < size; entry++) {
      if (weights[entry] != 0) {
        pool.appendTo(builder, references[entry]);
        builder.endRow(Math.toIntExact(weights[entry]));
        if (builder.size() == ColumnBatch.MAX_ROWS) {
          batches.add(builder.build());
        }
      }
    }
    if (builder.size() > 0) {
      batches.add(builder.build());
    }
    return batches;
  }

  long reference(int entry) {
    return references[entry];
  }

  long weight(int entry) {
    return weights[entry];
  }

  /** The entry of the row, made with weight 0 if there was none, after adding to its weight. */
  int add(long reference, long weight) {
    int hash = pool.hash(reference, columns);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int entry = slots[slot] - 1;
      if (hashes[entry] == hash && pool.equal(references[entry], reference, columns)) {
        weights[entry] += weight;
        return entry;
      }
      slot = slot + 1 & mask;
    }
    if (size == references.length) {
      grow();
      mask = slots.length - 1;
      slot = hash & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
    }
    references[size] = reference;
    weights[size] = weight;
    hashes[size] = hash;
    slots[slot] = ++size;
    return size - 1;
  }

  /** Adds every row of a batch, which the pool takes, with its weight. */
  void addAll(ColumnBatch changes) {
    int batch = pool.attach(changes);
    for (int i = 0; i < changes.size(); i++) {
      int row = changes.row(i);
      add(RowPool.reference(batch, row), changes.weight(row));
    }
  }

  private void grow() {
    references = Arrays.copyOf(references, 2 * size);
    weights = Arrays.copyOf(weights, 2 * size);
    hashes = Arrays.copyOf(hashes, 2 * size);
    slots = new int[4 * size];
    int mask = slots.length - 1;
    for (int entry = 0; entry < size; entry++) {
      int slot = hashes[entry] & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = entry + 1;
    }
  }
}
