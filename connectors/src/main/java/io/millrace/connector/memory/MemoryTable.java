package io.millrace.connector.memory;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.connector.memory.Segment.Piece;
import io.millrace.connector.memory.TableContent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The rows of one table, its versions, and who waits for them. Thread-safe; each call is one unit
 * to all others. While a transaction is open, queries that write wait for its end.
 */
public final class MemoryTable implements VersionedTable {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final PreparedBatches prepared = new PreparedBatches();
  private final VersionLog log = new VersionLog();
  private final UUID id = UUID.randomUUID();
  private TableContent content;
  private long version;
  private long removals;
  private boolean inTransaction;

  /** How many rows there were when the transaction began. */
  private long rowsBefore;

  public MemoryTable(Schema schema) {
    this(schema, List.of());
  }

  MemoryTable(Schema schema, List<UniqueKey> keys) {
    this.content = new TableContent(schema, keys);
  }

  /** Which table it is; another one each time it is made. */
  UUID id() {
    return id;
  }

  @Override
  public synchronized Schema schema() {
    return content.rows().schema();
  }

  @Override
  public synchronized long version() {
    return version;
  }

  @Override
  public synchronized List<UniqueKey> keys() {
    return content.keys();
  }

  // Reading.

  @Override
  public synchronized Snapshot snapshot() {
    return snapshot(content.rows().live());
  }

  private Snapshot snapshot(List<Piece> pieces) {
    return new Snapshot(
        version,
        pieces.stream().map(Piece::rows).toList(),
        pieces.stream().map(Piece::ids).toList(),
        pieces.stream().mapToLong(piece -> piece.rows().size()).sum());
  }

  @Override
  public synchronized Snapshot rows(long[] ids) {
    return snapshot(content.rows().rows(ids));
  }

  @Override
  public synchronized long[] find(UniqueKey key, ColumnBatch rows) {
    return content.find(key, rows);
  }

  /**
   * What a table holds at one moment, a transaction that is open included.
   *
   * @param rows as {@link #snapshot()} gives them
   * @param arrived the same rows in the order in which they came, as {@link #range} counts them
   */
  record Moment(Snapshot rows, Snapshot arrived) {}

  synchronized Moment moment() {
    return new Moment(snapshot(), snapshot(content.rows().arrived()));
  }

  /** Whether it has no rows. */
  synchronized boolean isEmpty() {
    return content.rows().size() == 0;
  }

  /** The number of rows now, without those of a transaction that is open. */
  synchronized long settledRows() {
    return inTransaction ? rowsBefore : content.rows().size();
  }

  /** Which history the rows belong to: another one whenever rows change or disappear. */
  synchronized long generation() {
    return removals + content.removals();
  }

  /**
   * The rows that came behind the first {@code from}, up to {@code to}; empty if rows were changed
   * since the given generation.
   */
  synchronized Optional<List<ColumnBatch>> range(long from, long to, long expectedGeneration) {
    return generation() == expectedGeneration
        ? Optional.of(content.rows().range(from, to))
        : Optional.empty();
  }

  @Override
  public Follower follow(Runnable wake) {
    awaitTransaction();
    synchronized (this) {
      VersionLog.Reader reader = log.open(snapshot(), wake);
      return new LogFollower(reader);
    }
  }

  private final class LogFollower implements Follower {
    private final VersionLog.Reader reader;

    LogFollower(VersionLog.Reader reader) {
      this.reader = reader;
    }

    @Override
    public Snapshot start() {
      synchronized (MemoryTable.this) {
        return reader
            .start()
            .orElseThrow(() -> new IllegalStateException("the first content was released"));
      }
    }

    @Override
    public Optional<List<ColumnBatch>> changes(long after, long upTo) {
      synchronized (MemoryTable.this) {
        return log.changes(reader, after, upTo);
      }
    }

    @Override
    public void release(long upTo) {
      synchronized (MemoryTable.this) {
        log.release(reader, upTo);
      }
    }

    @Override
    public void close() {
      synchronized (MemoryTable.this) {
        log.close(reader);
      }
    }
  }

  // Changing.

  /** A change of the content; what it throws, it has not done. */
  private interface Work<T> {
    T run();
  }

  private <T> T changing(Work<T> work) {
    T result;
    synchronized (this) {
      Pending before = content.mark();
      try {
        result = work.run();
      } catch (RuntimeException | Error e) {
        content.undo();
        content.unmark(before);
        throw e;
      }
      content.unmark(before);
      if (!inTransaction) {
        settle();
      }
    }
    wake();
    return result;
  }

  /** Makes a version of what has changed. */
  private void settle() {
    if (content.isChanged()) {
      version++;
      if (log.isRead()) {
        log.add(version, content.delta());
      }
    }
    content.settle();
  }

  @Override
  public void insert(ColumnBatch added) {
    change(new long[0], List.of(added), Conflicts.REFUSE);
  }

  @Override
  public Changed change(long[] removed, List<ColumnBatch> added, Conflicts conflicts) {
    return changing(
        () -> {
          if (removed.length > 0) {
            content.forgetValues();
          }
          for (long row : removed) {
            content.remove(row);
          }
          long first = content.rows().nextId();
          long rows = 0;
          long replaced = 0;
          for (ColumnBatch batch : added) {
            Outcome outcome = content.add(adapt(batch), conflicts);
            rows += batch.size() - outcome.left();
            replaced += outcome.replaced();
          }
          for (int i = 0; i < Math.min(removed.length, rows); i++) {
            content.rows().place(first + i, removed[i]);
          }
          return new Changed(rows, replaced);
        });
  }

