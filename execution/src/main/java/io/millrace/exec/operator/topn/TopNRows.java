package io.millrace.exec.operator.topn;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.LateRows;
import io.millrace.exec.operator.SlotsByHash;
import io.millrace.plan.physical.OperatorSpec.TopNSpec;
import io.millrace.plan.physical.Ordering.SortKey;
import io.millrace.plan.physical.TopN;
import io.millrace.plan.physical.TopN.Ties;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;
import io.millrace.state.SortOrder;
import io.millrace.state.StateField;
import io.millrace.state.StateTables;
import io.millrace.state.StateTables.KeyHorizon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The partitions of a Top-N and their rows in order. A row lies as its sort columns, its number of
 * arrival if that breaks ties, and its other columns; what tells its partition is kept once.
 */
final class TopNRows {
  /** A partition's word: how many rows have arrived, as far as that is counted. */
  private static final int ARRIVALS = 0;

  private final TopNSpec spec;
  private final StateTables tables;
  private final KeyedTable partitions;
  private final OrderedTable rows;
  private final EncodedKeys keys;
  private final Optional<LateRows> lateRows;
  private final int[] partitionColumns;

  /** By column of the table, that of the input; −1 for the number of arrival. */
  private final int[] stored;

  /** By column of the input, that of the table; −1 if it is one of the partition's. */
  private final int[] places;

  private final IntArrayList touched = new IntArrayList();
  private int[] slots = {};

  TopNRows(TopNSpec spec, StateTables tables) {
    this.spec = spec;
    this.tables = tables;
    TopN rule = spec.rule();
    Schema input = spec.input().output();
    this.partitionColumns = rule.partition().stream().mapToInt(Integer::intValue).toArray();
    this.stored = stored(rule, input.size());
    this.places = new int[input.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = indexOf(stored, i);
    }
    List<DataType> keyTypes = IntStream.of(partitionColumns).mapToObj(input::type).toList();
    this.partitions =
        tables.keyed(
            "partitions",
            new KeyLayout(keyTypes),
            List.of(new StateField("arrivals", 1)),
            spec.horizon()
                .map(
                    h ->
                        new KeyHorizon(
                            rule.partition().indexOf(h.column()),
                            h.unitMicros(),
                            h.offsetMicros())));
    partitions.letLeave();
    this.keys = new EncodedKeys(partitions.layout());
    List<SortOrder> orders = new ArrayList<>();
    for (SortKey key : rule.ordering().keys()) {
      orders.add(new SortOrder(key.descending(), key.nullsFirst()));
    }
    this.rows =
        tables.ordered(
            "rows", partitions, schema().fields().stream().map(Field::type).toList(), orders);
    this.lateRows = spec.horizon().map(LateRows::new);
  }

  private static int[] stored(TopN rule, int width) {
    IntArrayList columns = new IntArrayList();
    for (SortKey key : rule.ordering().keys()) {
      columns.add(key.column());
    }
    if (rule.ties() == Ties.ARRIVAL) {
      columns.add(-1);
    }
    for (int i = 0; i < width; i++) {
      if (!columns.contains(i) && !rule.partition().contains(i)) {
        columns.add(i);
      }
    }
    if (columns.isEmpty()) {
      // nothing but partitions: a row needs a column to be kept by
      columns.add((int) rule.partition().get(0));
    }
    return columns.toIntArray();
  }

  private static int indexOf(int[] array, int value) {
    for (int i = 0; i < array.length; i++) {
      if (array[i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** The columns of rows as they lie. */
  Schema schema() {
    Schema input = spec.input().output();
    List<Field> fields = new ArrayList<>();
    for (int column : stored) {
      fields.add(
          column < 0
              ? new Field("$arrival", DataType.BIGINT.notNull())
              : input.fields().get(column));
    }
    return new Schema(fields);
  }

  /** By column of the table, that of the input; −1 for the number of arrival. */
  int[] stored() {
    return stored;
  }

  int[] partitionColumns() {
    return partitionColumns;
  }

  /** The keys by which rows of {@link #schema} lie in order, all columns. */
  List<SortKey> order() {
    List<SortKey> order = new ArrayList<>();
    List<SortKey> sortKeys = spec.rule().ordering().keys();
    for (int i = 0; i < stored.length; i++) {
      boolean sorted = i < sortKeys.size();
      order.add(
          new SortKey(
              i,
              sorted && sortKeys.get(i).descending(),
              sorted ? sortKeys.get(i).nullsFirst() : true));
    }
    return order;
  }

  OrderedTable rows() {
    return rows;
  }

  KeyedTable partitions() {
    return partitions;
  }

  void begin() {
    tables.beginBatch();
    touched.clear();
    lateRows.ifPresent(LateRows::begin);
  }

  /** The rows that are not late; the input itself if none is. */
  InputRows accept(InputRows input, BatchTime time) {
    return lateRows.isPresent() ? lateRows.get().accept(input, time) : input;
  }

  /** Finds the partitions of rows, new ones for those that are not there yet. */
  int[] find(InputRows input) {
    if (slots.length < input.count()) {
      slots = new int[Math.max(input.count(), 2 * slots.length)];
    }
    keys.encode(input.batch(), partitionColumns, input.rows(), input.count(), input.hashes());
    partitions.upsert(keys, slots);
    int[] positions = partitions.touched();
    for (int i = 0; i < partitions.touchedCount(); i++) {
      touched.add(slots[positions[i]]);
    }
    return slots;
  }

  /** The partitions that rows came for in the batch, each once. */
  IntArrayList touched() {
    return touched;
  }

  /** The next number of arrival in a partition that rows came for in the batch. */
  long nextArrival(int partition) {
    long[] segment = partitions.segments()[partition >>> KeyedTable.SEGMENT_BITS];
    int at = (partition & KeyedTable.SEGMENT_MASK) * partitions.width() + partitions.stateOffset();
    return segment[at + ARRIVALS]++;
  }

  /** Forgets partitions. */
  void remove(int[] gone, int count) {
    rows.removeGroups(gone, 0, count);
    partitions.remove(gone, 0, count);
  }

  /** Those of partitions that have no rows, moved to the front. */
  int empty(int[] some, int count) {
    long[] sizes = new long[count];
    rows.sizes(some, count, sizes);
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (sizes[i] == 0) {
        some[found++] = some[i];
      }
    }
    return found;
  }

  /** The partitions that are final by the watermark, in the order of their hashes. */
  int[] takeExpired(long watermark) {
    IntArrayList expired = new IntArrayList();
    partitions.takeExpired(watermark, expired);
    int[] found = expired.toIntArray();
    sortByHash(found);
    return found;
  }

  /** Sorts partitions into an order that is the same in every run. */
  void sortByHash(int[] some) {
    SlotsByHash.sort(partitions, some);
  }

  /** The column of the table that has a column of the input; −1 if it is one of the partition's. */
  int place(int column) {
    return indexOf(partitionColumns, column) >= 0 ? -1 : places[column];
  }

  /** The column of a partition's key that has a column of the input. */
  int key(int column) {
    return indexOf(partitionColumns, column);
  }

  long dropped() {
    return lateRows.isPresent() ? lateRows.get().dropped() : 0;
  }
}
