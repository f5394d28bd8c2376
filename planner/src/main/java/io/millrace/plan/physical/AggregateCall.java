package io.millrace.plan.physical;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One aggregate of a GROUP BY.
 *
 * @param arguments columns of the input; none for COUNT(*)
 * @param filter a BOOLEAN column of the input; rows for which it is not TRUE do not count
 * @param distinct whether equal argument values count once
 * @param type of the result
 */
public record AggregateCall(
    AggregateFunction function,
    List<Integer> arguments,
    OptionalInt filter,
    boolean distinct,
    DataType type,
    Optional<SourcePosition> position) {
  public AggregateCall {
    arguments = List.copyOf(arguments);
  }

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
    MAX
  }
}
