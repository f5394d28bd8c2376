package io.millrace.connector.memory;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.connector.VersionedTable.UniqueKey;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.Schema;
import io.millrace.connector.memory.Segment.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a table with the indexes over them, and what has changed since a mark. Not
 * thread-safe.
 */
final class TableContent {
  private final RowStore rows;
  private final List<UniqueKey> keys;
  private final List<KeyIndex> unique = new ArrayList<>();

  /** By the key of a result that is written into the table, or by all columns. */
  private Optional<KeyIndex> other = Optional.empty();

  private Pending pending = Pending.from(0);
  private long removals;

  TableContent(Schema schema, List<UniqueKey> keys) {
    this.rows = new RowStore(schema);
    this.keys = List.copyOf(keys);
    keys.forEach(key -> unique.add(new KeyIndex(rows, key.columns())));
  }

  RowStore rows() {
    return rows;
  }

  List<UniqueKey> keys() {
    return keys;
  }

  /** How often rows went. */
  long removals() {
    return removals;
  }

  // What has changed since a mark.

  /** Sets a mark; gives what has changed since the last one. */
  Pending mark() {
    Pending before = pending;
    pending = Pending.from(rows.nextId());
    return before;
  }

  /** Goes back to an earlier mark; what has changed since the last one belongs to that one too. */
  void unmark(Pending earlier) {
    LongList removed = pending.removed();
    for (int i = 0; i < removed.size(); i++) {
      earlier.remove(removed.get(i));
    }
    pending = earlier;
  }

  /** Undoes what has changed since the last mark. */
  void undo() {
    LongList added = new LongList();
    rows.eachAlive(pending.first(), added::add);
    LongList removed = pending.removed();
    for (int i = 0; i < added.size(); i++) {
      drop(added.get(i));
    }
    for (int i = 0; i < removed.size(); i++) {
      restore(removed.get(i));
    }
    pending = Pending.from(rows.nextId());
  }

  private void restore(long id) {
    rows.restore(id);
    Segment segment = rows.segmentOf(id);
    for (KeyIndex index : unique) {
      index(index, id, segment.rows(), segment.rowOf(id));
    }
    other.ifPresent(index -> index.add(id, segment.rows(), segment.rowOf(id)));
  }

  boolean isChanged() {
    boolean[] added = new boolean[1];
    if (pending.removed().size() == 0) {
      rows.eachAlive(pending.first(), id -> added[0] = true);
    }
    return added[0] || pending.removed().size() > 0;
  }

  /** What has changed since the last mark, as rows with weights: first those that went. */
  List<ColumnBatch> delta() {
    List<ColumnBatch> delta = new ArrayList<>();
    long[] removed = pending.removed().toArray();
    Arrays.sort(removed);
    for (Piece piece : rows.rows(removed)) {
      int[] weights = new int[piece.rows().size()];
      Arrays.fill(weights, -1);
      delta.add(piece.rows().withWeights(weights));
    }
    delta.addAll(rows.aliveFrom(pending.first()));
    return delta;
  }

  /** Makes what has changed since the last mark the way it is, and sets a mark. */
  void settle() {
    if (pending.removed().size() > 0 || rows.nextId() > pending.first()) {
      rows.reclaim();
    }
    pending = Pending.from(rows.nextId());
  }

  // Changes.

  void remove(long id) {
    pending.remove(id);
    removals++;
    drop(id);
  }

  private void drop(long id) {
    for (KeyIndex index : unique) {
      if (isIndexed(index, id)) {
        index.remove(id);
      }
    }
    other.ifPresent(index -> index.remove(id));
    rows.remove(id);
  }

  private boolean isIndexed(KeyIndex index, long id) {
    Segment segment = rows.segmentOf(id);
    return !RowValues.hasNull(segment.rows(), segment.rowOf(id), index.columns());
  }

  void removeAll() {
    rows.eachAlive(0, pending::remove);
    removals++;
    unique.forEach(KeyIndex::clear);
    other = Optional.empty();
    rows.removeAll();
  }

  /**
   * Adds rows.
   *
   * @param rule what becomes of a row whose key another has; keys may have a rule of their own
   */
  Outcome add(ColumnBatch batch, Conflicts rule) {
    long first = rows.nextId();
    rows.add(batch);
    Outcome outcome = new Outcome();
    for (int i = 0; i < batch.size(); i++) {
      add(first + i, batch, i, rule, outcome);
    }
    return outcome;
  }

  /** What adding rows has done. */
  static final class Outcome {
    private long replaced;
    private long left;

    /** Rows that were taken away for others. */
    long replaced() {
      return replaced;
    }

    /** Rows that were left out. */
    long left() {
      return left;
    }
  }

