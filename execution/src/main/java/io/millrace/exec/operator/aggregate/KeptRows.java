package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.OrderedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of groups that a call keeps, in the order it asks for; the value it is about is the last
 * column. By arrival, the first column is the number of arrival.
 *
 * <p>A row that is taken back does not tell when it arrived. So a second table has the arrivals of
 * each value, and the newest of equal values goes. What is taken back before it has come waits
 * there behind all arrivals, with a negative weight, until the batch brings it.
 */
final class KeptRows {
  private static final DataType NUMBER = DataType.BIGINT.notNull();

  /** The arrival of rows that are still to come. */
  private static final long NOT_YET = Long.MAX_VALUE;

  private final OrderedTable rows;
  private final Optional<OrderedTable> arrivals;
  private final int[] arguments;
  private final boolean byArrival;
  private final boolean keepsBest;
  private final boolean keepsFirst;
  private final int width;
  private final int[] columns;
  private final int[] byValue;
  private final int[] valueAlone = {1};
  private final One one = new One();
  private int[] handles = {};
  private long[] numbers = {};
  private long owed;

  /**
   * @param rows with the columns of the plan
   * @param arrivals the value and its arrival, where that orders rows that may go
   */
  KeptRows(RowsPlan plan, OrderedTable rows, Optional<OrderedTable> arrivals) {
    this.rows = rows;
    this.arrivals = arrivals;
    this.arguments = plan.arguments();
    this.byArrival = plan.byArrival();
    this.keepsBest = plan.keepsBest();
    this.keepsFirst = plan.keepsFirst();
    this.width = arguments.length + (byArrival ? 1 : 0);
    this.columns = byArrival ? IntStream.range(0, width).toArray() : arguments;
    this.byValue = new int[] {1, 0};
  }

  /** One row at a time. */
  private static final class One {
    final int[] group = new int[1];
    final int[] row = new int[1];
    final int[] weight = new int[1];
    final int[] handle = new int[1];
    final long[] from = new long[1];
    final long[] to = new long[1];
    final long[] found = new long[1];
  }

  OrderedTable table() {
    return rows;
  }

  boolean isByArrival() {
    return byArrival;
  }

  /** The column with the value. */
  int valueColumn() {
    return width - 1;
  }

  void add(Contributions input) {
    ColumnBatch batch = byArrival ? withArrivals(input) : input.batch;
    if (keepsBest) {
      keepBest(input, batch);
    } else if (arrivals.isPresent()) {
      for (int i = 0; i < input.count; i++) {
        if (comesBack(input, i)) {
          i++;
        } else {
          addOne(input, i, batch, arrivals.get());
        }
      }
    } else {
      if (handles.length < input.count) {
        handles = new int[input.count];
      }
      rows.add(input.slots, batch, columns, input.rows, input.weights, input.count, handles);
    }
  }

