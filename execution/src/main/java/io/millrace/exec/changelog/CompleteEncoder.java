package io.millrace.exec.changelog;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.error.ErrorCode;
import io.millrace.plan.physical.Ordering;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Keeps the whole result and gives all of it behind each batch, ordered and cut as the query says,
 * otherwise in the order of arrival; a row that replaces the one of its key takes its place.
 */
final class CompleteEncoder implements ChangeEncoder {
  private static final int SLACK = 8192;

  private final OutputSpec spec;
  private final int[] identity;
  private final ReferenceOrder order;
  private final long offset;
  private final OptionalLong limit;
  private RowPool pool = new RowPool();
  private RowTable result;
  private List<ColumnBatch> pieces = new ArrayList<>();

  CompleteEncoder(OutputSpec spec) {
    this.spec = spec;
    this.identity = spec.key().isPresent() ? spec.keyColumns() : spec.allColumns();
    this.result = new RowTable(pool, identity);
    Ordering ordering = spec.ordering().orElse(new Ordering(List.of(), 0, OptionalLong.empty()));
    this.order = new ReferenceOrder(ordering);
    this.offset = ordering.offset();
    this.limit = ordering.limit();
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    if (!changes.isEmpty()) {
      pieces.add(changes);
    }
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    apply();
    ReferenceList rows = new ReferenceList();
    long live = 0;
    for (int entry = 0; entry < result.size(); entry++) {
      long weight = result.weight(entry);
      if (weight < 0) {
        throw error(
                ErrorCode.INTERNAL_ERROR,
                "a row was taken back that was never given: "
                    + pool.values(result.reference(entry), spec.allColumns()))
            .build();
      }
      if (weight > 1 && spec.key().isPresent()) {
        throw KeyConflict.of(spec, pool, result.reference(entry));
      }
      live += weight == 0 ? 0 : 1;
      rows.add(result.reference(entry), weight);
    }
    order.sort(pool, rows.array(), rows.size());
    long from = Math.min(offset, rows.size());
    long count = Math.min(limit.orElse(Long.MAX_VALUE), rows.size() - from);
    ChangeOutput output = new ChangeOutput(spec, sink);
    for (long i = from; i < from + count; i++) {
      output.row(pool, rows.get((int) i), RowKind.INSERT);
    }
    output.flush();
    if (live < result.size() || pool.rowCount() > 2 * live + SLACK) {
      compact();
    }
  }

  /**
   * Brings the result up to date: first what goes, then what comes, so that a key never has two.
   */
  private void apply() {
    RowTable net = new RowTable(pool, spec.allColumns());
    for (ColumnBatch piece : pieces) {
      net.addAll(piece);
    }
    pieces = new ArrayList<>();
    for (int entry = 0; entry < net.size(); entry++) {
      if (net.weight(entry) < 0) {
        result.add(net.reference(entry), net.weight(entry));
      }
    }
    for (int entry = 0; entry < net.size(); entry++) {
      if (net.weight(entry) > 0) {
        int known = result.add(net.reference(entry), net.weight(entry));
        result.setReference(known, net.reference(entry));
      }
    }
  }

  /** Copies the live rows together, so that dead ones and old batches can be freed. */
  private void compact() {
    RowPool newPool = new RowPool();
    RowTable newResult = new RowTable(newPool, identity);
    BatchBuilder builder = new BatchBuilder(spec.schema());
    for (int entry = 0; entry < result.size(); entry++) {
      int weight = Math.toIntExact(result.weight(entry));
      if (weight != 0) {
        pool.appendTo(builder, result.reference(entry));
        builder.endRow(weight);
      }
      if (builder.size() == ColumnBatch.MAX_ROWS || entry == result.size() - 1) {
        newResult.addAll(builder.build());
      }
    }
    pool = newPool;
    result = newResult;
  }
}
