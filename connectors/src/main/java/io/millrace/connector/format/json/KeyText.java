package io.millrace.connector.format.json;

import io.millrace.connector.format.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A few bytes that the input is expected to go on with, compared as words. */
final class KeyText {
  private final byte[] text;
  private final int length;
  private final int lastWordAt;
  private final long firstWord;
  private final long lastWord;

  /** Which bytes of the words count: all, unless the text is shorter. */
  private final long mask;

  private KeyText(byte[] text) {
    this.text = text;
    this.length = text.length;
    this.lastWordAt = Math.max(0, length - Long.BYTES);
    this.mask = length >= Long.BYTES ? -1L : (1L << 8 * length) - 1;
    byte[] padded = Arrays.copyOf(text, Math.max(length, Long.BYTES));
    this.firstWord = Bytes.word(padded, 0) & mask;
    this.lastWord = Bytes.word(padded, lastWordAt) & mask;
  }

  /** A name in quotes and a colon, behind something. */
  static KeyText of(String before, byte[] name) {
    byte[] begin = (before + '"').getBytes(StandardCharsets.US_ASCII);
    byte[] text = Arrays.copyOf(begin, begin.length + name.length + 2);
    System.arraycopy(name, 0, text, begin.length, name.length);
    text[text.length - 2] = '"';
    text[text.length - 1] = ':';
    return new KeyText(text);
  }

  int length() {
    return length;
  }

  /** Whether the input goes on with this text. */
  boolean matches(byte[] data, int at, int to) {
    if (at + length > to) {
      return false;
    }
    long first = (Bytes.word(data, at) ^ firstWord) & mask;
    long last = (Bytes.word(data, at + lastWordAt) ^ lastWord) & mask;
    return (first | last) == 0 && (length <= 2 * Long.BYTES || middleMatches(data, at));
  }

  private boolean middleMatches(byte[] data, int at) {
    int from = Long.BYTES;
    return Arrays.equals(data, at + from, at + lastWordAt, text, from, lastWordAt);
  }
}
