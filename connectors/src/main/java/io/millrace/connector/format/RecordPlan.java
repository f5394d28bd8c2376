package io.millrace.connector.format;

import io.millrace.api.types.Layout;
import io.millrace.api.types.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the records of one file.
 *
 * @param schema the columns to deliver
 * @param constants for each of them the value of all rows; empty if the column is read from the
 *     records
 * @param dataSchema all columns that a record has, in order
 * @param onError what becomes of malformed records
 * @param place turns the place of a record, in bytes from the beginning, into words
 */
public record RecordPlan(
    Schema schema,
    List<Optional<ConstantColumn>> constants,
    Schema dataSchema,
    OnError onError,
    Place place) {
  public RecordPlan {
    constants = List.copyOf(constants);
  }

  /** Finds words for the place of a record. */
  public interface Place {
    /** For example {@code in/a.json:17}. Called for errors only, may be slow. */
    String of(long offset);
  }

  /** Whether rows have text or binary columns, which are ranges of the records' bytes. */
  public boolean rowsReferToInput() {
    return Arrays.stream(dataColumns()).anyMatch(i -> schema.type(i).layout() == Layout.BYTES);
  }

  /** The positions of the columns that are read from records. */
  public int[] dataColumns() {
    int[] columns = new int[schema.size()];
    int count = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[count] = i;
      count += constants.get(i).isEmpty() ? 1 : 0;
    }
    return Arrays.copyOf(columns, count);
  }
}
