package io.millrace.exec.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options that say which data a source reads or a sink writes.
 *
 * @param written as the user wrote them
 * @param meant what they mean, such as the absolute path of a relative one; empty if an early
 *     version did not note it
 */
public record Identity(Map<String, String> written, Map<String, String> meant) {
  /** Nothing tells two of them apart but their names. */
  public static final Identity NONE = new Identity(Map.of(), Map.of());

  public Identity {
    written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
    meant = Collections.unmodifiableMap(new LinkedHashMap<>(meant));
  }

  boolean isEmpty() {
    return written.isEmpty();
  }

  /** Whether both are the same data, however they are written. */
  boolean isSame(Identity other) {
    return meant.isEmpty() || other.meant.isEmpty()
        ? written.equals(other.written)
        : meant.equals(other.meant);
  }

  /**
   * Whether the same words mean something else: a relative path, where the process was started in
   * another directory or everything was moved together.
   */
  boolean isMoved(Identity other) {
    return !isSame(other) && written.equals(other.written);
  }

  String describe() {
    StringBuilder text = new StringBuilder();
    written.forEach(
        (key, value) -> text.append(' ').append(key).append(" '").append(value).append('\''));
    return text.toString();
  }

  /** What its words mean, for people. */
  String meaning() {
    return String.join(", ", meant.values());
  }

  JsonTree putInto(JsonTree tree) {
    return tree.putTexts("identity", written).putTexts("meant", meant);
  }

  static Identity from(JsonTree tree) {
    return new Identity(
        tree.textFields("identity"), tree.optionalTextFields("meant").orElse(Map.of()));
  }
}
