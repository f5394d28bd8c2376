package io.millrace.exec.build;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.LinearOperator;
import io.millrace.exec.operator.RowOutput;
import java.util.ArrayList;
import java.util.List;

/** Operators without memory, one behind the other, for one worker. */
final class Pipeline {
  private final List<LinearOperator> operators;
  private final RowOutput head;
  private List<ColumnBatch> collected = new ArrayList<>();

  Pipeline(List<LinearOperator> operators) {
    this.operators = operators;
    RowOutput next = this::collect;
    for (int i = operators.size() - 1; i >= 0; i--) {
      LinearOperator operator = operators.get(i);
      RowOutput output = next;
      next = batch -> operator.process(batch, output);
    }
    this.head = next;
  }

  List<LinearOperator> operators() {
    return operators;
  }

  void begin(BatchTime time) {
    for (LinearOperator operator : operators) {
      operator.begin(time);
    }
  }

  void process(ColumnBatch batch) {
    if (!batch.isEmpty()) {
      head.rows(batch);
    }
  }

  private void collect(ColumnBatch batch) {
    if (!batch.isEmpty()) {
      collected.add(batch);
    }
  }

  /** What came out since the last call. */
  List<ColumnBatch> take() {
    List<ColumnBatch> taken = collected;
    collected = new ArrayList<>();
    return taken;
  }
}
