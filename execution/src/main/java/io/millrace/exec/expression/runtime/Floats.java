package io.millrace.exec.expression.runtime;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * DOUBLE arithmetic as IEEE 754 has it, except that division by zero is an error, NaN equals NaN
 * and NaN is greater than everything.
 */
public final class Floats {
  private Floats() {}

  public static boolean equal(double a, double b) {
    return a == b || (a != a && b != b);
  }

  public static boolean less(double a, double b) {
    return a < b || (a == a && b != b);
  }

  public static double divide(double a, double b, Site site) {
    return b == 0 ? site.divideByZero() : a / b;
  }

  public static double modulo(double a, double b, Site site) {
    return b == 0 ? site.divideByZero() : a % b;
  }

  public static double sign(double a) {
    return a != a ? a : Math.signum(a);
  }

  public static double squareRoot(double a, Site site) {
    return a < 0 ? site.invalid("the square root of " + a + " is not a real number") : Math.sqrt(a);
  }

  public static double logarithm(double a, Site site) {
    return a <= 0 ? site.invalid("the logarithm of " + a + " does not exist") : Math.log(a);
  }

  public static double logarithm10(double a, Site site) {
    return a <= 0 ? site.invalid("the logarithm of " + a + " does not exist") : Math.log10(a);
  }

  public static double power(double a, double b, Site site) {
    if (a == 0 && b < 0) {
      return site.divideByZero();
    }
    if (a < 0 && b != Math.rint(b) && b == b) {
      return site.invalid(a + " to the power of " + b + " is not a real number");
    }
    return Math.pow(a, b);
  }

  /** A value rounded to 10^-digits, as its shortest decimal form would be. */
  public static double round(double value, int digits, boolean truncate, boolean real) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    if (digits == 0 && Math.abs(value) < 4503599627370496.0) {
      double whole = (double) (long) value;
      return truncate || Math.abs(value - whole) < 0.5 ? whole : whole + Math.signum(value);
    }
    if (digits > 400 || digits < -400) {
      return digits > 0 ? value : 0.0;
    }
    String shortest = real ? Float.toString((float) value) : Double.toString(value);
    BigDecimal exact = new BigDecimal(shortest);
    if (exact.scale() <= digits) {
      return value;
    }
    double rounded =
        exact.setScale(digits, truncate ? RoundingMode.DOWN : RoundingMode.HALF_UP).doubleValue();
    return real ? (float) rounded : rounded;
  }

  /** The whole part, if it lies between the bounds. */
  public static long toLong(double value, long least, long greatest, Site site) {
    // The greatest long is no double: 2^63 is the first that is too large.
    boolean inRange = value >= -9223372036854775808.0 && value < 9223372036854775808.0;
    long whole = (long) value;
    if (!inRange || whole < least || whole > greatest) {
      return site.castOverflow(Double.valueOf(value));
    }
    return whole;
  }
}
