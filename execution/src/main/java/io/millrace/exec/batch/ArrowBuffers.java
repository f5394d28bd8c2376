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
import java.util.List;

/** The bytes of a dense column as Arrow lays them out, on the heap. */
final class ArrowBuffers {
  private ArrowBuffers() {}

  /** Some bytes of an array. */
  record Part(byte[] array, int from, int length) {
    Part(byte[] array) {
      this(array, 0, array.length);
    }
  }

  /** The values; for text and binary the ends of values, and then the values. */
  static List<Part> values(Column column, int rows) {
    if (column instanceof BytesColumn bytes) {
      return texts(bytes, rows);
    } else if (column instanceof BooleanColumn booleans) {
      return List.of(new Part(bits(booleans.values(), rows)));
    } else if (column instanceof IntColumn ints) {
      return List.of(new Part(ints(ints, rows)));
    } else if (column instanceof LongColumn longs) {
      return List.of(new Part(longs(longs, rows)));
    } else if (column instanceof DoubleColumn doubles) {
      return List.of(new Part(doubles(doubles, rows)));
    }
    ByteBuffer buffer = buffer(16 * rows);
    buffer.asLongBuffer().put(((Int128Column) column).words(), 0, 2 * rows);
    return List.of(new Part(buffer.array()));
  }

  /** A bit for each row: whether it is not NULL. */
  static Part validity(Column column, int rows) {
    ByteBuffer bits = buffer((rows + 63) / 64 * 8);
    if (column.mayHaveNulls()) {
      bits.asLongBuffer().put(column.validity(), 0, (rows + 63) / 64);
    } else {
      Arrays.fill(bits.array(), (byte) -1);
    }
    return new Part(bits.array(), 0, (rows + 7) / 8);
  }

  /** As {@link #validity}, of rows that are all not NULL. */
  static Part allValid(int rows) {
    byte[] bits = new byte[(rows + 7) / 8];
    Arrays.fill(bits, (byte) -1);
    return new Part(bits);
  }

  /** Four bytes each. */
  static Part ints(int[] values) {
    ByteBuffer buffer = buffer(4 * values.length);
    buffer.asIntBuffer().put(values);
    return new Part(buffer.array());
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

  private static List<Part> texts(BytesColumn column, int rows) {
    int[] starts = column.starts();
    int[] lengths = column.lengths();
    ByteBuffer ends = buffer(4 * (rows + 1));
    int end = 0;
    boolean contiguous = true;
    for (int i = 0; i < rows; i++) {
      boolean isNull = column.isNull(i);
      contiguous &= isNull || starts[i] == starts[0] + end;
      end = Math.addExact(end, isNull ? 0 : lengths[i]);
      ends.putInt(4 * (i + 1), end);
    }
    if (contiguous && rows > 0 && !column.isNull(0)) {
      return List.of(new Part(ends.array()), new Part(column.data(), starts[0], end));
    }
    byte[] gathered = new byte[end];
    int at = 0;
    for (int i = 0; i < rows; i++) {
      if (!column.isNull(i)) {
        System.arraycopy(column.data(), starts[i], gathered, at, lengths[i]);
        at += lengths[i];
      }
    }
    return List.of(new Part(ends.array()), new Part(gathered));
  }
}
