package io.millrace.connector.format.json;

import static io.millrace.connector.format.json.JsonSkipper.UNUSUAL;

import io.millrace.api.connector.Chunk;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.FieldParser;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.Records;
import io.millrace.connector.format.RowFiller;
import io.millrace.connector.format.RowMemory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JSON lines. It expects the fields of each record where the last one had them; else it
 * expects each name where it came last time; it takes text where it stands, and leaves every record
 * that is not plainly right to {@link JsonRecordParser}, whose results are the measure: this class
 * may only be faster. Used by one thread at a time.
 */
final class JsonScanner {
  private static final byte[] NO_DATA = {};
  private static final JsonKey[] NO_KEYS = {};

  private final RowFiller rows;
  private final JsonKeys keys;
  private final FieldParser fields;
  private final JsonRecordParser general;
  private final boolean timestampsAreNumbers;
  private final boolean[] nullable;

  private final JsonMarks marks = new JsonMarks();

  private byte[] data = NO_DATA;
  private int to;

  /** The fields of a record as expected, which have all columns that must be there. */
  private JsonKey[] layout = NO_KEYS;

  /** What the input must go on with for each of them. */
  private KeyText[] layoutTexts = {};

  /** Columns that such a record has no field for. */
  private int[] absent = {};

  /** The fields of the record being read, where they are not as expected. */
  private JsonKey[] found = new JsonKey[16];

  private int foundCount;
  private @Nullable JsonKey first;

  /** For each column the number of the record that had it last, of those not as expected. */
  private final int[] seen;

  private int record;

  /** Whether the record being read has nothing but ASCII. */
  private boolean plain;

  /** Columns whose text has escapes, decoded when the record is known to be right. */
  private final ColumnTarget[] escaped;

  private final int[] escapedFrom;
  private final int[] escapedTo;
  private int escapedCount;

