package io.millrace.connector.format.text;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowFiller;

/** Lines as they are, in one column of text; also empty ones. */
public final class TextFormat implements RecordFormat {

  @Override
  public boolean linesAreRecords() {
    return true;
  }

  @Override
  public Decoders bind(RecordPlan plan, byte[] header) {
    Schema schema = plan.dataSchema();
    if (schema.size() != 1 || !schema.type(0).kind().isText()) {
      throw error(ErrorCode.TYPE_MISMATCH, "text files have one column of text, not " + schema)
          .hint("declare one column: (line STRING)")
          .build();
    }
    return (records, memory, output) -> {
      RowFiller rows = new RowFiller(plan);
      rows.start(records, memory, output);
      decode(records, rows);
      rows.finish();
    };
  }

  private static void decode(Records records, RowFiller rows) {
    byte[] data = records.data();
    int to = records.to();
    boolean ascii = Bytes.isAscii(data, records.from(), to);
    int at = records.from();
    // An input that ends with a line feed was handed on without it: there is always a last line.
    while (at <= to) {
      int end = Bytes.indexOf(data, at, to, (byte) '\n');
      line(rows, data, at, end, ascii);
      rows.end(at, end);
      at = end + 1;
    }
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
