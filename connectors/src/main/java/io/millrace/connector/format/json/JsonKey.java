package io.millrace.connector.format.json;

import io.millrace.connector.format.ColumnTarget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A field name that has been seen, and what to do with its value. */
final class JsonKey {
  /** What to do with a value. */
  enum Action {
    SKIP,
    TEXT,
    BOUNDED_TEXT,
    LONG,
    INTEGER,
    NUMBER,
    BOOLEAN,
    QUOTED,
    TIMESTAMP
  }

  private final byte[] name;

  /** The name in quotes and a colon. */
  final KeyText text;

  /** The same behind the comma that ends the value before. */
  final KeyText textBehindComma;

  final Action action;

  /** The number of the column, −1 without one. */
  final int column;

  final boolean required;
  private final boolean takesPlainText;
  private final @Nullable ColumnTarget target;

  /** What came after this name last time. */
  @Nullable JsonKey next;

  /**
   * @param name the name's bytes, without quotes
   * @param target the column that takes the values; null for one that nobody needs
   */
  JsonKey(byte[] name, Action action, int column, @Nullable ColumnTarget target) {
    this.name = name;
    this.text = KeyText.of("", name);
    this.textBehindComma = KeyText.of(",", name);
    this.action = action;
    this.column = column;
    this.target = target;
    this.takesPlainText = action == Action.SKIP || action == Action.TEXT;
    this.required = target != null && !target.type().nullable();
  }

  /** Whether text without escapes, and all ASCII, is fine as it stands. */
  boolean takesPlainText() {
    return takesPlainText;
  }

  /** Takes text as it stands, if anybody needs it. */
  void takePlainText(int row, int from, int to) {
    if (target != null) {
      target.setRange(row, from, to - from);
    }
  }

  /** The column that takes the values. */
  ColumnTarget target() {
    if (target == null) {
      throw new IllegalStateException("nobody needs the values");
    }
    return target;
  }

  byte[] name() {
    return name;
  }

  boolean hasName(byte[] data, int from, int to) {
    return Arrays.equals(data, from, to, name, 0, name.length);
  }
}