  @Override
  public long apply(List<ColumnBatch> delta) {
    changing(
        () -> {
          List<ColumnBatch> missing = new ArrayList<>();
          for (ColumnBatch batch : delta) {
            ColumnBatch dense = adapt(batch);
            takeAll(dense).ifPresent(missing::add);
          }
          for (ColumnBatch batch : delta) {
            addAll(adapt(batch));
          }
          // A row may come and go within one change.
          for (ColumnBatch batch : missing) {
            if (takeAll(batch).isPresent()) {
              throw new IllegalArgumentException("a row to be taken away is not there");
            }
          }
          return delta;
        });
    return version();
  }

  /** Takes away the rows of negative weight; gives those that are not there. */
  private Optional<ColumnBatch> takeAll(ColumnBatch dense) {
    int[] missing = new int[dense.size()];
    boolean all = true;
    for (int row = 0; row < dense.size(); row++) {
      for (int weight = dense.weight(row); weight < 0; weight++) {
        if (!content.take(dense, row)) {
          missing[row] = weight;
          all = false;
          break;
        }
      }
    }
    return all ? Optional.empty() : Optional.of(dense.withWeights(missing));
  }

  private void addAll(ColumnBatch dense) {
    int most = 0;
    for (int row = 0; row < dense.size(); row++) {
      most = Math.max(most, dense.weight(row));
    }
    for (int copy = 0; copy < most; copy++) {
      int[] selection = new int[dense.size()];
      int count = 0;
      for (int row = 0; row < dense.size(); row++) {
        if (dense.weight(row) > copy) {
          selection[count++] = row;
        }
      }
      ColumnBatch rows = count == dense.size() ? dense : dense.select(selection, count).compact();
      content.add(rows.withWeights(ColumnBatch.NONE), Conflicts.REFUSE);
    }
  }

  @Override
  public long clear() {
    return changing(
        () -> {
          long rows = content.rows().size();
          content.removeAll();
          return rows;
        });
  }

  // Queries that write.

  /** Applies the changes of a batch: each to the row of its key, or without key to an equal row. */
  void apply(List<ChangeBatch> changes, boolean keyed, List<Integer> key) {
    awaitTransaction();
    boolean onlyAdds = !keyed && changes.stream().allMatch(ChangeBatch::isInsertOnly);
    changing(
        () -> {
          for (ChangeBatch change : changes) {
            ColumnBatch rows = adapt(change.rows());
            if (onlyAdds) {
              content.add(rows, Conflicts.REFUSE);
            } else {
              ResultChanges.apply(content, new ChangeBatch(rows, change.kinds()), keyed, key);
            }
          }
          return version;
        });
  }

  /** Makes the rows the whole content. */
  void replace(List<ChangeBatch> changes) {
    awaitTransaction();
    changing(
        () -> {
          content.removeAll();
          for (ChangeBatch change : changes) {
            content.add(adapt(change.rows()), Conflicts.REFUSE);
          }
          return version;
        });
  }

  PreparedBatches prepared() {
    return prepared;
  }

  // Transactions.

  @Override
  public synchronized boolean isInTransaction() {
    return inTransaction;
  }

  @Override
  public synchronized void begin() {
    if (inTransaction) {
      throw new IllegalStateException("a transaction is open");
    }
    rowsBefore = content.rows().size();
    inTransaction = true;
  }

  @Override
  public void commit() {
    end(this::settle);
  }

  @Override
  public void rollback() {
    end(
        () -> {
          removals++; // who read it as a stream may have seen rows that are gone
          content.undo();
          content.settle();
        });
  }

  private void end(Runnable ending) {
    synchronized (this) {
      if (!inTransaction) {
        throw new IllegalStateException("no transaction is open");
      }
      ending.run();
      inTransaction = false;
      notifyAll();
    }
    wake();
  }

  /** Lets the transaction of a session end before a query writes or begins to follow. */
  private synchronized void awaitTransaction() {
    while (inTransaction) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw error(ErrorCode.INTERRUPTED)
            .detail("a transaction that changes the table is open")
            .cause(e)
            .build();
      }
    }
  }

  // Listeners.

  /** Calls back whenever the content changes. */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  private void wake() {
    List<Runnable> followers;
    synchronized (this) {
      if (inTransaction) {
        return;
      }
      followers = log.wakers();
    }
    listeners.forEach(Runnable::run);
    followers.forEach(Runnable::run);
  }

  // Columns.

  /**
   * Takes the columns that a reader or writer expects. Without rows the table becomes what is asked
   * for; with rows the columns must lie in memory alike.
   */
  synchronized void adopt(Schema wanted) {
    if (wanted.equals(schema())) {
      return;
    }
    if (isEmpty() && !inTransaction) {
      removals += content.removals();
      content = new TableContent(wanted, content.keys());
      return;
    }
    boolean fits = wanted.size() == schema().size();
    for (int i = 0; fits && i < wanted.size(); i++) {
      fits =
          wanted.type(i).layout() == schema().type(i).layout()
              && wanted.type(i).scale() == schema().type(i).scale();
    }
    if (!fits) {
      throw error(
              ErrorCode.TYPE_MISMATCH,
              "the table in memory holds rows with the columns " + schema() + ", not " + wanted)
          .hint("write this result into another table, or drop and create this one")
          .build();
    }
  }

  /** The rows, dense, under the names and types of this table; columns match by position. */
  private ColumnBatch adapt(ColumnBatch added) {
    ColumnBatch dense = added.compact();
    Schema schema = schema();
    if (dense.schema().equals(schema)) {
      return dense;
    }
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = dense.column(i).withType(schema.type(i));
    }
    return dense.withColumns(schema, columns);
  }
}
