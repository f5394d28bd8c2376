package io.millrace.api.table;

import java.util.List;
import java.util.Map;

/**
 * Groups of rows, of which aggregates make one row each: the keys, then the aggregates. Spark calls
 * it RelationalGroupedDataset.
 */
public interface GroupedTable {

  /** One row for each group with these aggregates. */
  Table agg(Column first, Column... others);

  /** One row for each group with aggregates: from columns to functions. */
  Table agg(Map<String, String> aggregates);

  /** The number of rows of each group, as {@code count}. */
  Table count();

  /** The sums of these columns. */
  Table sum(String... columns);

  /** The means of these columns. */
  Table avg(String... columns);

  /** As {@link #avg}. */
  Table mean(String... columns);

  /** The least values of these columns. */
  Table min(String... columns);

  /** The greatest values of these columns. */
  Table max(String... columns);

  /**
   * Aggregates once for each of the values of a column: a column for each value, which has its name
   * if there is one aggregate, else its name and the aggregate's. NULL where a group has no row
   * with the value.
   */
  GroupedTable pivot(String column, List<Object> values);

  /**
   * As {@link #pivot(String, List)} with all values that there are, in order. Reads the table to
   * find them, so it must end.
   */
  GroupedTable pivot(String column);
}
