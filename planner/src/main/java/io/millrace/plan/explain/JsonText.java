package io.millrace.plan.explain;

import java.util.List;
import java.util.Map;

/** JSON of texts, numbers, truth values, lists and maps, in their order. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static String of(Object value) {
    JsonText json = new JsonText();
    json.value(value, "");
    return json.text.toString();
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      object(map, indent);
    } else if (value instanceof List<?> list) {
      array(list, indent);
    } else if (value instanceof Boolean || value instanceof Integer || value instanceof Long) {
      text.append(value);
    } else if (value instanceof String string) {
      string(string);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private void object(Map<?, ?> map, String indent) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator).append('\n').append(indent).append("  ");
      string((String) entry.getKey());
      text.append(": ");
      value(entry.getValue(), indent + "  ");
      separator = ",";
    }
    text.append(map.isEmpty() ? "{}" : "\n" + indent + "}");
  }

  /** Lists of plain values stand in one line. */
  private void array(List<?> list, String indent) {
    boolean plain = list.stream().noneMatch(item -> item instanceof Map || item instanceof List);
    String separator = "[";
    for (Object item : list) {
      text.append(separator);
      text.append(plain ? (separator.equals("[") ? "" : " ") : "\n" + indent + "  ");
      value(item, indent + "  ");
      separator = ",";
    }
    text.append(list.isEmpty() ? "[]" : plain ? "]" : "\n" + indent + "]");
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029') {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
