package io.millrace.tests.script;

import io.millrace.api.connector.OutputMode;
import java.util.ArrayList;
import java.util.List;

/** What the changes of a query add up to, in the eyes of its sink. */
final class Folded {
  private final OutputMode mode;
  private final List<Integer> key;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param key positions of the columns by which an update finds its row
   */
  Folded(OutputMode mode, List<Integer> key) {
    this.mode = mode;
    this.key = List.copyOf(key);
  }

  /** Applies the changes of a batch; each begins with its kind. */
  void add(List<Change> changes) {
    if (mode == OutputMode.COMPLETE) {
      rows.clear();
    }
    for (Change change : changes) {
      switch (change.kind()) {
        case INSERT -> {
          if (mode == OutputMode.UPDATE && !key.isEmpty() && find(change) >= 0) {
            throw new AssertionError("inserted twice: " + change);
          }
          rows.add(change.cells());
        }
        case UPDATE_BEFORE, DELETE -> {
          if (!rows.remove(change.cells())) {
            throw new AssertionError("deleted but never there: " + change);
          }
        }
        case UPDATE_AFTER -> {
          if (mode == OutputMode.UPDATE) {
            int old = find(change);
            if (old < 0) {
              throw new AssertionError("updated but never there: " + change);
            }
            rows.remove(old);
          }
          rows.add(change.cells());
        }
      }
    }
  }

  private int find(Change change) {
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      if (key.stream().allMatch(k -> row.get(k).equals(change.cells().get(k)))) {
        return i;
      }
    }
    return -1;
  }

  /** The rows, one line each, sorted. */
  List<String> lines() {
    return rows.stream().map(row -> String.join(", ", row)).sorted().toList();
  }
}
