package io.millrace.exec.operator.aggregate;

import java.math.BigInteger;

/** {@code units · 2^exponent}. */
record ExactNumber(BigInteger units, int exponent) {

  ExactNumber minus(ExactNumber other) {
    int lowest = Math.min(exponent, other.exponent);
    return new ExactNumber(
        units.shiftLeft(exponent - lowest).subtract(other.units.shiftLeft(other.exponent - lowest)),
        lowest);
  }

  ExactNumber times(ExactNumber other) {
    return new ExactNumber(units.multiply(other.units), exponent + other.exponent);
  }

  ExactNumber times(long factor) {
    return new ExactNumber(units.multiply(BigInteger.valueOf(factor)), exponent);
  }

  int signum() {
    return units.signum();
  }

  /** The quotient by a positive number, rounded once. */
  double over(ExactNumber divisor) {
    return Rounding.quotient(units, divisor.units, exponent - divisor.exponent);
  }

  /** The quotient by a positive number, rounded once. */
  double over(BigInteger divisor) {
    return Rounding.quotient(units, divisor, exponent);
  }
}
