package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.NestedColumns;
import io.millrace.api.batch.NestedText;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.batch.Validity;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nested values as text and JSON, and arrays out of text. Not thread-safe. */
final class NestedTexts {
  private final Zone zone;
  private final TextBuffer buffer = new TextBuffer();
  private final PatternMemory separators = new PatternMemory();

  NestedTexts(Zone zone) {
    this.zone = zone;
  }

  /** As {@link NestedText} writes it. */
  String of(DataType type, byte[] payload) {
    StringBuilder text = new StringBuilder();
    NestedText.append(text, column(type, payload), 0, this::scalar);
    return text.toString();
  }

  private static BytesColumn column(DataType type, byte[] payload) {
    return new BytesColumn(
        type, 1, payload, new int[] {0}, new int[] {payload.length}, Validity.NONE);
  }

  private void scalar(StringBuilder out, Column column, int row) {
    buffer.clear();
    DataType type = column.type();
    if (column instanceof LongColumn longs) {
      whole(type, longs.values()[row]);
    } else if (column instanceof IntColumn ints) {
      switch (type.kind()) {
        case DATE -> TextFormats.ofDate(buffer, ints.values()[row]);
        case INTERVAL_MONTH -> TextFormats.ofMonthInterval(buffer, ints.values()[row]);
        default -> TextFormats.ofLong(buffer, ints.values()[row]);
      }
    } else if (column instanceof DoubleColumn doubles) {
      if (type.kind() == TypeKind.REAL) {
        TextFormats.ofReal(buffer, doubles.values()[row]);
      } else {
        TextFormats.ofDouble(buffer, doubles.values()[row]);
      }
    } else if (column instanceof BooleanColumn booleans) {
      TextFormats.ofBoolean(buffer, booleans.values()[row] != 0);
    } else if (column instanceof Int128Column wide) {
      TextFormats.ofDecimal(buffer, wide.words()[2 * row], wide.words()[2 * row + 1], type.scale());
    } else if (column instanceof BytesColumn json && type.kind().isJson()) {
      out.append(json.text(row));
    } else if (column instanceof BytesColumn bytes) {
      out.append("\\x").append(HexFormat.of().formatHex((byte[]) bytes.value(row)));
    }
    out.append(new String(buffer.data, 0, buffer.end, StandardCharsets.UTF_8));
  }

  private void whole(DataType type, long value) {
    switch (type.kind()) {
      case DECIMAL -> TextFormats.ofDecimal(buffer, value, type.scale());
      case TIME -> TextFormats.ofTime(buffer, value);
      case TIMESTAMP -> TextFormats.ofTimestamp(buffer, value);
      case TIMESTAMP_LTZ -> TextFormats.ofTimestamp(buffer, zone.toLocal(value));
      case INTERVAL_DAY -> TextFormats.ofDayInterval(buffer, value);
      default -> TextFormats.ofLong(buffer, value);
    }
  }

  /**
   * As JSON.
   *
   * @param target what it becomes: text, in which a NULL field of a row is left out, or a type of
   *     JSON, in which it is null
   */
  String json(DataType type, byte[] payload, TypeKind target) {
    NestedWriter element = new NestedWriter();
    element.addPayload(type, payload);
    Column column =
        NestedColumns.of(DataType.row(List.of(new Field("value", type))), element.data(), 0).get(0);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json(json, column, 0, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void json(JsonGenerator json, Column column, int row, TypeKind target)
      throws IOException {
    if (column.isNull(row)) {
      json.writeNull();
      return;
    }
    switch (column.type().kind()) {
      case ARRAY -> {
        Column elements = NestedColumns.of((BytesColumn) column, row).get(0);
        json.writeStartArray();
        for (int i = 0; i < elements.rowCount(); i++) {
          json(json, elements, i, target);
        }
        json.writeEndArray();
      }
      case MAP -> {
        List<Column> entries = NestedColumns.of((BytesColumn) column, row);
        json.writeStartObject();
        for (int i = 0; i < entries.get(0).rowCount(); i++) {
          json.writeFieldName(plain(entries.get(0), i));
          json(json, entries.get(1), i, target);
        }
        json.writeEndObject();
      }
      case ROW -> {
        List<Column> fields = NestedColumns.of((BytesColumn) column, row);
        json.writeStartObject();
        for (int i = 0; i < fields.size(); i++) {
          if (target != TypeKind.VARCHAR || !fields.get(i).isNull(0)) {
            json.writeFieldName(column.type().children().get(i).name());
            json(json, fields.get(i), 0, target);
          }
        }
        json.writeEndObject();
      }
      case BOOLEAN -> json.writeBoolean(((BooleanColumn) column).values()[row] != 0);
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> {
        String number = plain(column, row);
        if (number.endsWith("N") || number.endsWith("y")) {
          json.writeString(number);
        } else if (column.type().kind().isFloating()
            && (target == TypeKind.JSONB || target == TypeKind.JSON)) {
          json.writeNumber(new BigDecimal(number).stripTrailingZeros().toPlainString());
        } else {
          json.writeNumber(number);
        }
      }
      case BINARY ->
          json.writeString(Base64.getEncoder().encodeToString((byte[]) column.value(row)));
      case TIMESTAMP -> json.writeString(plain(column, row).replace(' ', 'T'));
      case TIMESTAMP_LTZ -> json.writeString(instant(((LongColumn) column).values()[row]));
      case JSON, JSONB, VARIANT -> json.writeRawValue(plain(column, row));
      default -> json.writeString(plain(column, row));
    }
  }

  /** The wall clock of the session with its offset. */
  private String instant(long micros) {
    buffer.clear();
    TextFormats.ofTimestamp(buffer, zone.toLocal(micros));
    String local = new String(buffer.data, 0, buffer.end, StandardCharsets.UTF_8);
    ZoneOffset offset =
        zone.id().getRules().getOffset(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L)));
    return local.replace(' ', 'T') + offset.getId();
  }

