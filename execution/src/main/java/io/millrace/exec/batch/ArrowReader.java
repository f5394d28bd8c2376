package io.millrace.exec.batch;

import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.api.types.TypeKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/** Copies a vector to a column. */
final class ArrowReader {
  private ArrowReader() {}

  static Column read(FieldVector vector, DataType type, int rows) {
    if (type.kind() == TypeKind.NULL) {
      return new BooleanColumn(type, rows, new byte[rows], new long[Validity.words(rows)]);
    }
    if (type.kind().isNested()) {
      return ArrowNested.read(vector, type, rows);
    }
    long[] validity = validity(vector, rows);
    if (type.layout() == Layout.BYTES) {
      return readBytes(vector, type, rows, validity);
    }
    ArrowBuf data = vector.getDataBuffer();
    return switch (type.layout()) {
      case BOOLEAN ->
          new BooleanColumn(type, rows, unpack(bytes(data, (rows + 7) / 8), rows), validity);
      case INT -> new IntColumn(type, rows, ints(data, type, rows), validity);
      case LONG -> new LongColumn(type, rows, longs(data, type, rows), validity);
      case DOUBLE -> new DoubleColumn(type, rows, doubles(data, type, rows), validity);
      case INT128 -> new Int128Column(type, rows, words(data, 2 * rows), validity);
      case BYTES -> throw new IllegalStateException("not reached");
    };
  }

  private static ByteBuffer bytes(ArrowBuf buffer, int size) {
    byte[] bytes = new byte[size];
    if (size > 0) {
      buffer.getBytes(0, bytes);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long[] words(ArrowBuf buffer, int count) {
    long[] words = new long[count];
    bytes(buffer, 8 * count).asLongBuffer().get(words);
    return words;
  }

  private static long[] validity(FieldVector vector, int rows) {
    if (vector.getNullCount() == 0) {
      return Validity.NONE;
    }
    byte[] bits = new byte[Validity.words(rows) * 8];
    vector.getValidityBuffer().getBytes(0, bits, 0, (rows + 7) / 8);
    long[] validity = new long[Validity.words(rows)];
    ByteBuffer.wrap(bits).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(validity);
    return validity;
  }

  private static byte[] unpack(ByteBuffer bits, int rows) {
    byte[] values = new byte[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (byte) (bits.get(i >> 3) >> (i & 7) & 1);
    }
    return values;
  }

  private static int[] ints(ArrowBuf data, DataType type, int rows) {
    int[] values = new int[rows];
    switch (type.kind()) {
      case TINYINT -> {
        ByteBuffer bytes = bytes(data, rows);
        for (int i = 0; i < rows; i++) {
          values[i] = bytes.get(i);
        }
      }
      case SMALLINT -> {
        ByteBuffer bytes = bytes(data, 2 * rows);
        for (int i = 0; i < rows; i++) {
          values[i] = bytes.getShort(2 * i);
        }
      }
      default -> bytes(data, 4 * rows).asIntBuffer().get(values);
    }
    return values;
  }

  private static long[] longs(ArrowBuf data, DataType type, int rows) {
    if (type.kind() != TypeKind.DECIMAL) {
      return words(data, rows);
    }
    long[] wide = words(data, 2 * rows);
    long[] values = new long[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = wide[2 * i];
    }
    return values;
  }

  private static double[] doubles(ArrowBuf data, DataType type, int rows) {
    double[] values = new double[rows];
    if (type.kind() == TypeKind.DOUBLE) {
      bytes(data, 8 * rows).asDoubleBuffer().get(values);
      return values;
    }
    ByteBuffer bytes = bytes(data, 4 * rows);
    for (int i = 0; i < rows; i++) {
      values[i] = bytes.getFloat(4 * i);
    }
    return values;
  }

  private static BytesColumn readBytes(
      FieldVector vector, DataType type, int rows, long[] validity) {
    int[] starts = new int[rows];
    int[] lengths = new int[rows];
    if (rows == 0) {
      return new BytesColumn(type, 0, new byte[0], starts, lengths, validity);
    }
    int[] offsets = new int[rows + 1];
    bytes(vector.getOffsetBuffer(), 4 * (rows + 1)).asIntBuffer().get(offsets);
    int first = offsets[0];
    for (int i = 0; i < rows; i++) {
      starts[i] = offsets[i] - first;
      lengths[i] = offsets[i + 1] - offsets[i];
    }
    byte[] data = new byte[offsets[rows] - first];
    if (data.length > 0) {
      vector.getDataBuffer().getBytes(first, data);
    }
    return new BytesColumn(type, rows, data, starts, lengths, validity);
  }
}
