package io.millrace.state.rocksdb;

import io.millrace.state.KeyGroups;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import java.util.Arrays;

/** How many keys of each key group a family has. Written by one thread. */
public final class RowCounts {
  private final int[] rows = new int[KeyGroups.COUNT];

  /** Counts a key as added, or as gone. */
  public void add(byte[] key, int start, int more) {
    rows[(key[start] & 0xff) << 8 | key[start + 1] & 0xff] += more;
  }

  /** The keys of a range of groups. */
  public long sum(int firstGroup, int endGroup) {
    long sum = 0;
    for (int i = firstGroup; i < endGroup; i++) {
      sum += rows[i];
    }
    return sum;
  }

  byte[] toBytes() {
    StateOutput output = new StateOutput();
    for (int each : rows) {
      output.writeVarInt(each);
    }
    return Arrays.copyOf(output.array(), output.size());
  }

  static RowCounts of(byte[] bytes) {
    RowCounts counts = new RowCounts();
    StateInput input = new StateInput();
    input.set(bytes, 0, bytes.length);
    for (int i = 0; i < counts.rows.length; i++) {
      counts.rows[i] = input.readVarInt();
    }
    return counts;
  }
}
