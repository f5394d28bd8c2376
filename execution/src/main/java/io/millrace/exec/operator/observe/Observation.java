package io.millrace.exec.operator.observe;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.progress.ObservedMetrics;
import io.millrace.api.types.Schema;
import io.millrace.exec.expression.BatchFunction;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.aggregate.AggregateOperator;
import io.millrace.plan.physical.OperatorSpec.AggregateSpec;
import io.millrace.plan.physical.OperatorSpec.ObserveSpec;
import io.millrace.state.KeyHashing;
import io.millrace.state.memory.MemoryStateTables;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Aggregates of the rows that come in a batch, whichever worker shows them. Rows that go are left
 * out. Thread-safe; workers wait for each other.
 */
public final class Observation {
  private static final int[] NO_KEY = {};

  private final String name;
  private final int[] columns;
  private final Schema rows;
  private final List<BatchFunction> before;
  private final AggregateSpec aggregate;
  private final List<BatchFunction> after;
  private final Schema output;

  /** Of this batch, once there are rows. */
  private Optional<AggregateOperator> operator = Optional.empty();

  private BatchTime time = new BatchTime(0, Long.MIN_VALUE, Long.MIN_VALUE, true);
  private long position;

  /**
   * @param rows the columns that the aggregates are computed from
   * @param before what is computed of rows, in order
   * @param after what is computed of the aggregates, in order
   */
  public Observation(
      ObserveSpec spec,
      Schema rows,
      List<BatchFunction> before,
      AggregateSpec aggregate,
      List<BatchFunction> after) {
    this.name = spec.name();
    this.columns = spec.columns().stream().mapToInt(Integer::intValue).toArray();
    this.rows = rows;
    this.before = List.copyOf(before);
    this.aggregate = aggregate;
    this.after = List.copyOf(after);
    this.output = spec.metrics().output();
  }

  /** Its name in reports. */
  public String name() {
    return name;
  }

  /** Forgets the batch before; called by each worker, before any shows a row. */
  synchronized void begin(BatchTime batchTime) {
    time = new BatchTime(batchTime.batchTimeMicros(), Long.MIN_VALUE, Long.MIN_VALUE, true);
    operator = Optional.empty();
    position = 0;
  }

  synchronized void add(ColumnBatch input) {
    Column[] wanted = new Column[columns.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = input.column(columns[i]);
    }
    ColumnBatch batch = apply(before, input.withColumns(rows, wanted));
    int[] coming = new int[batch.size()];
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.weight(batch.row(i)) > 0) {
        coming[count++] = batch.row(i);
      }
    }
    if (count > 0) {
      add(batch, coming, count);
    }
  }

  private void add(ColumnBatch batch, int[] coming, int count) {
    AggregateOperator open = open();
    ColumnBatch read = batch;
    int[] places = coming;
    if (open.keepsInput()) {
      // the memory of rows that pass is used again
      read = copied(batch, coming, count);
      places = IntStream.range(0, count).toArray();
    }
    int[] positions = IntStream.range(0, count).toArray();
    long[] hashes = new long[count];
    KeyHashing.hash(read, NO_KEY, places, count, hashes);
    open.process(new InputRows(read, count, places, hashes, positions, position));
    position += count;
    open.emission().take();
  }

  private static ColumnBatch copied(ColumnBatch batch, int[] coming, int count) {
    Column[] copies = new Column[batch.columnCount()];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = batch.column(i).gather(coming, count);
    }
    int[] weights = new int[count];
    for (int i = 0; i < count; i++) {
      weights[i] = batch.weight(coming[i]);
    }
    return ColumnBatch.weighted(batch.schema(), count, weights, copies);
  }

  private AggregateOperator open() {
    if (operator.isEmpty()) {
      AggregateOperator opened = new AggregateOperator(aggregate, new MemoryStateTables());
      opened.begin(time);
      operator = Optional.of(opened);
    }
    return operator.get();
  }

  private ColumnBatch apply(List<BatchFunction> functions, ColumnBatch input) {
    ColumnBatch batch = input;
    for (BatchFunction function : functions) {
      batch = function.apply(batch, time.batchTimeMicros());
    }
    return batch;
  }

  /** The metrics of all rows of the batch; to be asked when it is over. */
  public synchronized ObservedMetrics metrics() {
    AggregateOperator open = open();
    open.finish();
    List<Emission.Rows> given = open.emission().take();
    ColumnBatch row = apply(after, given.get(given.size() - 1).batch());
    return new ObservedMetrics(output, row.values(0));
  }
}
