package io.millrace.exec.batch;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.batch.ArrowBuffers.Part;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/** Fills a vector from a dense column. */
final class ArrowWriter {
  private ArrowWriter() {}

  static void write(Column column, FieldVector vector, int rows) {
    if (column.type().kind() == TypeKind.NULL) {
      vector.setValueCount(rows);
      return;
    }
    if (column instanceof BytesColumn nested && column.type().kind().isNested()) {
      ArrowNested.write(nested, vector, rows);
      return;
    }
    List<Part> values = ArrowBuffers.values(column, rows);
    Part data = values.get(values.size() - 1);
    if (vector instanceof BaseVariableWidthVector texts) {
      texts.allocateNew(data.length(), Math.max(1, rows));
      set(texts.getOffsetBuffer(), values.get(0));
      texts.setLastSet(rows - 1);
    } else {
      ((BaseFixedWidthVector) vector).allocateNew(Math.max(1, rows));
    }
    set(vector.getDataBuffer(), data);
    set(vector.getValidityBuffer(), ArrowBuffers.validity(column, rows));
    vector.setValueCount(rows);
  }

  static void writeValidity(Column column, ArrowBuf validity, int rows) {
    set(validity, ArrowBuffers.validity(column, rows));
  }

  private static void set(ArrowBuf buffer, Part part) {
    buffer.setBytes(0, part.array(), part.from(), part.length());
  }
}
