package io.millrace.exec.operator.aggregate;

import java.math.BigInteger;

/** Rounds exact numbers to the nearest double, ties to even, once. */
final class Rounding {
  /** Bits of a quotient: those of a double, one for rounding, and some to spare for subnormals. */
  private static final int QUOTIENT_BITS = 66;

  private static final int SMALLEST_EXPONENT = -1074;
  private static final int SIGNIFICANT_BITS = 53;

  private Rounding() {}

  /** {@code dividend / divisor · 2^exponent}; the divisor is positive. */
  static double quotient(BigInteger dividend, BigInteger divisor, int exponent) {
    BigInteger magnitude = dividend.abs();
    int shift = Math.max(0, QUOTIENT_BITS - magnitude.bitLength() + divisor.bitLength());
    BigInteger[] parts = magnitude.shiftLeft(shift).divideAndRemainder(divisor);
    double rounded = round(parts[0], parts[1].signum() != 0, exponent - shift);
    return dividend.signum() < 0 ? -rounded : rounded;
  }

  /**
   * {@code magnitude · 2^exponent}.
   *
   * @param more whether the true magnitude is larger, by less than one
   */
  static double round(BigInteger magnitude, boolean more, int exponent) {
    if (magnitude.signum() == 0) {
      return 0.0;
    }
    int bits = magnitude.bitLength();
    int drop = Math.max(bits - SIGNIFICANT_BITS, SMALLEST_EXPONENT - exponent);
    if (drop <= 0) {
      // at most 53 bits, none below the smallest exponent: exact, or beyond the largest double
      return Math.scalb(magnitude.doubleValue(), exponent);
    }
    BigInteger kept = magnitude.shiftRight(drop);
    boolean half = drop <= bits && magnitude.testBit(drop - 1);
    if (half) {
      boolean above = more || magnitude.getLowestSetBit() < drop - 1;
      if (above || kept.testBit(0)) {
        kept = kept.add(BigInteger.ONE);
      }
    }
    return Math.scalb(kept.doubleValue(), exponent + drop);
  }
}
