package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.Int128Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * DECIMAL arithmetic: short values as scaled {@code long}, wide ones as two words with the result
 * left in an {@link Int128}. Exact up to 128 bits; only wider intermediate values take the slow way
 * over {@link BigInteger}.
 */
public final class Decimals {
  private Decimals() {}

  /** Whether a short value has at most that many digits. */
  public static boolean fits(long value, int digits) {
    long bound = Int128.powerLow(digits);
    return value < bound && value > -bound;
  }

  /** A short result of an operation, if it has at most that many digits. */
  public static long check(
      long result, int digits, String operator, long a, int aScale, long b, int bScale, Site site) {
    return fits(result, digits)
        ? result
        : site.overflow(show(a, aScale) + operator + show(b, bScale));
  }

  public static long divideHalfUp(long a, long b) {
    long quotient = a / b;
    long rest = Math.abs(a % b);
    // Written so that it cannot overflow.
    if (rest >= Math.abs(b) - rest) {
      return (a ^ b) < 0 ? quotient - 1 : quotient + 1;
    }
    return quotient;
  }

  /** The quotient of a·factor by b, where a·factor fits a long. */
  public static long divide(
      long a, long factor, long b, int digits, int aScale, int bScale, Site site) {
    if (b == 0) {
      return site.divideByZero();
    }
    return check(divideHalfUp(a * factor, b), digits, " / ", a, aScale, b, bScale, site);
  }

  public static long modulo(long a, long aFactor, long b, long bFactor, Site site) {
    return b == 0 ? site.divideByZero() : a * aFactor % (b * bFactor);
  }

