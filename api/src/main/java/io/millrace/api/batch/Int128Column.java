package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import java.math.BigDecimal;
import java.math.BigInteger;

/** DECIMAL values of more than 18 digits: scaled 128-bit integers, two words a row, low first. */
public final class Int128Column extends Column {
  private final long[] words;

  public Int128Column(DataType type, int rowCount, long[] words, long[] validity) {
    super(type, Layout.INT128, rowCount, validity);
    this.words = words;
  }

  /** Two entries a row, the low word first; shared, not to be written. */
  public long[] words() {
    return words;
  }

  /** The unscaled value of a row. */
  public BigInteger unscaled(int row) {
    return toBigInteger(words[2 * row], words[2 * row + 1]);
  }

  /** The signed 128-bit integer of two words. */
  public static BigInteger toBigInteger(long low, long high) {
    BigInteger unsignedLow = BigInteger.valueOf(low);
    if (low < 0) {
      unsignedLow = unsignedLow.add(BigInteger.ONE.shiftLeft(64));
    }
    return BigInteger.valueOf(high).shiftLeft(64).add(unsignedLow);
  }

  @Override
  Object nonNullValue(int row) {
    return new BigDecimal(unscaled(row), type().scale());
  }

  @Override
  public Int128Column gather(int[] rows, int count) {
    long[] gathered = new long[2 * count];
    for (int i = 0; i < count; i++) {
      gathered[2 * i] = words[2 * rows[i]];
      gathered[2 * i + 1] = words[2 * rows[i] + 1];
    }
    return new Int128Column(type(), count, gathered, gatherValidity(rows, count));
  }

  @Override
  public Int128Column withType(DataType newType) {
    return new Int128Column(newType, rowCount(), words, validity());
  }
}
