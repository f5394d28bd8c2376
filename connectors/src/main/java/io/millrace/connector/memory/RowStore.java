package io.millrace.connector.memory;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.RowIds;
import io.millrace.api.types.Schema;
import io.millrace.connector.memory.Segment.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Rows by id, in the order of ids. A row that is removed can be brought back until {@link #reclaim}
 * is called. Not thread-safe.
 */
final class RowStore {
  /** Batches from this size on are taken as they are; the rows of smaller ones are gathered. */
  private static final int LEAST_WHOLE = 1024;

  /** So many places are kept before those of rows that are gone are looked for. */
  private static final int MOST_PLACES = 4 * ColumnBatch.MAX_ROWS;

  private Schema schema;
  private final List<Segment> segments = new ArrayList<>();

  /** Where rows of a small table stand: the id of the row whose place they took. */
  private final LongMap places = new LongMap();

  private boolean small = true;
  private long nextId;
  private long live;

  RowStore(Schema schema) {
    this.schema = schema;
  }

  Schema schema() {
    return schema;
  }

  /** Rows are called and typed like that from now on; their layout is the same. */
  void rename(Schema newSchema) {
    schema = newSchema;
    segments.forEach(segment -> segment.rename(newSchema));
  }

  long size() {
    return live;
  }

  /** The id that the next row gets; all later ones get larger ones. */
  long nextId() {
    return nextId;
  }

  /** Adds the rows of a dense batch; they get ids from {@link #nextId()} on. */
  void add(ColumnBatch rows) {
    if (rows.size() >= LEAST_WHOLE) {
      addWhole(rows);
    } else {
      for (int i = 0; i < rows.size(); i++) {
        openSegment().add(rows, i);
        nextId++;
      }
    }
    live += rows.size();
    if (live > ColumnBatch.MAX_ROWS) {
      small = false;
      places.clear();
    }
  }

  private void addWhole(ColumnBatch rows) {
    if (!segments.isEmpty()) {
      last().seal();
    }
    for (int from = 0; from < rows.size(); from += ColumnBatch.MAX_ROWS) {
      int to = Math.min(from + ColumnBatch.MAX_ROWS, rows.size());
      segments.add(Segment.of(nextId, slice(rows, from, to)));
      nextId += to - from;
    }
  }

  private Segment last() {
    return segments.get(segments.size() - 1);
  }

  private Segment openSegment() {
    if (!segments.isEmpty() && last().isOpen() && last().size() == ColumnBatch.MAX_ROWS) {
      last().seal();
    }
    if (segments.isEmpty() || !last().isOpen()) {
      segments.add(Segment.open(nextId, new BatchBuilder(schema, 16)));
    }
    return last();
  }

  /** The rows {@code from} to {@code to} of a dense batch. */
  static ColumnBatch slice(ColumnBatch batch, int from, int to) {
    if (from == 0 && to == batch.size()) {
      return batch;
    }
    int[] selection = new int[to - from];
    Arrays.setAll(selection, i -> from + i);
    return batch.select(selection, selection.length).compact();
  }

  /** A row shall stand where another stood. */
  void place(long id, long placeOf) {
    if (small) {
      long older = places.get(placeOf);
      places.put(id, older < 0 ? placeOf : older);
    }
  }

  /** The segment that holds an id. */
  Segment segmentOf(long id) {
    return segments.get(indexOf(id));
  }

  private int indexOf(long id) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).firstId() <= id) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  boolean isAlive(long id) {
    Segment segment = segmentOf(id);
    return segment.isAlive(segment.rowOf(id));
  }

  void remove(long id) {
    Segment segment = segmentOf(id);
    segment.kill(segment.rowOf(id));
    live--;
  }

  void restore(long id) {
    Segment segment = segmentOf(id);
    segment.revive(segment.rowOf(id));
    live++;
  }

  void removeAll() {
    segments.forEach(Segment::killAll);
    live = 0;
  }

  /** Gives the ids of the rows from some id on that are alive, ascending. */
  void eachAlive(long from, LongConsumer action) {
    for (int i = segments.isEmpty() ? 0 : indexOf(from); i < segments.size(); i++) {
      Segment segment = segments.get(i);
      for (int row = segment.firstRow(from); row < segment.size(); row++) {
        if (segment.isAlive(row)) {
          action.accept(segment.idOf(row));
        }
      }
    }
  }

  /**
   * The rows from some id on that are alive, in the order of ids. A segment that is there as a
   * whole is not copied.
   */
  List<ColumnBatch> aliveFrom(long id) {
    List<ColumnBatch> found = new ArrayList<>();
    for (int i = segments.isEmpty() ? 0 : indexOf(id); i < segments.size(); i++) {
      ColumnBatch rows = segments.get(i).aliveFrom(id);
      if (!rows.isEmpty()) {
        found.add(rows);
      }
    }
    return found;
  }

  /** The rows of ascending ids, alive or dead. */
  List<Piece> rows(long[] ids) {
    List<Piece> pieces = new ArrayList<>();
    int[] selection = new int[ColumnBatch.MAX_ROWS];
    int next = 0;
    while (next < ids.length) {
      int index = indexOf(ids[next]);
      Segment segment = segments.get(index);
      long end = index + 1 < segments.size() ? segments.get(index + 1).firstId() : nextId;
      int begin = next;
      while (next < ids.length && ids[next] < end) {
        selection[next - begin] = segment.rowOf(ids[next]);
        next++;
      }
      pieces.add(
          new Piece(
              segment.select(selection, next - begin),
              new RowIds(ids[begin], Arrays.copyOfRange(ids, begin, next))));
    }
    return pieces;
  }

  /** All rows that are alive, each in its place. */
  List<Piece> live() {
    List<Piece> pieces = arrived();
    return places.size() == 0 || pieces.isEmpty() ? pieces : List.of(inPlace(pieces));
  }

  /**
   * All rows that are alive, in the order in which they came. Unlike their places this stays when
   * the table grows.
   */
  List<Piece> arrived() {
    List<Piece> pieces = new ArrayList<>(segments.size());
    for (Segment segment : segments) {
      if (segment.liveRows() > 0) {
        pieces.add(segment.live());
      }
    }
    return pieces;
  }

  /** The rows of a small table, each in its place. */
  private Piece inPlace(List<Piece> pieces) {
    BatchBuilder builder = new BatchBuilder(schema, (int) live);
    long[] ids = new long[(int) live];
    long[] order = new long[ids.length];
    int count = 0;
    for (Piece piece : pieces) {
      for (int row = 0; row < piece.rows().size(); row++) {
        long id = piece.ids().id(row);
        long place = places.get(id);
        order[count] = (place < 0 ? id : place) << 12 | count;
        ids[count++] = id;
        for (int column = 0; column < schema.size(); column++) {
          builder.column(column).appendFrom(piece.rows().column(column), row);
        }
        builder.endRow();
      }
    }
    Arrays.sort(order);
    int[] selection = new int[count];
    long[] sorted = new long[count];
    for (int i = 0; i < count; i++) {
      selection[i] = (int) (order[i] & 0xFFF);
      sorted[i] = ids[selection[i]];
    }
    return new Piece(
        builder.build().select(selection, count).compact(), new RowIds(sorted[0], sorted));
  }

  /**
   * The rows that came behind the first {@code from}, up to {@code to}; the cost is that of the
   * rows behind.
   */
  List<ColumnBatch> range(long from, long to) {
    List<Piece> found = new ArrayList<>();
    long begin = live;
    List<Piece> pieces = arrived();
    int first = pieces.size();
    while (first > 0 && begin > from) {
      first--;
      begin -= pieces.get(first).rows().size();
    }
    found.addAll(pieces.subList(first, pieces.size()));
    List<ColumnBatch> units = new ArrayList<>();
    slices(found, begin, from, to).forEach(piece -> addUnits(piece, units));
    return units;
  }

  private void addUnits(Piece piece, List<ColumnBatch> units) {
    Segment segment = segmentOf(piece.ids().first());
    int begin = 0;
    for (int row = 1; row < piece.rows().size(); row++) {
      if (segment.beginsUnit(piece.ids().id(row))) {
        units.add(slice(piece.rows(), begin, row));
        begin = row;
      }
    }
    units.add(slice(piece.rows(), begin, piece.rows().size()));
  }

  /**
   * The rows {@code from} to {@code to} of some pieces, in batches.
   *
   * @param begin the number of the first piece's first row
   */
  static List<Piece> slices(List<Piece> pieces, long begin, long from, long to) {
    List<Piece> found = new ArrayList<>();
    long at = begin;
    for (Piece piece : pieces) {
      long end = at + piece.rows().size();
      if (end > from && at < to) {
        int first = (int) Math.max(from - at, 0);
        int behind = (int) Math.min(to - at, piece.rows().size());
        found.add(slice(piece, first, behind));
      }
      at = end;
    }
    return found;
  }

  private static Piece slice(Piece piece, int from, int to) {
    if (from == 0 && to == piece.rows().size()) {
      return piece;
    }
    RowIds ids = piece.ids();
    RowIds part =
        ids.listed().length == 0
            ? RowIds.from(ids.first() + from)
            : new RowIds(ids.id(from), Arrays.copyOfRange(ids.listed(), from, to));
    return new Piece(slice(piece.rows(), from, to), part);
  }

  /** Lets go of what was removed. */
  void reclaim() {
    segments.forEach(Segment::reclaim);
    segments.removeIf(segment -> segment.liveRows() == 0);
    if (segments.isEmpty()) {
      places.clear();
      small = true;
    } else if (places.size() > MOST_PLACES) {
      forgetPlaces();
    }
  }

  private void forgetPlaces() {
    List<long[]> kept = new ArrayList<>();
    eachAlive(0, id -> kept.add(new long[] {id, places.get(id)}));
    places.clear();
    kept.stream().filter(entry -> entry[1] >= 0).forEach(entry -> places.put(entry[0], entry[1]));
  }
}
