package io.millrace.exec.operator.join;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.InputRows;
import io.millrace.plan.physical.JoinType;
import io.millrace.state.StateTables;
import java.util.List;
import java.util.Optional;

/**
 * Whether rows have a match, where more than equal keys is asked: each row of an input that is kept
 * has a count of what matches it ({@link MatchCounts}).
 */
final class RowUnmatched implements Unmatched {
  private final JoinType type;
  private final boolean atEnd;
  private final List<Optional<MatchCounts>> counts;
  private final int leftWidth;
  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, false);

  /**
   * @param atEnd whether rows are given once, at the end of bounded input
   */
  RowUnmatched(JoinType type, boolean atEnd, JoinSide[] sides, StateTables tables) {
    this.type = type;
    this.atEnd = atEnd;
    this.counts =
        List.of(
            counts("left matches", 0, sides[0], tables),
            counts("right matches", 1, sides[1], tables));
    this.leftWidth = sides[0].columns().length;
  }

  private Optional<MatchCounts> counts(String name, int side, JoinSide rows, StateTables tables) {
    return type.keeps(side) ? Optional.of(new MatchCounts(name, rows, tables)) : Optional.empty();
  }

  @Override
  public void begin(BatchTime batchTime) {
    time = batchTime;
    counts.forEach(each -> each.ifPresent(MatchCounts::begin));
  }

  @Override
  public void adding(int side, InputRows rows, int[] slots) {
    counts.get(side).ifPresent(own -> own.add(rows));
  }

  @Override
  public void matched(int side, ColumnBatch pairs, int[] pairRows, int count, Matches matches) {
    counts.get(side).ifPresent(own -> own.matchedOfAdded(matches, count));
    int firstColumn = side == 0 ? leftWidth : 0;
    counts
        .get(1 - side)
        .ifPresent(other -> other.matchedByAdded(pairs, firstColumn, pairRows, count, matches));
  }

  @Override
  public void finish(JoinOutput output) {
    for (int side = 0; side < 2; side++) {
      if (counts.get(side).isPresent()) {
        MatchCounts own = counts.get(side).get();
        if (!atEnd) {
          own.giveChanges(side, type, output);
        } else if (time.endOfInput()) {
          own.giveAll(side, type, output);
        }
        own.removeGone();
      }
    }
  }
}
