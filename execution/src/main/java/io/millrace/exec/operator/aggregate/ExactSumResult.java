package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.plan.physical.AggregateCall.AggregateFunction;
import java.math.BigInteger;

/**
 * Makes results of exact sums: the sum itself, or divided by the number of values. Quotients are
 * truncated for whole numbers (as division is), rounded half up for decimals, and rounded once for
 * floating point.
 */
final class ExactSumResult {
  private static final long EXACT_DOUBLE = 1L << 53;

  private final AggregateCall call;
  private final DataType type;
  private final boolean average;
  private final int inputScale;
  private final BigInteger limit;

  /** The limit of decimals held in one word; 0 for other types. */
  private final long shortLimit;

  /** The second word of the limit. */
  private final long limitMiddle;

  private final Shape shape;

  /**
   * @param inputType of the argument
   */
  ExactSumResult(AggregateCall call, DataType inputType) {
    this.call = call;
    this.type = call.type();
    this.average = call.function() == AggregateFunction.AVG;
    this.inputScale = inputType.kind() == TypeKind.DECIMAL ? inputType.scale() : 0;
    this.limit =
        type.kind() == TypeKind.DECIMAL ? BigInteger.TEN.pow(type.precision()) : BigInteger.ZERO;
    this.shortLimit =
        type.precision() <= DataType.MAX_SHORT_DECIMAL_PRECISION ? limit.longValue() : 0;
    this.limitMiddle = limit.shiftRight(Long.SIZE).longValueExact();
    this.shape = shapeOf();
  }

  /** How results are held. */
  enum Shape {
    /** As one word, the sum itself. */
    WORD,
    /** As two words, the sum itself. */
    TWO_WORDS,
    FLOATING,
    /** All others, which {@link #append} makes. */
    OTHER
  }

  private Shape shapeOf() {
    if (type.kind().isFloating()) {
      return Shape.FLOATING;
    }
    boolean isSum = !average && inputScale == (type.kind() == TypeKind.DECIMAL ? type.scale() : 0);
    return switch (type.layout()) {
      case LONG -> isSum ? Shape.WORD : Shape.OTHER;
      case INT128 -> isSum ? Shape.TWO_WORDS : Shape.OTHER;
      case BOOLEAN, INT, DOUBLE, BYTES -> Shape.OTHER;
    };
  }

  Shape shape() {
    return shape;
  }

  /** The result in one word, for a sum of three. */
  long word(long low, long middle, long high) {
    boolean oneWord = middle == low >> 63 && high == middle;
    boolean fits = shortLimit == 0 || low < shortLimit && low > -shortLimit;
    if (!oneWord || !fits) {
      throw overflow();
    }
    return low;
  }

  /** Checks that the lower two words are the result, for a sum of three. */
  void checkTwoWords(long low, long middle, long high) {
    // most sums are so far from the limit that one word tells
    boolean surelyFits = high == middle >> 63 && middle < limitMiddle && middle > -limitMiddle;
    if (!surelyFits && sum(low, middle, high).abs().compareTo(limit) >= 0) {
      throw overflow();
    }
  }

  /** The result for a sum of three words and a positive number of values. */
  double floating(long count, long low, long middle, long high) {
    boolean oneWord = middle == low >> 63 && high == middle;
    double value;
    if (oneWord
        && inputScale == 0
        && Math.abs(low) <= EXACT_DOUBLE
        && low != Long.MIN_VALUE
        && count <= EXACT_DOUBLE) {
      // both operands are exact, so the division rounds once
      value = (double) low / (average ? count : 1);
    } else {
      BigInteger divisor =
          BigInteger.TEN.pow(inputScale).multiply(BigInteger.valueOf(average ? count : 1));
      value = Rounding.quotient(sum(low, middle, high), divisor, 0);
    }
    return type.kind() == TypeKind.REAL ? (float) value : value;
  }

  /** Appends the result for a sum of three words and a positive number of values. */
  void append(long count, long low, long middle, long high, ColumnBuilder target) {
    if (type.kind() == TypeKind.DECIMAL || inputScale != 0) {
      appendDecimal(sum(low, middle, high), count, target);
      return;
    }
    boolean oneWord = middle == low >> 63 && high == middle;
    if (!oneWord && !average) {
      throw overflow();
    }
    appendWhole(
        oneWord
            ? low / (average ? count : 1)
            : sum(low, middle, high).divide(BigInteger.valueOf(count)).longValueExact(),
        target);
  }

  private void appendWhole(long value, ColumnBuilder target) {
    switch (type.layout()) {
      case LONG -> target.appendLong(value);
      case INT -> {
        int narrow = (int) value;
        boolean fits =
            switch (type.kind()) {
              case TINYINT -> (byte) value == value;
              case SMALLINT -> (short) value == value;
              default -> narrow == value;
            };
        if (!fits) {
          throw overflow();
        }
        target.appendInt(narrow);
      }
      case BOOLEAN, DOUBLE, INT128, BYTES ->
          throw new IllegalStateException("no sum of type " + type);
    }
  }

  private void appendDecimal(BigInteger sum, long count, ColumnBuilder target) {
    int scale = type.kind() == TypeKind.DECIMAL ? type.scale() : 0;
    BigInteger dividend = sum;
    BigInteger divisor = BigInteger.valueOf(average ? count : 1);
    if (scale >= inputScale) {
      dividend = dividend.multiply(BigInteger.TEN.pow(scale - inputScale));
    } else {
      divisor = divisor.multiply(BigInteger.TEN.pow(inputScale - scale));
    }
    BigInteger value = divisor.equals(BigInteger.ONE) ? dividend : halfUp(dividend, divisor);
    if (type.kind() != TypeKind.DECIMAL) {
      if (value.bitLength() >= Long.SIZE) {
        throw overflow();
      }
      appendWhole(value.longValue(), target);
    } else if (value.abs().compareTo(limit) >= 0) {
      throw overflow();
    } else if (type.precision() <= DataType.MAX_SHORT_DECIMAL_PRECISION) {
      target.appendLong(value.longValue());
    } else {
      target.appendInt128(value.longValue(), value.shiftRight(Long.SIZE).longValue());
    }
  }

  private static BigInteger halfUp(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    boolean up = parts[1].abs().shiftLeft(1).compareTo(divisor) >= 0;
    return up ? parts[0].add(BigInteger.valueOf(dividend.signum())) : parts[0];
  }

  private static BigInteger sum(long low, long middle, long high) {
    if (high == middle >> 63) {
      return Int128Column.toBigInteger(low, middle);
    }
    BigInteger top = Int128Column.toBigInteger(middle, high).shiftLeft(Long.SIZE);
    return top.add(Int128Column.toBigInteger(low, 0));
  }

  private MillraceException overflow() {
    return MillraceException.error(
            ErrorCode.ARITHMETIC_OVERFLOW, call.function().name(), type.sql())
        .at(call.position())
        .hint("cast the argument to a wider type, such as DECIMAL(38, 0) or DOUBLE")
        .build();
  }
}
