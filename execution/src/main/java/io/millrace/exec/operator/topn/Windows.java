package io.millrace.exec.operator.topn;

import io.millrace.plan.physical.TopN;
import io.millrace.state.OrderedTable;
import io.millrace.state.OrderedTable.Place;

/** Which positions of a partition are given: from one that is fixed to one that ties may move. */
final class Windows {
  /** Behind every position, and far enough from the largest number to be added to. */
  static final long ALL = Long.MAX_VALUE / 4;

  private final TopN rule;
  private final OrderedTable rows;
  private final long offset;
  private final long most;
  private final int[] one = new int[1];
  private final long[] at = new long[1];
  private final int[] handle = new int[1];

  Windows(TopN rule, OrderedTable rows) {
    this.rule = rule;
    this.rows = rows;
    this.offset = Math.min(rule.ordering().offset(), ALL);
    this.most = Math.min(rule.ordering().limit().orElse(ALL), ALL);
  }

  /** The first position that is given. */
  long start() {
    return offset;
  }

  /** The position behind the last that is given, or any behind that where there is none. */
  long end(int partition) {
    if (most == 0) {
      return offset;
    }
    return switch (rule.counting()) {
      case ROWS -> Math.min(offset + most, ALL);
      case RANK -> behindPeers(partition, offset + most - 1);
      case DENSE_RANK -> {
        long end = 0;
        for (long i = 0; i < most && end < ALL; i++) {
          end = behindPeers(partition, end);
        }
        yield end;
      }
    };
  }

  /** The position behind all rows that tie with the one there. */
  private long behindPeers(int partition, long position) {
    one[0] = partition;
    at[0] = position;
    rows.select(one, at, 1, handle);
    if (handle[0] == OrderedTable.NONE) {
      return ALL;
    }
    rows.positions(handle, Place.BEHIND_PEERS, 1, at);
    return at[0];
  }
}
