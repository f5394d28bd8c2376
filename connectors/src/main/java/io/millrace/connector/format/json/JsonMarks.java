package io.millrace.connector.format.json;

import io.millrace.connector.format.Bytes;

/**
 * Where the bytes of some input are that plain text cannot have: quotes, backslashes, control
 * characters and whatever is not ASCII. They are found for all input beforehand, in a loop that
 * compilers turn into vector instructions, so that searching costs little.
 */
final class JsonMarks {
  private static final int MARK = 0x80;

  /** How many bytes a search may look at behind the mark it finds. */
  private static final int SLACK = 40;

  private byte[] marks = new byte[SLACK];

  /** Marks input, which has a control character at its end. */
  void mark(byte[] data, int from, int to) {
    if (marks.length < to + 1 + SLACK) {
      marks = new byte[data.length + SLACK];
    }
    byte[] target = marks;
    for (int i = from; i <= to; i++) {
      int value = data[i];
      // each of the differences is negative just for what is to be marked, or was negative before
      target[i] = (byte) (((value ^ '"') - 1 | (value ^ '\\') - 1 | value - ' ' | value) & MARK);
    }
  }

  /** The first byte that is marked; there must be one. */
  int next(int from) {
    byte[] all = marks;
    int at = from;
    while (true) {
      long first = Bytes.word(all, at);
      long second = Bytes.word(all, at + 8);
      long third = Bytes.word(all, at + 16);
      long fourth = Bytes.word(all, at + 24);
      if ((first | second | third | fourth) != 0) {
        boolean early = (first | second) != 0;
        long low = early ? first : third;
        long high = early ? second : fourth;
        int begin = early ? at : at + 16;
        return low != 0 ? begin + lowest(low) : begin + 8 + lowest(high);
      }
      at += 32;
    }
  }

  private static int lowest(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }
}
