package io.millrace.api.batch;

import static io.millrace.api.batch.NestedFormat.ESCAPED;
import static java.util.Objects.requireNonNull;

import io.millrace.api.types.DataType;
import io.millrace.api.types.StructValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes nested values as {@link NestedFormat} says: for an ARRAY its elements one after the other
 * and {@link #end}, for a MAP keys and values in turn and {@link #end}, for a ROW its fields. Used
 * again after {@link #clear}. Not thread-safe.
 */
public final class NestedWriter {
  private byte[] data = new byte[64];
  private int size;

  /** What has been written; shared, valid to {@link #size()} until the next call. */
  public byte[] data() {
    return data;
  }

  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(data, size);
  }

  public void clear() {
    size = 0;
  }

  /** Takes back what was written behind that size. */
  public void cut(int newSize) {
    size = newSize;
  }

  /** An element that is NULL. */
  public void addNull() {
    put(NestedFormat.NULL);
  }

  /** Ends an ARRAY or MAP. */
  public void end() {
    put(NestedFormat.END);
  }

  public void addBoolean(boolean value) {
    put(NestedFormat.VALUE);
    put((byte) (value ? 1 : 0));
  }

  /** An element of layout INT. */
  public void addInt(int value) {
    put(NestedFormat.VALUE);
    putInt(value);
  }

  /** An element of layout LONG. */
  public void addLong(long value) {
    put(NestedFormat.VALUE);
    putLong(value);
  }

  public void addDouble(double value) {
    put(NestedFormat.VALUE);
    putLong(NestedFormat.orderedBits(value));
  }

  public void addInt128(long low, long high) {
    put(NestedFormat.VALUE);
    putLong(high);
    putLong(low ^ Long.MIN_VALUE);
  }

  /** An element of text or binary. */
  public void addBytes(byte[] source, int start, int length) {
    put(NestedFormat.VALUE);
    putClosed(source, start, length);
  }

  /** An element that is a nested value itself, in its encoded form. */
  public void addNested(byte[] source, int start, int length) {
    put(NestedFormat.VALUE);
    putAll(source, start, length);
  }

  /** Begins an element that is a nested value and written in place: its elements follow. */
  public void begin() {
    put(NestedFormat.VALUE);
  }

  /** An element as it lies in another nested value, its mark included. */
  public void addElement(byte[] source, int start, int end) {
    putAll(source, start, end - start);
  }

  /** An element given as a column of its type would hold it: null for NULL, text not closed. */
  public void addPayload(DataType type, byte @Nullable [] payload) {
    if (payload == null) {
      addNull();
    } else if (NestedFormat.isClosed(type)) {
      addBytes(payload, 0, payload.length);
    } else {
      addNested(payload, 0, payload.length);
    }
  }

  /** A row of a column as an element. */
  public void addFrom(Column column, int row) {
    if (column.isNull(row)) {
      addNull();
      return;
    }
    put(NestedFormat.VALUE);
    putPayload(column, row, true);
  }

  /** The value of a row that is not NULL, as the payload at the top. */
  public void putValue(Column column, int row) {
    putPayload(column, row, false);
  }

  private void putPayload(Column column, int row, boolean inside) {
    if (column instanceof LongColumn longs) {
      putLong(longs.values()[row]);
    } else if (column instanceof IntColumn ints) {
      putInt(ints.values()[row]);
    } else if (column instanceof DoubleColumn doubles) {
      putLong(NestedFormat.orderedBits(doubles.values()[row]));
    } else if (column instanceof BooleanColumn booleans) {
      put(booleans.values()[row]);
    } else if (column instanceof Int128Column wide) {
      putLong(wide.words()[2 * row + 1]);
      putLong(wide.words()[2 * row] ^ Long.MIN_VALUE);
    } else if (column instanceof BytesColumn bytes) {
      if (inside && NestedFormat.isClosed(bytes.type())) {
        putClosed(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
      } else {
        putAll(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
      }
    }
  }

  /** A value as {@link Column#value} gives it, as an element. */
  public void addValue(DataType type, @Nullable Object value) {
    if (value == null) {
      addNull();
      return;
    }
    put(NestedFormat.VALUE);
    switch (type.layout()) {
      case BOOLEAN -> put((byte) ((Boolean) value ? 1 : 0));
      case INT -> putInt(Values.toInt(type, value));
      case LONG -> putLong(Values.toLong(type, value));
      case DOUBLE -> putLong(NestedFormat.orderedBits(((Number) value).doubleValue()));
      case INT128 -> {
        BigInteger unscaled = ((BigDecimal) value).setScale(type.scale()).unscaledValue();
        putLong(unscaled.shiftRight(Long.SIZE).longValueExact());
        putLong(unscaled.longValue() ^ Long.MIN_VALUE);
      }
      case BYTES -> {
        if (type.kind().isNested()) {
          putNested(type, value);
        } else {
          byte[] bytes =
              value instanceof byte[] binary
                  ? binary
                  : ((String) value).getBytes(StandardCharsets.UTF_8);
          putClosed(bytes, 0, bytes.length);
        }
      }
    }
  }

  /** A List, Map or StructValue (a List will do), as the payload of the type. */
  public void putNested(DataType type, Object value) {
    switch (type.kind()) {
      case ARRAY -> {
        for (Object element : (List<?>) value) {
          addValue(type.child(0), element);
        }
        end();
      }
      case MAP -> {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          addValue(type.child(0), requireNonNull(entry.getKey(), "key of a map is null"));
          addValue(type.child(1), entry.getValue());
        }
        end();
      }
      default -> {
        List<?> values = value instanceof StructValue struct ? struct.values() : (List<?>) value;
        if (values.size() != type.children().size()) {
          throw new IllegalArgumentException(values.size() + " values for " + type.sql());
        }
        for (int i = 0; i < values.size(); i++) {
          addValue(type.child(i), values.get(i));
        }
      }
    }
  }

  private void put(byte value) {
    reserve(1);
    data[size++] = value;
  }

  private void putInt(int value) {
    reserve(4);
    int flipped = value ^ Integer.MIN_VALUE;
    for (int shift = 24; shift >= 0; shift -= 8) {
      data[size++] = (byte) (flipped >>> shift);
    }
  }

  private void putLong(long value) {
    reserve(8);
    long flipped = value ^ Long.MIN_VALUE;
    for (int shift = 56; shift >= 0; shift -= 8) {
      data[size++] = (byte) (flipped >>> shift);
    }
  }

  private void putClosed(byte[] source, int start, int length) {
    reserve(Math.addExact(length, 2));
    for (int i = start; i < start + length; i++) {
      byte value = source[i];
      if (value == 0) {
        reserve(length + 4);
        data[size++] = 0;
        data[size++] = ESCAPED;
      } else {
        data[size++] = value;
      }
    }
    data[size++] = 0;
    data[size++] = 0;
  }

  private void putAll(byte[] source, int start, int length) {
    reserve(length);
    System.arraycopy(source, start, data, size, length);
    size += length;
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > data.length) {
      data =
          Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * size)));
    }
  }
}
