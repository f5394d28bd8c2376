package io.millrace.exec.operator.join;

import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.Schema;
import io.millrace.exec.operator.InputRows;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.StateTables;
import java.util.List;
import java.util.stream.IntStream;

/** One input of a join: all its rows that can match, by key. */
final class JoinSide {
  private final Schema schema;
  private final int[] keys;
  private final boolean[] matchesNull;
  private final int[] columns;
  private final MultisetTable rows;
  private int[] weights = {};
  private int[] transitions = {};

  /**
   * @param name of its table
   * @param keys columns that are compared
   * @param nullSafe for each of them whether NULL equals NULL
   */
  JoinSide(
      String name,
      Schema schema,
      List<Integer> keys,
      List<Boolean> nullSafe,
      KeyedTable groups,
      StateTables tables) {
    this.schema = schema;
    this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
    this.matchesNull = new boolean[nullSafe.size()];
    for (int i = 0; i < matchesNull.length; i++) {
      matchesNull[i] = nullSafe.get(i);
    }
    this.columns = IntStream.range(0, schema.size()).toArray();
    this.rows =
        tables.multiset(name, groups, schema.fields().stream().map(f -> f.type()).toList(), false);
  }

  Schema schema() {
    return schema;
  }

  int[] keys() {
    return keys;
  }

  int[] columns() {
    return columns;
  }

  int size() {
    return rows.size();
  }

  /** Whether no row of that key is left. */
  boolean isEmpty(int slot) {
    return rows.isEmpty(slot);
  }

  /** The rows that match or do not match anything because of a NULL in their key. */
  InputRows withNull(InputRows input, boolean wanted) {
    int found = 0;
    int[] kept = new int[input.count()];
    for (int i = 0; i < input.count(); i++) {
      if (hasNull(input.batch(), input.rows()[i]) == wanted) {
        kept[found++] = i;
      }
    }
    return found == input.count() ? input : select(input, kept, found);
  }

  /** Whether any key of the batch may be NULL and so match nothing. */
  boolean mayHaveNull(ColumnBatch batch) {
    for (int i = 0; i < keys.length; i++) {
      if (!matchesNull[i] && batch.column(keys[i]).mayHaveNulls()) {
        return true;
      }
    }
    return false;
  }

  private boolean hasNull(ColumnBatch batch, int row) {
    for (int i = 0; i < keys.length; i++) {
      if (!matchesNull[i] && batch.column(keys[i]).isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private static InputRows select(InputRows input, int[] places, int count) {
    int[] selected = new int[count];
    long[] hashes = new long[count];
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      selected[i] = input.rows()[places[i]];
      hashes[i] = input.hashes()[places[i]];
      positions[i] = input.positions()[places[i]];
    }
    return new InputRows(input.batch(), count, selected, hashes, positions, input.firstPosition());
  }

  /** The rows of keys, with their weights. */
  void find(int[] slots, int count, GroupRows target) {
    rows.values(slots, count, target);
  }

  /** Adds rows to those of their keys. */
  void add(InputRows input, int[] slots) {
    if (weights.length < input.count()) {
      weights = new int[Math.max(input.count(), 2 * weights.length)];
      transitions = new int[weights.length];
    }
    for (int i = 0; i < input.count(); i++) {
      weights[i] = input.batch().weight(input.rows()[i]);
    }
    rows.add(slots, input.batch(), columns, input.rows(), weights, input.count(), transitions);
  }

  /** The columns of remembered rows. */
  void appendTo(Column[] target, int at, int[] handles, int count) {
    for (int i = 0; i < columns.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(schema.type(i).withNullable(true), count);
      rows.append(i, handles, 0, count, builder);
      target[at + i] = builder.build();
    }
  }

  /** The columns of rows of the input. */
  void gatherTo(Column[] target, int at, ColumnBatch batch, int[] gathered, int count) {
    for (int i = 0; i < columns.length; i++) {
      target[at + i] = batch.column(i).gather(gathered, count);
    }
  }

  /** Columns of NULLs in place of a row that is not there. */
  void nullsTo(Column[] target, int at, int count) {
    for (int i = 0; i < columns.length; i++) {
      ColumnBuilder builder = new ColumnBuilder(schema.type(i).withNullable(true), count);
      for (int row = 0; row < count; row++) {
        builder.appendNull();
      }
      target[at + i] = builder.build();
    }
  }

  void forget(int[] slots, int from, int to) {
    rows.removeGroups(slots, from, to);
  }
}