  /** The value behind a column of arrivals, which is written as it is needed. */
  private ColumnBatch withArrivals(Contributions input) {
    Column value = input.batch.column(arguments[0]);
    if (numbers.length < value.rowCount()) {
      numbers = new long[Math.max(value.rowCount(), ColumnBatch.MAX_ROWS)];
    }
    for (int i = 0; i < input.count; i++) {
      numbers[input.rows[i]] = input.arrivals[i];
    }
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("arrival", NUMBER));
    fields.add(new Field("value", value.type()));
    return ColumnBatch.of(
        new Schema(fields),
        value.rowCount(),
        new LongColumn(NUMBER, value.rowCount(), numbers, Validity.NONE),
        value);
  }

  /** Keeps but the last row of each group. */
  private void keepBest(Contributions input, ColumnBatch batch) {
    for (int i = 0; i < input.count; i++) {
      one.group[0] = input.slots[i];
      one.row[0] = input.rows[i];
      rows.sizes(one.group, 1, one.to);
      if (one.to[0] > 0 && keepsFirst) {
        continue;
      }
      add(rows, batch, columns, 1);
      if (one.to[0] > 0) {
        removeOthers(batch);
      }
    }
  }

  /** Of the row just added and the one before it the later one stays. */
  private void removeOthers(ColumnBatch batch) {
    rows.sizes(one.group, 1, one.to);
    rows.positions(one.handle, OrderedTable.Place.BEFORE_ROW, 1, one.from);
    rows.weights(one.handle, 1, one.found);
    if (one.from[0] + one.found[0] < one.to[0]) {
      add(rows, batch, columns, -1);
    } else {
      if (one.found[0] > 1) {
        add(rows, batch, columns, -1);
      }
      rows.removeBefore(one.group, batch, columns, one.row, 1);
    }
  }

  private void add(OrderedTable table, ColumnBatch batch, int[] tableColumns, int weight) {
    one.weight[0] = weight;
    table.add(one.group, batch, tableColumns, one.row, one.weight, 1, one.handle);
  }

  /**
   * Whether a row goes and comes back at once, because something else of it has changed: it stays
   * where it is.
   */
  private boolean comesBack(Contributions input, int i) {
    return i + 1 < input.count
        && input.weights[i] < 0
        && input.weights[i] + input.weights[i + 1] == 0
        && input.slots[i] == input.slots[i + 1]
        && ColumnComparison.isSame(
            input.batch.column(arguments[0]), input.rows[i], input.rows[i + 1]);
  }

  private void addOne(Contributions input, int i, ColumnBatch batch, OrderedTable places) {
    one.group[0] = input.slots[i];
    one.row[0] = input.rows[i];
    int weight = input.weights[i];
    if (weight > 0) {
      int left = owed > 0 ? settle(batch, places, weight) : weight;
      if (left > 0) {
        numbers[one.row[0]] = input.arrivals[i];
        add(rows, batch, columns, left);
        add(places, batch, byValue, left);
      }
    } else {
      takeBack(batch, places, -weight);
    }
  }

  /** Lets copies meet those that were taken back before; how many are left. */
  private int settle(ColumnBatch batch, OrderedTable places, int copies) {
    numbers[one.row[0]] = NOT_YET;
    add(places, batch, byValue, copies);
    long balance = 0;
    if (one.handle[0] != OrderedTable.NONE) {
      places.weights(one.handle, 1, one.found);
      balance = one.found[0];
    }
    int left = (int) Math.max(0, balance);
    if (left > 0) {
      add(places, batch, byValue, -left);
    }
    owed -= copies - left;
    return left;
  }

  /** Removes the newest copies of a value. */
  private void takeBack(ColumnBatch batch, OrderedTable places, int copies) {
    int rest = copies;
    while (rest > 0) {
      places.search(one.group, batch, valueAlone, one.row, false, 1, one.from);
      places.search(one.group, batch, valueAlone, one.row, true, 1, one.to);
      if (one.from[0] == one.to[0]) {
        numbers[one.row[0]] = NOT_YET;
        add(places, batch, byValue, -rest);
        owed += rest;
        return;
      }
      one.to[0]--;
      places.select(one.group, one.to, 1, one.handle);
      places.weights(one.handle, 1, one.found);
      int taken = (int) Math.min(rest, one.found[0]);
      numbers[one.row[0]] = arrivalOf(places, one.handle);
      add(rows, batch, columns, -taken);
      add(places, batch, byValue, -taken);
      rest -= taken;
    }
  }

  private static long arrivalOf(OrderedTable places, int[] handle) {
    ColumnBuilder builder = new ColumnBuilder(NUMBER, 1);
    places.append(1, handle, 0, 1, builder);
    return ((LongColumn) builder.build()).values()[0];
  }

  void removeGroups(int[] slots, int from, int to) {
    rows.removeGroups(slots, from, to);
    arrivals.ifPresent(table -> table.removeGroups(slots, from, to));
  }
}