  JsonScanner(RecordPlan plan, JsonPaths paths) {
    this.rows = new RowFiller(plan);
    this.keys = new JsonKeys(plan, rows);
    this.fields = new FieldParser(paths.times());
    this.general = new JsonRecordParser(paths, keys, rows, fields);
    this.timestampsAreNumbers = paths.timestampsAreNumbers();
    int columns = rows.targetCount();
    this.nullable = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      nullable[i] = rows.target(i).type().nullable();
    }
    this.seen = new int[columns];
    this.escaped = new ColumnTarget[columns];
    this.escapedFrom = new int[columns];
    this.escapedTo = new int[columns];
  }

  void decode(Records records, RowMemory memory, Chunk.Output output) {
    data = records.data();
    to = records.to();
    rows.start(records, memory, output);
    marks.mark(data, records.from(), to);
    scan(records.from());
    rows.finish();
    data = NO_DATA;
  }

  private void scan(int from) {
    int at = from;
    while (at < to) {
      escapedCount = 0;
      plain = true;
      int end = data[at] == '{' ? object(at) : UNUSUAL;
      if (end == UNUSUAL || !plain && !Bytes.isUtf8(data, at, end)) {
        at = unusualLine(at);
      } else {
        if (escapedCount > 0) {
          decodeEscapes();
        }
        at = end + 1;
        rows.endRight(at);
      }
    }
  }

  /** Reads a line that is not plainly a record; the beginning of the next. */
  private int unusualLine(int from) {
    int begin = JsonSkipper.blanks(data, from);
    if (data[begin] == '\n') {
      return begin + 1;
    }
    rows.restart();
    escapedCount = 0;
    int end = begin > from && data[begin] == '{' ? object(begin) : UNUSUAL;
    if (end != UNUSUAL && Bytes.isUtf8(data, begin, end)) {
      decodeEscapes();
      rows.endRight(end + 1);
    } else {
      end = Bytes.indexOf(data, begin, to, (byte) '\n');
      rows.restart();
      general.parse(data, begin, end);
      rows.end(begin, end);
    }
    return end + 1;
  }

  /** Reads an object up to the line feed behind it, whose place it returns. */
  private int object(int open) {
    JsonKey[] expected = layout;
    KeyText[] texts = layoutTexts;
    byte[] bytes = data;
    int row = rows.row();
    int at = open + 1;
    int count = 0;
    for (; count < expected.length && texts[count].matches(bytes, at, to); count++) {
      JsonKey key = expected[count];
      at += texts[count].length();
      if (bytes[at] == '"' && key.takesPlainText()) {
        int end = marks.next(at + 1);
        if (bytes[end] == '"') {
          key.takePlainText(row, at + 1, end);
          at = end + 1;
          continue;
        }
      }
      at = value(key, at, row);
      if (at == UNUSUAL) {
        return UNUSUAL;
      }
    }
    if (count > 0 && count == expected.length && data[at] == '}' && data[at + 1] == '\n') {
      for (int column : absent) {
        rows.target(column).setNull(row);
      }
      return at + 1;
    }
    return unexpected(at, count);
  }

  /**
   * Reads an object whose first fields were as expected.
   *
   * @param from behind their values, or behind the brace
   */
  private int unexpected(int from, int expectedCount) {
    record++;
    plain = false;
    foundCount = 0;
    for (int i = 0; i < expectedCount; i++) {
      note(layout[i]);
    }
    int end = expectedCount == 0 ? firstField(from) : fieldsBehind(from);
    if (end == UNUSUAL || !complete()) {
      return UNUSUAL;
    }
    learn();
    return end;
  }

  private void note(JsonKey key) {
    if (key.column >= 0) {
      seen[key.column] = record;
    }
    if (foundCount == found.length) {
      found = Arrays.copyOf(found, 2 * foundCount);
    }
    found[foundCount++] = key;
  }

  /** Expects records to be like this one from now on. */
  private void learn() {
    if (Arrays.equals(found, 0, foundCount, layout, 0, layout.length)) {
      return;
    }
    layout = Arrays.copyOf(found, foundCount);
    layoutTexts = new KeyText[foundCount];
    for (int i = 0; i < foundCount; i++) {
      layoutTexts[i] = i == 0 ? layout[i].text : layout[i].textBehindComma;
    }
    int[] missing = new int[seen.length];
    int count = 0;
    for (int i = 0; i < seen.length; i++) {
      missing[count] = i;
      count += seen[i] == record ? 0 : 1;
    }
    absent = Arrays.copyOf(missing, count);
  }

  private int firstField(int from) {
    int at = JsonSkipper.blanks(data, from);
    return data[at] == '}' ? endOfLine(at + 1) : fieldsFrom(at);
  }

  private int fieldsBehind(int from) {
    int at = JsonSkipper.blanks(data, from);
    if (data[at] == '}') {
      return endOfLine(at + 1);
    }
    return data[at] == ',' ? fieldsFrom(JsonSkipper.blanks(data, at + 1)) : UNUSUAL;
  }

  /** Reads fields from a name on to the end of the line. */
  private int fieldsFrom(int name) {
    int at = name;
    int row = rows.row();
    JsonKey previous = foundCount == 0 ? null : found[foundCount - 1];
    JsonKey expected = previous == null ? first : previous.next;
    while (true) {
      JsonKey key;
      if (expected != null && expected.text.matches(data, at, to)) {
        key = expected;
        at += key.text.length();
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
      if (key.column >= 0 && seen[key.column] == record) {
        return UNUSUAL; // twice in one record
      }
      note(key);
      at = value(key, JsonSkipper.blanks(data, at), row);
      if (at == UNUSUAL) {
        return UNUSUAL;
      }
      at = JsonSkipper.blanks(data, at);
      if (data[at] == '}') {
        return endOfLine(at + 1);
      }
      if (data[at] != ',') {
        return UNUSUAL;
      }
      at = JsonSkipper.blanks(data, at + 1);
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
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] != record) {
        if (!nullable[i]) {
          return false;
        }
        rows.target(i).setNull(rows.row());
      }
    }
    return true;
  }

  /** Takes a value into its column; the place behind it. */
  private int value(JsonKey key, int at, int row) {
    return switch (key.action) {
      case SKIP -> skip(at);
      case TEXT -> text(key, at, row);
      case LONG -> wholeNumber(key, at, row, true);
      case INTEGER -> wholeNumber(key, at, row, false);
      case TIMESTAMP -> timestamp(key, at, row);
      case NUMBER -> number(key, at, row);
      case BOOLEAN -> bool(key, at, row);
      case QUOTED -> quoted(key, at, row);
      case BOUNDED_TEXT -> boundedText(key, at, row);
    };
  }

  /** Takes NULL, if that is what stands there. */
  private int noValue(JsonKey key, int at, int row) {
    if (key.required || !JsonSkipper.isNull(data, at)) {
      return UNUSUAL;
    }
    key.target().setNull(row);
    return at + 4;
  }

  private int text(JsonKey key, int at, int row) {
    if (data[at] != '"') {
      return unquotedText(key, at, row);
    }
    int end = endOfText(at + 1);
    if (data[end] == '"') {
      key.target().setRange(row, at + 1, end - at - 1);
      return end + 1;
    }
    plain = false;
    int behind = JsonEscapes.end(data, at);
    if (behind != UNUSUAL) {
      escaped[escapedCount] = key.target();
      escapedFrom[escapedCount] = at + 1;
      escapedTo[escapedCount++] = behind - 1;
    }
    return behind;
  }

  /** The first quote, backslash or control character. */
  private int endOfText(int from) {
    int end = marks.next(from);
    if (data[end] >= 0) {
      return end;
    }
    plain = false;
    return Bytes.endOfPlainJson(data, end);
  }

  private int skip(int at) {
    byte begin = data[at];
    plain &= begin != '"' && begin != '{' && begin != '[';
    return JsonSkipper.value(data, at);
  }

  private int unquotedText(JsonKey key, int at, int row) {
    if (data[at] == 'n') {
      return noValue(key, at, row);
    }
    int end = skip(at);
    if (end != UNUSUAL) {
      key.target().setRange(row, at, end - at);
    }
    return end;
  }

  private int boundedText(JsonKey key, int at, int row) {
    if (data[at] == 'n') {
      return noValue(key, at, row);
    }
    int pending = escapedCount;
    int end = text(key, at, row);
    if (end == UNUSUAL || escapedCount > pending) {
      return UNUSUAL;
    }
    boolean quote = data[at] == '"';
    int begin = quote ? at + 1 : at;
    int length = (quote ? end - 1 : end) - begin;
    return key.target().fits(data, begin, length) ? end : UNUSUAL;
  }

  private void decodeEscapes() {
    for (int i = 0; i < escapedCount; i++) {
      int begin = escapedFrom[i];
      int end = JsonEscapes.decode(data, begin, escapedTo[i]);
      escaped[i].setRange(rows.row(), begin, end - begin);
    }
  }

  private int wholeNumber(JsonKey key, int from, int row, boolean big) {
    int at = from;
    boolean negative = data[at] == '-';
    if (negative) {
      at++;
    }
    int begin = at;
    long word = Bytes.word(data, begin);
    int digits = Bytes.digits(word);
    if (digits == 0) {
      return noValue(key, from, row);
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
    // a point or an exponent does not go on as a record may go on behind a value
    long signed = negative ? -value : value;
    if (big) {
      key.target().setLong(row, signed);
      return at;
    }
    return FieldParser.setInteger(key.target(), row, signed) ? at : UNUSUAL;
  }

  private int number(JsonKey key, int at, int row) {
    if (data[at] == 'n') {
      return noValue(key, at, row);
    }
    int end = JsonSkipper.number(data, at);
    return end != UNUSUAL && fields.parse(key.target(), row, data, at, end) ? end : UNUSUAL;
  }

  private int timestamp(JsonKey key, int at, int row) {
    if (data[at] != '"') {
      return timestampsAreNumbers ? number(key, at, row) : noValue(key, at, row);
    }
    int end = fields.plainTimestamp(key.target(), row, data, at + 1);
    return end < 0 ? quoted(key, at, row) : end + 1;
  }

  private int bool(JsonKey key, int at, int row) {
    if (JsonSkipper.isTrue(data, at)) {
      key.target().setBoolean(row, true);
      return at + 4;
    }
    if (JsonSkipper.isFalse(data, at)) {
      key.target().setBoolean(row, false);
      return at + 5;
    }
    return noValue(key, at, row);
  }

  /** A value that stands in quotes, such as a date. */
  private int quoted(JsonKey key, int at, int row) {
    if (data[at] != '"') {
      return noValue(key, at, row);
    }
    int end = endOfText(at + 1);
    if (data[end] != '"') {
      return UNUSUAL;
    }
    ColumnTarget target = key.target();
    boolean right = !target.isBinary() && fields.parse(target, row, data, at + 1, end);
    return right ? end + 1 : UNUSUAL;
  }
}
