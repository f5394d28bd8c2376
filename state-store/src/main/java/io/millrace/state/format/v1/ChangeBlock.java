package io.millrace.state.format.v1;

import io.millrace.state.StateOutput;
import java.nio.ByteBuffer;

/**
 * Entries as they were read: where keys and extensions lie, and the words. Filled anew by {@link
 * ChangeRecordReader} or by {@link #add}; its arrays are longer than needed.
 */
public final class ChangeBlock {
  /** Entries of a block, at most. */
  public static final int MAX_ENTRIES = 1024;

  /** Bytes of keys and values behind which a block takes no more of them out of the store. */
  static final int ENOUGH_BYTES = 16 << 20;

  byte[] bytes = {};
  int count;
  final int[] keyStarts = new int[MAX_ENTRIES];
  final int[] keyLengths = new int[MAX_ENTRIES];
  long[] words = {};
  final int[] extensionStarts = new int[MAX_ENTRIES];
  final int[] extensionLengths = new int[MAX_ENTRIES];
  private final StateOutput added = new StateOutput();
  private int wordsEach;

  /** Begins to take entries whose values have so many words. */
  public void begin(int valueWords) {
    count = 0;
    added.clear();
    wordsEach = valueWords;
    if (words.length < valueWords * MAX_ENTRIES) {
      words = new long[valueWords * MAX_ENTRIES];
    }
  }

  /** Takes an entry out of the store behind the log; whether there is room for another. */
  public boolean add(ByteBuffer key, ByteBuffer value) {
    keyStarts[count] = added.size();
    keyLengths[count] = key.remaining();
    append(key);
    StoredValue.readWords(value, wordsEach, words, count * wordsEach);
    extensionStarts[count] = added.size();
    extensionLengths[count] = value.remaining();
    append(value);
    bytes = added.array();
    count++;
    return count < MAX_ENTRIES && added.size() < ENOUGH_BYTES;
  }

  /** Keeps only some of the entries, whose positions ascend. */
  public void retain(int[] entries, int entryCount) {
    for (int to = 0; to < entryCount; to++) {
      int from = entries[to];
      keyStarts[to] = keyStarts[from];
      keyLengths[to] = keyLengths[from];
      extensionStarts[to] = extensionStarts[from];
      extensionLengths[to] = extensionLengths[from];
      System.arraycopy(words, from * wordsEach, words, to * wordsEach, wordsEach);
    }
    count = entryCount;
  }

  private void append(ByteBuffer source) {
    int length = source.remaining();
    added.reserve(length);
    source.get(added.array(), added.size(), length);
    added.advance(length);
  }

  /** What all starts refer to. */
  public byte[] bytes() {
    return bytes;
  }

  public int count() {
    return count;
  }

  public int[] keyStarts() {
    return keyStarts;
  }

  public int[] keyLengths() {
    return keyLengths;
  }

  /** The words of all values, one value behind the other. */
  public long[] words() {
    return words;
  }

  public int[] extensionStarts() {
    return extensionStarts;
  }

  /** The lengths of what values have beside words; meaningless in a section without. */
  public int[] extensionLengths() {
    return extensionLengths;
  }

  /** The key group of an entry, with which its key begins. */
  public int keyGroup(int entry) {
    int start = keyStarts[entry];
    return (bytes[start] & 0xff) << 8 | bytes[start + 1] & 0xff;
  }
}
