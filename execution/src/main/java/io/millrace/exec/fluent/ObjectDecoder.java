package io.millrace.exec.fluent;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.table.Encoder;
import io.millrace.exec.codec.RowDecoder;
import io.millrace.plan.incremental.EncoderColumns;
import org.jspecify.annotations.Nullable;

/** Makes the objects of a program out of the rows of a result. For one reader. */
final class ObjectDecoder<T> {
  private final Encoder<T> encoder;
  private @Nullable RowDecoder decoder;
  private @Nullable ColumnBatch bound;

  ObjectDecoder(Encoder<T> encoder) {
    this.encoder = encoder;
  }

  /** The object that the row of that index is. */
  @SuppressWarnings("unchecked")
  T decode(ColumnBatch rows, int index) {
    if (decoder == null) {
      decoder = new RowDecoder(encoder, rows.schema(), EncoderColumns.of(encoder, rows.schema()));
    }
    if (rows != bound) {
      decoder.bind(rows);
      bound = rows;
    }
    return (T) decoder.decode(rows.row(index));
  }
}
