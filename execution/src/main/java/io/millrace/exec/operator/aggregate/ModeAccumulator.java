package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;

/**
 * MODE: the values with their weights, and the same in the order of the weights, so that the value
 * that occurs most often is the last one.
 */
final class ModeAccumulator extends Accumulator {
  static final int WORDS = 0;

  private static final DataType NUMBER = DataType.BIGINT.notNull();
  private static final int[] BOTH = {0, 1};

  private final int argument;
  private final OrderedTable values;
  private final OrderedTable byWeight;
  private final int[] value;
  private final int[] group = new int[1];
  private final int[] row = new int[1];
  private final int[] weight = new int[1];
  private final int[] handle = new int[1];
  private final long[] answer = new long[1];
  private long[] weights = {};

  /**
   * @param values the values alone
   * @param byWeight weight and value, in that order
   */
  ModeAccumulator(
      KeyedTable table, int offset, int argument, OrderedTable values, OrderedTable byWeight) {
    super(table, offset);
    this.argument = argument;
    this.values = values;
    this.byWeight = byWeight;
    this.value = new int[] {argument};
  }

  @Override
  void update(Contributions input) {
    Column column = input.batch.column(argument);
    if (weights.length < column.rowCount()) {
      weights = new long[Math.max(column.rowCount(), ColumnBatch.MAX_ROWS)];
    }
    ColumnBatch weighed =
        ColumnBatch.of(
            Schema.of(new Field("weight", NUMBER), new Field("value", column.type())),
            column.rowCount(),
            new LongColumn(NUMBER, column.rowCount(), weights, Validity.NONE),
            column);
    for (int i = 0; i < input.count; i++) {
      group[0] = input.slots[i];
      row[0] = input.rows[i];
      long after = change(values, input.batch, value, input.weights[i]);
      long before = after - input.weights[i];
      note(weighed, before, -1);
      note(weighed, after, 1);
    }
  }

  /** Adds to the weight of a row; its weight then. */
  private long change(OrderedTable table, ColumnBatch batch, int[] columns, int by) {
    weight[0] = by;
    table.add(group, batch, columns, row, weight, 1, handle);
    if (handle[0] == OrderedTable.NONE) {
      return 0;
    }
    table.weights(handle, 1, answer);
    return answer[0];
  }

  private void note(ColumnBatch weighed, long valueWeight, int by) {
    if (valueWeight > 0) {
      weights[row[0]] = valueWeight;
      change(byWeight, weighed, BOTH, by);
    }
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    for (int i = from; i < to; i++) {
      group[0] = slots[i];
      byWeight.sizes(group, 1, answer);
      if (answer[0] <= 0) {
        target.appendNull();
      } else {
        answer[0]--;
        byWeight.select(group, answer, 1, handle);
        byWeight.append(1, handle, 0, 1, target);
      }
    }
  }

  @Override
  void removeGroups(int[] slots, int from, int to) {
    values.removeGroups(slots, from, to);
    byWeight.removeGroups(slots, from, to);
  }
}