  private void add(long id, ColumnBatch batch, int row, Conflicts rule, Outcome outcome) {
    for (int k = 0; k < unique.size(); k++) {
      KeyIndex index = unique.get(k);
      long there = RowValues.hasNull(batch, row, index.columns()) ? -1 : index.find(batch, row);
      if (there >= 0) {
        Conflicts ownRule =
            rule == Conflicts.REFUSE && keys.get(k).replaces() ? Conflicts.REPLACE : rule;
        switch (ownRule) {
          case REFUSE -> throw duplicate(id, keys.get(k), batch, row);
          case KEEP -> {
            rows.remove(id);
            outcome.left++;
            return;
          }
          case REPLACE -> {
            remove(there);
            rows.place(id, there);
            outcome.replaced++;
          }
        }
      }
    }
    for (KeyIndex index : unique) {
      index(index, id, batch, row);
    }
    other.ifPresent(index -> index.add(id, batch, row));
  }

  private static void index(KeyIndex index, long id, ColumnBatch batch, int row) {
    if (!RowValues.hasNull(batch, row, index.columns())) {
      index.add(id, batch, row);
    }
  }

  /** The failed row and those behind it are in no index yet, and must not be taken out of them. */
  private MillraceException duplicate(long failed, UniqueKey key, ColumnBatch batch, int row) {
    LongList unindexed = new LongList();
    rows.eachAlive(failed, unindexed::add);
    for (int i = 0; i < unindexed.size(); i++) {
      rows.remove(unindexed.get(i));
    }
    List<String> names = key.columns().stream().map(rows.schema()::name).toList();
    List<String> values =
        key.columns().stream().map(c -> String.valueOf(batch.column(c).value(row))).toList();
    return error(
            ErrorCode.DUPLICATE_KEY,
            key.name(),
            "(" + String.join(", ", names) + ") = (" + String.join(", ", values) + ")")
        .hint("nothing was changed; to overwrite rows, write INSERT OR REPLACE INTO … or MERGE")
        .build();
  }

  // Rows by value.

  /** Whether two rows of a batch have the same key. */
  boolean isSame(ColumnBatch batch, int row, int other, List<Integer> key) {
    int[] columns = key.stream().mapToInt(Integer::intValue).toArray();
    return RowValues.equal(batch, row, batch, other, columns);
  }

  /**
   * Applies one change of a result: to the rows of its key, or without key to a row that equals it.
   *
   * @param key empty list: all rows have the same
   */
  void apply(RowKind kind, ColumnBatch batch, int row, Optional<List<Integer>> key) {
    KeyIndex index = index(key.orElseGet(this::allColumns));
    boolean adds = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER;
    LongList there = new LongList();
    if (key.isPresent()) {
      index.each(batch, row, there::add);
    } else if (!adds && index.find(batch, row) >= 0) {
      there.add(index.find(batch, row));
    }
    for (int i = 0; i < there.size(); i++) {
      remove(there.get(i));
    }
    if (adds) {
      long id = rows.nextId();
      add(RowStore.slice(batch, row, row + 1), Conflicts.REFUSE);
      if (there.size() > 0) {
        rows.place(id, there.get(0));
      }
    }
  }

  /** Takes away one row that equals the given one; false if there is none. */
  boolean take(ColumnBatch batch, int row) {
    long id = equalRow(batch, row);
    if (id >= 0) {
      remove(id);
    }
    return id >= 0;
  }

  private long equalRow(ColumnBatch batch, int row) {
    for (KeyIndex index : unique) {
      if (!RowValues.hasNull(batch, row, index.columns())) {
        long id = index.find(batch, row);
        return id >= 0 && isEqual(id, batch, row) ? id : -1;
      }
    }
    return index(allColumns()).find(batch, row);
  }

  private boolean isEqual(long id, ColumnBatch batch, int row) {
    Segment segment = rows.segmentOf(id);
    int[] all = IntStream.range(0, rows.schema().size()).toArray();
    return RowValues.equal(segment.rows(), segment.rowOf(id), batch, row, all);
  }

  private List<Integer> allColumns() {
    return IntStream.range(0, rows.schema().size()).boxed().toList();
  }

  private KeyIndex index(List<Integer> columns) {
    if (other.isEmpty() || !other.get().isBy(columns)) {
      KeyIndex built = new KeyIndex(rows, columns);
      rows.eachAlive(
          0,
          id -> {
            Segment segment = rows.segmentOf(id);
            built.add(id, segment.rows(), segment.rowOf(id));
          });
      other = Optional.of(built);
    }
    return other.get();
  }

  /** For each row the id of the row that has the same key, −1 if there is none. */
  long[] find(UniqueKey key, ColumnBatch batch) {
    KeyIndex index = unique.get(keys.indexOf(key));
    long[] found = new long[batch.size()];
    for (int i = 0; i < found.length; i++) {
      boolean none = RowValues.hasNull(batch, i, index.columns());
      found[i] = none ? -1 : index.find(batch, i);
    }
    return found;
  }

  /** Lets go of the index by all columns, which removals by id would slow down. */
  void forgetValues() {
    if (other.isPresent() && other.get().isBy(allColumns())) {
      other = Optional.empty();
    }
  }
}
