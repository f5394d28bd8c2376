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
  private final RowPool pool = new RowPool();
  private final RowTable net;
  private final PieceList pieces;

  UnkeyedEncoder(OutputSpec spec) {
    this.spec = spec;
    this.order = spec.ordering().map(ReferenceOrder::new);
    this.net = new RowTable(pool, spec.allColumns());
    this.pieces = new PieceList(spec);
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    pieces.add(changes);
  }

  @Override
  public void settle() {
    pieces.settle();
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    pieces.take().forEach(net::addAll);
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
    pool.clear();
    net.clear();
  }

  private void emit(ChangeOutput output, ReferenceList rows, RowKind kind) {
    order.ifPresent(o -> o.sort(pool, rows.array(), rows.size()));
    for (int i = 0; i < rows.size(); i++) {
      output.row(pool, rows.get(i), kind);
    }
  }
}
