package io.millrace.shell.live;

import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.shell.live.ChangeIntake.Change;
import io.millrace.shell.live.ChangeIntake.LogLine;
import io.millrace.shell.live.ChangeIntake.News;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a result as they are shown, and what the newest refresh did to each. A refresh takes
 * the news of one batch, or of several that came meanwhile. Of a result that is too large the rows
 * that changed last are kept. Used by the thread that paints.
 */
final class LiveModel {
  private final OutputMode mode;
  private final boolean keyed;
  private final int capacity;

  /** By key; the ones that changed last at the end, in COMPLETE mode in the order of the result. */
  private Map<String, LiveRow> rows = new LinkedHashMap<>(16, 0.75f, true);

  private final Deque<LogLine> log = new ArrayDeque<>();
  private final List<LiveRow> gone = new ArrayList<>();
  private long refreshes;
  private long sequence;
  private long total;
  private long firstBatch = -1;
  private long lastBatch = -1;
  private long changed;
  private boolean more;

  /**
   * An empty model.
   *
   * @param keyed whether rows have a key
   * @param capacity how many rows, and lines of the changelog, it keeps
   */
  LiveModel(OutputMode mode, boolean keyed, int capacity) {
    this.mode = mode;
    this.keyed = keyed;
    this.capacity = capacity;
  }

  /** Brings the rows up to date; nothing happens without news. */
  void refresh(News news) {
    if (news.isEmpty()) {
      return;
    }
    refreshes++;
    dropGone();
    changed = 0;
    firstBatch = news.firstBatch();
    lastBatch = news.lastBatch();
    more = news.more();
    long before = total;
    total = news.rows();
    log(news.log());
    if (news.whole().isPresent()) {
      replace(news.whole().get());
    } else {
      news.changes().forEach(this::apply);
    }
    if (mode == OutputMode.APPEND) {
      // Of many that came together only the last ones are read.
      changed = total - before;
    }
    dropOldest();
  }

  /** Rows that are gone disappear from the picture. */
  void dropGone() {
    gone.forEach(row -> rows.remove(row.key(), row));
    gone.clear();
  }

  /** Nothing more will come: what the newest refresh did is of no more interest. */
  void settle() {
    dropGone();
    refreshes++;
  }

  private void apply(Change change) {
    if (change.weight() == 0) {
      return;
    }
    RowText text = change.row();
    String key = mode == OutputMode.APPEND ? Long.toString(sequence) : text.key();
    LiveRow row = rows.get(key);
    if (row == null && change.weight() < 0) {
      // It was too long ago for the model to know.
      return;
    }
    changed++;
    if (row == null) {
      rows.put(key, new LiveRow(key, text, change.weight(), refreshes, sequence++));
    } else if (keyed) {
      if (change.weight() < 0) {
        goes(row);
      } else {
        row.become(text, refreshes);
      }
    } else {
      row.add(change.weight(), refreshes);
      if (row.copies() <= 0) {
        goes(row);
      }
    }
  }

  private void goes(LiveRow row) {
    row.go(refreshes);
    gone.add(row);
  }

  /** Takes over a whole result in its order. */
  private void replace(List<RowText> result) {
    Map<String, LiveRow> old = rows;
    rows = new LinkedHashMap<>();
    long place = 0;
    for (RowText text : result) {
      LiveRow twin = rows.get(text.key());
      if (twin != null) {
        twin.add(1, twin.refresh());
        continue;
      }
      LiveRow row = old.remove(text.key());
      if (row == null) {
        row = new LiveRow(text.key(), text, 1, refreshes, place);
        changed++;
      } else if (row.stays(text, place, refreshes)) {
        changed++;
      }
      rows.put(text.key(), row);
      place++;
    }
    for (LiveRow row : old.values()) {
      row.stays(row.text(), place++, refreshes);
      goes(row);
      rows.put(row.key(), row);
      changed++;
    }
  }

  private void dropOldest() {
    Iterator<LiveRow> oldest = rows.values().iterator();
    for (int more = rows.size() - capacity; more > 0; more--) {
      oldest.next();
      oldest.remove();
    }
  }

  /** What an update replaces is told too, where the query does not. */
  private void log(List<LogLine> lines) {
    boolean tellsNewOnly = mode == OutputMode.UPDATE && keyed;
    Map<String, RowText> current = new HashMap<>();
    for (LogLine line : lines) {
      RowText row = line.row();
      if (tellsNewOnly) {
        RowText old = current.get(row.key());
        if (old == null && rows.containsKey(row.key())) {
          old = rows.get(row.key()).text();
        }
        if (old != null && line.kind() == RowKind.UPDATE_AFTER) {
          addToLog(new LogLine(line.batch(), RowKind.UPDATE_BEFORE, old));
        }
        current.put(row.key(), row);
      }
      addToLog(line);
    }
  }

  private void addToLog(LogLine line) {
    log.addLast(line);
    if (log.size() > capacity) {
      log.removeFirst();
    }
  }

  /** All rows it keeps, in the order of the picture. */
  List<LiveRow> rows() {
    List<LiveRow> all = new ArrayList<>(rows.values());
    if (mode != OutputMode.COMPLETE) {
      all.sort(order());
    }
    return all;
  }

  /**
   * As many rows as fit, in the order of the picture: those that changed last, in APPEND mode the
   * newest, in COMPLETE mode the first.
   */
  List<LiveRow> rows(int count) {
    if (rows.size() <= count) {
      return rows();
    }
    List<LiveRow> chosen = new ArrayList<>(count);
    Iterator<LiveRow> iterator = rows.values().iterator();
    if (mode != OutputMode.COMPLETE) {
      for (int skipped = rows.size() - count; skipped > 0; skipped--) {
        iterator.next();
      }
    }
    while (chosen.size() < count) {
      chosen.add(iterator.next());
    }
    if (mode != OutputMode.COMPLETE) {
      chosen.sort(order());
    }
    return chosen;
  }

  /** Rows of the newest refresh come first, so that a new window pushes the old ones down. */
  private Comparator<LiveRow> order() {
    return mode == OutputMode.APPEND
        ? Comparator.comparingLong(LiveRow::place)
        : Comparator.comparingLong(LiveRow::since).reversed().thenComparingLong(LiveRow::place);
  }

  /** The last changes as they came, oldest first. */
  List<LogLine> log() {
    return List.copyOf(log);
  }

  /** How many rows the result has; in APPEND mode, how many it has given. */
  long total() {
    return total;
  }

  /** How many of them are kept here. */
  int kept() {
    return rows.size() - gone.size();
  }

  /** Whether rows are shown that are gone. */
  boolean showsGone() {
    return !gone.isEmpty();
  }

  /** How many rows the newest refresh changed. */
  long changed() {
    return changed;
  }

  /** Whether it changed more than those, too many to count. */
  boolean changedMore() {
    return more;
  }

  /**
   * The batches of the newest refresh: {@code batch 57}, {@code batches 55–57}; empty before it.
   */
  String batches() {
    if (lastBatch < 0) {
      return "";
    }
    return firstBatch == lastBatch
        ? "batch " + lastBatch
        : "batches " + firstBatch + "–" + lastBatch;
  }

  /** The number of the newest refresh; 0 before the first. */
  long refreshes() {
    return refreshes;
  }
}
