package io.millrace.connector.format;

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
import java.math.BigInteger;
import java.util.Arrays;

/**
 * One column while it is filled by row number, text as ranges of the input. A row may be set again
 * until the column is built. Not thread-safe.
 */
public final class ColumnTarget {
  private final DataType type;
  private byte[] booleans = {};
  private int[] ints = {};
  private int[] lengths = {};
  private long[] longs = {};
  private double[] doubles = {};
  private long[] validity = Validity.NONE;
  private int capacity;

  /** The values of nested types and of JSON, which are not ranges of the input. */
  private byte[] own = {};

  private int ownSize;

  public ColumnTarget(DataType type) {
    this.type = type;
  }

  public DataType type() {
    return type;
  }

  public boolean isBinary() {
    return type.kind() == TypeKind.BINARY;
  }

  /** Starts over with room for so many rows. */
  void begin(int rows, RowMemory memory) {
    capacity = rows;
    validity = Validity.NONE;
    own = new byte[0];
    ownSize = 0;
    switch (type.layout()) {
      case BOOLEAN -> booleans = memory.bytes(rows);
      case INT -> ints = memory.ints(rows);
      case LONG -> longs = memory.longs(rows);
      case DOUBLE -> doubles = memory.doubles(rows);
      case INT128 -> longs = new long[2 * rows];
      case BYTES -> {
        ints = memory.ints(rows);
        lengths = memory.ints(rows);
      }
    }
  }

  /** Makes room for so many rows, and keeps those that are there. */
  void grow(int rows) {
    switch (type.layout()) {
      case BOOLEAN -> booleans = Arrays.copyOf(booleans, Math.max(rows, booleans.length));
      case INT -> ints = Arrays.copyOf(ints, Math.max(rows, ints.length));
      case LONG -> longs = Arrays.copyOf(longs, Math.max(rows, longs.length));
      case DOUBLE -> doubles = Arrays.copyOf(doubles, Math.max(rows, doubles.length));
      case INT128 -> longs = Arrays.copyOf(longs, 2 * rows);
      case BYTES -> {
        ints = Arrays.copyOf(ints, Math.max(rows, ints.length));
        lengths = Arrays.copyOf(lengths, Math.max(rows, lengths.length));
      }
    }
    if (validity.length != 0) {
      long[] more = Validity.allValid(rows);
      for (int i = 0; i < capacity; i++) {
        if (Validity.isNull(validity, i)) {
          Validity.setNull(more, i);
        }
      }
      validity = more;
    }
    capacity = rows;
  }

  /** Makes sure that a row that was set to NULL before can take a value. */
  void clear(int row) {
    if (validity.length != 0) {
      Validity.setValid(validity, row);
    }
  }

  public void setNull(int row) {
    if (validity.length == 0) {
      validity = Validity.allValid(capacity);
    }
    Validity.setNull(validity, row);
    if (type.layout() == Layout.BYTES) {
      ints[row] = 0;
      lengths[row] = 0;
    }
  }

  boolean isNull(int row) {
    return Validity.isNull(validity, row);
  }

  public void setBoolean(int row, boolean value) {
    booleans[row] = (byte) (value ? 1 : 0);
  }

  public void setInt(int row, int value) {
    ints[row] = value;
  }

  public void setLong(int row, long value) {
    longs[row] = value;
  }

  public void setDouble(int row, double value) {
    doubles[row] = value;
  }

  public void setInt128(int row, BigInteger value) {
    longs[2 * row] = value.longValue();
    longs[2 * row + 1] = value.shiftRight(64).longValueExact();
  }

  /** Text or binary: a range of the input. */
  public void setRange(int row, int start, int length) {
    ints[row] = start;
    lengths[row] = length;
  }

  /** Whether values are given by {@link #setBytes}. */
  public boolean hasOwnBytes() {
    return type.kind().isNested() || type.kind().isJson();
  }

  /** A nested value in its encoded form, or JSON; copied. */
  public void setBytes(int row, byte[] value) {
    int needed = Math.addExact(ownSize, value.length);
    if (needed > own.length) {
      own =
          Arrays.copyOf(own, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * ownSize)));
    }
    System.arraycopy(value, 0, own, ownSize, value.length);
    setRange(row, ownSize, value.length);
    ownSize = needed;
  }

  /** Starts over for one value. */
  public void beginOne() {
    begin(1, RowMemory.FRESH);
  }

  /** The column of one value; a range refers to {@code data}. */
  public Column buildOne(byte[] data) {
    return build(1, data);
  }

  /** Whether text of that range has at most as many characters as the type allows. */
  public boolean fits(byte[] data, int start, int length) {
    int limit = type.precision();
    return limit == DataType.UNBOUNDED
        || type.kind() == TypeKind.BINARY
        || length <= limit
        || Bytes.codePoints(data, start, start + length) <= limit;
  }

  /** The column of the first rows; ranges refer to {@code data}. */
  Column build(int rows, byte[] data) {
    return switch (type.layout()) {
      case BOOLEAN -> new BooleanColumn(type, rows, booleans, validity);
      case INT -> new IntColumn(type, rows, ints, validity);
      case LONG -> new LongColumn(type, rows, longs, validity);
      case DOUBLE -> new DoubleColumn(type, rows, doubles, validity);
      case INT128 -> new Int128Column(type, rows, longs, validity);
      case BYTES ->
          type.kind() == TypeKind.CHAR
              ? padded(rows, data)
              : new BytesColumn(type, rows, hasOwnBytes() ? own : data, ints, lengths, validity);
    };
  }

  /** CHAR values with blanks up to their length, which needs a copy. */
  private BytesColumn padded(int rows, byte[] data) {
    int total = 0;
    for (int i = 0; i < rows; i++) {
      total = Math.addExact(total, lengths[i] + type.precision());
    }
    byte[] copy = new byte[total];
    Arrays.fill(copy, (byte) ' ');
    int end = 0;
    for (int i = 0; i < rows; i++) {
      int start = ints[i];
      int blanks = type.precision() - Bytes.codePoints(data, start, start + lengths[i]);
      System.arraycopy(data, start, copy, end, lengths[i]);
      ints[i] = end;
      lengths[i] += Math.max(blanks, 0);
      end += lengths[i];
    }
    return new BytesColumn(type, rows, copy, ints, lengths, validity);
  }
}
