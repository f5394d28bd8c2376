package io.millrace.exec.operator.aggregate;

import java.util.Arrays;

/** Which parts are to be added to which wholes, in order, as {@link Accumulator#merge} takes it. */
final class Merges {
  private static final int FIRST_CAPACITY = 64;

  int count;
  int[] from = new int[FIRST_CAPACITY];
  int[] to = new int[FIRST_CAPACITY];

  void add(int part, int whole) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = part;
    to[count++] = whole;
  }

  void clear() {
    count = 0;
  }
}
