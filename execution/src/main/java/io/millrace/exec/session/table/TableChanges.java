package io.millrace.exec.session.table;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.connector.VersionedTable.Changed;
import io.millrace.api.connector.VersionedTable.Conflicts;
import io.millrace.api.connector.VersionedTable.Snapshot;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.session.context.TableTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what a statement changes of a table: ids of rows that go, and rows that come. */
final class TableChanges {
  private final TableTarget target;
  private final boolean mayRepeat;
  private final Map<Long, List<Object>> changed = new HashMap<>();
  private final List<ColumnBatch> images = new ArrayList<>();
  private final List<ColumnBatch> added = new ArrayList<>();
  private long[] removed = new long[16];
  private int count;

  /**
   * No change yet.
   *
   * @param mayRepeat whether a row may be found more than once
   */
  TableChanges(TableTarget target, boolean mayRepeat) {
    this.target = target;
    this.mayRepeat = mayRepeat;
  }

  /**
   * Rows that get new images, which stand behind their ids.
   *
   * @return how many
   * @throws MillraceException ROW_CHANGED_TWICE if a row gets different images
   */
  long update(List<ColumnBatch> rows) {
    int before = count;
    for (ColumnBatch batch : rows) {
      ColumnBatch dense = batch.compact();
      int[] kept = new int[dense.size()];
      int size = 0;
      for (int i = 0; i < dense.size(); i++) {
        if (remove(id(dense, i), mayRepeat ? dense.values(i) : List.of())) {
          kept[size++] = i;
        }
      }
      if (size > 0) {
        images.add(target.withoutIds(dense.select(kept, size)));
      }
    }
    return count - before;
  }

  /** Rows that go, and others in their place, if any. Gives how many go. */
  long replace(Snapshot rows, List<ColumnBatch> news) {
    int before = count;
    for (int b = 0; b < rows.batches().size(); b++) {
      for (int i = 0; i < rows.batches().get(b).size(); i++) {
        remove(rows.ids().get(b).id(i), List.of());
      }
    }
    images.addAll(news);
    return count - before;
  }

  private static long id(ColumnBatch dense, int row) {
    return ((LongColumn) dense.column(0)).values()[row];
  }

  /** Whether a row is changed for the first time; the same change again is none. */
  private boolean remove(long id, List<Object> image) {
    if (mayRepeat) {
      List<Object> before = changed.putIfAbsent(id, image);
      if (before != null && !before.equals(image)) {
        throw changedTwice();
      }
      if (before != null) {
        return false;
      }
    }
    if (count == removed.length) {
      removed = Arrays.copyOf(removed, 2 * count);
    }
    removed[count++] = id;
    return true;
  }

  private MillraceException changedTwice() {
    return MillraceException.error(ErrorCode.ROW_CHANGED_TWICE, target.relation().name())
        .at(target.name().position())
        .hint("make sure that at most one row fits each, such as by GROUP BY or DISTINCT")
        .build();
  }

  /** Rows that go. Gives how many. */
  long delete(List<ColumnBatch> rows) {
    int before = count;
    for (ColumnBatch batch : rows) {
      ColumnBatch dense = batch.compact();
      for (int i = 0; i < dense.size(); i++) {
        remove(id(dense, i), List.of());
      }
    }
    return count - before;
  }

  /**
   * Makes sure that no row is here twice, nor changed already.
   *
   * @throws MillraceException ROW_CHANGED_TWICE
   */
  void expectDisjoint(List<ColumnBatch> rows) {
    Set<Long> here = new HashSet<>();
    for (ColumnBatch batch : rows) {
      ColumnBatch dense = batch.compact();
      for (int i = 0; i < dense.size(); i++) {
        if (changed.containsKey(id(dense, i)) || !here.add(id(dense, i))) {
          throw changedTwice();
        }
      }
    }
  }

  /** New rows. Gives how many. */
  long insert(List<ColumnBatch> rows) {
    added.addAll(rows);
    return rows.stream().mapToLong(ColumnBatch::size).sum();
  }

  /** All rows that will be in the table because of this. */
  List<ColumnBatch> news() {
    List<ColumnBatch> all = new ArrayList<>(images);
    all.addAll(added);
    return all;
  }

  /** The rows that will go, as they are. */
  List<ColumnBatch> olds() {
    long[] ids = Arrays.copyOf(removed, count);
    Arrays.sort(ids);
    return target.table().rows(ids).batches();
  }

  /** Makes the change. */
  Changed apply(Conflicts conflicts) {
    return target.table().change(Arrays.copyOf(removed, count), news(), conflicts);
  }
}
