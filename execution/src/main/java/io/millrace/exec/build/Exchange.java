package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.InputRows;
import io.millrace.state.KeyGroups;
import io.millrace.state.KeyHashing;
import java.util.stream.IntStream;

/**
 * A batch on its way into a stage: which rows belong to which partition, by key hash. The batch
 * itself is shared, not copied.
 */
final class Exchange {
  /** The numbers from 0 on, which nobody writes to. */
  private static final int[] POSITIONS = IntStream.range(0, ColumnBatch.MAX_ROWS).toArray();

  private final ColumnBatch batch;
  private final int[] counts;
  private final int[][] rows;
  private final long[][] hashes;
  private final int[][] positions;

  private Exchange(
      ColumnBatch batch, int[] counts, int[][] rows, long[][] hashes, int[][] positions) {
    this.batch = batch;
    this.counts = counts;
    this.rows = rows;
    this.hashes = hashes;
    this.positions = positions;
  }

  /** Deals a batch out to partitions. */
  static Exchange of(ColumnBatch batch, int[] keyColumns, int partitions) {
    int size = batch.size();
    int[] allPositions = positions(size);
    int[] allRows = allPositions;
    if (!batch.isDense()) {
      allRows = new int[size];
      for (int i = 0; i < size; i++) {
        allRows[i] = batch.row(i);
      }
    }
    long[] allHashes = new long[size];
    KeyHashing.hash(batch, keyColumns, allRows, size, allHashes);
    if (partitions == 1) {
      return new Exchange(
          batch,
          new int[] {size},
          new int[][] {allRows},
          new long[][] {allHashes},
          new int[][] {allPositions});
    }
    int[] counts = new int[partitions];
    for (int i = 0; i < size; i++) {
      counts[KeyGroups.partition(allHashes[i], partitions)]++;
    }
    int[][] rows = new int[partitions][];
    long[][] hashes = new long[partitions][];
    int[][] positions = new int[partitions][];
    for (int p = 0; p < partitions; p++) {
      positions[p] = new int[counts[p]];
      rows[p] = batch.isDense() ? positions[p] : new int[counts[p]];
      hashes[p] = new long[counts[p]];
    }
    int[] ends = new int[partitions];
    for (int i = 0; i < size; i++) {
      int p = KeyGroups.partition(allHashes[i], partitions);
      int to = ends[p]++;
      rows[p][to] = allRows[i];
      hashes[p][to] = allHashes[i];
      positions[p][to] = i;
    }
    return new Exchange(batch, counts, rows, hashes, positions);
  }

  private static int[] positions(int size) {
    return size <= POSITIONS.length ? POSITIONS : IntStream.range(0, size).toArray();
  }

  int size() {
    return batch.size();
  }

  int count(int partition) {
    return counts[partition];
  }

  /** The rows of a partition, once it is known how many rows arrived before. */
  InputRows rows(int partition, long firstPosition) {
    return new InputRows(
        batch,
        counts[partition],
        rows[partition],
        hashes[partition],
        positions[partition],
        firstPosition);
  }
}
