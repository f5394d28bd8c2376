package io.millrace.exec.expression.runtime;

/** Whole numbers of 8 to 64 bits; those below 64 come as {@code int}. */
public final class Integers {
  private Integers() {}

  /** The value, if it lies between the bounds of its type. */
  public static int check(
      long value, int least, int greatest, String operator, long a, long b, Site site) {
    return value < least || value > greatest ? site.overflow(a + operator + b) : (int) value;
  }

  public static int add(int a, int b, int least, int greatest, Site site) {
    return check((long) a + b, least, greatest, " + ", a, b, site);
  }

  public static int subtract(int a, int b, int least, int greatest, Site site) {
    return check((long) a - b, least, greatest, " - ", a, b, site);
  }

  public static int multiply(int a, int b, int least, int greatest, Site site) {
    return check((long) a * b, least, greatest, " * ", a, b, site);
  }

  public static int divide(int a, int b, int least, int greatest, Site site) {
    return b == 0 ? site.divideByZero() : check((long) a / b, least, greatest, " / ", a, b, site);
  }

  public static int modulo(int a, int b, Site site) {
    // The remainder of the least value by -1 overflows the machine's division, not ours.
    return b == 0 ? site.divideByZero() : (int) ((long) a % b);
  }

  public static int negate(int a, int least, Site site) {
    return a == least ? site.overflow("-(" + a + ")") : -a;
  }

  public static int absolute(int a, int least, Site site) {
    return a == least ? site.overflow("abs(" + a + ")") : Math.abs(a);
  }

  public static long add(long a, long b, Site site) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? site.overflow(a + " + " + b) : sum;
  }

  public static long subtract(long a, long b, Site site) {
    long difference = a - b;
    return ((a ^ b) & (a ^ difference)) < 0 ? site.overflow(a + " - " + b) : difference;
  }

  public static long multiply(long a, long b, Site site) {
    long product = a * b;
    return Math.multiplyHigh(a, b) != product >> 63 ? site.overflow(a + " * " + b) : product;
  }

  public static long divide(long a, long b, Site site) {
    if (b == 0) {
      return site.divideByZero();
    }
    return b == -1 && a == Long.MIN_VALUE ? site.overflow(a + " / " + b) : a / b;
  }

  public static long modulo(long a, long b, Site site) {
    return b == 0 ? site.divideByZero() : a % b;
  }

  public static long negate(long a, Site site) {
    return a == Long.MIN_VALUE ? site.overflow("-(" + a + ")") : -a;
  }

  public static long absolute(long a, Site site) {
    return a == Long.MIN_VALUE ? site.overflow("abs(" + a + ")") : Math.abs(a);
  }

  /** Rounds to 10^-digits, which matters for negative digits only. */
  public static long round(
      long value, int digits, boolean truncate, long least, long greatest, Site site) {
    if (digits >= 0) {
      return value;
    }
    if (digits < -19) {
      return 0;
    }
    if (digits == -19) {
      // 10^19 is beyond a long; half of it is not.
      boolean up =
          !truncate
              && (value >= 5_000_000_000_000_000_000L || value <= -5_000_000_000_000_000_000L);
      return up ? site.overflow("round(" + value + ", " + digits + ")") : 0;
    }
    long unit = Int128.powerLow(-digits);
    long rest = value % unit;
    long rounded = value - rest;
    if (!truncate && Math.abs(rest) >= unit - Math.abs(rest)) {
      long away = value < 0 ? -unit : unit;
      long result = rounded + away;
      if (((rounded ^ result) & (away ^ result)) < 0) {
        return site.overflow("round(" + value + ", " + digits + ")");
      }
      rounded = result;
    }
    return rounded < least || rounded > greatest
        ? site.overflow("round(" + value + ", " + digits + ")")
        : rounded;
  }

  /** A cast to a narrower type. */
  public static int narrow(long value, int least, int greatest, Site site) {
    return value < least || value > greatest ? site.castOverflow(Long.valueOf(value)) : (int) value;
  }
}
