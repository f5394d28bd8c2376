package io.millrace.exec.session.table;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.Snapshot;
import io.millrace.api.connector.VersionedTable.UniqueKey;
import io.millrace.exec.session.context.TableTarget;
import io.millrace.sql.parse.KeyConditions;
import io.millrace.sql.parse.KeyConditions.Demands;
import io.millrace.sql.statement.Identifier;
import io.millrace.sql.statement.QueryText;
import io.millrace.sql.statement.ValueRow;
import io.millrace.sql.statement.ValueRow.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the one row that a condition can hold for, if the condition gives a whole key. */
final class KeyLookup {
  private KeyLookup() {}

  /**
   * What was found.
   *
   * @param rows one or none
   * @param exact whether the condition holds for just these
   */
  record Found(Snapshot rows, boolean exact) {}

  /**
   * The row with the key that the condition demands.
   *
   * @return empty if it demands none
   */
  static Optional<Found> find(TableTarget target, Identifier alias, QueryText condition) {
    if (target.table().keys().isEmpty()) {
      return Optional.empty();
    }
    Demands demands = KeyConditions.of(condition, alias.text());
    Map<String, Cell> constants = demands.constants();
    if (constants.isEmpty()) {
      return Optional.empty();
    }
    for (UniqueKey key : target.table().keys()) {
      Optional<ColumnBatch> row = row(target, key, constants);
      if (row.isPresent()) {
        long[] ids = target.table().find(key, row.get());
        Snapshot rows = target.table().rows(Arrays.stream(ids).filter(id -> id >= 0).toArray());
        boolean exact = demands.whole() && constants.size() == key.columns().size();
        return Optional.of(new Found(rows, exact));
      }
    }
    return Optional.empty();
  }

  /** A row with the values of a key, NULL in all other columns. */
  private static Optional<ColumnBatch> row(
      TableTarget target, UniqueKey key, Map<String, Cell> constants) {
    int[] cells = new int[target.schema().size()];
    Arrays.fill(cells, -1);
    Cell[] values = new Cell[key.columns().size()];
    for (int i = 0; i < values.length; i++) {
      int column = key.columns().get(i);
      values[i] = constants.get(target.schema().name(column).toLowerCase(Locale.ROOT));
      if (values[i] == null) {
        return Optional.empty();
      }
      cells[column] = i;
    }
    ValueRow row = new ValueRow(values[0].position(), List.of(values));
    return LiteralRows.of(LiteralRows.nullable(target.schema()), cells, List.of(row))
        .map(batches -> batches.get(0));
  }
}
