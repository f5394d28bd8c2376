package io.millrace.plan.incremental.bound;

import io.millrace.plan.physical.QueryPlan.ChangeKind;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is known about the changes a plan node gives.
 *
 * @param kind whether rows only come, are replaced by key, or may go
 * @param key columns whose values a row has for itself; empty list for a single row; no value if
 *     there is none
 * @param ends whether all its input is bounded, so that it is complete at some time
 * @param rows how many rows there can be
 * @param columns one a column
 */
public record Traits(
    ChangeKind kind,
    Optional<List<Integer>> key,
    boolean ends,
    RowCount rows,
    List<ColumnTraits> columns) {
  public Traits {
    key = key.map(List::copyOf);
    columns = List.copyOf(columns);
  }

  /** The traits of a relation without any: insertions, no key, no bound. */
  public static Traits plain(boolean ends, int columns, Optional<List<Integer>> key) {
    return new Traits(
        ChangeKind.INSERT,
        key,
        ends,
        ends ? RowCount.BOUNDED : RowCount.UNBOUNDED,
        Collections.nCopies(columns, ColumnTraits.NONE));
  }

  public Traits withKind(ChangeKind newKind) {
    return new Traits(newKind, key, ends, rows, columns);
  }

  public Traits withColumns(List<ColumnTraits> newColumns) {
    return new Traits(kind, key, ends, rows, newColumns);
  }
}
