package io.millrace.connector.format.json;

import io.millrace.connector.format.Bytes;
import org.jspecify.annotations.Nullable;

/** A field name that has been seen, what to do with its value, and which name came after it. */
final class JsonKey {
  /** What to do with a value. */
  enum Action {
    SKIP,
    TEXT,
    BOUNDED_TEXT,
    LONG,
    NUMBER,
    BOOLEAN,
    QUOTED,
    TIMESTAMP
  }

  private final byte[] quoted;
  private final long[] words;
  private final long lastMask;
  private final long firstWord;
  private final long firstMask;
  final Action action;

  /** The number of the column, −1 without one. */
  final int column;

  final boolean required;

  /** What came after this name last time. */
  @Nullable JsonKey next;

  /**
   * @param name the name's bytes, without quotes
   */
  JsonKey(byte[] name, Action action, int column, boolean required) {
    this.action = action;
    this.column = column;
    this.required = required;
    this.quoted = new byte[name.length + 3];
    quoted[0] = '"';
    System.arraycopy(name, 0, quoted, 1, name.length);
    quoted[name.length + 1] = '"';
    quoted[name.length + 2] = ':';
    int count = (quoted.length + 7) >>> 3;
    byte[] padded = java.util.Arrays.copyOf(quoted, count * 8);
    this.words = new long[count];
    for (int i = 0; i < count; i++) {
      words[i] = Bytes.word(padded, 8 * i);
    }
    int rest = quoted.length & 7;
    this.lastMask = rest == 0 ? -1L : (1L << (8 * rest)) - 1;
    this.firstWord = words[0];
    this.firstMask = count == 1 ? lastMask : -1L;
  }

  /** The length of the name with quotes and colon. */
  int length() {
    return quoted.length;
  }

  /** Whether the input goes on with this name in quotes and a colon. */
  boolean matches(byte[] data, int at, int to) {
    if (((Bytes.word(data, at) ^ firstWord) & firstMask) != 0 || at + quoted.length > to) {
      return false;
    }
    return quoted.length <= Long.BYTES || restMatches(data, at);
  }

  private boolean restMatches(byte[] data, int at) {
    int last = words.length - 1;
    for (int i = 1; i < last; i++) {
      if (Bytes.word(data, at + 8 * i) != words[i]) {
        return false;
      }
    }
    return ((Bytes.word(data, at + 8 * last) ^ words[last]) & lastMask) == 0;
  }

  byte[] name() {
    return java.util.Arrays.copyOfRange(quoted, 1, quoted.length - 2);
  }

  boolean hasName(byte[] data, int from, int to) {
    return to - from == quoted.length - 3
        && java.util.Arrays.equals(data, from, to, quoted, 1, quoted.length - 2);
  }
}
