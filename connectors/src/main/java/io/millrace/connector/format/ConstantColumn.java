package io.millrace.connector.format;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column that has the same value in all rows, such as the name of a file. */
public final class ConstantColumn {
  private final Column full;

  /**
   * @param value as {@link Column#value} gives it
   */
  public ConstantColumn(DataType type, @Nullable Object value) {
    ColumnBuilder builder = new ColumnBuilder(type, 1);
    builder.appendValue(value);
    this.full = spread(builder.build());
  }

  private ConstantColumn(Column single) {
    this.full = spread(single);
  }

  /** The constant that a text stands for; empty if it stands for none of that type. */
  public static Optional<ConstantColumn> parse(DataType type, String text, FieldParser parser) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] data = Arrays.copyOf(utf8, utf8.length + Bytes.SLACK);
    ColumnTarget target = new ColumnTarget(type);
    target.begin(1, RowMemory.FRESH);
    if (!parser.parse(target, 0, data, 0, utf8.length)) {
      return Optional.empty();
    }
    return Optional.of(new ConstantColumn(target.build(1, data)));
  }

  private static Column spread(Column single) {
    int rows = ColumnBatch.MAX_ROWS;
    if (single instanceof BytesColumn bytes && !bytes.isNull(0)) {
      int[] starts = new int[rows];
      int[] lengths = new int[rows];
      Arrays.fill(starts, bytes.starts()[0]);
      Arrays.fill(lengths, bytes.lengths()[0]);
      return new BytesColumn(bytes.type(), rows, bytes.data(), starts, lengths, Validity.NONE);
    }
    return single.gather(new int[rows], rows);
  }

  /** The column with so many rows; its arrays are shared. */
  Column first(int rows) {
    if (full instanceof LongColumn column) {
      return new LongColumn(column.type(), rows, column.values(), column.validity());
    }
    if (full instanceof IntColumn column) {
      return new IntColumn(column.type(), rows, column.values(), column.validity());
    }
    if (full instanceof DoubleColumn column) {
      return new DoubleColumn(column.type(), rows, column.values(), column.validity());
    }
    if (full instanceof BooleanColumn column) {
      return new BooleanColumn(column.type(), rows, column.values(), column.validity());
    }
    if (full instanceof Int128Column column) {
      return new Int128Column(column.type(), rows, column.words(), column.validity());
    }
    BytesColumn column = (BytesColumn) full;
    return new BytesColumn(
        column.type(), rows, column.data(), column.starts(), column.lengths(), column.validity());
  }
}
