package io.millrace.connector.format.json;

import static io.millrace.connector.format.json.JsonSkipper.UNUSUAL;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.FieldParser;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.RowFiller;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one chunk of JSON lines. It expects each name where the last record had it, takes text
 * where it stands, and leaves every record that is not plainly right to {@link JsonRecordParser},
 * whose results are the measure: this class may only be faster.
 */
final class JsonScanner {
  private final byte[] data;
  private final int to;
  private final RowFiller rows;
  private final JsonKeys keys;
  private final FieldParser fields;
  private final JsonRecordParser general;
  private final boolean timestampsAreNumbers;
  private final boolean ascii;
  private final ColumnTarget[] targets;

  /** For each column the number of the record in which it was last set. */
  private final int[] seen;

  private final boolean[] nullable;
  private int record;

  /** Columns whose text has escapes, decoded when the record is known to be right. */
  private final int[] escaped;

  private final int[] escapedFrom;
  private final int[] escapedTo;
  private int escapedCount;

  private @Nullable JsonKey first;
  private int from;

  JsonScanner(
      RecordPlan plan,
      JsonPaths paths,
      byte[] data,
      int from,
      int to,
      long offset,
      Chunk.Output output) {
    this.data = data;
    this.from = from;
    this.to = to;
    this.rows = new RowFiller(plan, data, from, to, offset, output);
    this.keys = new JsonKeys(plan);
    this.fields = new FieldParser(paths.times());
    this.general = new JsonRecordParser(paths, keys, rows, fields, data);
    this.timestampsAreNumbers = paths.timestampsAreNumbers();
    this.ascii = Bytes.isAscii(data, from, to);
    int columns = rows.targetCount();
    this.targets = new ColumnTarget[columns];
    this.nullable = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      targets[i] = rows.target(i);
      nullable[i] = targets[i].type().nullable();
    }
    this.seen = new int[columns];
    this.escaped = new int[columns];
    this.escapedFrom = new int[columns];
    this.escapedTo = new int[columns];
  }

  void run() {
    int at = from;
    while (at < to) {
      int begin = JsonSkipper.blanks(data, at);
      if (data[begin] == '\n') {
        at = begin + 1;
        continue;
      }
      record++;
      rows.begin();
      int end = data[begin] == '{' ? object(begin) : UNUSUAL;
      if (end != UNUSUAL && (ascii || Bytes.isUtf8(data, begin, end)) && complete()) {
        decodeEscapes();
        at = end + 1;
        rows.endRight(at);
      } else {
        end = Bytes.indexOf(data, begin, to, (byte) '\n');
        rows.begin();
        general.parse(begin, end);
        at = end + 1;
        rows.end(begin, end);
      }
    }
    rows.finish();
  }

  /** Reads an object up to the line feed behind it, whose place it returns. */
  private int object(int open) {
    escapedCount = 0;
    int at = open + 1;
    if (data[at] != '"') {
      at = JsonSkipper.blanks(data, at);
      if (data[at] == '}') {
        return endOfLine(at + 1);
      }
    }
    JsonKey previous = null;
    JsonKey expected = first;
    while (true) {
      JsonKey key;
      if (expected != null && expected.matches(data, at, to)) {
        key = expected;
        at += key.length();
      } else {
        int end = nameEnd(at);
        if (end == UNUSUAL) {
          return UNUSUAL;
        }
        key = keys.get(data, at + 1, end);
        if (previous == null) {
          first = key;
        } else {
          previous.next = key;
        }
        at = JsonSkipper.blanks(data, end + 1);
        if (data[at] != ':') {
          return UNUSUAL;
        }
        at++;
      }
      if (data[at] <= ' ') {
        at = JsonSkipper.blanks(data, at);
      }
      at = key.column < 0 ? JsonSkipper.value(data, at) : value(key, at);
      if (at == UNUSUAL) {
        return UNUSUAL;
      }
      if (data[at] <= ' ') {
        at = JsonSkipper.blanks(data, at);
      }
      if (data[at] == '}') {
        return endOfLine(at + 1);
      }
      if (data[at] != ',') {
        return UNUSUAL;
      }
      at++;
      if (data[at] != '"') {
        at = JsonSkipper.blanks(data, at);
      }
      previous = key;
      expected = key.next;
    }
  }

  /** The closing quote of a name without escapes. */
  private int nameEnd(int open) {
    if (data[open] != '"') {
      return UNUSUAL;
    }
    int end = Bytes.endOfPlainJson(data, open + 1);
    return data[end] == '"' ? end : UNUSUAL;
  }

  private int endOfLine(int at) {
    int end = JsonSkipper.blanks(data, at);
    return data[end] == '\n' ? end : UNUSUAL;
  }

  /** Sets columns that the record does not have to NULL; false if one of them must not be. */
  private boolean complete() {
    int current = record;
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] != current) {
        if (!nullable[i]) {
          return false;
        }
        targets[i].setNull(rows.row());
      }
    }
    return true;
  }

  /** Takes a value into its column; the place behind it. */
  private int value(JsonKey key, int at) {
    if (seen[key.column] == record) {
      return UNUSUAL; // twice in one record
    }
    seen[key.column] = record;
    byte begin = data[at];
    if (begin == 'n') {
      if (key.required || !JsonSkipper.isNull(data, at)) {
        return UNUSUAL;
      }
      targets[key.column].setNull(rows.row());
      return at + 4;
    }
    ColumnTarget target = targets[key.column];
    return switch (key.action) {
      case TEXT -> text(key, target, at);
      case LONG -> wholeNumber(target, at);
      case TIMESTAMP -> begin == '"' ? quoted(target, at) : numericTime(target, at);
      case NUMBER -> number(target, at);
      case BOOLEAN -> bool(target, at);
      case QUOTED -> begin == '"' ? quoted(target, at) : UNUSUAL;
      case BOUNDED_TEXT -> boundedText(key, target, at);
      case SKIP -> JsonSkipper.value(data, at);
    };
  }

  private int text(JsonKey key, ColumnTarget target, int at) {
    if (data[at] != '"') {
      int end = JsonSkipper.value(data, at);
      if (end != UNUSUAL) {
        target.setRange(rows.row(), at, end - at);
      }
      return end;
    }
    int end = Bytes.endOfPlainJson(data, at + 1);
    if (data[end] == '"') {
      target.setRange(rows.row(), at + 1, end - at - 1);
      return end + 1;
    }
    int behind = JsonEscapes.end(data, at);
    if (behind != UNUSUAL) {
      escaped[escapedCount] = key.column;
      escapedFrom[escapedCount] = at + 1;
      escapedTo[escapedCount++] = behind - 1;
    }
    return behind;
  }

  private int boundedText(JsonKey key, ColumnTarget target, int at) {
    int pending = escapedCount;
    int end = text(key, target, at);
    if (end == UNUSUAL || escapedCount > pending) {
      return UNUSUAL;
    }
    boolean quote = data[at] == '"';
    int begin = quote ? at + 1 : at;
    int length = (quote ? end - 1 : end) - begin;
    return target.fits(data, begin, length) ? end : UNUSUAL;
  }

  private void decodeEscapes() {
    for (int i = 0; i < escapedCount; i++) {
      int begin = escapedFrom[i];
      int end = JsonEscapes.decode(data, begin, escapedTo[i]);
      targets[escaped[i]].setRange(rows.row(), begin, end - begin);
    }
  }

  private int wholeNumber(ColumnTarget target, int from) {
    int at = from;
    boolean negative = data[at] == '-';
    if (negative) {
      at++;
    }
    int begin = at;
    long word = Bytes.word(data, begin);
    int digits = Bytes.digits(word);
    if (digits == 0) {
      return UNUSUAL;
    }
    long value = Bytes.number(word, digits);
    at += digits;
    if (digits == 8) {
      int digit = data[at] - '0';
      while (digit >= 0 && digit <= 9) {
        value = 10 * value + digit;
        digit = data[++at] - '0';
      }
      digits = at - begin;
    }
    if (digits > 18 || (data[begin] == '0' && digits > 1)) {
      return UNUSUAL;
    }
    byte next = data[at];
    if (next == '.' || next == 'e' || next == 'E') {
      return UNUSUAL;
    }
    return FieldParser.setInteger(target, rows.row(), negative ? -value : value) ? at : UNUSUAL;
  }

  private int number(ColumnTarget target, int at) {
    int end = JsonSkipper.number(data, at);
    if (end == UNUSUAL) {
      return UNUSUAL;
    }
    return fields.parse(target, rows.row(), data, at, end) ? end : UNUSUAL;
  }

  private int numericTime(ColumnTarget target, int at) {
    return timestampsAreNumbers ? number(target, at) : UNUSUAL;
  }

  private int bool(ColumnTarget target, int at) {
    if (JsonSkipper.isTrue(data, at)) {
      target.setBoolean(rows.row(), true);
      return at + 4;
    }
    if (JsonSkipper.isFalse(data, at)) {
      target.setBoolean(rows.row(), false);
      return at + 5;
    }
    return UNUSUAL;
  }

  /** A value that stands in quotes, such as a date. */
  private int quoted(ColumnTarget target, int at) {
    int end = Bytes.endOfPlainJson(data, at + 1);
    if (data[end] != '"') {
      return UNUSUAL;
    }
    boolean right = !target.isBinary() && fields.parse(target, rows.row(), data, at + 1, end);
    return right ? end + 1 : UNUSUAL;
  }
}
