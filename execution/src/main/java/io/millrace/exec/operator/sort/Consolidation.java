package io.millrace.exec.operator.sort;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyedTable;
import io.millrace.state.StateTables;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sums the weights of equal rows, so that what came and went is gone. */
final class Consolidation {
  private Consolidation() {}

  /**
   * Each row once, in the order of its first occurrence, with its sum of weights where positive.
   */
  static ColumnBatch of(ColumnBatch batch, StateTables tables) {
    int[] columns = IntStream.range(0, batch.columnCount()).toArray();
    KeyedTable table =
        tables.keyed(
            "rows",
            IntStream.of(columns).mapToObj(batch.schema()::type).toList(),
            1,
            Optional.empty());
    int size = batch.size();
    int[] rows = IntStream.range(0, size).map(batch::row).toArray();
    long[] hashes = new long[size];
    KeyHashing.hash(batch, columns, rows, size, hashes);
    EncodedKeys keys = new EncodedKeys(table.layout());
    keys.encode(batch, columns, rows, size, hashes);
    int[] slots = new int[size];
    // slots of a fresh table count up in the order of first occurrence
    int distinct = table.upsert(keys, slots);
    long[] sums = new long[distinct];
    for (int i = 0; i < size; i++) {
      sums[slots[i]] += batch.weight(rows[i]);
    }
    int[] kept = new int[distinct];
    int[] weights = new int[distinct];
    int count = 0;
    for (int slot = 0; slot < distinct; slot++) {
      if (sums[slot] > 0) {
        kept[count] = slot;
        weights[count++] = Math.toIntExact(sums[slot]);
      }
    }
    Column[] output = new Column[columns.length];
    for (int i = 0; i < output.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(batch.schema().type(i), count);
      table.appendKeys(i, kept, 0, count, builder);
      output[i] = builder.build();
    }
    return ColumnBatch.weighted(batch.schema(), count, weights, output);
  }
}
