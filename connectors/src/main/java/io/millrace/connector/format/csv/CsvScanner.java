package io.millrace.connector.format.csv;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.FieldParser;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowFiller;
import io.millrace.connector.format.RowMemory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes delimited text. Fields that no column needs are only passed over. */
final class CsvScanner {
  private static final int SHOWN = 40;

  private final CsvFormat format;
  private final CsvFields fields;
  private final FieldParser parser;
  private final RowFiller rows;
  private final int[] targets;
  private final byte[] nullValue;
  private final boolean blankDelimiter;
  private byte[] data = {};
  private boolean ascii;

  /** Whether the record has been written over. */
  private boolean overwritten;

  CsvScanner(CsvFormat format, RecordPlan plan, int[] targets) {
    this.format = format;
    this.fields = new CsvFields(format);
    this.parser = new FieldParser(format.times());
    this.rows = new RowFiller(plan);
    this.targets = targets;
    this.nullValue = format.dialect().nullValue();
    byte delimiter = format.dialect().delimiter();
    this.blankDelimiter = delimiter == ' ' || delimiter == '\t';
  }

  void decode(Records records, RowMemory memory, Chunk.Output output) {
    data = records.data();
    ascii = Bytes.isAscii(data, records.from(), records.to());
    rows.start(records, memory, output);
    scan(records.from(), records.to());
    rows.finish();
  }

  private void scan(int from, int to) {
    int at = from;
    while (at < to) {
      int end =
          format.multiLine()
              ? format.recordEnd(data, at, to)
              : Bytes.indexOf(data, at, to, (byte) '\n');
      int last = end > at && data[end - 1] == '\r' ? end - 1 : end;
      if (!isSkipped(at, last)) {
        overwritten = false;
        record(at, last);
        rows.end(at, last);
      }
      at = end + 1;
    }
  }

  private boolean isSkipped(int begin, int end) {
    if (begin == end || format.isComment(data[begin])) {
      return true;
    }
    if (blankDelimiter) {
      return false;
    }
    int at = begin;
    while (at < end && (data[at] == ' ' || data[at] == '\t')) {
      at++;
    }
    return at == end;
  }

  private void record(int begin, int end) {
    if (!ascii && !Bytes.isUtf8(data, begin, end)) {
      rows.noRecord(begin, "it is not valid UTF-8");
      return;
    }
    int count = 0;
    int at = begin;
    while (at <= end) {
      at = fields.next(data, at, end);
      if (fields.broken) {
        rows.noRecord(
            Math.min(fields.to, end),
            at > end && fields.to == end
                ? "a quote is not closed"
                : "something stands behind a closing quote");
        return;
      }
      if (count < targets.length && targets[count] >= 0) {
        field(targets[count], begin, end);
      }
      count++;
    }
    if (count != targets.length) {
      rows.wrongRecord(begin, "it has " + count + " fields, not " + targets.length);
      for (int missing = count; missing < targets.length; missing++) {
        if (targets[missing] >= 0) {
          rows.target(targets[missing]).setNull(rows.row());
        }
      }
    }
  }

  private void field(int column, int recordBegin, int recordEnd) {
    ColumnTarget target = rows.target(column);
    boolean text = target.type().kind().isText();
    if (isNull(text)) {
      target.setNull(rows.row());
      return;
    }
    if (fields.escapes) {
      if (!overwritten) {
        overwritten = true;
        rows.willOverwrite(recordBegin, recordEnd);
      }
      fields.decode(data);
    }
    int begin = fields.from;
    int end = fields.to;
    if (!text) {
      while (begin < end && data[begin] == ' ') {
        begin++;
      }
      while (end > begin && data[end - 1] == ' ') {
        end--;
      }
    }
    if (target.isBinary() && !overwritten) {
      overwritten = true; // a binary value is decoded in its place
      rows.willOverwrite(recordBegin, recordEnd);
    }
    if (!parser.parse(target, rows.row(), data, begin, end)) {
      rows.wrongValue(column, begin, "\"" + shown(begin, end) + "\" is no " + target.type().sql());
    }
  }

  /** Whether the field is NULL; text in quotes never is, as "" is a text of no characters. */
  private boolean isNull(boolean text) {
    return !(text && fields.quoted)
        && fields.to - fields.from == nullValue.length
        && Arrays.equals(data, fields.from, fields.to, nullValue, 0, nullValue.length);
  }

  private String shown(int begin, int end) {
    int last = Math.min(end, begin + SHOWN);
    String text = new String(data, begin, last - begin, StandardCharsets.UTF_8);
    return last < end ? text + "…" : text;
  }
}
