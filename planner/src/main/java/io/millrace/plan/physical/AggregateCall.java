package io.millrace.plan.physical;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.AggregateCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One aggregate of a GROUP BY.
 *
 * @param user the function of the user's, for {@code USER}
 * @param arguments columns of the input; none for COUNT(*)
 * @param filter a BOOLEAN column of the input; rows for which it is not TRUE do not count
 * @param distinct whether equal argument values count once
 * @param type of the result
 * @param detail what some functions are told beside their arguments
 */
public record AggregateCall(
    AggregateFunction function,
    Optional<UserAggregate> user,
    List<Integer> arguments,
    OptionalInt filter,
    boolean distinct,
    DataType type,
    Detail detail,
    Optional<SourcePosition> position) {
  public AggregateCall {
    arguments = List.copyOf(arguments);
    if (user.isPresent() != (function == AggregateFunction.USER)) {
      throw new IllegalArgumentException(function + " with " + user);
    }
  }

  /** An aggregate that is told nothing beside its arguments. */
  public AggregateCall(
      AggregateFunction function,
      Optional<UserAggregate> user,
      List<Integer> arguments,
      OptionalInt filter,
      boolean distinct,
      DataType type,
      Optional<SourcePosition> position) {
    this(function, user, arguments, filter, distinct, type, Detail.NONE, position);
  }

  /** An aggregate that is built in. */
  public AggregateCall(
      AggregateFunction function,
      List<Integer> arguments,
      OptionalInt filter,
      boolean distinct,
      DataType type,
      Optional<SourcePosition> position) {
    this(function, Optional.empty(), arguments, filter, distinct, type, position);
  }

  /** The same over columns that are elsewhere. */
  public AggregateCall moved(int[] places) {
    return new AggregateCall(
        function,
        user,
        arguments.stream().map(column -> places[column]).toList(),
        filter.isPresent() ? OptionalInt.of(places[filter.getAsInt()]) : OptionalInt.empty(),
        distinct,
        type,
        detail.moved(places),
        position);
  }

  /** Whether the result depends on the order in which rows arrived. */
  public boolean isByArrival() {
    return function.isByArrival() && detail.order().isEmpty();
  }

  /**
   * Whether its state grows with the number of values of a group.
   *
   * @param insertOnly whether rows are never taken back
   */
  public boolean keepsValues(boolean insertOnly) {
    return switch (function) {
      case MODE, PERCENTILE_CONT, PERCENTILE_DISC, STRING_AGG, ARRAY_AGG -> true;
      case FIRST, LAST, ARG_MIN, ARG_MAX -> !insertOnly;
      default -> false;
    };
  }

  /** As it is called, in lower case if it is built in. */
  public String name() {
    return user.map(UserAggregate::name).orElseGet(() -> function.name().toLowerCase(Locale.ROOT));
  }

  /** What tells it from other functions. */
  public String signature() {
    return user.map(found -> found.code().signature()).orElseGet(function::name);
  }

  /** A function in the user's Java code. */
  public record UserAggregate(String name, AggregateCode code) {}

  /**
   * What some functions are told beside their arguments.
   *
   * @param order of the rows, for functions that care
   * @param keepsNulls whether rows count whose first argument is NULL
   * @param fraction of a percentile, from 0 to 1
   * @param separator between texts
   */
  public record Detail(
      List<OrderKey> order, boolean keepsNulls, BigDecimal fraction, String separator) {
    /** For functions that are told nothing. */
    public static final Detail NONE = new Detail(List.of(), false, BigDecimal.ZERO, "");

    public Detail {
      order = List.copyOf(order);
    }

    public Detail withOrder(List<OrderKey> newOrder) {
      return new Detail(newOrder, keepsNulls, fraction, separator);
    }

    public Detail withFraction(BigDecimal newFraction) {
      return new Detail(order, keepsNulls, newFraction, separator);
    }

    public Detail withSeparator(String newSeparator) {
      return new Detail(order, keepsNulls, fraction, newSeparator);
    }

    /** The same, with rows that count although their first argument is NULL. */
    public Detail keepingNulls() {
      return new Detail(order, true, fraction, separator);
    }

    private Detail moved(int[] places) {
      return withOrder(
          order.stream()
              .map(key -> new OrderKey(places[key.column()], key.descending(), key.nullsFirst()))
              .toList());
    }

    /** What tells it from others, but for columns; empty for {@link #NONE}. */
    public String signature() {
      StringBuilder text = new StringBuilder();
      if (keepsNulls) {
        text.append(" with NULLs");
      }
      if (fraction.signum() != 0) {
        text.append(" at ").append(fraction.stripTrailingZeros().toPlainString());
      }
      if (!separator.isEmpty()) {
        text.append(" separated by '").append(separator).append('\'');
      }
      return text.toString();
    }
  }

  /**
   * A column that rows are ordered by.
   *
   * @param nullsFirst whether NULLs come before all values, else behind them
   */
  public record OrderKey(int column, boolean descending, boolean nullsFirst) {}

  /** The aggregates there are. NULL arguments are skipped, and nothing gives NULL. */
  public enum AggregateFunction {
    /** Rows, or rows whose arguments are all not NULL. BIGINT, never NULL. */
    COUNT,
    /** Whole numbers give BIGINT, DECIMAL a wider DECIMAL, REAL and DOUBLE DOUBLE. */
    SUM,
    AVG,
    MIN,
    MAX,
    /** Of all values; so are the following, DOUBLE of DOUBLE. */
    VAR_POP,
    /** Of values that are a sample. NULL for one value. */
    VAR_SAMP,
    STDDEV_POP,
    /** NULL for one value. */
    STDDEV_SAMP,
    /** Of all values; NULL where all are equal. */
    SKEWNESS,
    /** Of all values, less that of the normal distribution; NULL where all are equal. */
    KURTOSIS,
    /** Of pairs, as are the following; the second argument is the independent one. */
    COVAR_POP,
    /** NULL for one pair. */
    COVAR_SAMP,
    /** NULL where all values of one side are equal. */
    CORR,
    /** BIGINT, never NULL. */
    REGR_COUNT,
    REGR_AVGX,
    REGR_AVGY,
    REGR_SXX,
    REGR_SYY,
    REGR_SXY,
    REGR_SLOPE,
    REGR_INTERCEPT,
    REGR_R2,
    /** Of whole numbers, and of their type; so are the two following. */
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    /** The first row's value in the order given, or of arrival. */
    FIRST,
    LAST,
    /**
     * The value of the first argument where the second one is smallest; of several the smallest.
     */
    ARG_MIN,
    /** The value of the first argument where the second one is largest; of several the smallest. */
    ARG_MAX,
    /** The value that occurs most often; of several the first one in the order given. */
    MODE,
    /** Between the values around that fraction of the order. DOUBLE. */
    PERCENTILE_CONT,
    /** The first value that at least that fraction of the values are not behind. */
    PERCENTILE_DISC,
    /** Texts one behind the other in the order given, or of arrival. */
    STRING_AGG,
    /** The values as an ARRAY, in the order given, or of arrival. */
    ARRAY_AGG,
    /** The user's own. */
    USER;

    /** Those whose state is sums of products of their arguments. */
    public boolean isMoments() {
      return compareTo(VAR_POP) >= 0 && compareTo(REGR_R2) <= 0;
    }

    /** Those of two numbers. */
    public boolean isPairs() {
      return compareTo(COVAR_POP) >= 0 && compareTo(REGR_R2) <= 0;
    }

    /** Those of the bits of numbers. */
    public boolean isBits() {
      return this == BIT_AND || this == BIT_OR || this == BIT_XOR;
    }

    private boolean isByArrival() {
      return this == FIRST || this == LAST || this == STRING_AGG || this == ARRAY_AGG;
    }
  }
}
