package io.millrace.plan.physical;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A function over a window of rows.
 *
 * @param aggregate for {@code AGGREGATE}; its arguments are columns of the input
 * @param arguments columns of the input: the value; for LAG and LEAD then what is given where there
 *     is no row, if that is not NULL
 * @param number the buckets of NTILE, how far LAG and LEAD look, which value NTH_VALUE gives
 * @param ignoresNulls whether rows whose value is NULL are passed over
 * @param frame the rows that count, for aggregates and FIRST_VALUE, LAST_VALUE, NTH_VALUE
 * @param type of the result
 */
public record OverCall(
    OverFunction function,
    Optional<AggregateCall> aggregate,
    List<Integer> arguments,
    long number,
    boolean ignoresNulls,
    Frame frame,
    DataType type,
    Optional<SourcePosition> position) {
  public OverCall {
    arguments = List.copyOf(arguments);
    if (aggregate.isPresent() != (function == OverFunction.AGGREGATE)) {
      throw new IllegalArgumentException(function + " with " + aggregate);
    }
  }

  /** What there is to compute over a window. */
  public enum OverFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE,
    /** An aggregate of the rows in the frame. */
    AGGREGATE;

    /** Whether the rows that count are those of the frame. */
    public boolean hasFrame() {
      return this == FIRST_VALUE || this == LAST_VALUE || this == NTH_VALUE || this == AGGREGATE;
    }

    /** Whether it takes a number. */
    public boolean hasNumber() {
      return this == NTILE || this == LAG || this == LEAD || this == NTH_VALUE;
    }
  }

  /** The columns of the input that are read. */
  public List<Integer> columns() {
    if (aggregate.isEmpty()) {
      return arguments;
    }
    List<Integer> columns = new ArrayList<>(aggregate.get().arguments());
    aggregate.get().filter().ifPresent(columns::add);
    return columns;
  }

  /** The same over columns that are elsewhere. */
  public OverCall moved(int[] places) {
    return new OverCall(
        function,
        aggregate.map(call -> call.moved(places)),
        arguments.stream().map(column -> places[column]).toList(),
        number,
        ignoresNulls,
        frame,
        type,
        position);
  }

  /** As it is called. */
  public String name() {
    return aggregate
        .map(AggregateCall::name)
        .orElseGet(() -> function.name().toLowerCase(Locale.ROOT));
  }

  /** What it does, without names and places: equal for calls that do the same. */
  public String signature() {
    return aggregate
            .map(call -> call.signature() + (call.distinct() ? " distinct " : " ") + columns())
            .orElseGet(() -> function + " " + arguments)
        + (function.hasNumber() ? " " + number : "")
        + (ignoresNulls ? " without NULLs" : "")
        + (function.hasFrame() ? " " + frame.text() : "")
        + " "
        + type;
  }
}
