package io.millrace.connector.memory;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.types.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds rows by key, or without key by all their values, then each as often as it was added. A
 * changed row keeps its place. Not thread-safe.
 */
final class RowIndex {
  private final Schema schema;
  private final boolean keyed;
  private final List<Integer> key;
  private final Map<List<Object>, Deque<RowReference>> rows = new LinkedHashMap<>();
  private long referenced;
  private long live;

  private record RowReference(ColumnBatch batch, int row) {}

  RowIndex(Schema schema, boolean keyed, List<Integer> key) {
    this.schema = schema;
    this.keyed = keyed;
    this.key = List.copyOf(key);
  }

  boolean isBy(boolean otherKeyed, List<Integer> otherKey) {
    return keyed == otherKeyed && (!keyed || key.equals(otherKey));
  }

  /** Applies changes in order. A deletion of what is not there does nothing. */
  void apply(ChangeBatch changes) {
    ColumnBatch batch = changes.rows();
    for (int i = 0; i < changes.size(); i++) {
      List<Object> rowKey = key(batch, i);
      RowKind kind = changes.kind(i);
      switch (kind) {
        case INSERT, UPDATE_AFTER -> put(rowKey, new RowReference(batch, i));
        case DELETE -> remove(rowKey);
        case UPDATE_BEFORE -> {
          // With a key the new image that follows replaces the row, in its place.
          if (!keyed || !followedByNewImage(changes, i, rowKey)) {
            remove(rowKey);
          }
        }
      }
    }
    referenced += changes.size();
    if (referenced > 65_536 + 4 * live) {
      rebuild(); // so that a few live rows do not hold many dead ones
    }
  }

  private boolean followedByNewImage(ChangeBatch changes, int i, List<Object> rowKey) {
    return i + 1 < changes.size()
        && changes.kind(i + 1) == RowKind.UPDATE_AFTER
        && rowKey.equals(key(changes.rows(), i + 1));
  }

  private void put(List<Object> rowKey, RowReference reference) {
    Deque<RowReference> same = rows.computeIfAbsent(rowKey, k -> new ArrayDeque<>(1));
    if (keyed && !same.isEmpty()) {
      same.clear();
      live--;
    }
    same.add(reference);
    live++;
  }

  private void remove(List<Object> rowKey) {
    Deque<RowReference> same = rows.get(rowKey);
    if (same == null) {
      return;
    }
    same.removeLast();
    live--;
    if (same.isEmpty()) {
      rows.remove(rowKey);
    }
  }

  private List<Object> key(ColumnBatch batch, int row) {
    List<Object> values = new ArrayList<>();
    if (keyed) {
      for (int column : key) {
        values.add(comparable(batch.column(column).value(row)));
      }
    } else {
      for (int column = 0; column < batch.columnCount(); column++) {
        values.add(comparable(batch.column(column).value(row)));
      }
    }
    return values;
  }

  /** The value in a form whose equals compares content, and for which 0.0 equals −0.0. */
  private static Object comparable(Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof Double number) {
      return number + 0.0;
    }
    if (value instanceof Float number) {
      return number + 0.0f;
    }
    return value;
  }

  /** Copies the live rows together; the index points to the copies from now on. */
  List<ColumnBatch> rebuild() {
    List<ColumnBatch> batches = new ArrayList<>();
    BatchBuilder builder = new BatchBuilder(schema, 64);
    List<List<Object>> keys = new ArrayList<>();
    Map<List<Object>, Deque<RowReference>> old = new LinkedHashMap<>(rows);
    rows.clear();
    live = 0;
    referenced = 0;
    old.forEach(
        (rowKey, references) -> {
          for (RowReference reference : references) {
            for (int i = 0; i < schema.size(); i++) {
              builder.column(i).appendFrom(reference.batch.column(i), reference.row);
            }
            builder.endRow();
            keys.add(rowKey);
            if (keys.size() == ColumnBatch.MAX_ROWS) {
              batches.add(flush(builder, keys));
            }
          }
        });
    if (!keys.isEmpty()) {
      batches.add(flush(builder, keys));
    }
    return batches;
  }

  private ColumnBatch flush(BatchBuilder builder, List<List<Object>> keys) {
    ColumnBatch batch = builder.build();
    for (int i = 0; i < keys.size(); i++) {
      rows.computeIfAbsent(keys.get(i), k -> new ArrayDeque<>(1)).add(new RowReference(batch, i));
    }
    live += keys.size();
    referenced += keys.size();
    keys.clear();
    return batch;
  }
}
