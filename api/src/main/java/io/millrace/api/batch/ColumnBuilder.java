package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fills one column, row after row. The typed {@code append} calls are cheap enough for scanners and
 * operator output; {@link #appendValue} is for edges and tests. Not thread-safe.
 */
public final class ColumnBuilder {
  private static final int LEAST_ROWS = 16;
  private static final int LEAST_BYTES = 128;
  private static final byte[] NO_BYTES = {};
  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};
  private static final double[] NO_DOUBLES = {};

  private final DataType type;
  private int capacity;
  private int byteCapacity;
  private int rows;
  private boolean nulls;
  private long[] validity = Validity.NONE;
  private byte[] bytes = NO_BYTES;
  private int[] ints = NO_INTS;
  private int[] lengths = NO_INTS;
  private long[] longs = NO_LONGS;
  private double[] doubles = NO_DOUBLES;
  private int dataEnd;

  /** An empty builder; memory is taken with the first row. */
  public ColumnBuilder(DataType type, int expectedRows) {
    this.type = type;
    this.capacity = Math.max(expectedRows, LEAST_ROWS);
    this.byteCapacity = LEAST_BYTES;
  }

  public DataType type() {
    return type;
  }

  /** Rows appended since the last {@link #build()}. */
  public int rowCount() {
    return rows;
  }

  public void appendNull() {
    if (!nulls) {
      allowNulls(rows + 1);
    }
    switch (type.layout()) {
      case BOOLEAN -> appendBoolean(false);
      case INT -> appendInt(0);
      case LONG -> appendLong(0);
      case DOUBLE -> appendDouble(0);
      case INT128 -> appendInt128(0, 0);
      case BYTES -> appendBytes(bytes, 0, 0);
    }
    Validity.setNull(validity, rows - 1);
  }

  public void appendBoolean(boolean value) {
    if (rows == bytes.length) {
      bytes = Arrays.copyOf(bytes, grown());
    }
    bytes[rows] = (byte) (value ? 1 : 0);
    advance();
  }

  public void appendInt(int value) {
    if (rows == ints.length) {
      ints = Arrays.copyOf(ints, grown());
    }
    ints[rows] = value;
    advance();
  }

  public void appendLong(long value) {
    if (rows == longs.length) {
      longs = Arrays.copyOf(longs, grown());
    }
    longs[rows] = value;
    advance();
  }

  public void appendDouble(double value) {
    if (rows == doubles.length) {
      doubles = Arrays.copyOf(doubles, grown());
    }
    doubles[rows] = value;
    advance();
  }

  public void appendInt128(long low, long high) {
    if (2 * rows == longs.length) {
      longs = Arrays.copyOf(longs, 2 * grown());
    }
    longs[2 * rows] = low;
    longs[2 * rows + 1] = high;
    advance();
  }

  /** Appends text or binary; the bytes are copied. */
  public void appendBytes(byte[] source, int offset, int length) {
    if (rows == ints.length) {
      ints = Arrays.copyOf(ints, grown());
      lengths = Arrays.copyOf(lengths, grown());
    }
    int needed = Math.addExact(dataEnd, length);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes,
              (int)
                  Math.min(
                      Integer.MAX_VALUE - 8,
                      Math.max(needed, Math.max(byteCapacity, 2L * bytes.length))));
    }
    System.arraycopy(source, offset, bytes, dataEnd, length);
    ints[rows] = dataEnd;
    lengths[rows] = length;
    dataEnd = needed;
    advance();
  }

  public void appendText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    appendBytes(utf8, 0, utf8.length);
  }

  /** How many rows there is to be room for. */
  private int grown() {
    return Math.max(capacity, 2 * rows);
  }

  private void advance() {
    rows++;
    if (nulls && rows > validity.length << 6) {
      growValidity();
    }
  }

  private void growValidity() {
    int old = validity.length;
    validity = Arrays.copyOf(validity, Math.max(2 * old, Validity.words(rows)));
    Arrays.fill(validity, old, validity.length, -1L);
  }

  /**
   * Room for more rows of a column of longs (for INT128: two longs a row): the array to write them
   * into, from row {@link #rowCount()} on, before {@link #appended} is called.
   */
  public long[] longsFor(int count) {
    int words = type.layout() == Layout.INT128 ? 2 : 1;
    if (words * (rows + count) > longs.length) {
      longs = Arrays.copyOf(longs, words * grown(count));
    }
    return longs;
  }

  /** As {@link #longsFor}, for a column of ints. */
  public int[] intsFor(int count) {
    if (rows + count > ints.length) {
      ints = Arrays.copyOf(ints, grown(count));
    }
    return ints;
  }

  /** As {@link #longsFor}, for a column of doubles. */
  public double[] doublesFor(int count) {
    if (rows + count > doubles.length) {
      doubles = Arrays.copyOf(doubles, grown(count));
    }
    return doubles;
  }

  private int grown(int count) {
    return Math.max(grown(), rows + count);
  }

  /** Appends rows whose values have been written into the array that there was room in. */
  public void appended(int count) {
    rows += count;
    if (nulls && rows > validity.length << 6) {
      growValidity();
    }
  }

  /** Makes a row NULL that has been appended. */
  public void setNull(int row) {
    if (!nulls) {
      allowNulls(rows);
    }
    Validity.setNull(validity, row);
  }

  private void allowNulls(int rowCount) {
    nulls = true;
    validity = Validity.allValid(Math.max(rowCount, 64));
  }

  /** Appends a row of a column of the same layout. */
  public void appendFrom(Column column, int row) {
    if (column.isNull(row)) {
      appendNull();
    } else if (column instanceof LongColumn source) {
      appendLong(source.values()[row]);
    } else if (column instanceof IntColumn source) {
      appendInt(source.values()[row]);
    } else if (column instanceof BytesColumn source) {
      appendBytes(source.data(), source.starts()[row], source.lengths()[row]);
    } else if (column instanceof DoubleColumn source) {
      appendDouble(source.values()[row]);
    } else if (column instanceof BooleanColumn source) {
      appendBoolean(source.values()[row] != 0);
    } else if (column instanceof Int128Column source) {
      appendInt128(source.words()[2 * row], source.words()[2 * row + 1]);
    }
  }

  /** Appends a value as {@link Column#value} gives it; whole numbers may come as any Number. */
  public void appendValue(@Nullable Object value) {
    if (value == null) {
      appendNull();
      return;
    }
    switch (type.layout()) {
      case BOOLEAN -> appendBoolean((Boolean) value);
      case INT -> appendInt(Values.toInt(type, value));
      case LONG -> appendLong(Values.toLong(type, value));
      case DOUBLE -> appendDouble(((Number) value).doubleValue());
      case INT128 -> {
        BigInteger unscaled = ((BigDecimal) value).setScale(type.scale()).unscaledValue();
        appendInt128(unscaled.longValue(), unscaled.shiftRight(64).longValueExact());
      }
      case BYTES -> {
        if (value instanceof byte[] binary) {
          appendBytes(binary, 0, binary.length);
        } else if (type.kind().isNested()) {
          NestedWriter nested = new NestedWriter();
          nested.putNested(type, value);
          appendBytes(nested.data(), 0, nested.size());
        } else {
          appendText((String) value);
        }
      }
    }
  }

  /**
   * The column of all rows since the last {@link #build()}; the builder goes on behind them. The
   * column shares its arrays with the builder, which writes no more to what belongs to these rows.
   */
  public Column view() {
    long[] bits = nulls ? validity : Validity.NONE;
    return switch (type.layout()) {
      case BOOLEAN -> new BooleanColumn(type, rows, bytes, bits);
      case INT -> new IntColumn(type, rows, ints, bits);
      case LONG -> new LongColumn(type, rows, longs, bits);
      case DOUBLE -> new DoubleColumn(type, rows, doubles, bits);
      case INT128 -> new Int128Column(type, rows, longs, bits);
      case BYTES -> new BytesColumn(type, rows, bytes, ints, lengths, bits);
    };
  }

  /**
   * The column of all rows since the last call; the builder starts over with fresh arrays, made for
   * as many rows.
   */
  public Column build() {
    Column column = view();
    capacity = Math.max(rows, LEAST_ROWS);
    byteCapacity = Math.max(dataEnd, LEAST_BYTES);
    rows = 0;
    nulls = false;
    validity = Validity.NONE;
    dataEnd = 0;
    bytes = NO_BYTES;
    ints = NO_INTS;
    lengths = NO_INTS;
    longs = NO_LONGS;
    doubles = NO_DOUBLES;
    return column;
  }
}
