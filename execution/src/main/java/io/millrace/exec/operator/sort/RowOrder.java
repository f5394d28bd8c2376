package io.millrace.exec.operator.sort;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.plan.physical.Ordering;
import io.millrace.plan.physical.Ordering.SortKey;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order that ORDER BY asks for: numbers by value with NaN largest and −0.0 equal to 0.0, text
 * and binary byte by byte, FALSE before TRUE, NULLs as each key says; ties stay as they are.
 */
public final class RowOrder {
  private final List<SortKey> keys;

  public RowOrder(List<SortKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** The physical rows of a batch in order. */
  public int[] sort(ColumnBatch batch) {
    int[] rows = new int[batch.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = batch.row(i);
    }
    if (!keys.isEmpty()) {
      IntArrays.mergeSort(rows, comparator(batch));
    }
    return rows;
  }

  /** The order of an ordering's keys. */
  public static RowOrder of(Ordering ordering) {
    return new RowOrder(ordering.keys());
  }

  /** Compares physical rows of a batch. */
  public IntComparator comparator(ColumnBatch batch) {
    List<IntComparator> comparators = new ArrayList<>();
    for (SortKey key : keys) {
      Column column = batch.column(key.column());
      IntComparator values = comparator(column);
      IntComparator directed = key.descending() ? (a, b) -> values.compare(b, a) : values;
      comparators.add(
          column.mayHaveNulls() ? withNulls(column, directed, key.nullsFirst()) : directed);
    }
    if (comparators.size() == 1) {
      return comparators.get(0);
    }
    IntComparator[] all = comparators.toArray(IntComparator[]::new);
    return (a, b) -> {
      for (IntComparator comparator : all) {
        int comparison = comparator.compare(a, b);
        if (comparison != 0) {
          return comparison;
        }
      }
      return 0;
    };
  }

  private static IntComparator withNulls(Column column, IntComparator values, boolean nullsFirst) {
    int nullSide = nullsFirst ? -1 : 1;
    return (a, b) -> {
      boolean leftNull = column.isNull(a);
      boolean rightNull = column.isNull(b);
      if (leftNull || rightNull) {
        return leftNull == rightNull ? 0 : leftNull ? nullSide : -nullSide;
      }
      return values.compare(a, b);
    };
  }

  private static IntComparator comparator(Column column) {
    if (column instanceof LongColumn source) {
      long[] values = source.values();
      return (a, b) -> Long.compare(values[a], values[b]);
    } else if (column instanceof IntColumn source) {
      int[] values = source.values();
      return (a, b) -> Integer.compare(values[a], values[b]);
    } else if (column instanceof DoubleColumn source) {
      double[] values = source.values();
      // adding 0.0 makes −0.0 positive
      return (a, b) -> Double.compare(values[a] + 0.0, values[b] + 0.0);
    } else if (column instanceof BooleanColumn source) {
      byte[] values = source.values();
      return (a, b) -> Byte.compare(values[a], values[b]);
    } else if (column instanceof Int128Column source) {
      long[] words = source.words();
      return (a, b) -> {
        int high = Long.compare(words[2 * a + 1], words[2 * b + 1]);
        return high != 0 ? high : Long.compareUnsigned(words[2 * a], words[2 * b]);
      };
    }
    return bytesComparator((BytesColumn) column);
  }

  private static IntComparator bytesComparator(BytesColumn column) {
    byte[] data = column.data();
    int[] starts = column.starts();
    int[] lengths = column.lengths();
    return (a, b) ->
        Arrays.compareUnsigned(
            data, starts[a], starts[a] + lengths[a], data, starts[b], starts[b] + lengths[b]);
  }
}