  /** A value that is not nested as text. */
  String text(DataType type, byte[] payload) {
    NestedWriter element = new NestedWriter();
    element.addPayload(type, payload);
    return plain(
        NestedColumns.of(DataType.row(List.of(new Field("value", type))), element.data(), 0).get(0),
        0);
  }

  private String plain(Column column, int row) {
    if (column instanceof BytesColumn bytes
        && (column.type().kind().isText() || column.type().kind().isJson())) {
      return bytes.text(row);
    }
    StringBuilder text = new StringBuilder();
    if (column instanceof BytesColumn bytes && column.type().kind().isNested()) {
      NestedText.append(text, bytes, row, this::scalar);
    } else {
      scalar(text, column, row);
    }
    return text.toString();
  }

  /** The parts of a text around a regular expression. */
  byte[] split(String text, String separator, int limit) {
    List<String> parts =
        List.of(separators.compiled(separator, 0).split(text, limit <= 0 ? -1 : limit));
    int last = parts.size() - 1;
    // between characters there is nothing; behind the last one that is no part
    boolean end = separator.isEmpty() && last > 0 && parts.get(last).isEmpty();
    return texts(end ? parts.subList(0, last) : parts);
  }

  /** The parts of a text between separators; each character without one. */
  byte[] cut(String text, Optional<String> separator, Optional<String> forNull) {
    List<@Nullable String> parts = new ArrayList<>();
    if (text.isEmpty()) {
      return texts(parts);
    }
    if (separator.isEmpty()) {
      text.codePoints().forEach(character -> parts.add(Character.toString(character)));
    } else if (separator.get().isEmpty()) {
      parts.add(text);
    } else {
      int from = 0;
      for (int at = text.indexOf(separator.get());
          at >= 0;
          at = text.indexOf(separator.get(), from)) {
        parts.add(text.substring(from, at));
        from = at + separator.get().length();
      }
      parts.add(text.substring(from));
    }
    forNull.ifPresent(word -> parts.replaceAll(part -> word.equals(part) ? null : part));
    return texts(parts);
  }

  private static byte[] texts(List<? extends @Nullable String> parts) {
    NestedWriter writer = new NestedWriter();
    for (String part : parts) {
      writer.addPayload(
          DataType.STRING, part == null ? null : part.getBytes(StandardCharsets.UTF_8));
    }
    writer.end();
    return writer.toByteArray();
  }

  /** An array of text, to any depth, from {@code {1,"a b",{2}}} or {@code [1, 'a b']}. */
  byte[] array(DataType type, String text, Site site) {
    ArrayText parser = new ArrayText(text);
    @Nullable Object value = parser.parse();
    NestedWriter writer = new NestedWriter();
    if (!(value instanceof List<?> list) || !parser.isGood() || !fits(type, list)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      new Site(site.position(), type.sql(), false).castInvalid(bytes, 0, bytes.length);
      return writer.toByteArray();
    }
    writer.putNested(type, list);
    return writer.toByteArray();
  }

  private static boolean fits(DataType type, List<?> list) {
    for (Object element : list) {
      boolean nested = type.child(0).kind() == TypeKind.ARRAY;
      if (element != null && nested != element instanceof List) {
        return false;
      }
      if (element instanceof List<?> inner && !fits(type.child(0), inner)) {
        return false;
      }
    }
    return true;
  }

  /** Reads arrays as PostgreSQL and DuckDB write them. */
  private static final class ArrayText {
    private final String text;
    private int at;
    private boolean good = true;
    private final Deque<Character> open = new ArrayDeque<>();

    private ArrayText(String text) {
      this.text = text;
    }

    private boolean isGood() {
      skipBlanks();
      return good && at == text.length();
    }

    private void skipBlanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private boolean skip(char expected) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == expected) {
        at++;
        return true;
      }
      return false;
    }

    private @Nullable Object parse() {
      char begin = skip('{') ? '{' : skip('[') ? '[' : ' ';
      if (begin == ' ') {
        return word();
      }
      char end = begin == '{' ? '}' : ']';
      open.push(end);
      List<@Nullable Object> elements = new ArrayList<>();
      if (!skip(end)) {
        do {
          elements.add(parse());
        } while (good && skip(','));
        good &= skip(end);
      }
      open.pop();
      return elements;
    }

    private @Nullable Object word() {
      skipBlanks();
      if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
        return quoted(text.charAt(at));
      }
      int from = at;
      while (at < text.length() && ",{}[]".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(from, at).strip();
      good &= !word.isEmpty() && !open.isEmpty();
      return word.equalsIgnoreCase("null") ? null : word;
    }

    private String quoted(char quote) {
      StringBuilder word = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != quote) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        word.append(text.charAt(at++));
      }
      good &= at < text.length();
      at++;
      return word.toString();
    }
  }
}
