package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import java.util.ArrayList;
import java.util.List;

/** What is inside of one nested value, as columns. */
public final class NestedColumns {
  private NestedColumns() {}

  /**
   * The elements of an ARRAY as one column, the keys and the values of a MAP as two, or each field
   * of a ROW as a column of one row.
   *
   * @param row one that is not NULL
   */
  public static List<Column> of(BytesColumn column, int row) {
    return of(column.type(), column.data(), column.starts()[row]);
  }

  /** As {@link #of(BytesColumn, int)}, of the value that begins at a place. */
  public static List<Column> of(DataType type, byte[] data, int start) {
    List<ColumnBuilder> builders = new ArrayList<>();
    type.children().forEach(child -> builders.add(new ColumnBuilder(child.type(), 1)));
    NestedReader reader = new NestedReader().open(data, start);
    switch (type.kind()) {
      case ARRAY, MAP -> {
        while (reader.hasNext()) {
          appendRow(reader, builders);
        }
      }
      default -> appendRow(reader, builders);
    }
    return builders.stream().map(ColumnBuilder::build).toList();
  }

  private static void appendRow(NestedReader reader, List<ColumnBuilder> builders) {
    for (ColumnBuilder builder : builders) {
      reader.next(builder.type());
      reader.appendTo(builder);
    }
  }
}
