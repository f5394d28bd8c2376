package io.millrace.plan.physical;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.AggregateCode;
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
 */
public record AggregateCall(
    AggregateFunction function,
    Optional<UserAggregate> user,
    List<Integer> arguments,
    OptionalInt filter,
    boolean distinct,
    DataType type,
    Optional<SourcePosition> position) {
  public AggregateCall {
    arguments = List.copyOf(arguments);
    if (user.isPresent() != (function == AggregateFunction.USER)) {
      throw new IllegalArgumentException(function + " with " + user);
    }
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
        position);
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

  /** The aggregates there are. NULL arguments are skipped. */
  public enum AggregateFunction {
    /** Rows, or rows whose arguments are all not NULL. BIGINT, never NULL. */
    COUNT,
    /**
     * NULL for nothing. Whole numbers give BIGINT, DECIMAL a wider DECIMAL, REAL and DOUBLE DOUBLE.
     */
    SUM,
    /** NULL for nothing. */
    AVG,
    MIN,
    MAX,
    /** The user's own. */
    USER
  }
}
