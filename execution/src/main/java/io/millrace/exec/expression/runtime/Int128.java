package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.Int128Column;
import java.math.BigInteger;

/**
 * A signed 128-bit integer that receives results; operands come as two words. Operations return
 * whether the result fits; if not, the value is undefined.
 */
public final class Int128 {
  private static final int MAX_POWER = 38;
  private static final long[] POWER_LOW = new long[MAX_POWER + 1];
  private static final long[] POWER_HIGH = new long[MAX_POWER + 1];

  static {
    BigInteger power = BigInteger.ONE;
    for (int i = 0; i <= MAX_POWER; i++) {
      POWER_LOW[i] = power.longValue();
      POWER_HIGH[i] = power.shiftRight(64).longValue();
      power = power.multiply(BigInteger.TEN);
    }
  }

  /** The low word. */
  public long low;

  /** The high word, with the sign. */
  public long high;

  public void set(long newLow, long newHigh) {
    low = newLow;
    high = newHigh;
  }

  /** Takes a value; false if it is wider than 128 bits. */
  public boolean set(BigInteger value) {
    low = value.longValue();
    high = value.shiftRight(64).longValue();
    return value.bitLength() < 128;
  }

  public BigInteger toBigInteger() {
    return Int128Column.toBigInteger(low, high);
  }

  public static int compare(long aLow, long aHigh, long bLow, long bHigh) {
    return aHigh != bHigh ? Long.compare(aHigh, bHigh) : Long.compareUnsigned(aLow, bLow);
  }

  /** 10^n, the low word; n up to 38. */
  public static long powerLow(int n) {
    return POWER_LOW[n];
  }

  /** 10^n, the high word; n up to 38. */
  public static long powerHigh(int n) {
    return POWER_HIGH[n];
  }

  /** Whether it has at most that many decimal digits. */
  public static boolean fits(long low, long high, int digits) {
    if (high == Long.MIN_VALUE && low == 0) {
      return false;
    }
    long magnitudeLow = high < 0 ? -low : low;
    long magnitudeHigh = high < 0 ? ~high + (low == 0 ? 1 : 0) : high;
    return compare(magnitudeLow, magnitudeHigh, POWER_LOW[digits], POWER_HIGH[digits]) < 0;
  }

  public boolean add(long aLow, long aHigh, long bLow, long bHigh) {
    long sumLow = aLow + bLow;
    long carry = Long.compareUnsigned(sumLow, aLow) < 0 ? 1 : 0;
    long sumHigh = aHigh + bHigh + carry;
    low = sumLow;
    high = sumHigh;
    return ((aHigh ^ sumHigh) & (bHigh ^ sumHigh)) >= 0;
  }

  /** Minus the value, which is not the least one. */
  public void negate(long valueLow, long valueHigh) {
    low = -valueLow;
    high = ~valueHigh + (valueLow == 0 ? 1 : 0);
  }

  public boolean multiply(long aLow, long aHigh, long bLow, long bHigh) {
    if (aHigh == aLow >> 63 && bHigh == bLow >> 63) {
      high = Math.multiplyHigh(aLow, bLow);
      low = aLow * bLow;
      return true;
    }
    boolean negative = (aHigh ^ bHigh) < 0;
    negateIf(aHigh < 0, aLow, aHigh);
    long xLow = low;
    long xHigh = high;
    negateIf(bHigh < 0, bLow, bHigh);
    long yLow = low;
    long yHigh = high;
    if (xHigh != 0 && yHigh != 0) {
      return false;
    }
    long crossLow = xHigh != 0 ? xHigh : yHigh;
    long crossFactor = xHigh != 0 ? yLow : xLow;
    if (unsignedHigh(crossLow, crossFactor) != 0) {
      return false;
    }
    long cross = crossLow * crossFactor;
    long productHigh = unsignedHigh(xLow, yLow);
    long sum = productHigh + cross;
    if (cross < 0 || sum < 0 || productHigh < 0) {
      return false;
    }
    negateIf(negative, xLow * yLow, sum);
    return true;
  }

  /** The quotient, truncated toward zero or rounded half up (away from zero); divisor not 0. */
  public void divide(long aLow, long aHigh, long bLow, long bHigh, boolean round) {
    boolean negative = (aHigh ^ bHigh) < 0;
    negateIf(aHigh < 0, aLow, aHigh);
    long nLow = low;
    long nHigh = high;
    negateIf(bHigh < 0, bLow, bHigh);
    long dLow = low;
    long dHigh = high;
    divideUnsigned(nLow, nHigh, dLow, dHigh);
    if (round) {
      // The remainder is less than the divisor, which is below 2^127: doubling is safe unsigned.
      long twiceHigh = restHigh << 1 | restLow >>> 63;
      long twiceLow = restLow << 1;
      int order =
          twiceHigh != dHigh
              ? Long.compareUnsigned(twiceHigh, dHigh)
              : Long.compareUnsigned(twiceLow, dLow);
      if (order >= 0) {
        low++;
        if (low == 0) {
          high++;
        }
      }
    }
    negateIf(negative, low, high);
  }

