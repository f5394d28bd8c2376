package io.millrace.exec.changelog;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.plan.physical.ResultForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * UPDATE of a result that comes as {@link ResultForm#UPSERTS}: batches go through as they are. Of
 * many batches that the sink takes as one, the newest row of each key does.
 */
final class UpsertEncoder implements ChangeEncoder {
  /** Fewer rows than that are not gone through before they must. */
  private static final int FEW = 1 << 16;

  private final OutputSpec spec;
  private final RowKind[] updates = new RowKind[ColumnBatch.MAX_ROWS];
  private List<ColumnBatch> pieces = new ArrayList<>();
  private boolean areOfOneBatch = true;
  private int reduceAt = FEW;

  UpsertEncoder(OutputSpec spec) {
    this.spec = spec;
    Arrays.fill(updates, RowKind.UPDATE_AFTER);
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    if (!changes.isEmpty()) {
      pieces.add(changes);
    }
  }

  @Override
  public void settle() {
    areOfOneBatch &= pieces.isEmpty();
    if (rows(pieces) >= reduceAt) {
      pieces = newest(pieces);
      reduceAt = Math.max(FEW, 2 * rows(pieces));
    }
  }

  private static int rows(List<ColumnBatch> batches) {
    int rows = 0;
    for (ColumnBatch batch : batches) {
      rows += batch.size();
    }
    return rows;
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    List<ColumnBatch> batch = areOfOneBatch ? pieces : newest(pieces);
    pieces = new ArrayList<>();
    areOfOneBatch = true;
    reduceAt = FEW;
    assert new KeyRepetition(spec).isAbsent(batch);
    ChangeOutput output = new ChangeOutput(spec, sink);
    for (ColumnBatch piece : batch) {
      if (piece.isInsertOnly()) {
        output.inserts(piece);
      } else {
        output.changes(piece, kinds(piece));
      }
    }
  }

  private RowKind[] kinds(ColumnBatch piece) {
    int size = piece.size();
    int inserted = 0;
    for (int i = 0; i < size; i++) {
      int weight = piece.weight(piece.row(i));
      if (weight < 0 || weight > 1) {
        throw new IllegalStateException("an upsert of weight " + weight);
      }
      inserted += weight;
    }
    if (inserted == 0 && size <= updates.length) {
      return updates;
    }
    RowKind[] kinds = new RowKind[size];
    for (int i = 0; i < size; i++) {
      kinds[i] = piece.weight(piece.row(i)) == 0 ? RowKind.UPDATE_AFTER : RowKind.INSERT;
    }
    return kinds;
  }

  /** The newest row of each key, copied; its weight is the sum of all. */
  private List<ColumnBatch> newest(List<ColumnBatch> batches) {
    RowPool pool = new RowPool();
    RowTable keys = new RowTable(pool, spec.keyColumns());
    long[] newest = new long[FEW];
    for (ColumnBatch batch : batches) {
      int number = pool.attach(batch);
      for (int i = 0; i < batch.size(); i++) {
        long reference = RowPool.reference(number, batch.row(i));
        int key = keys.add(reference, batch.weight(batch.row(i)));
        if (key == newest.length) {
          newest = Arrays.copyOf(newest, 2 * key);
        }
        newest[key] = reference;
      }
    }
    return copy(pool, keys, newest);
  }

  private List<ColumnBatch> copy(RowPool pool, RowTable keys, long[] newest) {
    List<ColumnBatch> copied = new ArrayList<>();
    BatchBuilder builder = new BatchBuilder(spec.schema());
    for (int key = 0; key < keys.size(); key++) {
      pool.appendTo(builder, newest[key]);
      builder.endRow(Math.toIntExact(keys.weight(key)));
      if (builder.size() == ColumnBatch.MAX_ROWS) {
        copied.add(builder.build());
      }
    }
    if (builder.size() > 0) {
      copied.add(builder.build());
    }
    return copied;
  }
}
