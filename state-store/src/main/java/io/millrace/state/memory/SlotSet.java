package io.millrace.state.memory;

import java.util.Arrays;

/**
 * A set of slots: a bit for each, and a bit for each 64 of them that may not be empty. Walking and
 * clearing it costs what it holds.
 */
final class SlotSet {
  private long[] words = {};
  private long[] summary = {};
  private int[] slots = {};

  void add(int slot) {
    int word = slot >>> 6;
    if (word >= words.length) {
      grow(word);
    }
    long before = words[word];
    words[word] = before | 1L << slot;
    if (before == 0) {
      summary[word >>> 6] |= 1L << word;
    }
  }

  private void grow(int word) {
    words = Arrays.copyOf(words, Math.max(word + 1, Math.max(64, 2 * words.length)));
    summary = Arrays.copyOf(summary, (words.length + 63) / 64);
  }

  void remove(int slot) {
    int word = slot >>> 6;
    if (word < words.length) {
      words[word] &= ~(1L << slot);
    }
  }

  boolean contains(int slot) {
    int word = slot >>> 6;
    return word < words.length && (words[word] >>> slot & 1) != 0;
  }

  int count() {
    int count = 0;
    for (int i = 0; i < summary.length; i++) {
      for (long left = summary[i]; left != 0; left &= left - 1) {
        count += Long.bitCount(words[i << 6 | Long.numberOfTrailingZeros(left)]);
      }
    }
    return count;
  }

  /** The slots, ascending; as many as {@link #count()}, in an array that is used again. */
  int[] toArray() {
    int count = count();
    if (slots.length < count) {
      slots = new int[Math.max(count, 2 * slots.length)];
    }
    int to = 0;
    for (int i = 0; i < summary.length; i++) {
      for (long left = summary[i]; left != 0; left &= left - 1) {
        int word = i << 6 | Long.numberOfTrailingZeros(left);
        for (long bits = words[word]; bits != 0; bits &= bits - 1) {
          slots[to++] = word << 6 | Long.numberOfTrailingZeros(bits);
        }
      }
    }
    return slots;
  }

  void clear() {
    for (int i = 0; i < summary.length; i++) {
      for (long left = summary[i]; left != 0; left &= left - 1) {
        words[i << 6 | Long.numberOfTrailingZeros(left)] = 0;
      }
      summary[i] = 0;
    }
  }

  long memoryBytes() {
    return 8L * (words.length + summary.length) + 4L * slots.length;
  }
}
