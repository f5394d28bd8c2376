package io.millrace.exec.operator.sort;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.BatchTime;
import io.millrace.exec.operator.Emission;
import io.millrace.exec.operator.InputRows;
import io.millrace.exec.operator.StateCount;
import io.millrace.exec.operator.StatefulOperator;
import io.millrace.plan.physical.OperatorSpec.SortSpec;
import io.millrace.plan.physical.Ordering;
import io.millrace.state.StateTables;
import java.util.Arrays;

/**
 * ORDER BY over bounded input: keeps all rows, or, where there is a limit and rows only come,
 * little more than it needs, and gives them in order when input ends.
 */
public final class SortOperator implements StatefulOperator {
  /** Rows are cut to the limit when there are this many more. */
  private static final int SLACK = 1 << 16;

  private final Schema schema;
  private final Ordering ordering;
  private final RowOrder order;
  private final StateTables tables;
  private final Emission emission = new Emission();
  private BatchBuilder rows;
  private boolean retracted;
  private boolean endOfInput;
  private long updated;
  private long updateNanos;

  public SortOperator(SortSpec spec, StateTables tables) {
    this.schema = spec.output();
    this.ordering = spec.ordering();
    this.order = RowOrder.of(ordering);
    this.tables = tables;
    this.rows = new BatchBuilder(schema);
  }

  @Override
  public void begin(BatchTime time) {
    endOfInput = time.endOfInput();
    updated = 0;
    updateNanos = 0;
  }

  @Override
  public void process(InputRows input) {
    long start = System.nanoTime();
    ColumnBatch batch = input.batch();
    append(
        batch,
        input.rows(),
        input.count(),
        batch.isInsertOnly() ? ColumnBatch.NONE : batch.weights());
    updated += input.count();
    if (!retracted && ordering.limit().isPresent() && rows.size() > needed() + SLACK) {
      cut();
    }
    updateNanos += System.nanoTime() - start;
  }

  private void append(ColumnBatch batch, int[] physicalRows, int count, int[] weights) {
    for (int column = 0; column < schema.size(); column++) {
      for (int i = 0; i < count; i++) {
        rows.column(column).appendFrom(batch.column(column), physicalRows[i]);
      }
    }
    for (int i = 0; i < count; i++) {
      int weight = weights.length == 0 ? 1 : weights[physicalRows[i]];
      retracted |= weight < 0;
      rows.endRow(weight);
    }
  }

  /** Rows that can be in the result, however many more come. */
  private long needed() {
    long needed = ordering.offset() + ordering.limit().orElse(Long.MAX_VALUE / 2);
    return needed < 0 ? Long.MAX_VALUE / 2 : needed;
  }

  private void cut() {
    ColumnBatch all = rows.build();
    int[] sorted = order.sort(all);
    append(all, sorted, (int) Math.min(sorted.length, needed()), all.weights());
  }

  @Override
  public void finish() {
    if (!endOfInput) {
      return;
    }
    long start = System.nanoTime();
    ColumnBatch all = rows.build();
    rows = new BatchBuilder(schema);
    if (retracted) {
      all = Consolidation.of(all, tables);
    }
    give(all, order.sort(all));
    updateNanos += System.nanoTime() - start;
  }

  private void give(ColumnBatch all, int[] sorted) {
    long toSkip = ordering.offset();
    long toGive = ordering.limit().orElse(Long.MAX_VALUE);
    int[] given = new int[sorted.length];
    int[] weights = all.isInsertOnly() ? ColumnBatch.NONE : all.weights().clone();
    int count = 0;
    for (int i = 0; i < sorted.length && toGive > 0; i++) {
      int weight = all.weight(sorted[i]);
      long skipped = Math.min(weight, toSkip);
      toSkip -= skipped;
      long left = Math.min(weight - skipped, toGive);
      if (left > 0) {
        toGive -= left;
        given[count++] = sorted[i];
        if (weights.length != 0) {
          weights[sorted[i]] = (int) left;
        }
      }
    }
    ColumnBatch cut = all.withWeights(weights);
    for (int from = 0; from < count; from += ColumnBatch.MAX_ROWS) {
      int size = Math.min(ColumnBatch.MAX_ROWS, count - from);
      int[] selection = Arrays.copyOfRange(given, from, from + size);
      long[] places = new long[size];
      for (int i = 0; i < size; i++) {
        places[i] = from + i;
      }
      emission.add(cut.select(selection, size).compact(), places);
    }
  }

  @Override
  public Emission emission() {
    return emission;
  }

  @Override
  public long rowsTotal() {
    return rows.size();
  }

  @Override
  public StateCount count() {
    return new StateCount(rows.size(), updated, 0, 0, updateNanos, 0, memoryBytes());
  }

  private long memoryBytes() {
    long perRow = 0;
    for (int i = 0; i < schema.size(); i++) {
      perRow +=
          switch (schema.type(i).layout()) {
            case BOOLEAN -> 1;
            case INT -> 4;
            case LONG, DOUBLE -> 8;
            case INT128 -> 16;
            case BYTES -> 24;
          };
    }
    return perRow * rows.size();
  }
}
