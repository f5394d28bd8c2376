package io.millrace.connector.memory;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.RowIds;
import io.millrace.api.types.Schema;
import java.util.Arrays;
import java.util.Optional;

/**
 * A run of rows with ascending ids. Rows are marked dead and may come to life again, until {@link
 * #reclaim} lets go of them. The last segment of a table is open: rows are added to it.
 */
final class Segment {
  private static final long[] NO_ROWS = {};

  /** The rows of a segment that are alive. */
  record Piece(ColumnBatch rows, RowIds ids) {}

  private final long firstId;
  private final int[] all;
  private Optional<BatchBuilder> open;
  private ColumnBatch rows;
  private long[] ids = NO_ROWS;
  private long[] dead = NO_ROWS;

  /** Bits of the rows with which something begins that was added as one. */
  private long[] units = NO_ROWS;

  private int size;
  private int deadRows;
  private Optional<Piece> live = Optional.empty();

  private Segment(long firstId, Optional<BatchBuilder> open, ColumnBatch rows) {
    this.firstId = firstId;
    this.open = open;
    this.rows = rows;
    this.size = rows.size();
    this.all = new int[rows.columnCount()];
    Arrays.setAll(all, i -> i);
  }

  /** A segment that takes rows. */
  static Segment open(long firstId, BatchBuilder builder) {
    return new Segment(firstId, Optional.of(builder), builder.view());
  }

  /** A segment of rows that are there. */
  static Segment of(long firstId, ColumnBatch rows) {
    return new Segment(firstId, Optional.empty(), rows);
  }

  boolean isOpen() {
    return open.isPresent();
  }

  /** Rows alive and dead. */
  int size() {
    return size;
  }

  int liveRows() {
    return size - deadRows;
  }

  long firstId() {
    return firstId;
  }

  /** Adds a row to a segment that is open; the first of what is added as one begins a unit. */
  void add(ColumnBatch from, int row) {
    if (row == 0) {
      if (units.length <= size >>> 6) {
        units = Arrays.copyOf(units, 2 * (size >>> 6) + 1);
      }
      units[size >>> 6] |= 1L << size;
    }
    BatchBuilder builder = open.orElseThrow();
    for (int i = 0; i < all.length; i++) {
      builder.column(i).appendFrom(from.column(i), row);
    }
    builder.endRow();
    size++;
    live = Optional.empty();
  }

  /** Takes no more rows. */
  void seal() {
    rows();
    open = Optional.empty();
  }

  /** All rows, alive and dead. */
  ColumnBatch rows() {
    if (rows.size() < size) {
      rows = open.orElseThrow().view();
    }
    return rows;
  }

  /** Where the row of an id is. */
  int rowOf(long id) {
    int row = ids.length == 0 ? (int) (id - firstId) : Arrays.binarySearch(ids, 0, size, id);
    if (row < 0 || row >= size) {
      throw new IllegalStateException("there is no row " + id);
    }
    return row;
  }

  /** The first row whose id is not less. */
  int firstRow(long id) {
    if (ids.length == 0) {
      return (int) Math.min(Math.max(id - firstId, 0), size);
    }
    int found = Arrays.binarySearch(ids, 0, size, id);
    return found >= 0 ? found : -found - 1;
  }

  long idOf(int row) {
    return ids.length == 0 ? firstId + row : ids[row];
  }

  boolean isAlive(int row) {
    return dead.length <= row >>> 6 || (dead[row >>> 6] >>> row & 1) == 0;
  }

  void kill(int row) {
    if (dead.length <= row >>> 6) {
      dead = Arrays.copyOf(dead, Math.max((size + 63) >>> 6, 1));
    }
    dead[row >>> 6] |= 1L << row;
    deadRows++;
    live = Optional.empty();
  }

  void revive(int row) {
    dead[row >>> 6] &= ~(1L << row);
    deadRows--;
    live = Optional.empty();
  }

  /** Kills all rows. */
  void killAll() {
    dead = new long[(size + 63) >>> 6];
    Arrays.fill(dead, -1L);
    deadRows = size;
    if ((size & 63) != 0) {
      dead[dead.length - 1] = (1L << size) - 1;
    }
    live = Optional.empty();
  }

  /** The rows that are alive; they stay what they are when the segment changes. */
  Piece live() {
    if (live.isEmpty()) {
      live = Optional.of(deadRows == 0 ? new Piece(rows(), runningIds()) : gathered());
    }
    return live.get();
  }

  /** The rows from some id on that are alive; they stay what they are when the segment changes. */
  ColumnBatch aliveFrom(long id) {
    int first = firstRow(id);
    if (first == 0) {
      return live().rows();
    }
    int[] selection = new int[size - first];
    int count = 0;
    for (int row = first; row < size; row++) {
      if (isAlive(row)) {
        selection[count++] = row;
      }
    }
    return select(selection, count);
  }

  private RowIds runningIds() {
    return ids.length == 0 ? RowIds.from(firstId) : new RowIds(firstId, ids);
  }

  private Piece gathered() {
    int[] selection = new int[liveRows()];
    long[] kept = new long[selection.length];
    int count = 0;
    for (int row = 0; row < size; row++) {
      if (isAlive(row)) {
        kept[count] = idOf(row);
        selection[count++] = row;
      }
    }
    return new Piece(rows().select(selection, count).compact(), new RowIds(firstId, kept));
  }

  /** Whether a unit begins with a row, as far as that is known yet. */
  boolean beginsUnit(long id) {
    int row = (int) (id - firstId);
    return units.length > row >>> 6 && (units[row >>> 6] >>> row & 1) != 0;
  }

  /** The given rows, ascending, alive or dead. */
  ColumnBatch select(int[] selection, int count) {
    ColumnBatch from = rows();
    Column[] columns = new Column[all.length];
    for (int i : all) {
      columns[i] = from.column(i).gather(selection, count);
    }
    return ColumnBatch.of(from.schema(), count, columns);
  }

  /** Lets go of dead rows, if they are many. */
  void reclaim() {
    if (isOpen() || 2 * deadRows < size) {
      return;
    }
    Piece kept = live();
    rows = kept.rows();
    ids = kept.ids().listed();
    size = rows.size();
    dead = NO_ROWS;
    units = NO_ROWS;
    deadRows = 0;
    live = Optional.empty();
  }

  /** The same rows under the names and types of another schema. */
  void rename(Schema schema) {
    seal();
    Column[] columns = new Column[all.length];
    for (int i : all) {
      columns[i] = rows.column(i).withType(schema.type(i));
    }
    rows = rows.withColumns(schema, columns);
    live = Optional.empty();
  }
}
