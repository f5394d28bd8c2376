package io.millrace.shell.live;

import io.millrace.api.StatementResult.Changes.Step;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a query has given since somebody last looked: of each row the newest state, however often it
 * changed meanwhile. The reader of the query adds, the painter takes; neither waits for the other.
 * What is kept is bounded, so a query is never held up by a picture.
 */
final class ChangeIntake {
  private final OutputMode mode;
  private final RowText.Reader reader;
  private final int capacity;

  /** Changes by row, the ones that changed last at the end. */
  private final Map<String, Change> changes = new LinkedHashMap<>(16, 0.75f, true);

  /** APPEND: pieces whose rows are not read yet. */
  private final Deque<Step> unread = new ArrayDeque<>();

  private int unreadRows;

  /** The last changes as they came. */
  private final Deque<LogLine> log = new ArrayDeque<>();

  /** COMPLETE: the pieces of a result that is not there yet as a whole. */
  private List<RowText> part = new ArrayList<>();

  /** COMPLETE: how many rows those pieces have. */
  private long wholeCount;

  private Optional<List<RowText>> whole = Optional.empty();

  /** Whether changes were dropped because there are too many to keep. */
  private boolean more;

  private long firstBatch = -1;
  private long lastBatch = -1;
  private long count;

  /**
   * An empty intake.
   *
   * @param mode what becomes of the rows; APPEND for changes that are only logged
   * @param capacity how many rows, and lines of the log, it keeps
   */
  ChangeIntake(OutputMode mode, RowText.Reader reader, int capacity) {
    this.mode = mode;
    this.reader = reader;
    this.capacity = capacity;
  }

  /**
   * What became of a row.
   *
   * @param row its newest state
   * @param weight how many rows like it there are more than before; with a key −1 says that it is
   *     gone, and everything else that it is there
   */
  record Change(RowText row, int weight) {}

  /** A change as it came. */
  record LogLine(long batch, RowKind kind, RowText row) {}

  /**
   * What was taken.
   *
   * @param firstBatch the first batch with output; −1 if there is no news
   * @param lastBatch the last one
   * @param changes by row, oldest first
   * @param more whether more rows changed than these
   * @param whole COMPLETE: the whole result in its order; empty in other modes
   * @param log the last changes as they came
   * @param rows how many rows the result has, or has given in APPEND mode
   */
  record News(
      long firstBatch,
      long lastBatch,
      List<Change> changes,
      boolean more,
      Optional<List<RowText>> whole,
      List<LogLine> log,
      long rows) {
    boolean isEmpty() {
      return firstBatch < 0;
    }
  }

  /** Adds what a batch gave. */
  synchronized void add(Step step) {
    if (mode == OutputMode.COMPLETE) {
      addWhole(step);
    } else if (mode == OutputMode.APPEND) {
      addLast(step);
    } else {
      addChanges(step);
    }
    if (mode != OutputMode.COMPLETE || step.last()) {
      firstBatch = firstBatch < 0 ? step.batchId() : firstBatch;
      lastBatch = step.batchId();
    }
  }

  private void addWhole(Step step) {
    ChangeBatch rows = step.changes();
    for (int i = 0; i < rows.size() && part.size() < capacity; i++) {
      part.add(reader.read(rows.rows(), i));
    }
    wholeCount += rows.size();
    if (step.last()) {
      whole = Optional.of(part);
      count = wholeCount;
      part.forEach(row -> log(new LogLine(step.batchId(), RowKind.INSERT, row)));
      part = new ArrayList<>();
      wholeCount = 0;
    }
  }

  /** Only as many of the last pieces are kept as hold the rows that can be shown. */
  private void addLast(Step step) {
    int rows = step.changes().size();
    count += rows;
    unread.add(step);
    unreadRows += rows;
    while (unreadRows - unread.getFirst().changes().size() >= capacity) {
      unreadRows -= unread.removeFirst().changes().size();
    }
  }

  private void addChanges(Step step) {
    ChangeBatch rows = step.changes();
    for (int i = 0; i < rows.size(); i++) {
      RowKind kind = rows.kind(i);
      RowText row = reader.read(rows.rows(), i);
      log(new LogLine(step.batchId(), kind, row));
      boolean comes = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER;
      if (kind == RowKind.INSERT) {
        count++;
      } else if (kind == RowKind.DELETE) {
        count--;
      }
      if (!reader.keyed()) {
        Change old = changes.get(row.key());
        put(new Change(row, (old == null ? 0 : old.weight()) + (comes ? 1 : -1)));
      } else if (kind != RowKind.UPDATE_BEFORE) {
        put(new Change(row, comes ? 1 : -1));
      }
    }
  }

  private void put(Change change) {
    changes.put(change.row().key(), change);
    if (changes.size() > capacity) {
      Iterator<String> oldest = changes.keySet().iterator();
      oldest.next();
      oldest.remove();
      more = true;
    }
  }

  private void log(LogLine line) {
    log.addLast(line);
    if (log.size() > capacity) {
      log.removeFirst();
    }
  }

  /** Gives what has come, and begins anew. */
  synchronized News take() {
    List<Change> taken = new ArrayList<>(changes.values());
    Step step;
    while ((step = unread.poll()) != null) {
      int size = step.changes().size();
      int skipped = Math.max(0, unreadRows - capacity);
      for (int i = Math.min(size, skipped); i < size; i++) {
        RowText row = reader.read(step.changes().rows(), i);
        taken.add(new Change(row, 1));
        log(new LogLine(step.batchId(), step.changes().kind(i), row));
      }
      unreadRows -= size;
    }
    News news = new News(firstBatch, lastBatch, taken, more, whole, List.copyOf(log), count);
    more = false;
    changes.clear();
    log.clear();
    whole = Optional.empty();
    firstBatch = -1;
    lastBatch = -1;
    return news;
  }
}
