package io.millrace.state.memory;

import io.millrace.state.KeyedTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2ObjectAVLTreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Slots by horizon: a sorted map of horizons, each with a doubly linked list of its slots, whose
 * links are one word in the slot (previous + 1 in the high half, next + 1 in the low half). Taking
 * the oldest costs the slots taken.
 */
final class HorizonIndex {
  /** The bytes of a list and its place in the map. */
  private static final int LIST_BYTES = 80;

  /** The link word of a slot that is in no list any more. */
  private static final long TAKEN = -1;

  private static final class SlotList {
    final long horizon;
    int head = -1;
    int tail = -1;

    SlotList(long horizon) {
      this.horizon = horizon;
    }
  }

  private final int width;
  private final int linkWord;
  private final Long2ObjectAVLTreeMap<SlotList> lists = new Long2ObjectAVLTreeMap<>();
  private @Nullable SlotList latest;

  HorizonIndex(int width, int linkWord) {
    this.width = width;
    this.linkWord = linkWord;
  }

  void add(long[][] segments, int slot, long horizon) {
    SlotList list = latest;
    if (list == null || list.horizon != horizon) {
      list = lists.get(horizon);
      if (list == null) {
        list = new SlotList(horizon);
        lists.put(horizon, list);
      }
      latest = list;
    }
    link(segments, slot, list.tail, -1);
    if (list.tail < 0) {
      list.head = slot;
    } else {
      link(segments, list.tail, previous(segments, list.tail), slot);
    }
    list.tail = slot;
  }

  /** Takes a slot out of its list, if it is in one. */
  void remove(long[][] segments, int slot, long horizon) {
    if (segments[slot >>> KeyedTable.SEGMENT_BITS][at(slot)] == TAKEN) {
      return;
    }
    SlotList list = lists.get(horizon);
    int previous = previous(segments, slot);
    int next = next(segments, slot);
    if (previous < 0) {
      list.head = next;
    } else {
      link(segments, previous, previous(segments, previous), next);
    }
    if (next < 0) {
      list.tail = previous;
    } else {
      link(segments, next, previous, next(segments, next));
    }
    if (list.head < 0) {
      drop(list);
    }
  }

  /** Takes out all lists at or before the bound. */
  void take(long[][] segments, long bound, IntArrayList slots) {
    while (!lists.isEmpty() && lists.firstLongKey() <= bound) {
      SlotList list = lists.get(lists.firstLongKey());
      int from = slots.size();
      collect(segments, list, slots);
      drop(list);
      for (int i = from; i < slots.size(); i++) {
        int slot = slots.getInt(i);
        segments[slot >>> KeyedTable.SEGMENT_BITS][at(slot)] = TAKEN;
      }
    }
  }

  void all(long[][] segments, IntArrayList slots) {
    for (SlotList list : lists.values()) {
      collect(segments, list, slots);
    }
  }

  private void collect(long[][] segments, SlotList list, IntArrayList slots) {
    for (int slot = list.head; slot >= 0; slot = next(segments, slot)) {
      slots.add(slot);
    }
  }

  private void drop(SlotList list) {
    lists.remove(list.horizon);
    if (latest == list) {
      latest = null;
    }
  }

  long memoryBytes() {
    return (long) LIST_BYTES * lists.size();
  }

  private int previous(long[][] segments, int slot) {
    return (int) (segments[slot >>> KeyedTable.SEGMENT_BITS][at(slot)] >>> 32) - 1;
  }

  private int next(long[][] segments, int slot) {
    return (int) segments[slot >>> KeyedTable.SEGMENT_BITS][at(slot)] - 1;
  }

  private void link(long[][] segments, int slot, int previous, int next) {
    segments[slot >>> KeyedTable.SEGMENT_BITS][at(slot)] = (long) (previous + 1) << 32 | next + 1;
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * width + linkWord;
  }
}
