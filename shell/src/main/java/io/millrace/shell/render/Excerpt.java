package io.millrace.shell.render;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The beginning and the end of a result, read to its end.
 *
 * @param head the first rows; all of them if nothing is left out
 * @param tail the last rows; empty if nothing is left out
 * @param count how many rows there are
 */
record Excerpt(List<String[]> head, List<String[]> tail, long count) {

  /** Reads a result and keeps at most so many rows. */
  static Excerpt read(StatementResult.Rows rows, ZoneId zone, int most) {
    List<String[]> head = new ArrayList<>();
    Deque<String[]> tail = new ArrayDeque<>();
    int half = most / 2;
    long count = 0;
    for (Optional<ColumnBatch> next = rows.next(); next.isPresent(); next = rows.next()) {
      ColumnBatch batch = next.get();
      for (int i = 0; i < batch.size(); i++) {
        if (head.size() < most) {
          head.add(Cells.row(batch, batch.row(i), zone));
        } else if (i >= batch.size() - half) {
          // Whatever stands before that would be pushed out by the rest of the batch.
          tail.add(Cells.row(batch, batch.row(i), zone));
          if (tail.size() > half) {
            tail.remove();
          }
        }
      }
      count += batch.size();
    }
    if (tail.isEmpty()) {
      return new Excerpt(head, List.of(), count);
    }
    int missing = half - tail.size();
    List<String[]> end = new ArrayList<>(head.subList(most - missing, most));
    end.addAll(tail);
    return new Excerpt(List.copyOf(head.subList(0, most - half)), end, count);
  }

  boolean isWhole() {
    return tail.isEmpty();
  }

  /** All rows that are kept. */
  List<String[]> rows() {
    List<String[]> all = new ArrayList<>(head);
    all.addAll(tail);
    return all;
  }
}
