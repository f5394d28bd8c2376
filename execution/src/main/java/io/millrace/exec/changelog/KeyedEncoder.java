package io.millrace.exec.changelog;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.state.StateTables;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * UPDATE and CHANGELOG of rows with a key. Of the net changes of a batch each key has at most one
 * old and one new image.
 *
 * <p>UPDATE: deletions, then new images. CHANGELOG: deletions, then each old image directly before
 * the new one, and new rows, in the order in which keys came up.
 *
 * <p>State: none but the live keys, and those only if the plan cannot prove that the key is unique.
 */
final class KeyedEncoder implements ChangeEncoder {
  private static final long NONE = -1;
  private static final int INITIAL = 64;

  /** Arrays that have grown beyond that are not kept. */
  private static final int KEPT = 1 << 10;

  private final OutputSpec spec;
  private final Optional<ReferenceOrder> order;
  private final StateTables tables;
  private final Optional<LiveKeys> liveKeys;
  private final PieceList pieces;
  private final KeyChanges keyChanges;

  KeyedEncoder(OutputSpec spec, StateTables tables) {
    this.spec = spec;
    this.order = spec.ordering().filter(o -> !o.keys().isEmpty()).map(ReferenceOrder::new);
    this.tables = tables;
    this.liveKeys = spec.keyIsUnique() ? Optional.empty() : Optional.of(new LiveKeys(spec, tables));
    this.pieces = new PieceList(spec);
    this.keyChanges = new KeyChanges();
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
    List<ColumnBatch> batch = pieces.take();
    tables.beginBatch();
    liveKeys.ifPresent(keys -> keys.check(batch));
    if (batch.isEmpty()) {
      return;
    }
    ChangeOutput output = new ChangeOutput(spec, sink);
    if (spec.keyIsUnique() && order.isEmpty() && areInsertOnly(batch)) {
      batch.forEach(output::inserts);
    } else {
      keyChanges.emit(batch, output);
    }
    output.flush();
  }

  private static boolean areInsertOnly(List<ColumnBatch> batch) {
    for (ColumnBatch piece : batch) {
      if (!piece.isInsertOnly()) {
        return false;
      }
    }
    return true;
  }

  /** The net changes of one batch, by key. Memory is kept from batch to batch. */
  private final class KeyChanges {
    private final RowPool pool = new RowPool();
    private final RowTable net = new RowTable(pool, spec.allColumns());
    private final RowTable keys = new RowTable(pool, spec.keyColumns());
    private final ReferenceList gone = new ReferenceList();
    private final ReferenceList changed = new ReferenceList();
    private long[] before = new long[INITIAL];
    private long[] after = new long[INITIAL];

    void emit(List<ColumnBatch> batch, ChangeOutput output) {
      for (ColumnBatch piece : batch) {
        net.addAll(piece);
      }
      for (int entry = 0; entry < net.size(); entry++) {
        if (net.weight(entry) != 0) {
          image(net.reference(entry), net.weight(entry));
        }
      }
      emit(output);
      clear();
    }

    private void clear() {
      pool.clear();
      net.clear();
      keys.clear();
      gone.clear();
      changed.clear();
      if (before.length > KEPT) {
        before = new long[INITIAL];
        after = new long[INITIAL];
      }
    }

    private void image(long reference, long weight) {
      int known = keys.size();
      int key = keys.add(reference, 0);
      if (key == before.length) {
        before = Arrays.copyOf(before, 2 * key);
        after = Arrays.copyOf(after, 2 * key);
      }
      if (key == known) {
        before[key] = NONE;
        after[key] = NONE;
      }
      if (weight < 0) {
        before[key] = reference;
      } else if (weight > 1 || after[key] != NONE) {
        throw KeyConflict.of(spec, pool, reference);
      } else {
        after[key] = reference;
      }
    }

    private void emit(ChangeOutput output) {
      for (int key = 0; key < keys.size(); key++) {
        if (after[key] == NONE) {
          gone.add(before[key]);
        } else {
          changed.add(after[key]);
        }
      }
      order.ifPresent(o -> o.sort(pool, gone.array(), gone.size()));
      order.ifPresent(o -> o.sort(pool, changed.array(), changed.size()));
      if (!(spec.deletes() instanceof DeletePolicy.Ignore)) {
        for (int i = 0; i < gone.size(); i++) {
          output.row(pool, gone.get(i), RowKind.DELETE);
        }
      }
      for (int i = 0; i < changed.size(); i++) {
        long old = before[keys.add(changed.get(i), 0)];
        if (old == NONE) {
          output.row(pool, changed.get(i), RowKind.INSERT);
          continue;
        }
        if (spec.mode() == OutputMode.CHANGELOG) {
          output.row(pool, old, RowKind.UPDATE_BEFORE);
        }
        output.row(pool, changed.get(i), RowKind.UPDATE_AFTER);
      }
    }
  }
}
