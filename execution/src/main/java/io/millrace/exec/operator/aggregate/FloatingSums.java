package io.millrace.exec.operator.aggregate;

import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.util.Arrays;

/** A {@link FloatingSum} for each group, by slot. */
final class FloatingSums {
  private static final long[] ZERO = {};

  private long[][] sums = {};
  private long limbs;

  long[] get(int slot) {
    return slot < sums.length ? sums[slot] : ZERO;
  }

  void add(int slot, double value, int weight) {
    long[] before = get(slot);
    keep(slot, before, FloatingSum.add(before, value, weight));
  }

  void addProduct(int slot, double left, double right, int weight) {
    long[] before = get(slot);
    keep(slot, before, FloatingSum.addProduct(before, left, right, weight));
  }

  void addPower(int slot, double value, int power, int weight) {
    long[] before = get(slot);
    keep(slot, before, FloatingSum.addPower(before, value, power, weight));
  }

  void add(int slot, long[] addend) {
    long[] before = get(slot);
    keep(slot, before, FloatingSum.add(before, addend));
  }

  private void keep(int slot, long[] before, long[] after) {
    if (after != before) {
      keep(slot, after);
    }
  }

  private void keep(int slot, long[] sum) {
    if (slot >= sums.length) {
      int length = sums.length;
      sums = Arrays.copyOf(sums, Math.max(slot + 1, 2 * length));
      Arrays.fill(sums, length, sums.length, ZERO);
    }
    limbs += sum.length - sums[slot].length;
    sums[slot] = sum;
  }

  void release(int slot) {
    if (slot < sums.length) {
      limbs -= sums[slot].length;
      sums[slot] = ZERO;
    }
  }

  /** The length of the sum's array and its elements. */
  void write(int slot, StateOutput output) {
    long[] sum = get(slot);
    output.writeVarInt(sum.length);
    for (long element : sum) {
      output.writeLong(element);
    }
  }

  void read(int slot, StateInput input) {
    int length = input.readVarInt();
    if (length == 0) {
      release(slot);
      return;
    }
    long[] sum = new long[length];
    for (int i = 0; i < length; i++) {
      sum[i] = input.readLong();
    }
    keep(slot, sum);
  }

  /**
   * Heap in use, roughly.
   *
   * @param groups how many there are
   */
  long memoryBytes(int groups) {
    return 8L * limbs + 24L * groups + 4L * sums.length;
  }
}
