package io.millrace.connector.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes that text is written to without strings in between. Not thread-safe. */
public final class Utf8Buffer {
  private byte[] bytes;
  private int size;

  public Utf8Buffer(int capacity) {
    this.bytes = new byte[Math.max(capacity, 64)];
  }

  /** The bytes written since the last {@link #clear()}; may be longer than {@link #size()}. */
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  /** Takes what was written to the {@link #array()}, after {@link #reserve}, up to this place. */
  void end(int newSize) {
    size = newSize;
  }

  /** Makes room for so many more bytes. */
  public void reserve(int more) {
    if (bytes.length - size < more) {
      long wanted = Math.max((long) size + more, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }

  public void append(byte value) {
    if (size == bytes.length) {
      reserve(1);
    }
    bytes[size++] = value;
  }

  public void append(char ascii) {
    append((byte) ascii);
  }

  public void append(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  public void append(byte[] source) {
    append(source, 0, source.length);
  }

  public void append(String text) {
    append(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends text that is known to be ASCII. */
  @SuppressWarnings("deprecation") // the only copy of ASCII text that needs no array in between
  public void appendAscii(String text) {
    int length = text.length();
    reserve(length);
    text.getBytes(0, length, bytes, size);
    size += length;
  }

  public void append(long value) {
    if (value == Long.MIN_VALUE) {
      appendAscii("-9223372036854775808");
      return;
    }
    reserve(20);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int digits = digits(rest);
    putDigits(rest, size, digits);
    size += digits;
  }

  /** Appends a number that is not negative with leading zeros up to the given width. */
  public void appendPadded(long value, int width) {
    int digits = Math.max(width, digits(value));
    reserve(digits);
    putDigits(value, size, digits);
    size += digits;
  }

  private void putDigits(long value, int at, int count) {
    long rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      long quotient = rest / 10;
      bytes[i] = (byte) ('0' + (rest - quotient * 10));
      rest = quotient;
    }
  }

  private static int digits(long value) {
    int digits = 1;
    for (long limit = 10; digits < 19 && value >= limit; limit *= 10) {
      digits++;
    }
    return digits;
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
