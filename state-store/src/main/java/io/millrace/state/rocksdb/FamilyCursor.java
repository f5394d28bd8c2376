package io.millrace.state.rocksdb;

import io.millrace.state.format.v1.ChangeBlock;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A walk through a table's keys in order, as they were when it began. Not thread-safe. */
public final class FamilyCursor implements AutoCloseable {
  private static final int READAHEAD_BYTES = 2 << 20;

  private final RocksStore store;
  private final Family family;
  private final ReadOptions options;
  private final RocksIterator iterator;
  private ByteBuffer key = ByteBuffer.allocateDirect(256);
  private ByteBuffer value = ByteBuffer.allocateDirect(256);

  /**
   * @param whole whether the walk is through everything
   */
  FamilyCursor(RocksStore store, RocksDB database, Family family, boolean whole) {
    this.store = store;
    this.family = family;
    // what is walked through is not what will be looked up next
    this.options =
        whole
            ? new ReadOptions().setFillCache(false).setReadaheadSize(READAHEAD_BYTES)
            : new ReadOptions();
    this.iterator = database.newIterator(family.handle(), options);
  }

  /** Goes to the first key at or behind some bytes. */
  public void seek(byte[] bytes, int start, int length) {
    ByteBuffer target = ByteBuffer.wrap(bytes, start, length);
    iterator.seek(target);
    check();
  }

  /** Goes to the first key of a key group, or behind it. */
  public void seekGroup(int group) {
    seek(new byte[] {(byte) (group >>> 8), (byte) group}, 0, Short.BYTES);
  }

  /** Whether there is a key here. */
  public boolean isValid() {
    return iterator.isValid();
  }

  public void next() {
    iterator.next();
    check();
  }

  private void check() {
    if (!iterator.isValid()) {
      try {
        iterator.status();
      } catch (RocksDBException cause) {
        throw RocksErrors.readFailed(store.directory(), cause);
      }
    }
  }

  /** The key here, valid until the next call. */
  public ByteBuffer key() {
    key.clear();
    int length = iterator.key(key);
    if (length > key.capacity()) {
      key = ByteBuffer.allocateDirect(2 * length);
      iterator.key(key);
    }
    return key;
  }

  private ByteBuffer value() {
    value.clear();
    int length = iterator.value(value);
    if (length > value.capacity()) {
      value = ByteBuffer.allocateDirect(2 * length);
      iterator.value(value);
    }
    return value;
  }

  /**
   * Reads entries from here on, while there is room for them and their key group is below a bound;
   * whether any was read.
   */
  public boolean read(ChangeBlock block, int endGroup) {
    begin(block);
    readMore(block, new byte[] {(byte) (endGroup >>> 8), (byte) endGroup});
    return block.count() > 0;
  }

  /** Begins to fill a block. */
  public void begin(ChangeBlock block) {
    block.begin(family.header().words());
  }

  /**
   * Adds entries from here on to a block, while there is room and their keys are before an end;
   * whether there is room left.
   */
  public boolean readMore(ChangeBlock block, byte[] end) {
    try {
      boolean room = true;
      while (room && iterator.isValid()) {
        ByteBuffer here = key();
        if (isBehind(here, end)) {
          return true;
        }
        room = block.add(here, value());
        next();
      }
      return room;
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | BufferUnderflowException cause) {
      throw store.damaged("a value cannot be understood", cause);
    }
  }

  /** Whether a key is at or behind an end. */
  private static boolean isBehind(ByteBuffer key, byte[] end) {
    int common = Math.min(key.remaining(), end.length);
    for (int i = 0; i < common; i++) {
      int difference = (key.get(i) & 0xff) - (end[i] & 0xff);
      if (difference != 0) {
        return difference > 0;
      }
    }
    return key.remaining() >= end.length;
  }

  @Override
  public void close() {
    iterator.close();
    options.close();
  }
}
