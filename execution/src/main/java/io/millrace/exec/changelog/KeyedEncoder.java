package io.millrace.exec.changelog;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.state.StateTables;
import java.util.ArrayList;
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

  private final OutputSpec spec;
  private final Optional<ReferenceOrder> order;
  private final StateTables tables;
  private final Optional<LiveKeys> liveKeys;
  private List<ColumnBatch> pieces = new ArrayList<>();
  private boolean insertOnly = true;

  KeyedEncoder(OutputSpec spec, StateTables tables) {
    this.spec = spec;
    this.order = spec.ordering().filter(o -> !o.keys().isEmpty()).map(ReferenceOrder::new);
    this.tables = tables;
    this.liveKeys = spec.keyIsUnique() ? Optional.empty() : Optional.of(new LiveKeys(spec, tables));
  }

  @Override
  public void add(ColumnBatch changes, Consumer<ChangeBatch> sink) {
    if (!changes.isEmpty()) {
      pieces.add(changes);
      insertOnly &= changes.isInsertOnly();
    }
  }

  @Override
  public void finish(Consumer<ChangeBatch> sink) {
    List<ColumnBatch> batch = pieces;
    boolean onlyInserts = insertOnly;
    pieces = new ArrayList<>();
    insertOnly = true;
    tables.beginBatch();
    liveKeys.ifPresent(keys -> keys.check(batch));
    ChangeOutput output = new ChangeOutput(spec, sink);
    if (onlyInserts && spec.keyIsUnique() && order.isEmpty()) {
      batch.forEach(output::inserts);
    } else {
      new KeyChanges(batch).emit(output);
    }
    output.flush();
  }

  /** The net changes of one batch, by key. */
  private final class KeyChanges {
    private final RowPool pool = new RowPool();
    private final RowTable keys = new RowTable(pool, spec.keyColumns());
    private long[] before = new long[64];
    private long[] after = new long[64];

    KeyChanges(List<ColumnBatch> batch) {
      RowTable net = new RowTable(pool, spec.allColumns());
      for (ColumnBatch piece : batch) {
        net.addAll(piece);
      }
      for (int entry = 0; entry < net.size(); entry++) {
        if (net.weight(entry) != 0) {
          image(net.reference(entry), net.weight(entry));
        }
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

    void emit(ChangeOutput output) {
      ReferenceList gone = new ReferenceList();
      ReferenceList changed = new ReferenceList();
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
