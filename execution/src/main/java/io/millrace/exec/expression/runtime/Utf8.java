package io.millrace.exec.expression.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Code points in UTF-8 bytes. Ranges are well-formed: scanners see to that. */
public final class Utf8 {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

  private Utf8() {}

  /** Whether every byte of the range is ASCII. */
  public static boolean isAscii(byte[] data, int start, int length) {
    int at = start;
    int end = start + length;
    for (; at + 8 <= end; at += 8) {
      if (((long) WORDS.get(data, at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (data[at] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number of code points: bytes that do not continue one. */
  public static int count(byte[] data, int start, int length) {
    int at = start;
    int end = start + length;
    int continuations = 0;
    for (; at + 8 <= end; at += 8) {
      long word = (long) WORDS.get(data, at);
      // A continuation byte has its highest bit set and the next one clear.
      continuations += Long.bitCount(word & ~(word << 1) & HIGH_BITS);
    }
    for (; at < end; at++) {
      continuations += (data[at] & 0xC0) == 0x80 ? 1 : 0;
    }
    return length - continuations;
  }

  /** The length in bytes of the code point that begins with that byte. */
  public static int width(byte first) {
    if (first >= 0) {
      return 1;
    }
    return first < (byte) 0xE0 ? 2 : first < (byte) 0xF0 ? 3 : 4;
  }

  /** Where the code point that many behind {@code from} begins, at most {@code end}. */
  public static int skip(byte[] data, int from, int end, long codePoints) {
    int at = from;
    for (long i = 0; i < codePoints && at < end; i++) {
      at += width(data[at]);
    }
    return Math.min(at, end);
  }

  /** Where the code point that many before {@code from} begins, at least {@code start}. */
  public static int skipBack(byte[] data, int start, int from, long codePoints) {
    int at = from;
    for (long i = 0; i < codePoints && at > start; i++) {
      at--;
      while (at > start && (data[at] & 0xC0) == 0x80) {
        at--;
      }
    }
    return at;
  }

  /** The whole range, if it is well-formed; else a failed cast. */
  public static long check(byte[] data, int at, int length, Site site) {
    if (!isAscii(data, at, length)) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data, at, length));
      } catch (CharacterCodingException bad) {
        site.castInvalid(data, at, length);
        return Texts.range(at, at);
      }
    }
    return Texts.range(at, at + length);
  }
}
