package io.millrace.connector.format.text;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.RecordWriter;
import io.millrace.connector.format.Utf8Buffer;

/** Writes the one text column of a result as lines; NULL as an empty line. */
public final class TextWriter implements RecordWriter {

  /**
   * @throws io.millrace.api.error.MillraceException TYPE_MISMATCH unless there is just one column,
   *     of text
   */
  public TextWriter(Schema schema) {
    if (schema.size() != 1 || !schema.type(0).kind().isText()) {
      throw error(ErrorCode.TYPE_MISMATCH, "text files take one column of text, not " + schema)
          .hint("join the columns with CONCAT, or use FORMAT csv or json")
          .build();
    }
  }

  @Override
  public void write(ColumnBatch rows, int row, Utf8Buffer out) {
    BytesColumn column = (BytesColumn) rows.column(0);
    if (!column.isNull(row)) {
      out.append(column.data(), column.starts()[row], column.lengths()[row]);
    }
    out.append('\n');
  }
}
