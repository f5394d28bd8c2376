package io.millrace.state.format.v1;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a layout's text. */
final class LayoutText {
  private final Map<String, String> fields = new HashMap<>();

  LayoutText(String text) {
    for (String field : text.split(";", -1)) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("no layout of a table: " + text);
      }
      fields.put(field.substring(0, equals), field.substring(equals + 1));
    }
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  String get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("a layout of a table without " + name));
  }

  List<String> list(String name) {
    String text = get(name);
    return text.isEmpty() ? List.of() : List.of(text.split("\\|", -1));
  }
}
