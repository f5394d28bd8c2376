package io.millrace.api.table.tree;

import java.util.ArrayList;
import java.util.List;

/** The parts of a name: {@code a.b} has two, {@code `a.b`} has one. */
public final class NameParts {
  private NameParts() {}

  /** The parts, at least one. */
  public static List<String> of(String name) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '`') {
        boolean doubled = quoted && i + 1 < name.length() && name.charAt(i + 1) == '`';
        if (doubled) {
          part.append('`');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return List.copyOf(parts);
  }
}
