package io.millrace.connector.memory;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.InsertTarget;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The rows of one table. As long as rows are only added it is a list of batches in order; once a
 * query changes rows, an index finds them by key. Thread-safe; each call is one unit to all others.
 */
public final class MemoryTable implements InsertTarget {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final PreparedBatches prepared = new PreparedBatches();
  private final UUID id = UUID.randomUUID();
  private Schema schema;
  private List<ColumnBatch> batches = new ArrayList<>();
  private long[] ends = new long[16];
  private long rows;
  private long generation;
  private Optional<RowIndex> index = Optional.empty();
  private boolean stale;

  public MemoryTable(Schema schema) {
    this.schema = schema;
  }

  /**
   * The rows of a table at one moment.
   *
   * @param batches dense batches of insertions, none of them empty
   * @param rows their number of rows
   * @param generation changes whenever rows that were there before change or disappear
   */
  public record Snapshot(List<ColumnBatch> batches, long rows, long generation) {
    public Snapshot {
      batches = List.copyOf(batches);
    }

    /** The rows behind the first {@code from} up to {@code to}. */
    List<ColumnBatch> range(long from, long to) {
      return slices(batches, from, to);
    }
  }

  /** Which table it is; another one each time it is made. */
  UUID id() {
    return id;
  }

  /** All columns. */
  public synchronized Schema schema() {
    return schema;
  }

  /** The rows as they are now. */
  public synchronized Snapshot snapshot() {
    refresh();
    return new Snapshot(batches, rows, generation);
  }

  /** Whether it has no rows. */
  synchronized boolean isEmpty() {
    return rowCount() == 0;
  }

  /** The number of rows now. */
  synchronized long rowCount() {
    refresh();
    return rows;
  }

  /** Which history the rows belong to; see {@link Snapshot#generation()}. */
  synchronized long generation() {
    return generation;
  }

  /**
   * The rows behind the first {@code from} up to {@code to}; empty if rows were changed since the
   * given generation.
   */
  synchronized Optional<List<ColumnBatch>> range(long from, long to, long expectedGeneration) {
    if (generation != expectedGeneration) {
      return Optional.empty();
    }
    int first = Arrays.binarySearch(ends, 0, batches.size(), from + 1);
    first = first < 0 ? -first - 1 : first;
    long begin = first == 0 ? 0 : ends[first - 1];
    return Optional.of(slices(batches.subList(first, batches.size()), from - begin, to - begin));
  }

  /** The rows {@code from} to {@code to} of some batches. */
  private static List<ColumnBatch> slices(List<ColumnBatch> batches, long from, long to) {
    List<ColumnBatch> found = new ArrayList<>();
    long begin = 0;
    for (ColumnBatch batch : batches) {
      if (begin >= to) {
        break;
      }
      long end = begin + batch.size();
      if (end > from) {
        int first = (int) Math.max(from - begin, 0);
        found.add(slice(batch, first, (int) Math.min(to - begin, batch.size())));
      }
      begin = end;
    }
    return found;
  }

  private static ColumnBatch slice(ColumnBatch batch, int from, int to) {
    if (from == 0 && to == batch.size()) {
      return batch;
    }
    int[] selection = new int[to - from];
    for (int i = 0; i < selection.length; i++) {
      selection[i] = from + i;
    }
    return batch.select(selection, selection.length).compact();
  }

  /**
   * Takes the columns that a reader or writer expects. Without rows the table becomes what is asked
   * for; with rows the columns must lie in memory alike.
   */
  synchronized void adopt(Schema wanted) {
    if (wanted.equals(schema)) {
      return;
    }
    if (rowCount() == 0) {
      schema = wanted;
      return;
    }
    boolean fits = wanted.size() == schema.size();
    for (int i = 0; fits && i < wanted.size(); i++) {
      fits =
          wanted.type(i).layout() == schema.type(i).layout()
              && wanted.type(i).scale() == schema.type(i).scale();
    }
    if (!fits) {
      throw error(
              ErrorCode.TYPE_MISMATCH,
              "the table in memory holds rows with the columns " + schema + ", not " + wanted)
          .hint("write this result into another table, or drop and create this one")
          .build();
    }
  }

  @Override
  public void insert(ColumnBatch added) {
    if (added.isEmpty()) {
      return;
    }
    if (!added.isInsertOnly()) {
      throw new IllegalArgumentException("rows to insert have weights");
    }
    synchronized (this) {
      append(added.compact());
    }
    wake();
  }

  /** Applies the changes of a batch: each to the row of its key, or without key to an equal row. */
  void apply(List<ChangeBatch> changes, boolean keyed, List<Integer> key) {
    synchronized (this) {
      boolean onlyAdds = !keyed && changes.stream().allMatch(ChangeBatch::isInsertOnly);
      for (ChangeBatch change : changes) {
        if (onlyAdds) {
          append(change.rows());
        } else {
          index(keyed, key).apply(new ChangeBatch(adapt(change.rows()), change.kinds()));
          stale = true;
          generation++;
        }
      }
    }
    wake();
  }

  /** Makes the rows the whole content. */
  void replace(List<ChangeBatch> changes) {
    synchronized (this) {
      clear();
      index = Optional.empty();
      stale = false;
      generation++;
      for (ChangeBatch change : changes) {
        append(change.rows());
      }
    }
    wake();
  }

  /** Calls back whenever the content changes. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  PreparedBatches prepared() {
    return prepared;
  }

  private void wake() {
    listeners.forEach(Runnable::run);
  }

  private void append(ColumnBatch added) {
    if (added.isEmpty()) {
      return;
    }
    ColumnBatch dense = adapt(added);
    if (index.isPresent()) {
      index.get().apply(ChangeBatch.inserts(dense));
      stale = true;
      generation++;
      return;
    }
    for (int from = 0; from < dense.size(); from += ColumnBatch.MAX_ROWS) {
      add(slice(dense, from, Math.min(from + ColumnBatch.MAX_ROWS, dense.size())));
    }
  }

  private void add(ColumnBatch batch) {
    if (batches.size() == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    rows += batch.size();
    ends[batches.size()] = rows;
    batches.add(batch);
  }

  private void clear() {
    batches = new ArrayList<>();
    rows = 0;
  }

  /** The rows under the names and types of this table; columns match by position. */
  private ColumnBatch adapt(ColumnBatch added) {
    if (added.schema().equals(schema)) {
      return added;
    }
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = added.column(i).withType(schema.type(i));
    }
    return added.withColumns(schema, columns);
  }

  private RowIndex index(boolean keyed, List<Integer> key) {
    if (index.isEmpty() || !index.get().isBy(keyed, key)) {
      refresh();
      RowIndex built = new RowIndex(schema, keyed, key);
      batches.forEach(batch -> built.apply(ChangeBatch.inserts(batch)));
      index = Optional.of(built);
    }
    return index.get();
  }

  /** Brings the list of batches up to date with the index. */
  private void refresh() {
    if (stale) {
      stale = false;
      clear();
      index.orElseThrow().rebuild().forEach(this::add);
    }
  }
}
