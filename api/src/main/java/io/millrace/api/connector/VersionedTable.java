package io.millrace.api.connector;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import java.util.List;
import java.util.Optional;

/**
 * A table whose rows come and go, version by version. Each call that changes it makes one version,
 * which holds all of the change or nothing, unless a transaction is open: then all calls up to its
 * end make one.
 *
 * <p>The content is kept, not the history: reading it costs what is there now. What has changed
 * from one version to the next is kept only for those who follow the table, until the last of them
 * has taken it.
 *
 * <p>Thread-safe.
 */
public interface VersionedTable extends InsertTarget {

  /** All columns that the table stores. */
  Schema schema();

  /** The newest version; 0 is the empty table. What an open transaction has changed is in none. */
  long version();

  /**
   * The rows as they are now, with what an open transaction has changed: whoever follows asks
   * {@link Follower#start()}.
   */
  Snapshot snapshot();

  /**
   * Follows all changes from the newest version on.
   *
   * @param wake called behind each new version by the thread that has made it; cheap
   */
  Follower follow(Runnable wake);

  /**
   * Applies a change as one version: rows with weights. A row of weight −2 takes away two rows that
   * equal it in all columns (NULL equals NULL).
   *
   * @return the version; the newest one if the change is empty
   * @throws io.millrace.api.error.MillraceException DUPLICATE_KEY, and nothing has changed
   * @throws IllegalArgumentException if a row that is taken away is not there, and nothing has
   *     changed
   */
  long apply(List<ColumnBatch> delta);

  /**
   * Takes away rows and adds others, as one version. The rows that go are gone before keys are
   * looked at. While the table is small an added row stands where the removed one of the same
   * number stood, so that a row that is changed keeps its place.
   *
   * @param removed the ids of rows that are there ({@link Snapshot#ids}), each once
   * @param added rows of weight +1, in order
   * @param conflicts what becomes of a row whose key another has
   * @return how many of the added rows are in the table now, and what was taken away for them
   * @throws io.millrace.api.error.MillraceException DUPLICATE_KEY, and nothing has changed
   */
  Changed change(long[] removed, List<ColumnBatch> added, Conflicts conflicts);

  /**
   * For each row the id of the row in the table that has the same key, −1 if there is none. A key
   * with NULL in it is not there.
   *
   * @param key one of {@link #keys()}
   * @param rows dense, with all columns of the table; only those of the key are looked at
   */
  long[] find(UniqueKey key, ColumnBatch rows);

  /**
   * Some of the rows that are there now.
   *
   * @param ids of rows that are there, ascending
   */
  Snapshot rows(long[] ids);

  /** Takes away all rows, as one version. Gives how many there were. */
  long clear();

  /** The keys of which no two rows may have the same, the primary one first. */
  List<UniqueKey> keys();

  /** Whether a transaction is open, for whose end a new follower would wait. */
  boolean isInTransaction();

  /** Begins a transaction; there is none. */
  void begin();

  /** Makes one version of all changes since {@link #begin()}. */
  void commit();

  /** Undoes all changes since {@link #begin()}. */
  void rollback();

  /**
   * Columns whose values no two rows have in common; a row with NULL in one of them has nothing in
   * common with any.
   *
   * @param name as people call it: {@code the primary key of accounts}
   * @param columns their positions
   * @param replaces whether a new row takes the place of the one with its key, and is no error
   */
  record UniqueKey(String name, List<Integer> columns, boolean replaces) {
    public UniqueKey {
      columns = List.copyOf(columns);
    }
  }

  /** What becomes of a row whose key another row has. */
  enum Conflicts {
    /** It is an error. */
    REFUSE,
    /** The later row takes the place of the earlier one. */
    REPLACE,
    /** The earlier row stays. */
    KEEP
  }

  /**
   * What has become of a change.
   *
   * @param added rows that have come and stayed
   * @param replaced rows that others have taken the place of
   */
  record Changed(long added, long replaced) {}

  /**
   * The rows of a table at one moment.
   *
   * @param version that it is; with an open transaction the one before
   * @param batches dense batches of insertions, none of them empty
   * @param ids for each batch the ids of its rows
   * @param rows their number of rows
   */
  record Snapshot(long version, List<ColumnBatch> batches, List<RowIds> ids, long rows) {
    public Snapshot {
      batches = List.copyOf(batches);
      ids = List.copyOf(ids);
    }
  }

  /**
   * The ids of the rows of a batch. A row has its id as long as it is there, and no other row ever
   * gets it.
   *
   * @param first the id of the first row
   * @param listed an id for each row; empty if they follow one another
   */
  record RowIds(long first, long[] listed) {
    private static final long[] CONSECUTIVE = {};

    /** Ids that follow one another. */
    public static RowIds from(long first) {
      return new RowIds(first, CONSECUTIVE);
    }

    /** The id of a row. */
    public long id(int row) {
      return listed.length == 0 ? first + row : listed[row];
    }
  }

  /** Somebody who takes all changes, in order. Closed when it takes no more. */
  interface Follower extends AutoCloseable {

    /** The content that the changes follow; kept until the first {@link #release}. */
    Snapshot start();

    /**
     * What has changed behind one version up to another: rows with weights, those of earlier
     * versions first. A row that changed comes as its old image with −1 and its new one with +1.
     * Empty if versions behind {@code after} were released.
     */
    Optional<List<ColumnBatch>> changes(long after, long upTo);

    /** Says that nothing up to that version will be asked for again. */
    void release(long version);

    @Override
    void close();
  }
}
