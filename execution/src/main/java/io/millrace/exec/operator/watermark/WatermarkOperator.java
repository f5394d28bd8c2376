package io.millrace.exec.operator.watermark;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;
import io.millrace.plan.physical.OperatorSpec.WatermarkSpec;

/** Notes the event times that pass, late ones included, NULLs not, and lets all rows through. */
public final class WatermarkOperator implements LinearOperator {
  private final int node;
  private final int column;
  private final EventTimeTotals totals = new EventTimeTotals();

  public WatermarkOperator(WatermarkSpec spec) {
    this.node = spec.node();
    this.column = spec.column();
  }

  /** The ordinal of the declaration. */
  public int node() {
    return node;
  }

  /** What passed in this batch. */
  public EventTimeTotals totals() {
    return totals;
  }

  @Override
  public void begin(BatchTime time) {
    totals.clear();
  }

  @Override
  public void process(ColumnBatch input, RowOutput output) {
    LongColumn times = (LongColumn) input.column(column);
    long[] values = times.values();
    boolean nullable = times.mayHaveNulls();
    for (int i = 0; i < input.size(); i++) {
      int row = input.row(i);
      if (!nullable || !times.isNull(row)) {
        totals.add(values[row]);
      }
    }
    output.rows(input);
  }
}
