package io.millrace.state.durable;

import io.millrace.state.StateOutput;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeKind;
import io.millrace.state.format.v1.KeyOrder;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.StoredValue;
import io.millrace.state.memory.KeyIndex;
import java.util.Arrays;

/**
 * The changes of many epochs to one table, of each key only the last. Keys and values lie one
 * behind the other in one array. Not thread-safe.
 */
final class CoalescedTable {
  private static final int FIRST_KEYS = 64;
  private static final int SMALL_GARBAGE = 1 << 12;

  /** Where the value of a key begins that has none. */
  private static final int NOWHERE = -1;

  /** The length of the value of a key that is gone. */
  private static final int GONE = -1;

  private StateOutput bytes = new StateOutput();

  /** The bytes of values that have moved. */
  private int garbage;

  private final KeyIndex index = new KeyIndex(this::isKey);

  private int[] keyStarts = new int[FIRST_KEYS];
  private int[] keyLengths = new int[FIRST_KEYS];
  private int[] valueStarts = new int[FIRST_KEYS];
  private int[] valueLengths = new int[FIRST_KEYS];

  /** How long values can become where they are. */
  private int[] valueRooms = new int[FIRST_KEYS];

  private int[] epochs = new int[FIRST_KEYS];
  private boolean[] fresh = new boolean[FIRST_KEYS];
  private int count;

  /**
   * Takes the entries of a block whose key groups are in a range.
   *
   * @param epoch counted from any one on
   * @param news whether keys that are said to be new can be taken as that
   */
  void add(
      SectionHeader header,
      ChangeBlock block,
      int epoch,
      boolean news,
      int firstGroup,
      int endGroup) {
    boolean gone =
        header.kind() == ChangeKind.KEY_REMOVED
            || header.kind() == ChangeKind.VALUE_REMOVED
            || header.kind() == ChangeKind.GROUP_REMOVED;
    boolean freshBlock = news && header.fresh();
    for (int i = 0; i < block.count(); i++) {
      int group = block.keyGroup(i);
      if (group < firstGroup || group >= endGroup) {
        continue;
      }
      int before = count;
      int key = find(block.bytes(), block.keyStarts()[i], block.keyLengths()[i]);
      if (key == before) {
        fresh[key] = freshBlock;
      }
      epochs[key] = epoch;
      if (gone) {
        valueLengths[key] = GONE;
      } else {
        putValue(key, header, block, i);
      }
    }
  }

  private void putValue(int key, SectionHeader header, ChangeBlock block, int entry) {
    int words = header.words();
    int extension = header.extended() ? block.extensionLengths()[entry] : 0;
    int length = StoredValue.bytes(words, extension);
    int start = header.extended() ? block.extensionStarts()[entry] : 0;
    if (valueStarts[key] >= 0 && length <= valueRooms[key]) {
      StoredValue.overwrite(
          block.words(),
          entry * words,
          words,
          block.bytes(),
          start,
          extension,
          bytes,
          valueStarts[key]);
    } else {
      makeRoom(key, length);
      StoredValue.write(
          block.words(), entry * words, words, block.bytes(), start, extension, bytes);
    }
    valueLengths[key] = length;
  }

  /** A value goes to the end. */
  private void makeRoom(int key, int length) {
    if (valueStarts[key] >= 0) {
      garbage += valueRooms[key];
      valueStarts[key] = NOWHERE;
      if (garbage > SMALL_GARBAGE && garbage > bytes.size() / 2) {
        compact();
      }
    }
    valueStarts[key] = bytes.size();
    valueRooms[key] = length;
  }

  /** Gives back the room of values that have moved or are gone. */
  private void compact() {
    StateOutput kept = new StateOutput();
    byte[] old = bytes.array();
    for (int i = 0; i < count; i++) {
      int start = kept.size();
      kept.writeBytes(old, keyStarts[i], keyLengths[i]);
      keyStarts[i] = start;
      if (valueStarts[i] >= 0 && valueLengths[i] != GONE) {
        start = kept.size();
        kept.writeBytes(old, valueStarts[i], valueLengths[i]);
        valueStarts[i] = start;
        valueRooms[i] = valueLengths[i];
      } else {
        valueStarts[i] = NOWHERE;
      }
    }
    bytes = kept;
    garbage = 0;
  }

  private int find(byte[] source, int start, int length) {
    int key = index.findOrAdd(source, start, length, count);
    if (key == count) {
      append(source, start, length);
    }
    return key;
  }

  private boolean isKey(int key, byte[] source, int start, int length) {
    int own = keyStarts[key];
    return length == keyLengths[key]
        && Arrays.equals(bytes.array(), own, own + length, source, start, start + length);
  }

  private void append(byte[] source, int start, int length) {
    if (count == keyStarts.length) {
      int more = 2 * count;
      keyStarts = Arrays.copyOf(keyStarts, more);
      keyLengths = Arrays.copyOf(keyLengths, more);
      valueStarts = Arrays.copyOf(valueStarts, more);
      valueLengths = Arrays.copyOf(valueLengths, more);
      valueRooms = Arrays.copyOf(valueRooms, more);
      epochs = Arrays.copyOf(epochs, more);
      fresh = Arrays.copyOf(fresh, more);
    }
    keyStarts[count] = bytes.size();
    keyLengths[count] = length;
    valueStarts[count] = NOWHERE;
    bytes.writeBytes(source, start, length);
    count++;
  }

  /** The numbers of all keys in the order of their bytes. */
  int[] sorted(KeyOrder order) {
    int[] keys = new int[count];
    for (int i = 0; i < count; i++) {
      keys[i] = i;
    }
    order.sort(bytes.array(), keyStarts, keyLengths, keys, count);
    return keys;
  }

  int count() {
    return count;
  }

  /** What all starts refer to. */
  byte[] bytes() {
    return bytes.array();
  }

  int[] keyStarts() {
    return keyStarts;
  }

  int[] keyLengths() {
    return keyLengths;
  }

  int keyStart(int key) {
    return keyStarts[key];
  }

  int keyLength(int key) {
    return keyLengths[key];
  }

  boolean isGone(int key) {
    return valueLengths[key] == GONE;
  }

  int valueStart(int key) {
    return valueStarts[key];
  }

  int valueLength(int key) {
    return valueLengths[key];
  }

  /** The epoch that changed a key last. */
  int epoch(int key) {
    return epochs[key];
  }

  /** Whether a key was new when it came first. */
  boolean isFresh(int key) {
    return fresh[key];
  }

  long memoryBytes() {
    return bytes.array().length + index.memoryBytes() + 25L * keyStarts.length;
  }
}
