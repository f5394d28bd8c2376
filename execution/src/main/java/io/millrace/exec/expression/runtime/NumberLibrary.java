package io.millrace.exec.expression.runtime;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions of numbers outside of the fast path. */
public final class NumberLibrary {
  private NumberLibrary() {}

  public static Integer gcd(Integer a, Integer b) {
    return toInt(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)));
  }

  public static Long gcd(Long a, Long b) {
    return toLong(BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)));
  }

  public static Integer lcm(Integer a, Integer b) {
    return toInt(multiple(a, b));
  }

  public static Long lcm(Long a, Long b) {
    return toLong(multiple(a, b));
  }

  private static Integer toInt(BigInteger value) {
    if (value.bitLength() >= Integer.SIZE) {
      throw error(ErrorCode.ARITHMETIC_OVERFLOW, value.toString(), "integer").build();
    }
    return value.intValue();
  }

  private static Long toLong(BigInteger value) {
    if (value.bitLength() >= Long.SIZE) {
      throw error(ErrorCode.ARITHMETIC_OVERFLOW, value.toString(), "bigint").build();
    }
    return value.longValue();
  }

  private static BigInteger multiple(long a, long b) {
    BigInteger first = BigInteger.valueOf(a);
    BigInteger second = BigInteger.valueOf(b);
    return first.signum() == 0 || second.signum() == 0
        ? BigInteger.ZERO
        : first.divide(first.gcd(second)).multiply(second).abs();
  }

  /** The remainder with the sign of the divisor, or zero. */
  public static Integer pmod(Integer a, Integer b) {
    return (int) positive(a, b);
  }

  public static Long pmod(Long a, Long b) {
    return positive(a, b);
  }

  private static long positive(long a, long b) {
    checkDivisor(b);
    long rest = a % b;
    return rest < 0 ? (rest + b) % b : rest;
  }

  public static Integer div(Integer a, Integer b) {
    checkDivisor(b);
    return toInt(BigInteger.valueOf((long) a / b));
  }

  public static Long div(Long a, Long b) {
    checkDivisor(b);
    return toLong(BigInteger.valueOf(a).divide(BigInteger.valueOf(b)));
  }

  private static void checkDivisor(long divisor) {
    if (divisor == 0) {
      throw error(ErrorCode.DIVIDE_BY_ZERO).build();
    }
  }

  /** Of 0 to 20. */
  public static Long factorial(Long n) {
    if (n < 0) {
      throw new ArithmeticException(n + " is negative");
    }
    if (n > 20) {
      throw error(ErrorCode.ARITHMETIC_OVERFLOW, n + "!", "bigint").build();
    }
    long result = 1;
    for (long i = 2; i <= n; i++) {
      result *= i;
    }
    return result;
  }

  public static Double sinh(Double x) {
    return Math.sinh(x);
  }

  public static Double cosh(Double x) {
    return Math.cosh(x);
  }

  public static Double tanh(Double x) {
    return Math.tanh(x);
  }

  public static Double asinh(Double x) {
    double size = Math.abs(x);
    if (Double.isInfinite(size)) {
      return x;
    }
    // log1p keeps what is small exact, and halving keeps what is large finite
    double result =
        size > 1e150
            ? Math.log(size) + Math.log(2)
            : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
    return Math.copySign(result, x);
  }

  public static Double acosh(Double x) {
    if (x < 1) {
      throw new ArithmeticException(x + " is less than 1");
    }
    return x > 1e150 ? Math.log(x) + Math.log(2) : Math.log(x + Math.sqrt(x * x - 1));
  }

  public static Double atanh(Double x) {
    if (Math.abs(x) > 1) {
      throw new ArithmeticException(x + " is not between -1 and 1");
    }
    return 0.5 * (Math.log1p(x) - Math.log1p(-x));
  }

  public static Double expm1(Double x) {
    return Math.expm1(x);
  }

  public static Double rint(Double x) {
    return Math.rint(x);
  }

  public static Boolean isFinite(Double x) {
    return Double.isFinite(x);
  }

  public static Boolean isInfinite(Double x) {
    return Double.isInfinite(x);
  }

  /** Which of so many equal parts from low to high holds the value; 0 and count + 1 are outside. */
  public static Integer widthBucket(
      BigDecimal value, BigDecimal low, BigDecimal high, Integer count) {
    if (count <= 0) {
      throw new ArithmeticException("the number of parts must be greater than zero");
    }
    int order = low.compareTo(high);
    if (order == 0) {
      throw new ArithmeticException("the bounds are equal");
    }
    BigDecimal from = order < 0 ? value.subtract(low) : low.subtract(value);
    BigDecimal width = high.subtract(low).abs();
    if (from.signum() < 0) {
      return 0;
    }
    if (from.compareTo(width) >= 0) {
      return toInt(BigInteger.valueOf(count + 1L));
    }
    return from.multiply(BigDecimal.valueOf(count)).divide(width, 0, RoundingMode.FLOOR).intValue()
        + 1;
  }

  /** The same in floating point. */
  public static Integer widthBucket(Double value, Double low, Double high, Integer count) {
    if (count <= 0) {
      throw new ArithmeticException("the number of parts must be greater than zero");
    }
    if (value.isNaN() || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new ArithmeticException("neither the value nor the bounds are numbers");
    }
    if (low.doubleValue() == high.doubleValue()) {
      throw new ArithmeticException("the bounds are equal");
    }
    boolean rising = low < high;
    if (rising ? value < low : value > low) {
      return 0;
    }
    if (rising ? value >= high : value <= high) {
      return toInt(BigInteger.valueOf(count + 1L));
    }
    // halves, because a difference may be more than a double holds
    double part = (value / 2 - low / 2) / (high / 2 - low / 2);
    return Math.min((int) (count * part), count - 1) + 1;
  }

  public static @Nullable Integer tryAdd(Integer a, Integer b) {
    return narrow((long) a + b);
  }

  public static @Nullable Long tryAdd(Long a, Long b) {
    return narrow(BigInteger.valueOf(a).add(BigInteger.valueOf(b)));
  }

  public static @Nullable Integer trySubtract(Integer a, Integer b) {
    return narrow((long) a - b);
  }

  public static @Nullable Long trySubtract(Long a, Long b) {
    return narrow(BigInteger.valueOf(a).subtract(BigInteger.valueOf(b)));
  }

  public static @Nullable Integer tryMultiply(Integer a, Integer b) {
    return narrow((long) a * b);
  }

  public static @Nullable Long tryMultiply(Long a, Long b) {
    return narrow(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
  }

  public static @Nullable Integer tryMod(Integer a, Integer b) {
    return b == 0 ? null : Integer.valueOf(a % b);
  }

  public static @Nullable Long tryMod(Long a, Long b) {
    return b == 0 ? null : Long.valueOf(a % b);
  }

  private static @Nullable Integer narrow(long value) {
    return value == (int) value ? Integer.valueOf((int) value) : null;
  }

  private static @Nullable Long narrow(BigInteger value) {
    return value.bitLength() < Long.SIZE ? Long.valueOf(value.longValue()) : null;
  }

  public static Integer shiftLeft(Integer value, Integer bits) {
    return value << bits;
  }

  public static Long shiftLeft(Long value, Integer bits) {
    return value << bits;
  }

  public static Integer shiftRight(Integer value, Integer bits) {
    return value >> bits;
  }

  public static Long shiftRight(Long value, Integer bits) {
    return value >> bits;
  }

  public static Integer shiftRightUnsigned(Integer value, Integer bits) {
    return value >>> bits;
  }

  public static Long shiftRightUnsigned(Long value, Integer bits) {
    return value >>> bits;
  }

  /**
   * A number of one base in another, both from 2 to 36, as far as it has digits of the first; NULL
   * without digits. To a negative base the number has a sign, else it is one of 64 bits without.
   */
  public static @Nullable String convert(String number, Integer from, Integer to) {
    int base = Math.abs(to);
    String digits = number.strip();
    if (digits.isEmpty() || from < 2 || from > 36 || base < 2 || base > 36) {
      return null;
    }
    boolean negative = digits.startsWith("-");
    BigInteger value = BigInteger.ZERO;
    for (int i = negative ? 1 : 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), from) : -1;
      if (digit < 0) {
        break;
      }
      value = value.multiply(BigInteger.valueOf(from)).add(BigInteger.valueOf(digit));
      if (value.bitLength() > Long.SIZE) {
        throw error(ErrorCode.ARITHMETIC_OVERFLOW, number, "bigint").build();
      }
    }
    long bits = value.longValue();
    if (negative) {
      bits = bits < 0 ? -1 : -bits;
    }
    String result = to < 0 ? Long.toString(bits, base) : Long.toUnsignedString(bits, base);
    return result.toUpperCase(Locale.ROOT);
  }

  /** Half to even. */
  public static Double bround(Double value, Integer digits) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue()
        : value;
  }

  public static Long bround(Long value, Integer digits) {
    return digits >= 0 ? value : toLong(roundedEven(value, digits));
  }

  public static Integer bround(Integer value, Integer digits) {
    return digits >= 0 ? value : toInt(roundedEven(value, digits));
  }

  private static BigInteger roundedEven(long value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).toBigInteger();
  }
}
