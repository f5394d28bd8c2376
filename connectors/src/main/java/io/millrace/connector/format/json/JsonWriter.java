package io.millrace.connector.format.json;

import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.NestedColumns;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Options;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.connector.format.RecordWriter;
import io.millrace.connector.format.Utf8Buffer;
import io.millrace.connector.format.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;

/**
 * Writes JSON lines. Numbers stand as they are, with all digits of a decimal; NaN and the
 * infinities, dates, times and binary (in base 64) as text. A field that is NULL is left out, or
 * written as null.
 */
public final class JsonWriter implements RecordWriter {
  /** The options of JSON output. */
  public static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.withDefault(
              "ignoreNullFields",
              Kind.BOOLEAN,
              "true",
              "whether fields that are NULL are left out"));

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final boolean ignoreNulls;
  private final ValueText values;
  private final Utf8Buffer key = new Utf8Buffer(64);
  private final byte[][] names;
  private final boolean[] quoted;

  public JsonWriter(Schema schema, Options options, ZoneId zone) {
    this.ignoreNulls = options.bool("ignoreNullFields");
    this.values = new ValueText(zone, ValueText.Audience.PROGRAMS);
    this.names = new byte[schema.size()][];
    this.quoted = new boolean[schema.size()];
    Utf8Buffer buffer = new Utf8Buffer(64);
    for (int i = 0; i < names.length; i++) {
      byte[] name = schema.name(i).getBytes(StandardCharsets.UTF_8);
      buffer.clear();
      text(name, 0, name.length, buffer);
      buffer.append(':');
      names[i] = java.util.Arrays.copyOf(buffer.array(), buffer.size());
      quoted[i] = isQuoted(schema.type(i));
    }
  }

  private static boolean isQuoted(DataType type) {
    TypeKind kind = type.kind();
    return !kind.isNumeric() && kind != TypeKind.BOOLEAN;
  }

  @Override
  public void write(ColumnBatch rows, int row, Utf8Buffer out) {
    out.append('{');
    boolean first = true;
    for (int i = 0; i < names.length; i++) {
      Column column = rows.column(i);
      boolean isNull = column.isNull(row);
      if (isNull && ignoreNulls) {
        continue;
      }
      if (!first) {
        out.append(',');
      }
      first = false;
      out.append(names[i]);
      if (isNull) {
        out.appendAscii("null");
      } else {
        value(column, row, quoted[i], out);
      }
    }
    out.append('}');
    out.append('\n');
  }

  private void value(Column column, int row, boolean inQuotes, Utf8Buffer out) {
    if (column instanceof BytesColumn bytes && bytes.type().kind().isNested()) {
      nested(bytes, row, out);
      return;
    }
    if (column instanceof BytesColumn bytes && bytes.type().kind().isJson()) {
      json(bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
      return;
    }
    if (column instanceof BytesColumn bytes && bytes.type().kind() != TypeKind.BINARY) {
      text(bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
      return;
    }
    boolean quotes =
        inQuotes || (column instanceof DoubleColumn doubles && !isFinite(doubles.values()[row]));
    if (quotes) {
      out.append('"');
    }
    values.append(column, row, out);
    if (quotes) {
      out.append('"');
    }
  }

  private void nested(BytesColumn column, int row, Utf8Buffer out) {
    List<Column> inside = NestedColumns.of(column, row);
    boolean array = column.type().kind() == TypeKind.ARRAY;
    boolean fields = column.type().kind() == TypeKind.ROW;
    out.append(array ? '[' : '{');
    int count = fields ? inside.size() : inside.get(0).rowCount();
    boolean first = true;
    for (int i = 0; i < count; i++) {
      Column value = fields ? inside.get(i) : inside.get(array ? 0 : 1);
      int at = fields ? 0 : i;
      if (fields && value.isNull(at) && ignoreNulls) {
        continue;
      }
      if (!first) {
        out.append(',');
      }
      first = false;
      if (fields) {
        byte[] name = column.type().children().get(i).name().getBytes(StandardCharsets.UTF_8);
        text(name, 0, name.length, out);
        out.append(':');
      } else if (!array) {
        key.clear();
        values.append(inside.get(0), i, key);
        text(key.array(), 0, key.size(), out);
        out.append(':');
      }
      if (value.isNull(at)) {
        out.appendAscii("null");
      } else {
        value(value, at, isQuoted(value.type()), out);
      }
    }
    out.append(array ? ']' : '}');
  }

  /** JSON as it is; between its values a line end means no more than a blank. */
  private static void json(byte[] data, int from, int length, Utf8Buffer out) {
    for (int i = from; i < from + length; i++) {
      out.append(data[i] == '\n' || data[i] == '\r' ? (byte) ' ' : data[i]);
    }
  }

  private static boolean isFinite(double value) {
    return Math.abs(value) <= Double.MAX_VALUE;
  }

  private static void text(byte[] data, int from, int length, Utf8Buffer out) {
    out.append('"');
    int to = from + length;
    int plain = from;
    for (int i = from; i < to; i++) {
      byte value = data[i];
      if (value >= ' ' && value != '"' && value != '\\' || value < 0) {
        continue;
      }
      out.append(data, plain, i - plain);
      plain = i + 1;
      escape(value, out);
    }
    out.append(data, plain, to - plain);
    out.append('"');
  }

  private static void escape(byte value, Utf8Buffer out) {
    out.append('\\');
    switch (value) {
      case '"', '\\' -> out.append(value);
      case '\n' -> out.append('n');
      case '\r' -> out.append('r');
      case '\t' -> out.append('t');
      case '\b' -> out.append('b');
      case '\f' -> out.append('f');
      default -> {
        out.appendAscii("u00");
        out.append(HEX[value >> 4]);
        out.append(HEX[value & 15]);
      }
    }
  }
}
