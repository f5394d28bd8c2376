package io.millrace.api;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.RowKind;
import io.millrace.api.types.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A row that a query gives its sink.
 *
 * @param piece the changes it is one of
 * @param index its place among them
 */
public record OutputRow(ChangeBatch piece, int index) {
  public OutputRow {
    Objects.checkIndex(index, piece.size());
  }

  /** What it does to the result; {@link RowKind#INSERT} in APPEND and COMPLETE mode. */
  public RowKind kind() {
    return piece.kind(index);
  }

  public Schema schema() {
    return piece.rows().schema();
  }

  /** A value as a Java object, as {@link Column#value} says; empty for NULL. */
  public Optional<Object> value(int column) {
    return Optional.ofNullable(piece.rows().column(column).value(index));
  }

  /**
   * A value by the name of its column, in any case.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public Optional<Object> value(String column) {
    return value(
        schema()
            .indexOf(column)
            .orElseThrow(
                () -> new IllegalArgumentException("no column " + column + " in " + schema())));
  }

  /** All values, null for NULL. */
  public List<Object> values() {
    return piece.rows().values(index);
  }

  @Override
  public String toString() {
    return kind().symbol() + values();
  }
}
