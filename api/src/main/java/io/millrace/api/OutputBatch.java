package io.millrace.api;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * What one batch of a query has for its sink.
 *
 * @param schema the columns
 * @param mode what the changes mean: in APPEND mode rows to add, in COMPLETE mode the whole result,
 *     in UPDATE mode new rows and deletions by key, in CHANGELOG mode every change
 * @param changes the changes in order, in pieces; none of them empty
 */
public record OutputBatch(Schema schema, OutputMode mode, List<ChangeBatch> changes) {
  public OutputBatch {
    changes = List.copyOf(changes);
  }

  /** The number of changes. */
  public long size() {
    return changes.stream().mapToLong(ChangeBatch::size).sum();
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** The changes one by one. Programs in a hurry read the columns of {@link #changes()}. */
  public List<OutputRow> rows() {
    List<OutputRow> rows = new ArrayList<>();
    for (ChangeBatch piece : changes) {
      for (int i = 0; i < piece.size(); i++) {
        rows.add(new OutputRow(piece, i));
      }
    }
    return List.copyOf(rows);
  }
}
