package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * CHAR, VARCHAR (UTF-8) and BINARY values, and ARRAY, MAP and ROW values in the form of {@link
 * NestedFormat}: ranges of one shared byte array.
 *
 * <p>The ranges need not lie in order or touch, so a scanner can point into its input, and
 * substring or trim into their argument, without copying a byte.
 */
public final class BytesColumn extends Column {
  private final byte[] data;
  private final int[] starts;
  private final int[] lengths;

  public BytesColumn(
      DataType type, int rowCount, byte[] data, int[] starts, int[] lengths, long[] validity) {
    super(type, Layout.BYTES, rowCount, validity);
    this.data = data;
    this.starts = starts;
    this.lengths = lengths;
  }

  /** The bytes that the ranges point into; shared, not to be written. */
  public byte[] data() {
    return data;
  }

  /** Where the value of each row begins in {@link #data()}. */
  public int[] starts() {
    return starts;
  }

  /** How many bytes the value of each row has. */
  public int[] lengths() {
    return lengths;
  }

  /** The text of a row that is not NULL. */
  public String text(int row) {
    return new String(data, starts[row], lengths[row], StandardCharsets.UTF_8);
  }

  @Override
  Object nonNullValue(int row) {
    return switch (type().kind()) {
      case BINARY -> Arrays.copyOfRange(data, starts[row], starts[row] + lengths[row]);
      case ARRAY, MAP, ROW -> NestedReader.value(type(), data, starts[row]);
      default -> text(row);
    };
  }

  @Override
  public BytesColumn gather(int[] rows, int count) {
    int total = 0;
    for (int i = 0; i < count; i++) {
      if (!isNull(rows[i])) {
        total = Math.addExact(total, lengths[rows[i]]);
      }
    }
    byte[] gathered = new byte[total];
    int[] newStarts = new int[count];
    int[] newLengths = new int[count];
    int end = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      newStarts[i] = end;
      if (!isNull(row)) {
        int length = lengths[row];
        System.arraycopy(data, starts[row], gathered, end, length);
        newLengths[i] = length;
        end += length;
      }
    }
    return new BytesColumn(
        type(), count, gathered, newStarts, newLengths, gatherValidity(rows, count));
  }

  @Override
  public BytesColumn withType(DataType newType) {
    return new BytesColumn(newType, rowCount(), data, starts, lengths, validity());
  }
}
