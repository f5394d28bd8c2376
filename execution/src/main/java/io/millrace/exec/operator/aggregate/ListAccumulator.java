package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.plan.physical.AggregateCall;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyedTable;

/** ARRAY_AGG: the values of a group one behind the other. */
final class ListAccumulator extends KeptRowsAccumulator {
  private final DataType element;
  private final boolean emptyIsNull;
  private final GroupRows found = new GroupRows();
  private final NestedWriter list = new NestedWriter();

  ListAccumulator(KeyedTable groups, int offset, AggregateCall call, KeptRows rows) {
    super(groups, offset, rows);
    this.element = call.type().child(0);
    this.emptyIsNull = call.type().nullable();
  }

  @Override
  void appendEmpty(ColumnBuilder target) {
    if (emptyIsNull) {
      target.appendNull();
    } else {
      list.clear();
      list.end();
      target.appendBytes(list.data(), 0, list.size());
    }
  }

  @Override
  void appendResult(long size, ColumnBuilder target) {
    kept.ranges(group, new long[] {0}, new long[] {size}, false, 1, found);
    ColumnBuilder builder = new ColumnBuilder(element, found.size());
    kept.append(valueColumn, found.handles(), 0, found.size(), builder);
    Column values = builder.build();
    list.clear();
    for (int row = 0; row < found.size(); row++) {
      for (long copy = 0; copy < found.copies()[row]; copy++) {
        list.addFrom(values, row);
      }
    }
    list.end();
    target.appendBytes(list.data(), 0, list.size());
  }
}
