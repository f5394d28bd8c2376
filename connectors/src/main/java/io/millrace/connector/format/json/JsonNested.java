package io.millrace.connector.format.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.FieldParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, maps and rows out of a record, in the form of {@link io.millrace.api.batch.NestedFormat}.
 * What stands inside is read as fields of the record are: names in any case, but better as they are
 * written; a member without a field is passed over, and a field without a member is NULL. Not
 * thread-safe.
 */
final class JsonNested {
  private final JsonPaths paths;
  private final FieldParser fields;

  /** For each type of a value that is not nested, where one is parsed to. */
  private final Map<DataType, ColumnTarget> scalars = new HashMap<>();

  private final Map<DataType, Map<String, Integer>> numbers = new HashMap<>();

  JsonNested(JsonPaths paths, FieldParser fields) {
    this.paths = paths;
    this.fields = fields;
  }

  /** Something does not fit its type. */
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** The value of a text that is well-formed JSON; null if it, or something in it, does not fit. */
  byte @Nullable [] read(DataType type, byte[] json) {
    try (JsonParser parser = paths.factory().createParser(json)) {
      parser.nextToken();
      NestedWriter out = new NestedWriter();
      nested(type, parser, json, out);
      return out.toByteArray();
    } catch (IOException | Misfit misfit) {
      return null;
    }
  }

  /** An element of the value around. */
  private void element(DataType type, JsonParser parser, byte[] json, NestedWriter out)
      throws IOException, Misfit {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      out.addNull();
    } else if (type.kind().isNested()) {
      out.begin();
      nested(type, parser, json, out);
    } else {
      scalar(type, parser.currentToken(), text(type, parser, json), out);
    }
  }

  private void nested(DataType type, JsonParser parser, byte[] json, NestedWriter out)
      throws IOException, Misfit {
    JsonToken begin =
        type.kind() == TypeKind.ARRAY ? JsonToken.START_ARRAY : JsonToken.START_OBJECT;
    if (parser.currentToken() != begin) {
      throw new Misfit();
    }
    switch (type.kind()) {
      case ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          element(type.child(0), parser, json, out);
        }
        out.end();
      }
      case MAP -> map(type, parser, json, out);
      default -> row(type, parser, json, out);
    }
  }

  /** Of equal names the last counts. */
  private void map(DataType type, JsonParser parser, byte[] json, NestedWriter out)
      throws IOException, Misfit {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      NestedWriter value = new NestedWriter();
      element(type.child(1), parser, json, value);
      entries.put(key, value.toByteArray());
    }
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      scalar(type.child(0), JsonToken.FIELD_NAME, utf8(entry.getKey()), out);
      out.addElement(entry.getValue(), 0, entry.getValue().length);
    }
    out.end();
  }

  private void row(DataType type, JsonParser parser, byte[] json, NestedWriter out)
      throws IOException, Misfit {
    Map<String, Integer> known = numbers.computeIfAbsent(type, JsonNested::numbers);
    byte @Nullable [][] values = new byte[type.children().size()][];
    boolean[] exact = new boolean[values.length];
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Integer number = known.get(name);
      if (number == null) {
        number = known.get(name.toLowerCase(Locale.ROOT));
      }
      boolean asWritten = number != null && type.children().get(number).name().equals(name);
      if (number == null || exact[number] && !asWritten) {
        parser.skipChildren();
        continue;
      }
      exact[number] = asWritten;
      NestedWriter value = new NestedWriter();
      element(type.child(number), parser, json, value);
      values[number] = value.toByteArray();
    }
    for (byte[] value : values) {
      if (value == null) {
        out.addNull();
      } else {
        out.addElement(value, 0, value.length);
      }
    }
  }

  private static Map<String, Integer> numbers(DataType row) {
    Map<String, Integer> numbers = new HashMap<>();
    List<Field> fields = new ArrayList<>(row.children());
    for (int i = 0; i < fields.size(); i++) {
      numbers.putIfAbsent(fields.get(i).name().toLowerCase(Locale.ROOT), i);
    }
    for (int i = 0; i < fields.size(); i++) {
      numbers.put(fields.get(i).name(), i);
    }
    return numbers;
  }

  /** The text that a value is parsed from: of JSON, and of nested values in text, as written. */
  private static byte[] text(DataType type, JsonParser parser, byte[] json) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart() || token == JsonToken.VALUE_STRING && type.kind().isJson()) {
      int from = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      return Arrays.copyOfRange(json, from, (int) parser.currentLocation().getByteOffset());
    }
    return utf8(parser.getText());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void scalar(DataType type, JsonToken token, byte[] text, NestedWriter out) throws Misfit {
    if (type.kind() == TypeKind.JSON) {
      out.addBytes(text, 0, text.length);
      return;
    }
    if (token != JsonToken.FIELD_NAME
        && !JsonRecordParser.isRightShape(type, shape(token), text, paths)) {
      throw new Misfit();
    }
    ColumnTarget target = scalars.computeIfAbsent(type, ColumnTarget::new);
    target.beginOne();
    if (!fields.parse(target, 0, text, 0, text.length)) {
      throw new Misfit();
    }
    out.addFrom(target.buildOne(text), 0);
  }

  private static JsonRecordParser.Shape shape(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> JsonRecordParser.Shape.STRING;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonRecordParser.Shape.NUMBER;
      case VALUE_TRUE, VALUE_FALSE -> JsonRecordParser.Shape.WORD;
      default -> JsonRecordParser.Shape.NESTED;
    };
  }
}
