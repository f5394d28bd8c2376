package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyedTable;
import io.millrace.state.OrderedTable;
import java.util.List;

/**
 * An aggregate in the user's code that cannot take back what it adds, over rows that may go: keeps
 * the rows of each group, and adds them up anew whenever the result is asked for.
 */
final class RecomputingUserAccumulator extends Accumulator {
  static final int WORDS = 0;

  private final int[] arguments;
  private final List<DataType> types;
  private final UserCalls calls;
  private final OrderedTable rows;
  private final GroupRows found = new GroupRows();
  private int[] handles = {};

  /**
   * @param rows the arguments' columns
   */
  RecomputingUserAccumulator(
      KeyedTable table, int offset, AggregateCall call, List<DataType> types, OrderedTable rows) {
    super(table, offset);
    this.arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
    this.types = types;
    this.calls = new UserCalls(call);
    this.rows = rows;
  }

  @Override
  void update(Contributions input) {
    if (handles.length < input.count) {
      handles = new int[input.count];
    }
    rows.add(input.slots, input.batch, arguments, input.rows, input.weights, input.count, handles);
  }

  @Override
  void appendResults(int[] slots, int from, int to, ColumnBuilder target) {
    int[] group = new int[1];
    for (int i = from; i < to; i++) {
      group[0] = slots[i];
      found.clear();
      rows.ranges(group, new long[] {0}, new long[] {Long.MAX_VALUE}, false, 1, found);
      calls.appendResult(sum(), target);
    }
  }

  private Object sum() {
    int count = found.size();
    Column[] values = new Column[arguments.length];
    for (int i = 0; i < values.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(types.get(i), count);
      rows.append(i, found.handles(), 0, count, builder);
      values[i] = builder.build();
    }
    Object accumulator = calls.create();
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < values.length; i++) {
        calls.argument(i, values[i], row);
      }
      accumulator = calls.add(accumulator, found.copies()[row]);
    }
    return accumulator;
  }

  @Override
  void removeGroups(int[] slots, int from, int to) {
    rows.removeGroups(slots, from, to);
  }
}
