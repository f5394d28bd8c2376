package io.millrace.connector.socket;

import io.millrace.connector.format.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes as they came, and where the lines among them are. What is a line never changes. */
final class LineBlock {
  private static final int FIRST_LINES = 16;

  private final byte[] data;
  private final ByteBuffer buffer;
  private final long firstLine;
  private int[] begins = new int[FIRST_LINES];
  private int[] ends = new int[FIRST_LINES];
  private long[] times = new long[FIRST_LINES];
  private boolean[] tooLong = new boolean[FIRST_LINES];
  private int lines;

  /**
   * An empty block.
   *
   * @param firstLine the number of its first line
   * @param capacity how many bytes it can take
   */
  LineBlock(long firstLine, int capacity) {
    this.firstLine = firstLine;
    this.data = new byte[capacity + Bytes.SLACK];
    this.buffer = ByteBuffer.wrap(data, 0, capacity);
  }

  /** The bytes; lines are separated by at least one other byte. */
  byte[] data() {
    return data;
  }

  /** Where the next bytes go: its position is how many there are, its limit how many fit. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Adds a line. */
  void add(int begin, int end, long micros, boolean isTooLong) {
    if (lines == begins.length) {
      begins = Arrays.copyOf(begins, 2 * lines);
      ends = Arrays.copyOf(ends, 2 * lines);
      times = Arrays.copyOf(times, 2 * lines);
      tooLong = Arrays.copyOf(tooLong, 2 * lines);
    }
    begins[lines] = begin;
    ends[lines] = end;
    times[lines] = micros;
    tooLong[lines++] = isTooLong;
  }

  /** The number of its first line. */
  long firstLine() {
    return firstLine;
  }

  /** The number behind that of its last line. */
  long endLine() {
    return firstLine + lines;
  }

  /** Where the i-th line begins. */
  int begin(int i) {
    return begins[i];
  }

  /** Where the i-th line ends, without line end. */
  int end(int i) {
    return ends[i];
  }

  /** When the i-th line came, µs since 1970. */
  long time(int i) {
    return times[i];
  }

  /** Whether the i-th line was longer than a line may be; it is empty then. */
  boolean isTooLong(int i) {
    return tooLong[i];
  }

  /** The line that a byte belongs to. */
  int lineAt(long place) {
    int line = Arrays.binarySearch(begins, 0, lines, (int) place);
    return line >= 0 ? line : Math.max(0, -line - 2);
  }
}
