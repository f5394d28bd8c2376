package io.millrace.tests.script;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import java.util.ArrayList;
import java.util.List;

/** One change of a result, its values as scripts write them. */
record Change(RowKind kind, List<String> cells) {

  static List<Change> of(List<ChangeBatch> batches) {
    List<Change> changes = new ArrayList<>();
    for (ChangeBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        changes.add(new Change(batch.kind(i), cells(batch.rows(), i)));
      }
    }
    return changes;
  }

  static List<String> cells(ColumnBatch rows, int row) {
    return rows.values(row).stream().map(Cells::write).toList();
  }

  @Override
  public String toString() {
    return kind.symbol() + " " + String.join(", ", cells);
  }
}
