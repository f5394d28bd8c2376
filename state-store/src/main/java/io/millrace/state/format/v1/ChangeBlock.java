package io.millrace.state.format.v1;

/**
 * The entries of a block as they were read: where keys and extensions lie, and the words. Filled
 * anew by {@link ChangeRecordReader}; its arrays are longer than needed.
 */
public final class ChangeBlock {
  /** Entries of a block, at most. */
  public static final int MAX_ENTRIES = 1024;

  byte[] bytes = {};
  int count;
  final int[] keyStarts = new int[MAX_ENTRIES];
  final int[] keyLengths = new int[MAX_ENTRIES];
  long[] words = {};
  final int[] extensionStarts = new int[MAX_ENTRIES];
  final int[] extensionLengths = new int[MAX_ENTRIES];

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
