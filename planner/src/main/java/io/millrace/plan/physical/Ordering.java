package io.millrace.plan.physical;

import java.util.List;
import java.util.OptionalLong;

/**
 * ORDER BY … OFFSET … LIMIT. Ties are broken by arrival.
 *
 * @param keys most significant first; may be empty
 * @param offset rows to leave out at the beginning
 * @param limit rows to give at most
 */
public record Ordering(List<SortKey> keys, long offset, OptionalLong limit) {
  public Ordering {
    keys = List.copyOf(keys);
  }

  /** One column to sort by. */
  public record SortKey(int column, boolean descending, boolean nullsFirst) {}
}
