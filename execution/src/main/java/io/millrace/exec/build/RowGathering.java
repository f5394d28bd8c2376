package io.millrace.exec.build;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of several batches that become one: noted row by row, and copied column by column. */
final class RowGathering {
  private static final int FIRST_ROWS = 64;

  private final Schema schema;
  private final List<ColumnBatch> sources = new ArrayList<>();
  private int[] sourceOf = new int[FIRST_ROWS];
  private int[] rows = new int[FIRST_ROWS];
  private int size;

  RowGathering(Schema schema) {
    this.schema = schema;
  }

  int size() {
    return size;
  }

  /** Lets rows come from a batch; the number by which {@link #add} knows it. */
  int addSource(ColumnBatch batch) {
    sources.add(batch);
    return sources.size() - 1;
  }

  /** Adds rows of a source that lie one behind the other. */
  void add(int source, int from, int count) {
    if (size + count > rows.length) {
      rows = Arrays.copyOf(rows, Math.max(size + count, 2 * rows.length));
      sourceOf = Arrays.copyOf(sourceOf, rows.length);
    }
    ColumnBatch batch = sources.get(source);
    for (int i = 0; i < count; i++) {
      rows[size] = batch.row(from + i);
      sourceOf[size++] = source;
    }
  }

  /** The batch of all rows. */
  ColumnBatch build() {
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(i);
    }
    return ColumnBatch.weighted(schema, size, weights(), columns);
  }

  private int[] weights() {
    if (sources.stream().allMatch(ColumnBatch::isInsertOnly)) {
      return ColumnBatch.NONE;
    }
    int[] weights = new int[size];
    boolean plain = true;
    for (int i = 0; i < size; i++) {
      weights[i] = sources.get(sourceOf[i]).weight(rows[i]);
      plain &= weights[i] == 1;
    }
    return plain ? ColumnBatch.NONE : weights;
  }

  private Column column(int index) {
    Column[] from = new Column[sources.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = sources.get(i).column(index);
    }
    DataType type = schema.type(index);
    long[] validity = validity(from);
    return switch (type.layout()) {
      case BOOLEAN -> new BooleanColumn(type, size, booleans(from), validity);
      case INT -> new IntColumn(type, size, ints(from), validity);
      case LONG -> new LongColumn(type, size, longs(from), validity);
      case DOUBLE -> new DoubleColumn(type, size, doubles(from), validity);
      case INT128 -> new Int128Column(type, size, wide(from), validity);
      case BYTES -> bytes(type, from, validity);
    };
  }

  private long[] validity(Column[] from) {
    boolean plain = true;
    for (Column column : from) {
      plain &= !column.mayHaveNulls();
    }
    if (plain) {
      return Validity.NONE;
    }
    long[] bits = Validity.allValid(size);
    for (int i = 0; i < size; i++) {
      if (from[sourceOf[i]].isNull(rows[i])) {
        Validity.setNull(bits, i);
      }
    }
    return Validity.hasNulls(bits, size) ? bits : Validity.NONE;
  }

  private byte[] booleans(Column[] from) {
    byte[][] values = new byte[from.length][];
    for (int i = 0; i < from.length; i++) {
      values[i] = ((BooleanColumn) from[i]).values();
    }
    byte[] gathered = new byte[size];
    for (int i = 0; i < size; i++) {
      gathered[i] = values[sourceOf[i]][rows[i]];
    }
    return gathered;
  }

  private int[] ints(Column[] from) {
    int[][] values = new int[from.length][];
    for (int i = 0; i < from.length; i++) {
      values[i] = ((IntColumn) from[i]).values();
    }
    int[] gathered = new int[size];
    for (int i = 0; i < size; i++) {
      gathered[i] = values[sourceOf[i]][rows[i]];
    }
    return gathered;
  }

  private long[] longs(Column[] from) {
    long[][] values = new long[from.length][];
    for (int i = 0; i < from.length; i++) {
      values[i] = ((LongColumn) from[i]).values();
    }
    long[] gathered = new long[size];
    for (int i = 0; i < size; i++) {
      gathered[i] = values[sourceOf[i]][rows[i]];
    }
    return gathered;
  }

  private double[] doubles(Column[] from) {
    double[][] values = new double[from.length][];
    for (int i = 0; i < from.length; i++) {
      values[i] = ((DoubleColumn) from[i]).values();
    }
    double[] gathered = new double[size];
    for (int i = 0; i < size; i++) {
      gathered[i] = values[sourceOf[i]][rows[i]];
    }
    return gathered;
  }

  private long[] wide(Column[] from) {
    long[][] words = new long[from.length][];
    for (int i = 0; i < from.length; i++) {
      words[i] = ((Int128Column) from[i]).words();
    }
    long[] gathered = new long[2 * size];
    for (int i = 0; i < size; i++) {
      gathered[2 * i] = words[sourceOf[i]][2 * rows[i]];
      gathered[2 * i + 1] = words[sourceOf[i]][2 * rows[i] + 1];
    }
    return gathered;
  }

  private BytesColumn bytes(DataType type, Column[] from, long[] validity) {
    int[] starts = new int[size];
    int[] lengths = new int[size];
    int total = 0;
    for (int i = 0; i < size; i++) {
      BytesColumn column = (BytesColumn) from[sourceOf[i]];
      starts[i] = total;
      lengths[i] = Validity.isNull(validity, i) ? 0 : column.lengths()[rows[i]];
      total = Math.addExact(total, lengths[i]);
    }
    byte[] gathered = new byte[total];
    for (int i = 0; i < size; i++) {
      BytesColumn column = (BytesColumn) from[sourceOf[i]];
      System.arraycopy(column.data(), column.starts()[rows[i]], gathered, starts[i], lengths[i]);
    }
    return new BytesColumn(type, size, gathered, starts, lengths, validity);
  }
}
