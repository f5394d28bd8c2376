package io.millrace.connector.format.text;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Chunk;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.RowFiller;

/** Lines as they are, in one column of text; also empty ones. */
public final class TextFormat implements RecordFormat {

  @Override
  public Decoders bind(RecordPlan plan, byte[] header) {
    Schema schema = plan.dataSchema();
    if (schema.size() != 1 || !schema.type(0).kind().isText()) {
      throw error(ErrorCode.TYPE_MISMATCH, "text files have one column of text, not " + schema)
          .hint("declare one column: (line STRING)")
          .build();
    }
    return (data, from, to, offset, output) -> decode(plan, data, from, to, offset, output);
  }

  private static void decode(
      RecordPlan plan, byte[] data, int from, int to, long offset, Chunk.Output output) {
    RowFiller rows = new RowFiller(plan, data, from, to, offset, output);
    boolean ascii = Bytes.isAscii(data, from, to);
    int at = from;
    // An input that ends with a line feed was handed on without it: there is always a last line.
    while (at <= to) {
      int end = Bytes.indexOf(data, at, to, (byte) '\n');
      rows.begin();
      line(rows, data, at, end, ascii);
      rows.end(at, end);
      at = end + 1;
    }
    rows.finish();
  }

  private static void line(RowFiller rows, byte[] data, int from, int to, boolean ascii) {
    int end = to > from && data[to - 1] == '\r' ? to - 1 : to;
    if (!ascii && !Bytes.isUtf8(data, from, end)) {
      rows.noRecord(from, "it is not valid UTF-8");
      return;
    }
    for (int i = 0; i < rows.targetCount(); i++) {
      ColumnTarget target = rows.target(i);
      if (target.fits(data, from, end - from)) {
        target.setRange(rows.row(), from, end - from);
      } else {
        rows.wrongValue(i, from, "the line is longer than " + target.type().sql());
      }
    }
  }
}
