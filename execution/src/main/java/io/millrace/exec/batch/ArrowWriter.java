package io.millrace.exec.batch;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.TypeKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
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
    if (column instanceof BytesColumn bytes) {
      writeBytes(bytes, (BaseVariableWidthVector) vector, rows);
      return;
    }
    BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
    fixed.allocateNew(Math.max(1, rows));
    byte[] data;
    if (column instanceof BooleanColumn booleans) {
      data = bits(booleans.values(), rows);
    } else if (column instanceof IntColumn ints) {
      data = ints(ints, rows);
    } else if (column instanceof LongColumn longs) {
      data = longs(longs, rows);
    } else if (column instanceof DoubleColumn doubles) {
      data = doubles(doubles, rows);
    } else {
      ByteBuffer buffer = buffer(16 * rows);
      buffer.asLongBuffer().put(((Int128Column) column).words(), 0, 2 * rows);
      data = buffer.array();
    }
    fixed.getDataBuffer().setBytes(0, data);
    writeValidity(column, fixed.getValidityBuffer(), rows);
    fixed.setValueCount(rows);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bits(byte[] values, int rows) {
    byte[] bits = new byte[(rows + 7) / 8];
    for (int i = 0; i < rows; i++) {
      bits[i >> 3] |= (byte) (values[i] << (i & 7));
    }
    return bits;
  }

  private static byte[] ints(IntColumn column, int rows) {
    int[] values = column.values();
    switch (column.type().kind()) {
      case TINYINT -> {
        byte[] data = new byte[rows];
        for (int i = 0; i < rows; i++) {
          data[i] = (byte) values[i];
        }
        return data;
      }
      case SMALLINT -> {
        ByteBuffer buffer = buffer(2 * rows);
        for (int i = 0; i < rows; i++) {
          buffer.putShort(2 * i, (short) values[i]);
        }
        return buffer.array();
      }
      default -> {
        ByteBuffer buffer = buffer(4 * rows);
        buffer.asIntBuffer().put(values, 0, rows);
        return buffer.array();
      }
    }
  }

  private static byte[] longs(LongColumn column, int rows) {
    long[] values = column.values();
    if (column.type().kind() != TypeKind.DECIMAL) {
      ByteBuffer buffer = buffer(8 * rows);
      buffer.asLongBuffer().put(values, 0, rows);
      return buffer.array();
    }
    ByteBuffer buffer = buffer(16 * rows);
    for (int i = 0; i < rows; i++) {
      buffer.putLong(16 * i, values[i]);
      buffer.putLong(16 * i + 8, values[i] >> 63);
    }
    return buffer.array();
  }

  private static byte[] doubles(DoubleColumn column, int rows) {
    double[] values = column.values();
    if (column.type().kind() == TypeKind.DOUBLE) {
      ByteBuffer buffer = buffer(8 * rows);
      buffer.asDoubleBuffer().put(values, 0, rows);
      return buffer.array();
    }
    ByteBuffer buffer = buffer(4 * rows);
    for (int i = 0; i < rows; i++) {
      buffer.putFloat(4 * i, (float) values[i]);
    }
    return buffer.array();
  }

  private static void writeBytes(BytesColumn column, BaseVariableWidthVector vector, int rows) {
    int[] starts = column.starts();
    int[] lengths = column.lengths();
    ByteBuffer offsets = buffer(4 * (rows + 1));
    int end = 0;
    boolean contiguous = true;
    for (int i = 0; i < rows; i++) {
      boolean isNull = column.isNull(i);
      contiguous &= isNull || starts[i] == starts[0] + end;
      end = Math.addExact(end, isNull ? 0 : lengths[i]);
      offsets.putInt(4 * (i + 1), end);
    }
    vector.allocateNew(end, Math.max(1, rows));
    vector.getOffsetBuffer().setBytes(0, offsets.array());
    ArrowBuf data = vector.getDataBuffer();
    if (contiguous && rows > 0 && !column.isNull(0)) {
      data.setBytes(0, column.data(), starts[0], end);
    } else {
      byte[] gathered = new byte[end];
      int at = 0;
      for (int i = 0; i < rows; i++) {
        if (!column.isNull(i)) {
          System.arraycopy(column.data(), starts[i], gathered, at, lengths[i]);
          at += lengths[i];
        }
      }
      data.setBytes(0, gathered);
    }
    writeValidity(column, vector.getValidityBuffer(), rows);
    vector.setLastSet(rows - 1);
    vector.setValueCount(rows);
  }

  private static void writeValidity(Column column, ArrowBuf validity, int rows) {
    int size = (rows + 7) / 8;
    ByteBuffer bits = buffer((rows + 63) / 64 * 8);
    if (column.mayHaveNulls()) {
      bits.asLongBuffer().put(column.validity(), 0, (rows + 63) / 64);
    } else {
      Arrays.fill(bits.array(), (byte) -1);
    }
    validity.setBytes(0, bits.array(), 0, size);
  }
}
