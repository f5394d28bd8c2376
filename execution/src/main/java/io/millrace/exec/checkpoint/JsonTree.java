package io.millrace.exec.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object of JSON: fields with texts, whole numbers, truth values, objects and lists. Reading a
 * field that is missing or of another kind throws {@link BadJsonException}; absent things are left
 * out, never null.
 */
final class JsonTree {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, Object> fields;

  JsonTree() {
    this(new LinkedHashMap<>());
  }

  private JsonTree(Map<String, Object> fields) {
    this.fields = fields;
  }

  /** What is read is not what was written. */
  static final class BadJsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadJsonException(String message) {
      super(message);
    }
  }

  // Writing.

  JsonTree put(String name, String value) {
    fields.put(name, value);
    return this;
  }

  JsonTree put(String name, long value) {
    fields.put(name, value);
    return this;
  }

  JsonTree put(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  JsonTree put(String name, JsonTree value) {
    fields.put(name, value.fields);
    return this;
  }

  JsonTree putIfPresent(String name, Optional<String> value) {
    value.ifPresent(text -> put(name, text));
    return this;
  }

  JsonTree putTexts(String name, List<String> values) {
    fields.put(name, List.copyOf(values));
    return this;
  }

  JsonTree putTexts(String name, Map<String, String> values) {
    fields.put(name, new LinkedHashMap<>(values));
    return this;
  }

  JsonTree putTrees(String name, List<JsonTree> values) {
    fields.put(name, values.stream().map(tree -> tree.fields).toList());
    return this;
  }

  /** In one line. */
  String compact() {
    return render(false);
  }

  /** Over several lines, for people. */
  String pretty() {
    return render(true);
  }

  private String render(boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (pretty) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        json.setPrettyPrinter(printer);
      }
      write(json, fields);
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused text", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : map.entrySet()) {
        json.writeFieldName((String) field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else {
      json.writeBoolean((Boolean) value);
    }
  }

  // Reading.

  /** An object, and nothing else behind it. */
  static JsonTree parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadJsonException("no object");
      }
      JsonTree tree = new JsonTree(readObject(parser));
      if (parser.nextToken() != null) {
        throw new BadJsonException("something behind the object");
      }
      return tree;
    } catch (IOException e) {
      throw new BadJsonException("no JSON: " + e.getMessage());
    }
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, readValue(parser));
    }
    return fields;
  }

  private static Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(readValue(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      default -> throw new BadJsonException("unexpected " + parser.currentToken());
    };
  }

  private <T> Optional<T> find(String name, Class<T> type) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new BadJsonException("field " + name + " is " + value);
    }
    return Optional.of(type.cast(value));
  }

  private <T> T require(String name, Class<T> type) {
    return find(name, type)
        .orElseThrow(() -> new BadJsonException("field " + name + " is missing"));
  }

  String text(String name) {
    return require(name, String.class);
  }

  Optional<String> optionalText(String name) {
    return find(name, String.class);
  }

  long number(String name) {
    return require(name, Long.class);
  }

  OptionalLong optionalNumber(String name) {
    Optional<Long> number = find(name, Long.class);
    return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
  }

  boolean flag(String name) {
    return require(name, Boolean.class);
  }

  JsonTree tree(String name) {
    return tree(require(name, Map.class));
  }

  Optional<JsonTree> optionalTree(String name) {
    return find(name, Map.class).map(JsonTree::tree);
  }

  private static JsonTree tree(Map<?, ?> map) {
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put((String) key, value));
    return new JsonTree(fields);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : require(name, List.class)) {
      if (!(element instanceof String text)) {
        throw new BadJsonException("field " + name + " holds " + element);
      }
      texts.add(text);
    }
    return texts;
  }

  List<JsonTree> trees(String name) {
    List<JsonTree> trees = new ArrayList<>();
    for (Object element : require(name, List.class)) {
      if (!(element instanceof Map<?, ?> map)) {
        throw new BadJsonException("field " + name + " holds " + element);
      }
      trees.add(tree(map));
    }
    return trees;
  }

  /** The fields of an object of texts, in its order. */
  Map<String, String> textFields(String name) {
    return textFields(tree(name));
  }

  Optional<Map<String, String>> optionalTextFields(String name) {
    return optionalTree(name).map(JsonTree::textFields);
  }

  private static Map<String, String> textFields(JsonTree tree) {
    Map<String, String> texts = new LinkedHashMap<>();
    tree.fields.keySet().forEach(key -> texts.put(key, tree.text(key)));
    return texts;
  }
}
