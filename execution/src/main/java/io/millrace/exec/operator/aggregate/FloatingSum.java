package io.millrace.exec.operator.aggregate;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * An exact sum of doubles as a two's complement number in 64-bit limbs, wide enough for any of them
 * but holding only the limbs that its values have touched. Adding is exact, so order does not
 * matter and subtracting undoes it.
 *
 * <p>A sum is an array: the number of its lowest limb, then the limbs, low first. Bit 0 of limb 0
 * weighs 2^−1074; sums of products have limbs of negative numbers, below it.
 */
final class FloatingSum {
  private static final int UNIT_EXPONENT = -1074;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;
  private static final int EXPONENT_MASK = 0x7ff;
  private static final int FIRST_LIMBS = 3;

  /** The top limb's magnitude stays below this, so that no addition can lose the sign. */
  private static final long TOP_LIMIT = 1L << 62;

  /** Weights up to this times a product fit into two words. */
  private static final long MAX_FACTOR = 1L << 20;

  private static final int PIECE_BITS = 62;
  private static final long PIECE_MASK = (1L << PIECE_BITS) - 1;

  private FloatingSum() {}

  /**
   * Adds a finite double times a weight.
   *
   * @param sum changed in place if it is wide enough; empty for 0
   * @return the sum
   */
  static long[] add(long[] sum, double value, int weight) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
    long mantissa = bits & MANTISSA_MASK;
    if (exponent != 0) {
      mantissa |= 1L << MANTISSA_BITS;
      exponent--;
    }
    if (mantissa == 0 || weight == 0) {
      return sum;
    }
    long factor = Math.abs((long) weight);
    // the magnitude has at most 84 bits
    long low = mantissa * factor;
    long high = factor == 1 ? 0 : Math.multiplyHigh(mantissa, factor);
    return place(sum, low, high, exponent, bits < 0 ^ weight < 0);
  }

  /**
   * Adds the exact product of two finite doubles times a weight.
   *
   * @param sum changed in place if it is wide enough; empty for 0
   * @return the sum
   */
  static long[] addProduct(long[] sum, double left, double right, int weight) {
    long leftMantissa = mantissa(left);
    long rightMantissa = mantissa(right);
    if (leftMantissa == 0 || rightMantissa == 0 || weight == 0) {
      return sum;
    }
    boolean negative = left < 0 ^ right < 0 ^ weight < 0;
    int bit = bit(left) + bit(right) + UNIT_EXPONENT;
    long factor = Math.abs((long) weight);
    long low = leftMantissa * rightMantissa;
    long high = Math.multiplyHigh(leftMantissa, rightMantissa);
    if (factor == 1) {
      return place(sum, low, high, bit, negative);
    }
    if (factor <= MAX_FACTOR) {
      long carried = Math.multiplyHigh(low, factor) + (low < 0 ? factor : 0);
      return place(sum, low * factor, high * factor + carried, bit, negative);
    }
    BigInteger magnitude =
        BigInteger.valueOf(leftMantissa)
            .multiply(BigInteger.valueOf(rightMantissa))
            .multiply(BigInteger.valueOf(factor));
    return place(sum, magnitude, bit, negative);
  }

  /**
   * Adds the exact power of a finite double times a weight.
   *
   * @param power at least 1
   * @param sum changed in place if it is wide enough; empty for 0
   * @return the sum
   */
  static long[] addPower(long[] sum, double value, int power, int weight) {
    long mantissa = mantissa(value);
    if (mantissa == 0 || weight == 0) {
      return sum;
    }
    boolean odd = power % 2 != 0;
    boolean negative = (value < 0 && odd) ^ weight < 0;
    BigInteger magnitude =
        BigInteger.valueOf(mantissa)
            .pow(power)
            .multiply(BigInteger.valueOf(Math.abs((long) weight)));
    return place(sum, magnitude, power * bit(value) + (power - 1) * UNIT_EXPONENT, negative);
  }

  /** The whole number that a finite double is a power of two times of, without its sign. */
  private static long mantissa(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long mantissa = bits & MANTISSA_MASK;
    return (bits >>> MANTISSA_BITS & EXPONENT_MASK) == 0
        ? mantissa
        : mantissa | 1L << MANTISSA_BITS;
  }

  /** The place of the lowest bit of a mantissa: bit 0 weighs 2^−1074. */
  private static int bit(double value) {
    int exponent = (int) (Double.doubleToRawLongBits(value) >>> MANTISSA_BITS) & EXPONENT_MASK;
    return Math.max(0, exponent - 1);
  }

  private static long[] place(long[] sum, BigInteger magnitude, int bit, boolean negative) {
    long[] result = sum;
    BigInteger rest = magnitude;
    for (int at = bit; rest.signum() > 0; at += PIECE_BITS) {
      long piece = rest.longValue() & PIECE_MASK;
      if (piece != 0) {
        result = place(result, piece, 0, at, negative);
      }
      rest = rest.shiftRight(PIECE_BITS);
    }
    return result;
  }

  /**
   * Adds a magnitude of two words, the upper one not negative, or takes it away.
   *
   * @param bit the place of its lowest bit, which may be below those of doubles
   */
  private static long[] place(long[] sum, long low, long high, int bit, boolean negative) {
    // shifted into place, it has three limbs
    int limb = bit >> 6;
    int shift = bit & 63;
    long first = low << shift;
    long second = shift == 0 ? high : high << shift | low >>> 64 - shift;
    long third = shift == 0 ? 0 : high >>> 64 - shift;
    long[] wide = reserve(sum, limb, limb + (third != 0 ? 4 : 3));
    int at = limb - (int) wide[0] + 1;
    if (negative) {
      subtract(wide, at, first, second, third);
    } else {
      add(wide, at, first, second, third);
    }
    return wide;
  }

  /**
   * Adds another sum.
   *
   * @param sum changed in place if it is wide enough; empty for 0
   * @param addend stays as it is
   * @return the sum
   */
  static long[] add(long[] sum, long[] addend) {
    if (addend.length == 0) {
      return sum;
    }
    if (sum.length == 0) {
      return addend.clone();
    }
    int from = (int) addend[0];
    int end = from + addend.length - 1;
    long top = addend[addend.length - 1];
    long[] wide = reserve(sum, from, top >= TOP_LIMIT || top < -TOP_LIMIT ? end + 1 : end);
    int at = from - (int) wide[0] + 1;
    long sign = top >> 63;
    long carry = 0;
    for (int i = at; i < wide.length; i++) {
      int limb = 1 + i - at;
      carry = addLimb(wide, i, limb < addend.length ? addend[limb] : sign, carry);
    }
    return wide;
  }

  private static void add(long[] sum, int at, long first, long second, long third) {
    long value = sum[at] + first;
    long carry = Long.compareUnsigned(value, first) < 0 ? 1 : 0;
    sum[at] = value;
    carry = addLimb(sum, at + 1, second, carry);
    if (third != 0 || carry != 0) {
      carry = addLimb(sum, at + 2, third, carry);
      for (int i = at + 3; carry != 0 && i < sum.length; i++) {
        carry = addLimb(sum, i, 0, carry);
      }
    }
  }

  private static long addLimb(long[] sum, int at, long addend, long carry) {
    long old = sum[at];
    long value = old + addend + carry;
    sum[at] = value;
    return (old & addend | (old | addend) & ~value) >>> 63;
  }

  private static void subtract(long[] sum, int at, long first, long second, long third) {
    long old = sum[at];
    sum[at] = old - first;
    long borrow = Long.compareUnsigned(old, first) < 0 ? 1 : 0;
    borrow = subtractLimb(sum, at + 1, second, borrow);
    if (third != 0 || borrow != 0) {
      borrow = subtractLimb(sum, at + 2, third, borrow);
      for (int i = at + 3; borrow != 0 && i < sum.length; i++) {
        borrow = subtractLimb(sum, i, 0, borrow);
      }
    }
  }

  private static long subtractLimb(long[] sum, int at, long subtrahend, long borrow) {
    long old = sum[at];
    long value = old - subtrahend - borrow;
    sum[at] = value;
    return (~old & subtrahend | (~old | subtrahend) & value) >>> 63;
  }

  /** A sum that has the limbs from {@code from} to before {@code to}, and room for a carry. */
  private static long[] reserve(long[] sum, int from, int to) {
    if (sum.length == 0) {
      long[] created = new long[1 + Math.max(FIRST_LIMBS, to - from)];
      created[0] = from;
      return created;
    }
    int lowest = (int) sum[0];
    int end = lowest + sum.length - 1;
    long top = sum[sum.length - 1];
    int neededEnd = top >= TOP_LIMIT || top < -TOP_LIMIT ? Math.max(to, end + 1) : to;
    if (from >= lowest && neededEnd <= end) {
      return sum;
    }
    int newLowest = Math.min(from, lowest);
    int newEnd = Math.max(neededEnd, end);
    long[] grown = new long[1 + newEnd - newLowest];
    grown[0] = newLowest;
    int at = 1 + lowest - newLowest;
    System.arraycopy(sum, 1, grown, at, sum.length - 1);
    Arrays.fill(grown, at + sum.length - 1, grown.length, top >> 63);
    return grown;
  }

  /** The sum rounded to a double. */
  static double round(long[] sum) {
    BigInteger exact = value(sum);
    double rounded = Rounding.round(exact.abs(), false, exponent(sum));
    return exact.signum() < 0 ? -rounded : rounded;
  }

  /** The sum divided by a positive number, rounded once. */
  static double roundQuotient(long[] sum, long divisor) {
    return Rounding.quotient(value(sum), BigInteger.valueOf(divisor), exponent(sum));
  }

  /** The sum as an exact number. */
  static ExactNumber exact(long[] sum) {
    return new ExactNumber(value(sum), exponent(sum));
  }

  private static int exponent(long[] sum) {
    return sum.length == 0 ? 0 : UNIT_EXPONENT + Long.SIZE * (int) sum[0];
  }

  private static BigInteger value(long[] sum) {
    byte[] bytes = new byte[Math.max(1, 8 * (sum.length - 1))];
    for (int i = 1; i < sum.length; i++) {
      for (int b = 0; b < 8; b++) {
        bytes[bytes.length - 1 - 8 * (i - 1) - b] = (byte) (sum[i] >>> 8 * b);
      }
    }
    return new BigInteger(bytes);
  }
}
