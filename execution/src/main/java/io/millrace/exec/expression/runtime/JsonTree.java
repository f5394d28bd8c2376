package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of JSON as maps, lists, texts, numbers, booleans and {@link #NULL}. */
final class JsonTree {
  /** The null of JSON. */
  static final Object NULL = new Object();

  private JsonTree() {}

  static Object of(byte[] json) {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      parser.nextToken();
      return read(parser);
    } catch (IOException impossible) {
      throw new IllegalStateException("broken JSON", impossible);
    }
  }

  private static Object read(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        return members;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        return elements;
      }
      case VALUE_STRING -> {
        return parser.getText();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        return new BigDecimal(parser.getText());
      }
      case VALUE_NULL -> {
        return NULL;
      }
      default -> {
        return parser.getBooleanValue();
      }
    }
  }

  /**
   * Whether the second value is in the first, as PostgreSQL's {@code @>} says: members by name,
   * elements anywhere and as often as they like; an array contains a value that is one of its own.
   */
  static boolean contains(Object value, Object part) {
    if (value instanceof List<?> list && !(part instanceof List) && !(part instanceof Map)) {
      return list.stream().anyMatch(element -> equal(element, part));
    }
    return inside(value, part);
  }

  private static boolean inside(Object value, Object part) {
    if (value instanceof Map<?, ?> members && part instanceof Map<?, ?> wanted) {
      return wanted.entrySet().stream()
          .allMatch(
              entry ->
                  members.containsKey(entry.getKey())
                      && inside(members.get(entry.getKey()), entry.getValue()));
    }
    if (value instanceof List<?> elements && part instanceof List<?> wanted) {
      return wanted.stream()
          .allMatch(one -> elements.stream().anyMatch(element -> inside(element, one)));
    }
    return equal(value, part);
  }

  private static boolean equal(Object a, Object b) {
    return a instanceof BigDecimal x && b instanceof BigDecimal y
        ? x.compareTo(y) == 0
        : a.equals(b);
  }
}
