package io.millrace.api.table;

import io.millrace.api.table.tree.Expr;
import java.util.List;
import java.util.Optional;

/** Which rows a function sees behind {@link Column#over(WindowSpec)}. Begin with {@link Window}. */
public record WindowSpec(List<Expr> partition, List<Expr> order, Optional<String> frame) {
  static final WindowSpec EVERYTHING = new WindowSpec(List.of(), List.of(), Optional.empty());

  public WindowSpec {
    partition = List.copyOf(partition);
    order = List.copyOf(order);
  }

  /** The rows with equal values in these columns. */
  public WindowSpec partitionBy(Column... columns) {
    return new WindowSpec(Column.all(columns), order, frame);
  }

  /** The rows with equal values in these columns. */
  public WindowSpec partitionBy(String first, String... others) {
    return partitionBy(functions.cols(first, others));
  }

  /** Their order. */
  public WindowSpec orderBy(Column... columns) {
    return new WindowSpec(partition, Column.all(columns), frame);
  }

  /** Their order. */
  public WindowSpec orderBy(String first, String... others) {
    return orderBy(functions.cols(first, others));
  }

  /** From that many rows before or behind to that many. */
  public WindowSpec rowsBetween(long start, long end) {
    return new WindowSpec(partition, order, Optional.of("ROWS " + Window.between(start, end)));
  }

  /** From that much before or behind in the value that they are ordered by to that much. */
  public WindowSpec rangeBetween(long start, long end) {
    return new WindowSpec(partition, order, Optional.of("RANGE " + Window.between(start, end)));
  }
}
