package io.millrace.plan.incremental.bound;

import java.util.Optional;

/**
 * What is known about a column.
 *
 * @param bound its bound, if it has one
 * @param window names the window assignment it is a bound of: columns of one window determine each
 *     other. Empty for other columns
 */
public record ColumnTraits(Optional<ColumnBound> bound, Optional<String> window) {
  public static final ColumnTraits NONE = new ColumnTraits(Optional.empty(), Optional.empty());

  public static ColumnTraits of(ColumnBound bound) {
    return new ColumnTraits(Optional.of(bound), Optional.empty());
  }
}
