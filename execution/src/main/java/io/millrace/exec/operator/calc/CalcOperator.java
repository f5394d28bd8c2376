package io.millrace.exec.operator.calc;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.expression.BatchFunction;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;

/** Filters and projects each row by itself. */
public final class CalcOperator implements LinearOperator {
  private final BatchFunction function;
  private long batchTimeMicros;

  public CalcOperator(BatchFunction function) {
    this.function = function;
  }

  @Override
  public void begin(BatchTime time) {
    batchTimeMicros = time.batchTimeMicros();
  }

  @Override
  public void process(ColumnBatch input, RowOutput output) {
    ColumnBatch result = function.apply(input, batchTimeMicros);
    if (!result.isEmpty()) {
      output.rows(result);
    }
  }
}
