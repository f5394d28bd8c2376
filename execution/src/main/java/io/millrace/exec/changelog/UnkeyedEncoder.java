package io.millrace.exec.changelog;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import java.util.Optional;
import java.util.function.Consumer;

/** A changelog of rows without a key: what goes, then what comes, each as often as its weight. */
final class UnkeyedEncoder implements ChangeEncoder {
  private final OutputSpec spec;
  private final Optional<ReferenceOrder> order;
  private RowPool pool = new RowPool();
  private RowTable net;

  UnkeyedEncoder(OutputSpec spec) {
    this.spec = spec;
    this.order = spec.ordering().map(ReferenceOrder::new);
    this.net = new RowTable(pool, spec.allColumns());
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    net.addAll(changes);
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    ReferenceList deletes = new ReferenceList();
    ReferenceList inserts = new ReferenceList();
    for (int entry = 0; entry < net.size(); entry++) {
      long weight = net.weight(entry);
      (weight < 0 ? deletes : inserts).add(net.reference(entry), Math.abs(weight));
    }
    ChangeOutput output = new ChangeOutput(spec, sink);
    emit(output, deletes, RowKind.DELETE);
    emit(output, inserts, RowKind.INSERT);
    output.flush();
    pool = new RowPool();
    net = new RowTable(pool, spec.allColumns());
  }

  private void emit(ChangeOutput output, ReferenceList rows, RowKind kind) {
    order.ifPresent(o -> o.sort(pool, rows.array(), rows.size()));
    for (int i = 0; i < rows.size(); i++) {
      output.row(pool, rows.get(i), kind);
    }
  }
}
