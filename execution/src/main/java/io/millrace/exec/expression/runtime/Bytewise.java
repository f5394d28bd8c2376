package io.millrace.exec.expression.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches for single bytes, eight at a time. */
final class Bytewise {
  private static final long ONES = 0x0101010101010101L;
  private static final long LOWER_BITS = 0x7F * ONES;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytewise() {}

  /**
   * Where a byte occurs in {@code [from, end)} for the n-th time; −1 if it does not so often.
   *
   * @param occurrence from 1
   */
  static int find(byte[] text, int from, int end, byte wanted, int occurrence) {
    long pattern = ONES * (wanted & 0xFF);
    int left = occurrence;
    int at = from;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long marks = zeros((long) WORDS.get(text, at) ^ pattern);
      if (marks != 0) {
        int count = Long.bitCount(marks);
        if (count >= left) {
          return at + place(marks, left);
        }
        left -= count;
      }
    }
    for (; at < end; at++) {
      if (text[at] == wanted && --left == 0) {
        return at;
      }
    }
    return -1;
  }

  /** Marks the bytes of a word that are zero with their highest bit, exactly these. */
  private static long zeros(long word) {
    return ~((word & LOWER_BITS) + LOWER_BITS | word | LOWER_BITS);
  }

  /** The number of the byte that has the n-th mark. */
  private static int place(long marks, int occurrence) {
    long rest = marks;
    for (int i = 1; i < occurrence; i++) {
      rest &= rest - 1;
    }
    return Long.numberOfTrailingZeros(rest) >>> 3;
  }
}
