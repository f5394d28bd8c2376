package io.millrace.exec.batch;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.NestedReader;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.batch.ArrowBuffers.Part;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * ARRAY, MAP and ROW columns as Arrow has them: offsets and children.
 *
 * @param offsets where the elements of each row begin, and behind the last; of a ROW of no meaning
 * @param children the elements of all rows one after the other: one column of an ARRAY, two of a
 *     MAP, one for each field of a ROW
 */
record ArrowNested(Part offsets, int childRows, List<Column> children) {

  static ArrowNested of(BytesColumn column, int rows) {
    DataType type = column.type();
    boolean struct = type.kind() == TypeKind.ROW;
    List<ColumnBuilder> builders = new ArrayList<>();
    type.children().forEach(child -> builders.add(new ColumnBuilder(child.type(), rows)));
    NestedReader reader = new NestedReader();
    int[] offsets = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      boolean isNull = column.isNull(i);
      if (struct && isNull) {
        builders.forEach(ColumnBuilder::appendNull);
      } else if (!isNull) {
        reader.open(column, i);
        if (struct) {
          appendRow(reader, builders);
        }
        while (!struct && reader.hasNext()) {
          appendRow(reader, builders);
        }
      }
      offsets[i + 1] = builders.get(0).rowCount();
    }
    List<Column> children = builders.stream().map(ColumnBuilder::build).toList();
    return new ArrowNested(ArrowBuffers.ints(offsets), offsets[rows], children);
  }

  private static void appendRow(NestedReader reader, List<ColumnBuilder> children) {
    for (ColumnBuilder child : children) {
      reader.next(child.type());
      reader.appendTo(child);
    }
  }

  static void write(BytesColumn column, FieldVector vector, int rows) {
    ArrowNested inside = of(column, rows);
    vector.setInitialCapacity(Math.max(1, rows));
    vector.allocateNew();
    if (vector instanceof ListVector list) {
      Part offsets = inside.offsets();
      list.getOffsetBuffer().setBytes(0, offsets.array(), offsets.from(), offsets.length());
      list.setLastSet(rows - 1);
      if (column.type().kind() == TypeKind.MAP) {
        StructVector entries = (StructVector) list.getDataVector();
        writeFields(inside, entries);
        for (int i = 0; i < inside.childRows(); i++) {
          entries.setIndexDefined(i);
        }
      } else {
        ArrowWriter.write(inside.children().get(0), list.getDataVector(), inside.childRows());
      }
    } else {
      writeFields(inside, (StructVector) vector);
    }
    ArrowWriter.writeValidity(column, vector.getValidityBuffer(), rows);
    vector.setValueCount(rows);
  }

  private static void writeFields(ArrowNested inside, StructVector vector) {
    vector.setInitialCapacity(Math.max(1, inside.childRows()));
    vector.allocateNew();
    for (int i = 0; i < inside.children().size(); i++) {
      FieldVector field = (FieldVector) vector.getChildByOrdinal(i);
      ArrowWriter.write(inside.children().get(i), field, inside.childRows());
    }
    vector.setValueCount(inside.childRows());
  }

  static Column read(FieldVector vector, DataType type, int rows) {
    List<Column> children = new ArrayList<>();
    if (vector instanceof ListVector list && type.kind() == TypeKind.ARRAY) {
      FieldVector data = list.getDataVector();
      children.add(ArrowReader.read(data, type.child(0), data.getValueCount()));
    } else {
      StructVector struct =
          (StructVector) (vector instanceof ListVector list ? list.getDataVector() : vector);
      for (int i = 0; i < type.children().size(); i++) {
        FieldVector child = (FieldVector) struct.getChildByOrdinal(i);
        children.add(ArrowReader.read(child, type.child(i), struct.getValueCount()));
      }
    }
    ColumnBuilder column = new ColumnBuilder(type, rows);
    NestedWriter writer = new NestedWriter();
    for (int i = 0; i < rows; i++) {
      if (vector.isNull(i)) {
        column.appendNull();
      } else {
        append(vector, children, i, writer);
        column.appendBytes(writer.data(), 0, writer.size());
      }
    }
    return column.build();
  }

  private static void append(
      FieldVector vector, List<Column> children, int row, NestedWriter writer) {
    writer.clear();
    if (!(vector instanceof ListVector list)) {
      children.forEach(child -> writer.addFrom(child, row));
      return;
    }
    for (int k = list.getElementStartIndex(row); k < list.getElementEndIndex(row); k++) {
      for (Column child : children) {
        writer.addFrom(child, k);
      }
    }
    writer.end();
  }
}
