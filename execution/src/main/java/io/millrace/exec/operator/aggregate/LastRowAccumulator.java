package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;

/** FIRST, LAST, ARG_MIN and ARG_MAX: the value of the last row in an order made for that. */
final class LastRowAccumulator extends KeptRowsAccumulator {
  LastRowAccumulator(KeyedTable groups, int offset, KeptRows rows) {
    super(groups, offset, rows);
  }

  @Override
  void appendResult(long size, ColumnBuilder target) {
    appendValue(size - 1, target);
  }
}
