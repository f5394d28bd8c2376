package io.millrace.state.memory;

import io.millrace.state.format.v1.ChangeBlock;
import java.util.OptionalLong;

/** What a store on disk has of a table, in the order of the keys' bytes. */
public interface StoredTable {

  /** How many keys of a range of key groups there are. */
  long rows(int firstGroup, int endGroup);

  /**
   * Reads up to {@link ChangeBlock#MAX_ENTRIES} keys, or fewer if their values are large.
   *
   * @param source where the keys lie, by number
   * @param keys the numbers, in the order of the keys, each once
   * @param found receives those that are there, in that order
   * @return behind the last that was looked for
   */
  int find(
      byte[] source, int[] starts, int[] lengths, int[] keys, int from, int to, ChangeBlock found);

  /**
   * A walk through the keys as they are now; there must be some.
   *
   * @param whole whether it is through all of them
   */
  Walk walk(boolean whole);

  /** Reads keys in order. */
  interface Walk extends AutoCloseable {
    /** Goes to the first key at or behind some bytes. */
    void seek(byte[] bytes, int start, int length);

    /** Begins to fill a block. */
    void begin(ChangeBlock block);

    /**
     * Adds keys from here on to a block, while there is room and they lie before an end; whether
     * there is room left.
     */
    boolean read(ChangeBlock block, byte[] end);

    /** The eight bytes of the key here behind some with which it begins; empty if it does not. */
    OptionalLong longBehind(byte[] start);

    @Override
    void close();
  }
}
