package io.millrace.state.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeKind;
import io.millrace.state.format.v1.KeyOrder;
import io.millrace.state.format.v1.SectionHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CoalescedTableTest {
  private static final int GROUPS = 1024;
  private static final byte[] GONE = {};
  private static final SectionHeader PUT =
      new SectionHeader(ChangeKind.KEY_PUT, "operator", "table", 0, 3, 1, false, true);
  private static final SectionHeader REMOVED =
      new SectionHeader(ChangeKind.KEY_REMOVED, "operator", "table", 0, 3, 0, false, false);

  /**
   * Values whose lengths change keep their last content, and however many epochs there are, they
   * take no more memory than a few times what the longest of them do.
   */
  @Property(tries = 50)
  void memoryIsThatOfTheLastValues(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int keys) {
    Random random = new Random(seed);
    CoalescedTable table = new CoalescedTable();
    ChangeBlock block = new ChangeBlock();
    TreeMap<Integer, byte[]> expected = new TreeMap<>();
    int longest = 1 + random.nextInt(2000);
    for (int epoch = 0; epoch < 5000; epoch++) {
      int key = random.nextInt(keys);
      byte[] keyBytes = {0, 0, (byte) key};
      boolean gone = random.nextInt(10) == 0;
      byte[] value = new byte[9 + random.nextInt(longest)];
      random.nextBytes(value);
      value[0] = 1;
      block.begin(gone ? 0 : 1);
      block.add(ByteBuffer.wrap(keyBytes), ByteBuffer.wrap(gone ? new byte[] {1} : value));
      table.add(gone ? REMOVED : PUT, block, epoch, false, 0, GROUPS);
      expected.put(key, gone ? GONE : value);
    }
    int[] sorted = table.sorted(new KeyOrder());
    assertThat(sorted).hasSize(expected.size());
    int next = 0;
    for (byte[] value : expected.values()) {
      int key = sorted[next++];
      assertThat(table.isGone(key)).isEqualTo(value == GONE);
      if (value != GONE) {
        int start = table.valueStart(key);
        assertThat(Arrays.copyOfRange(table.bytes(), start, start + table.valueLength(key)))
            .isEqualTo(value);
      }
    }
    assertThat(table.memoryBytes()).isLessThan(20_000 + 6L * keys * (20 + longest));
  }
}
