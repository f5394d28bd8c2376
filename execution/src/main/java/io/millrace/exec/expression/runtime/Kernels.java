package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.Validity;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of every generated class. A kernel is a loop that computes one projection or tests
 * one conjunct of the filter. Call order for a batch: {@link #begin}, {@link #bind} for the columns
 * that are read, then kernels. Not thread-safe.
 */
public abstract class Kernels {
  /** Text of one row that nothing outlives. */
  protected final TextBuffer scratch = new TextBuffer();

  /** Where 128-bit results are left. */
  protected final Int128 wide = new Int128();

  /** {@code T_N}, µs since 1970. */
  protected long batchTime;

  private int extent;
  private int[] identity = {};
  private long[] allValid = {};

  /** Begins a batch whose columns have {@code physicalRows} rows. */
  public final void begin(int physicalRows, long batchTimeMicros) {
    extent = physicalRows;
    batchTime = batchTimeMicros;
    beginBatch();
  }

  /** Computes what is fixed for the batch. */
  protected abstract void beginBatch();

  /** Makes the column the one that expressions read at that index. */
  public abstract void bind(int index, Column column);

  /**
   * Keeps the rows for which a conjunct is true.
   *
   * @param nulls whether a column it reads has a bitmap
   * @param selection the rows to test; empty with {@code dense}
   * @param kept receives the rows; may be {@code selection} itself
   * @return how many
   */
  public abstract int filter(
      int kernel, boolean nulls, boolean dense, int[] selection, int count, int[] kept);

  /**
   * Computes a column at the selected physical rows.
   *
   * @param nulls whether a column it reads has a bitmap
   */
  public abstract Column project(
      int kernel, boolean nulls, boolean dense, int[] selection, int count);

  /**
   * Calls a lambda at a physical row, with the payloads of {@link Payloads}; null for NULL.
   *
   * @param b for one parameter alone null
   */
  public byte @Nullable [] lambda(int number, int row, byte @Nullable [] a, byte @Nullable [] b) {
    throw new IllegalArgumentException("no lambda " + number);
  }

  /** The number of physical rows of the batch. */
  protected final int extent() {
    return extent;
  }

  /** The selection of all rows. */
  protected final int[] identity(int count) {
    if (identity.length < count) {
      identity = new int[Math.max(count, 256)];
      for (int i = 0; i < identity.length; i++) {
        identity[i] = i;
      }
    }
    return identity;
  }

  /** The column's bitmap, or one that says that no row is NULL. */
  protected final long[] validity(Column column) {
    if (column.mayHaveNulls()) {
      return column.validity();
    }
    int words = Validity.words(Math.max(extent, column.rowCount()));
    if (allValid.length < words) {
      allValid = new long[Math.max(words, 64)];
      Arrays.fill(allValid, -1L);
    }
    return allValid;
  }
}
