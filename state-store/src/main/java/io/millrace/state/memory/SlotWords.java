package io.millrace.state.memory;

import io.millrace.state.KeyedTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/** Slots of so many words, in segments as those of a {@link KeyedTable}; used again when free. */
final class SlotWords {
  private final int width;
  private final IntArrayList free = new IntArrayList();
  private long[][] segments = {};
  private int segmentCount;
  private int next;

  SlotWords(int width) {
    this.width = width;
  }

  /** Takes a slot, whose words may be anything. */
  int take() {
    if (!free.isEmpty()) {
      return free.popInt();
    }
    int slot = next++;
    if (slot >>> KeyedTable.SEGMENT_BITS == segmentCount) {
      if (segmentCount == segments.length) {
        segments = Arrays.copyOf(segments, Math.max(4, 2 * segmentCount));
      }
      segments[segmentCount++] = new long[width << KeyedTable.SEGMENT_BITS];
    }
    return slot;
  }

  void free(int slot) {
    free.add(slot);
  }

  long[][] segments() {
    return segments;
  }

  int width() {
    return width;
  }

  long[] segment(int slot) {
    return segments[slot >>> KeyedTable.SEGMENT_BITS];
  }

  /** The first word of a slot in its segment. */
  int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * width;
  }

  long word(int slot, int word) {
    return segment(slot)[at(slot) + word];
  }

  void setWord(int slot, int word, long value) {
    segment(slot)[at(slot) + word] = value;
  }

  /** Slots that are taken. */
  int size() {
    return next - free.size();
  }

  long memoryBytes() {
    return segmentCount * (16 + 8L * (width << KeyedTable.SEGMENT_BITS))
        + 4L * free.elements().length;
  }
}