  public static void add(
      Int128 out,
      long aLow,
      long aHigh,
      int aScale,
      long bLow,
      long bHigh,
      int bScale,
      int digits,
      int scale,
      Site site) {
    int common = Math.max(aScale, bScale);
    if (out.rescale(aLow, aHigh, aScale, common)) {
      long xLow = out.low;
      long xHigh = out.high;
      if (out.rescale(bLow, bHigh, bScale, common)
          && out.add(xLow, xHigh, out.low, out.high)
          && out.rescale(out.low, out.high, common, scale)) {
        if (!Int128.fits(out.low, out.high, digits)) {
          overflow(out, " + ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
        }
        return;
      }
    }
    BigDecimal sum = decimal(aLow, aHigh, aScale).add(decimal(bLow, bHigh, bScale));
    if (!store(out, sum, digits, scale)) {
      overflow(out, " + ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
    }
  }

  public static void subtract(
      Int128 out,
      long aLow,
      long aHigh,
      int aScale,
      long bLow,
      long bHigh,
      int bScale,
      int digits,
      int scale,
      Site site) {
    int common = Math.max(aScale, bScale);
    if (out.rescale(aLow, aHigh, aScale, common)) {
      long xLow = out.low;
      long xHigh = out.high;
      if (out.rescale(bLow, bHigh, bScale, common)) {
        out.negate(out.low, out.high);
        if (out.add(xLow, xHigh, out.low, out.high)
            && out.rescale(out.low, out.high, common, scale)) {
          if (!Int128.fits(out.low, out.high, digits)) {
            overflow(out, " - ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
          }
          return;
        }
      }
    }
    BigDecimal difference = decimal(aLow, aHigh, aScale).subtract(decimal(bLow, bHigh, bScale));
    if (!store(out, difference, digits, scale)) {
      overflow(out, " - ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
    }
  }

  public static void multiply(
      Int128 out,
      long aLow,
      long aHigh,
      int aScale,
      long bLow,
      long bHigh,
      int bScale,
      int digits,
      int scale,
      Site site) {
    if (out.multiply(aLow, aHigh, bLow, bHigh)
        && out.rescale(out.low, out.high, aScale + bScale, scale)) {
      if (!Int128.fits(out.low, out.high, digits)) {
        overflow(out, " * ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
      }
      return;
    }
    BigDecimal product = decimal(aLow, aHigh, aScale).multiply(decimal(bLow, bHigh, bScale));
    if (!store(out, product, digits, scale)) {
      overflow(out, " * ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
    }
  }

  public static void divide(
      Int128 out,
      long aLow,
      long aHigh,
      int aScale,
      long bLow,
      long bHigh,
      int bScale,
      int digits,
      int scale,
      Site site) {
    if (bLow == 0 && bHigh == 0) {
      site.divideByZero();
      out.set(0, 0);
      return;
    }
    int shift = scale - aScale + bScale;
    if (shift >= 0 && out.rescale(aLow, aHigh, 0, shift)) {
      out.divide(out.low, out.high, bLow, bHigh, true);
    } else if (shift < 0 && out.rescale(bLow, bHigh, 0, -shift)) {
      out.divide(aLow, aHigh, out.low, out.high, true);
    } else {
      BigDecimal quotient =
          decimal(aLow, aHigh, aScale)
              .divide(decimal(bLow, bHigh, bScale), scale, RoundingMode.HALF_UP);
      if (!store(out, quotient, digits, scale)) {
        overflow(out, " / ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
      }
      return;
    }
    if (!Int128.fits(out.low, out.high, digits)) {
      overflow(out, " / ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
    }
  }

  public static void modulo(
      Int128 out,
      long aLow,
      long aHigh,
      int aScale,
      long bLow,
      long bHigh,
      int bScale,
      int digits,
      int scale,
      Site site) {
    if (bLow == 0 && bHigh == 0) {
      site.divideByZero();
      out.set(0, 0);
      return;
    }
    int common = Math.max(aScale, bScale);
    if (out.rescale(aLow, aHigh, aScale, common)) {
      long xLow = out.low;
      long xHigh = out.high;
      if (out.rescale(bLow, bHigh, bScale, common)) {
        out.remainder(xLow, xHigh, out.low, out.high);
        if (out.rescale(out.low, out.high, common, scale)
            && Int128.fits(out.low, out.high, digits)) {
          return;
        }
      }
    }
    BigDecimal rest = decimal(aLow, aHigh, aScale).remainder(decimal(bLow, bHigh, bScale));
    if (!store(out, rest, digits, scale)) {
      overflow(out, " % ", aLow, aHigh, aScale, bLow, bHigh, bScale, site);
    }
  }

  /**
   * A value at another scale, for casts and comparison; rounds half up. Leaves 0 and reports at the
   * site if it does not fit.
   */
  public static void cast(
      Int128 out, long low, long high, int from, int digits, int to, Site site) {
    if (!out.rescale(low, high, from, to) || !Int128.fits(out.low, out.high, digits)) {
      out.set(0, 0);
      site.castOverflow(decimal(low, high, from).toPlainString());
    }
  }

  /** {@link #cast} between short values. */
  public static long castShort(long value, int from, int digits, int to, Site site) {
    long result;
    if (to >= from) {
      long factor = Int128.powerLow(to - from);
      result = value * factor;
      if (Math.multiplyHigh(value, factor) != result >> 63 || !fits(result, digits)) {
        return site.castOverflow(show(value, from));
      }
      return result;
    }
    result = divideHalfUp(value, Int128.powerLow(from - to));
    return fits(result, digits) ? result : site.castOverflow(show(value, from));
  }

  /** A DOUBLE as DECIMAL, rounded half up from its shortest decimal form. */
  public static void fromDouble(
      Int128 out, double value, boolean real, int digits, int scale, Site site) {
    out.set(0, 0);
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      site.castOverflow(value);
      return;
    }
    BigDecimal exact =
        new BigDecimal(real ? Float.toString((float) value) : Double.toString(value));
    if (!store(out, exact, digits, scale)) {
      out.set(0, 0);
      site.castOverflow(value);
    }
  }

  public static double toDouble(long low, long high, int scale) {
    if (high == low >> 63) {
      return toDouble(low, scale);
    }
    return decimal(low, high, scale).doubleValue();
  }

  public static double toDouble(long value, int scale) {
    // Both are exact, so that the quotient is rounded once.
    if (Math.abs(value) <= 1L << 53 && scale <= 22 && value != Long.MIN_VALUE) {
      return scale == 0 ? (double) value : value / EXACT_POWERS[scale];
    }
    return BigDecimal.valueOf(value, scale).doubleValue();
  }

  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** The whole part as a long; a fraction is cut off. */
  public static long toLong(
      Int128 out, long low, long high, int scale, long least, long greatest, Site site) {
    out.divide(low, high, Int128.powerLow(scale), Int128.powerHigh(scale), false);
    if (out.high != out.low >> 63 || out.low < least || out.low > greatest) {
      return site.castOverflow(decimal(low, high, scale).toPlainString());
    }
    return out.low;
  }

  /** How {@link #round} makes a value shorter. */
  public static final int HALF_UP = 0;

  public static final int DOWN = 1;
  public static final int FLOOR = 2;
  public static final int CEILING = 3;

  /** A value rounded to some digits behind the point, then put at the result's scale. */
  public static void round(
      Int128 out,
      long low,
      long high,
      int from,
      int keep,
      int mode,
      int digits,
      int to,
      Site site) {
    int kept = Math.min(keep, from);
    if (from - kept > 38) {
      out.set(0, 0);
      return;
    }
    long unitLow = Int128.powerLow(from - kept);
    long unitHigh = Int128.powerHigh(from - kept);
    out.divide(low, high, unitLow, unitHigh, mode == HALF_UP);
    if (mode == FLOOR || mode == CEILING) {
      long quotientLow = out.low;
      long quotientHigh = out.high;
      out.remainder(low, high, unitLow, unitHigh);
      boolean exact = out.low == 0 && out.high == 0;
      boolean step = !exact && (mode == FLOOR) == (high < 0);
      long change = step ? (mode == FLOOR ? -1 : 1) : 0;
      out.add(quotientLow, quotientHigh, change, change >> 63);
    }
    if (out.low == 0 && out.high == 0) {
      return;
    }
    if (!out.rescale(out.low, out.high, kept, to) || !Int128.fits(out.low, out.high, digits)) {
      out.set(0, 0);
      site.overflow("rounding " + decimal(low, high, from).toPlainString());
    }
  }

  private static boolean store(Int128 out, BigDecimal value, int digits, int scale) {
    BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    return out.set(unscaled) && Int128.fits(out.low, out.high, digits);
  }

  private static void overflow(
      Int128 out,
      String operator,
      long aLow,
      long aHigh,
      int aScale,
      long bLow,
      long bHigh,
      int bScale,
      Site site) {
    out.set(0, 0);
    site.overflow(
        decimal(aLow, aHigh, aScale).toPlainString()
            + operator
            + decimal(bLow, bHigh, bScale).toPlainString());
  }

  /** The value as the JDK has it. */
  public static BigDecimal decimal(long low, long high, int scale) {
    return new BigDecimal(Int128Column.toBigInteger(low, high), scale);
  }

  private static String show(long value, int scale) {
    return BigDecimal.valueOf(value, scale).toPlainString();
  }
}
