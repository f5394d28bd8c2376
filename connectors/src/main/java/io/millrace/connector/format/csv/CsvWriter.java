package io.millrace.connector.format.csv;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.Options;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.RecordWriter;
import io.millrace.connector.format.Utf8Buffer;
import io.millrace.connector.format.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * Writes delimited text. Quotes stand where a text would otherwise be read differently: around
 * delimiters, quotes and line ends, blanks at its ends, and texts that look like the null value.
 */
public final class CsvWriter implements RecordWriter {
  private final Schema schema;
  private final CsvDialect dialect;
  private final ValueText values;
  private final Utf8Buffer field = new Utf8Buffer(64);

  public CsvWriter(Schema schema, Options options, ZoneId zone) {
    this.schema = schema;
    this.dialect = CsvOptions.of(options);
    this.values = new ValueText(zone, ValueText.Audience.PROGRAMS);
  }

  @Override
  public void begin(Utf8Buffer out) {
    if (!dialect.header()) {
      return;
    }
    for (int i = 0; i < schema.size(); i++) {
      if (i > 0) {
        out.append(dialect.delimiter());
      }
      byte[] name = schema.name(i).getBytes(StandardCharsets.UTF_8);
      text(name, 0, name.length, out);
    }
    out.append('\n');
  }

  @Override
  public void write(ColumnBatch rows, int row, Utf8Buffer out) {
    int begin = out.size();
    for (int i = 0; i < rows.columnCount(); i++) {
      if (i > 0) {
        out.append(dialect.delimiter());
      }
      Column column = rows.column(i);
      if (column.isNull(row)) {
        out.append(dialect.nullValue());
      } else if (column instanceof BytesColumn bytes && bytes.type().kind().isText()) {
        text(bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
      } else {
        field.clear();
        values.append(column, row, field);
        text(field.array(), 0, field.size(), out);
      }
    }
    if (out.size() == begin) {
      // One column that is NULL: an empty line would be no record at all.
      out.append(dialect.quote());
      out.append(dialect.quote());
    }
    out.append('\n');
  }

  private void text(byte[] data, int from, int length, Utf8Buffer out) {
    int to = from + length;
    if (!needsQuotes(data, from, to)) {
      out.append(data, from, length);
      return;
    }
    out.append(dialect.quote());
    for (int i = from; i < to; i++) {
      byte value = data[i];
      if (value == dialect.quote() || value == dialect.escape()) {
        out.append(dialect.escape());
      }
      out.append(value);
    }
    out.append(dialect.quote());
  }

  private boolean needsQuotes(byte[] data, int from, int to) {
    byte[] nullValue = dialect.nullValue();
    if (from == to || Arrays.equals(data, from, to, nullValue, 0, nullValue.length)) {
      return true;
    }
    if (data[from] <= ' ' && data[from] >= 0 || data[to - 1] <= ' ' && data[to - 1] >= 0) {
      return true;
    }
    for (int i = from; i < to; i++) {
      byte value = data[i];
      if (value == dialect.delimiter()
          || value == dialect.quote()
          || value == '\n'
          || value == '\r') {
        return true;
      }
    }
    return false;
  }
}
