package io.millrace.state.memory;

import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyGroups;
import io.millrace.state.KeyHashing;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.KeyCodec;

/** The keys of a block that a partition owns, and the slots that its table has for them. */
final class PlacedKeys {
  private final MemoryKeyedTable table;
  private final KeyCodec codec;
  private final int prefixBytes;
  private final EncodedKeys keys;
  private final long[] hashes = new long[ChangeBlock.MAX_ENTRIES];
  private final int[] entries = new int[ChangeBlock.MAX_ENTRIES];
  private final int[] ends = new int[ChangeBlock.MAX_ENTRIES];
  private final int[] slots = new int[ChangeBlock.MAX_ENTRIES];
  private int count;

  PlacedKeys(MemoryKeyedTable table, SlotKeys slotKeys) {
    this.table = table;
    this.codec = slotKeys.codec();
    this.prefixBytes = slotKeys.prefixBytes();
    this.keys = new EncodedKeys(table.layout());
  }

  private void read(ChangeBlock block, int partition, int partitions) {
    count = 0;
    for (int i = 0; i < block.count(); i++) {
      entries[count] = i;
      count += KeyGroups.partitionOf(block.keyGroup(i), partitions) == partition ? 1 : 0;
    }
    keys.begin(count, hashes);
    codec.beginDecode();
    byte[] bytes = block.bytes();
    int[] starts = block.keyStarts();
    for (int i = 0; i < count; i++) {
      ends[i] = codec.decode(bytes, starts[entries[i]] + prefixBytes, keys, i);
    }
    codec.endDecode(keys);
    KeyHashing.hash(keys, hashes);
  }

  /** Finds the slots of a block's keys; −1 where there is none. */
  void find(ChangeBlock block, int partition, int partitions) {
    read(block, partition, partitions);
    table.find(keys, slots);
  }

  /** Finds the slots of a block's keys, making those that are missing. */
  void place(ChangeBlock block, int partition, int partitions) {
    read(block, partition, partitions);
    table.place(keys, slots);
  }

  /** Makes slots for those of the keys found last that have none. */
  void place() {
    table.place(keys, slots);
  }

  /** Leaves out the entries without a slot. */
  void dropMissing() {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (slots[i] >= 0) {
        slots[kept] = slots[i];
        entries[kept] = entries[i];
        ends[kept++] = ends[i];
      }
    }
    count = kept;
  }

  /** How many of the block's entries the partition owns. */
  int count() {
    return count;
  }

  /** The positions of those entries in the block. */
  int[] entries() {
    return entries;
  }

  /** Where the keys end in the block's bytes. */
  int[] ends() {
    return ends;
  }

  /** Their slots. */
  int[] slots() {
    return slots;
  }
}
