package io.millrace.exec.expression.runtime;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A byte array that grows. When it does, {@link #data} becomes another array; ranges of the old one
 * stay valid for as long as someone holds it.
 */
public final class TextBuffer {
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  /** The bytes; {@code [0, end)} are in use. */
  public byte[] data = {};

  /** How many bytes are in use. */
  public int end;

  /** Makes room for that many bytes more and returns the array to write to, from {@link #end}. */
  public byte[] reserve(int more) {
    long needed = (long) end + more;
    if (needed > data.length) {
      if (needed > MAX_BYTES) {
        throw MillraceException.error(
                ErrorCode.VALUE_INVALID, "the texts of one batch are larger than 2 GB")
            .build();
      }
      data =
          Arrays.copyOf(data, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * data.length + 64)));
    }
    return data;
  }

  /** Forgets everything but keeps the array. */
  public void clear() {
    end = 0;
  }

  /** Appends a copy of a range and returns where it begins. */
  public int append(byte[] source, int start, int length) {
    byte[] target = reserve(length);
    int at = end;
    System.arraycopy(source, start, target, at, length);
    end = at + length;
    return at;
  }

  /** Appends one byte. */
  public void append(byte value) {
    reserve(1)[end++] = value;
  }

  /** Appends the text in UTF-8 and returns where it begins. */
  public int append(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return append(utf8, 0, utf8.length);
  }

  /** Appends characters that are all ASCII. */
  public void appendAscii(String text) {
    int length = text.length();
    byte[] target = reserve(length);
    for (int i = 0; i < length; i++) {
      target[end + i] = (byte) text.charAt(i);
    }
    end += length;
  }

  /** The range itself if it lies in this buffer, else where a copy of it begins. */
  public int place(byte[] source, int start, int length) {
    return source == data ? start : append(source, start, length);
  }
}
