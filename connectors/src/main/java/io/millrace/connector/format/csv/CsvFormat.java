package io.millrace.connector.format.csv;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.connector.Options;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.RecordFormat;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.TimeFormats;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Delimited text, as RFC 4180 describes it. Fields belong to the declared columns by their order;
 * in files with a header by name, if the header has all columns, or else by order, if it has none
 * of them and as many. Blank lines are skipped. A field without quotes that is the null value is
 * NULL. Blanks around values that are no text do not matter. A record with too few or too many
 * fields is malformed.
 */
public final class CsvFormat implements RecordFormat {
  private final CsvDialect dialect;
  private final Optional<Byte> comment;
  private final boolean trimLeading;
  private final boolean trimTrailing;
  private final boolean multiLine;
  private final TimeFormats times;

  public CsvFormat(Options options, ZoneId zone) {
    this.dialect = CsvOptions.of(options);
    this.comment = CsvOptions.character(options, "comment");
    this.trimLeading = options.bool("ignoreLeadingWhiteSpace");
    this.trimTrailing = options.bool("ignoreTrailingWhiteSpace");
    this.multiLine = options.bool("multiLine");
    this.times = TimeFormats.of(options, zone);
  }

  CsvDialect dialect() {
    return dialect;
  }

  boolean isComment(byte first) {
    return comment.isPresent() && comment.get() == first;
  }

  boolean trimLeading() {
    return trimLeading;
  }

  boolean trimTrailing() {
    return trimTrailing;
  }

  boolean multiLine() {
    return multiLine;
  }

  TimeFormats times() {
    return times;
  }

  @Override
  public boolean hasHeader() {
    return dialect.header();
  }

  @Override
  public boolean linesAreRecords() {
    return !multiLine;
  }

  @Override
  public int lastRecordEnd(byte[] data, int from, int to) {
    if (!multiLine) {
      return RecordFormat.super.lastRecordEnd(data, from, to);
    }
    int last = -1;
    int at = from;
    while (at < to) {
      int end = recordEnd(data, at, to);
      if (end == to) {
        break;
      }
      at = end + 1;
      last = at;
    }
    return last;
  }

  /** The line feed that ends a record whose fields may have line feeds in quotes, or the end. */
  int recordEnd(byte[] data, int from, int to) {
    boolean inQuotes = false;
    boolean fieldBegins = !isComment(data[from]);
    for (int at = from; at < to; at++) {
      byte value = data[at];
      if (inQuotes) {
        if (value == dialect.escape() && dialect.escape() != dialect.quote()) {
          at++;
        } else if (value == dialect.quote()) {
          inQuotes = false; // a doubled quote opens again at once
          fieldBegins = true;
        }
        continue;
      }
      if (value == '\n') {
        return at;
      }
      if (value == dialect.quote() && fieldBegins) {
        inQuotes = true;
      } else {
        boolean blank = trimLeading && fieldBegins && (value == ' ' || value == '\t');
        fieldBegins = value == dialect.delimiter() || blank;
      }
    }
    return to;
  }

  @Override
  public Decoders bind(RecordPlan plan, byte[] header) {
    for (int column : plan.dataColumns()) {
      DataType type = plan.schema().type(column);
      if (type.kind().isJson()) {
        throw error(ErrorCode.TYPE_NOT_SUPPORTED, type.sql(), " in CSV input")
            .hint("read the column as text, and CAST it to " + type.sql())
            .build();
      }
      if (type.kind().isNested()) {
        throw error(ErrorCode.TYPE_NOT_SUPPORTED, type.sql(), " in CSV input")
            .hint("read the column as text, and CAST it to an array")
            .build();
      }
    }
    int[] fields = new int[plan.dataSchema().size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = i;
    }
    int width = fields.length;
    if (header.length > 0) {
      List<String> names = headerNames(header);
      fields = byHeader(plan, names);
      width = names.size();
    }
    int[] targets = targets(plan, fields, width);
    return (records, memory, output) ->
        new CsvScanner(this, plan, targets).decode(records, memory, output);
  }

  private List<String> headerNames(byte[] header) {
    CsvFields fields = new CsvFields(this);
    int end = header.length;
    while (end > 0 && header[end - 1] == '\r') {
      end--;
    }
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at <= end) {
      at = fields.next(header, at, end);
      names.add(fields.text(header).strip());
    }
    return names;
  }

  /** For each column of the data the number of its field. */
  private static int[] byHeader(RecordPlan plan, List<String> names) {
    Schema schema = plan.dataSchema();
    int[] fields = new int[schema.size()];
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      fields[i] = indexOf(names, schema.name(i));
      if (fields[i] < 0) {
        missing.add(schema.name(i));
      }
    }
    if (missing.isEmpty()) {
      return fields;
    }
    if (missing.size() == fields.length && names.size() == fields.length) {
      Arrays.setAll(fields, i -> i);
      return fields;
    }
    throw error(
            ErrorCode.COLUMN_NOT_FOUND, missing.get(0), " in the header of " + plan.place().of(0))
        .detail("the header has: " + String.join(", ", names))
        .hint("declare the columns as the header names them; their order does not matter then")
        .build();
  }

  private static int indexOf(List<String> names, String wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(wanted)) {
        return i;
      }
    }
    return -1;
  }

  /** For each field the number of the column to fill, −1 for none. */
  private static int[] targets(RecordPlan plan, int[] fields, int width) {
    int[] targets = new int[width];
    Arrays.fill(targets, -1);
    int[] columns = plan.dataColumns();
    for (int i = 0; i < columns.length; i++) {
      String name = plan.schema().name(columns[i]);
      int inData =
          plan.dataSchema()
              .indexOf(name)
              .orElseThrow(() -> new IllegalStateException("no column " + name));
      targets[fields[inData]] = i;
    }
    return targets;
  }
}
