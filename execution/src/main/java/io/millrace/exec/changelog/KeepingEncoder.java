package io.millrace.exec.changelog;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.state.StateTables;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * For a sink that keeps rows as long as its process lives: the first batch of a run gives the whole
 * result, those behind it what has changed, in no order.
 *
 * <p>State: the rows of the result, each with its weight.
 */
final class KeepingEncoder implements ChangeEncoder {
  private static final int WORDS = 1;

  private final OutputSpec spec;
  private final StateTables tables;
  private final StoredRows result;
  private final UnkeyedEncoder changes;
  private List<ColumnBatch> pieces = new ArrayList<>();
  private boolean given;

  KeepingEncoder(OutputSpec spec, StateTables tables) {
    this.spec = spec;
    this.tables = tables;
    this.result = new StoredRows("result", spec, spec.allColumns(), WORDS, tables);
    this.changes = new UnkeyedEncoder(spec);
  }

  @Override
  public void add(ColumnBatch piece, Consumer<ChangeBatch> sink) {
    if (!piece.isEmpty()) {
      pieces.add(piece);
      if (given) {
        changes.add(piece, sink);
      }
    }
  }

  @Override
  public void settle() {
    tables.beginBatch();
    RowPool pool = new RowPool();
    result.begin();
    for (ColumnBatch piece : pieces) {
      result.add(piece, pool);
    }
    pieces = new ArrayList<>();
    for (int i = 0; i < result.touchedCount(); i++) {
      if (result.weight(result.touchedSlot(i)) < 0) {
        throw error(
                ErrorCode.INTERNAL_ERROR,
                "a row was taken back that was never given: "
                    + pool.values(result.touchedReference(i), spec.allColumns()))
            .build();
      }
    }
    result.removeEmpty();
    changes.settle();
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    settle();
    if (given) {
      changes.finish(sink);
    } else {
      given = true;
      giveAll(sink);
    }
  }

  private void giveAll(Consumer<ChangeBatch> sink) {
    IntArrayList all = new IntArrayList();
    for (int slot : result.allSlots()) {
      for (long copy = 0; copy < result.weight(slot); copy++) {
        all.add(slot);
      }
    }
    ChangeOutput output = new ChangeOutput(spec, sink);
    for (int from = 0; from < all.size(); from += ColumnBatch.MAX_ROWS) {
      int to = Math.min(all.size(), from + ColumnBatch.MAX_ROWS);
      output.inserts(result.rows(all.elements(), from, to));
    }
    output.flush();
  }
}
