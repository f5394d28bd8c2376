package io.millrace.state.memory;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * The nodes of many trees, in chunks of words. A node is a block of words: its count, level and
 * capacity in the first, then a column of words for each thing that its entries have:
 *
 * <ul>
 *   <li>the prefix by which entries are ordered;
 *   <li>the link: a slot in the high half, in a leaf (level 0) the slot's weight in the low half,
 *       above it the child, whose first slot it is;
 *   <li>above leaves, the sum of the weights below the child. What else is to be summed below a
 *       child would be a further column.
 * </ul>
 *
 * A block that is given back is used again for a node of its size.
 */
final class TreeNodes {
  /** The most entries of a node. */
  static final int CAPACITY = 32;

  private static final int CHUNK_BITS = 13;
  private static final int CHUNK_WORDS = 1 << CHUNK_BITS;
  private static final int MOST_CHUNKS = 1 << Integer.SIZE - 1 - CHUNK_BITS;
  private static final int LEAF_COLUMNS = 2;
  private static final int INNER_COLUMNS = 3;
  private static final int LEVEL_SHIFT = 16;
  private static final int CAPACITY_SHIFT = 32;

  /** Leaves have room for a power of two; all inner nodes for the most. */
  private static final int SIZES = Integer.numberOfTrailingZeros(CAPACITY) + 2;

  private final IntArrayList[] free = new IntArrayList[SIZES];
  private long[][] chunks = {};
  private int chunkCount;
  private int end = CHUNK_WORDS;

  /** A node without entries, with room for at least so many; inner nodes have room for the most. */
  int allocate(int level, int entries) {
    int capacity =
        level > 0 || entries > CAPACITY / 2 ? CAPACITY : Integer.highestOneBit(2 * entries - 1);
    int node = take(size(level, capacity), words(level, capacity));
    chunk(node)[at(node)] = (long) capacity << CAPACITY_SHIFT | level << LEVEL_SHIFT;
    return node;
  }

  private static int size(int level, int capacity) {
    return level > 0 ? SIZES - 1 : Integer.numberOfTrailingZeros(capacity);
  }

  private static int words(int level, int capacity) {
    return 1 + capacity * (level > 0 ? INNER_COLUMNS : LEAF_COLUMNS);
  }

  private int take(int size, int words) {
    IntArrayList reusable = free[size];
    if (reusable != null && !reusable.isEmpty()) {
      return reusable.popInt();
    }
    if (end + words > CHUNK_WORDS) {
      if (chunkCount == MOST_CHUNKS) {
        throw new IllegalStateException("a partition has more rows than a table can order");
      }
      if (chunkCount == chunks.length) {
        chunks = Arrays.copyOf(chunks, Math.max(4, 2 * chunkCount));
      }
      chunks[chunkCount++] = new long[CHUNK_WORDS];
      end = 0;
    }
    int node = chunkCount - 1 << CHUNK_BITS | end;
    end += words;
    return node;
  }

  void free(int node) {
    int size = size(level(node), capacity(node));
    if (free[size] == null) {
      free[size] = new IntArrayList();
    }
    free[size].add(node);
  }

  /** The array that a node lies in. */
  long[] chunk(int node) {
    return chunks[node >>> CHUNK_BITS];
  }

  /** Where a node begins in its array. */
  static int at(int node) {
    return node & CHUNK_WORDS - 1;
  }

  int count(int node) {
    return (int) chunk(node)[at(node)] & (1 << LEVEL_SHIFT) - 1;
  }

  /** How far above the leaves a node is. */
  int level(int node) {
    return (int) chunk(node)[at(node)] >>> LEVEL_SHIFT;
  }

  int capacity(int node) {
    return (int) (chunk(node)[at(node)] >>> CAPACITY_SHIFT);
  }

  /** The place of the first entry's prefix; those of the others follow. */
  static int prefixes(int node) {
    return at(node) + 1;
  }

  /** The place of the first entry's link; those of the others follow. */
  int links(int node) {
    return at(node) + 1 + capacity(node);
  }

  /** The place of the first entry's sum; those of the others follow. */
  static int sums(int node) {
    return at(node) + 1 + 2 * CAPACITY;
  }

  long prefix(int node, int entry) {
    return chunk(node)[prefixes(node) + entry];
  }

  long link(int node, int entry) {
    return chunk(node)[links(node) + entry];
  }

  void setLink(int node, int entry, long link) {
    chunk(node)[links(node) + entry] = link;
  }

  int slot(int node, int entry) {
    return (int) (link(node, entry) >>> 32);
  }

  int child(int node, int entry) {
    return (int) link(node, entry);
  }

  /** Makes a node a child in place of another. */
  void setChild(int node, int entry, int child) {
    setLink(node, entry, (long) slot(node, entry) << 32 | child);
  }

  long sum(int node, int entry) {
    return chunk(node)[sums(node) + entry];
  }

  void setSum(int node, int entry, long sum) {
    chunk(node)[sums(node) + entry] = sum;
  }

  /** Takes over what a child's first entry is. */
  void setFirst(int node, int entry) {
    int child = child(node, entry);
    chunk(node)[prefixes(node) + entry] = prefix(child, 0);
    setLink(node, entry, (long) slot(child, 0) << 32 | child);
  }

  private void addCount(int node, int added) {
    chunk(node)[at(node)] += added;
  }

  /** Inserts an entry into a leaf that has room. */
  void insert(int leaf, int entry, long prefix, long link) {
    makeRoom(leaf, entry);
    chunk(leaf)[prefixes(leaf) + entry] = prefix;
    setLink(leaf, entry, link);
  }

  /** Inserts a child into a node that has room. */
  void insertChild(int node, int entry, int child, long sum) {
    makeRoom(node, entry);
    setLink(node, entry, child);
    setFirst(node, entry);
    setSum(node, entry, sum);
  }

  private void makeRoom(int node, int entry) {
    copy(node, entry, count(node), node, entry + 1);
    addCount(node, 1);
  }

  void remove(int node, int from, int to) {
    copy(node, to, count(node), node, from);
    addCount(node, from - to);
  }

  /** Moves the entries from one on to the end of another node, which has room. */
  void moveTail(int source, int from, int target) {
    int count = count(source);
    copy(source, from, count, target, count(target));
    addCount(target, count - from);
    addCount(source, from - count);
  }

  private void copy(int source, int from, int to, int target, int entry) {
    int columns = level(source) > 0 ? INNER_COLUMNS : LEAF_COLUMNS;
    int start = prefixes(source) + from;
    int targetStart = prefixes(target) + entry;
    for (int i = 0; i < columns; i++) {
      System.arraycopy(chunk(source), start, chunk(target), targetStart, to - from);
      start += capacity(source);
      targetStart += capacity(target);
    }
  }

  long memoryBytes() {
    long bytes = chunkCount * (16L + 8 * CHUNK_WORDS);
    for (IntArrayList each : free) {
      bytes += each == null ? 0 : 4L * each.elements().length;
    }
    return bytes;
  }
}
