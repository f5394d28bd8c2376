package io.millrace.exec.changelog;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.error.ErrorCode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rows that only come. Batches go through as they are; only an ORDER BY holds them until the end of
 * the batch.
 */
final class AppendEncoder implements ChangeEncoder {
  private final OutputSpec spec;
  private final Optional<ReferenceOrder> order;
  private RowPool pool = new RowPool();
  private ReferenceList rows = new ReferenceList();

  AppendEncoder(OutputSpec spec) {
    this.spec = spec;
    this.order = spec.ordering().filter(o -> !o.keys().isEmpty()).map(ReferenceOrder::new);
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    if (changes.isEmpty()) {
      return;
    }
    if (order.isEmpty() && changes.isInsertOnly()) {
      new ChangeOutput(spec, sink).inserts(changes);
      return;
    }
    int batch = pool.attach(changes);
    for (int i = 0; i < changes.size(); i++) {
      int row = changes.row(i);
      int weight = changes.weight(row);
      if (weight < 0) {
        throw error(
                ErrorCode.INTERNAL_ERROR,
                "a row was taken back in " + spec.mode() + " mode: " + changes.values(i))
            .build();
      }
      rows.add(RowPool.reference(batch, row), weight);
    }
    if (order.isEmpty()) {
      emit(sink);
    }
  }

  @Override
  public boolean keepsChanges() {
    return order.isPresent();
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    order.ifPresent(o -> o.sort(pool, rows.array(), rows.size()));
    emit(sink);
  }

  private void emit(Consumer<ChangeBatch> sink) {
    if (rows.size() == 0) {
      return;
    }
    ChangeOutput output = new ChangeOutput(spec, sink);
    for (int i = 0; i < rows.size(); i++) {
      output.row(pool, rows.get(i), RowKind.INSERT);
    }
    output.flush();
    pool = new RowPool();
    rows = new ReferenceList();
  }
}