  /** The remainder, with the sign of the dividend; divisor not 0. */
  public void remainder(long aLow, long aHigh, long bLow, long bHigh) {
    negateIf(aHigh < 0, aLow, aHigh);
    long nLow = low;
    long nHigh = high;
    negateIf(bHigh < 0, bLow, bHigh);
    divideUnsigned(nLow, nHigh, low, high);
    negateIf(aHigh < 0, restLow, restHigh);
  }

  /** Multiplies by 10^(to − from), or divides, rounding half up; at most 38 digits either way. */
  public boolean rescale(long valueLow, long valueHigh, int from, int to) {
    if (to == from) {
      set(valueLow, valueHigh);
      return true;
    }
    if (to > from) {
      int digits = to - from;
      return digits <= MAX_POWER
          && multiply(valueLow, valueHigh, POWER_LOW[digits], POWER_HIGH[digits]);
    }
    int digits = from - to;
    if (digits > MAX_POWER) {
      set(0, 0);
    } else {
      divide(valueLow, valueHigh, POWER_LOW[digits], POWER_HIGH[digits], true);
    }
    return true;
  }

  private long restLow;
  private long restHigh;

  /** Quotient into low and high, remainder into restLow and restHigh. */
  private void divideUnsigned(long nLow, long nHigh, long dLow, long dHigh) {
    if (dHigh == 0) {
      long quotientHigh = Long.divideUnsigned(nHigh, dLow);
      long rest = nHigh - quotientHigh * dLow;
      low = divideWide(rest, nLow, dLow);
      high = quotientHigh;
      restHigh = 0;
      restLow = nLow - low * dLow;
      return;
    }
    // The quotient has at most 64 bits: subtract shifted divisors.
    int shift = Long.numberOfLeadingZeros(dHigh) - Long.numberOfLeadingZeros(nHigh);
    long quotient = 0;
    long rLow = nLow;
    long rHigh = nHigh;
    for (int i = shift; i >= 0; i--) {
      long sLow = dLow << i;
      long sHigh = i == 0 ? dHigh : dHigh << i | dLow >>> 64 - i;
      int order =
          rHigh != sHigh ? Long.compareUnsigned(rHigh, sHigh) : Long.compareUnsigned(rLow, sLow);
      if (order >= 0) {
        long borrow = Long.compareUnsigned(rLow, sLow) < 0 ? 1 : 0;
        rLow -= sLow;
        rHigh -= sHigh + borrow;
        quotient |= 1L << i;
      }
    }
    low = quotient;
    high = 0;
    restLow = rLow;
    restHigh = rHigh;
  }

  /** (high, low) / divisor, unsigned, where high is less than the divisor. */
  private static long divideWide(long high, long low, long divisor) {
    if (high == 0) {
      return Long.divideUnsigned(low, divisor);
    }
    // Schoolbook division in base 2^32 with a normalised divisor.
    int shift = Long.numberOfLeadingZeros(divisor);
    long d = divisor << shift;
    long dTop = d >>> 32;
    long dBottom = d & 0xFFFFFFFFL;
    long n32 = shift == 0 ? high : high << shift | low >>> 64 - shift;
    long n10 = low << shift;
    long n1 = n10 >>> 32;
    long n0 = n10 & 0xFFFFFFFFL;
    long q1 = Long.divideUnsigned(n32, dTop);
    long r = n32 - q1 * dTop;
    while (q1 >>> 32 != 0 || Long.compareUnsigned(q1 * dBottom, r << 32 | n1) > 0) {
      q1--;
      r += dTop;
      if (r >>> 32 != 0) {
        break;
      }
    }
    long n21 = (n32 << 32 | n1) - q1 * d;
    long q0 = Long.divideUnsigned(n21, dTop);
    r = n21 - q0 * dTop;
    while (q0 >>> 32 != 0 || Long.compareUnsigned(q0 * dBottom, r << 32 | n0) > 0) {
      q0--;
      r += dTop;
      if (r >>> 32 != 0) {
        break;
      }
    }
    return (q1 << 32) + q0;
  }

  private static long unsignedHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  private void negateIf(boolean condition, long valueLow, long valueHigh) {
    if (condition) {
      negate(valueLow, valueHigh);
    } else {
      set(valueLow, valueHigh);
    }
  }
}
