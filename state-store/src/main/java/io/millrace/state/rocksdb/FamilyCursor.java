package io.millrace.state.rocksdb;

import io.millrace.state.format.v1.ChangeBlock;
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

  FamilyCursor(RocksStore store, RocksDB database, Family family) {
    this.store = store;
    this.family = family;
    // what is walked through is not what will be looked up next
    this.options = new ReadOptions().setFillCache(false).setReadaheadSize(READAHEAD_BYTES);
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
    block.begin(family.header().words());
    try {
      boolean room = true;
      while (room && iterator.isValid()) {
        ByteBuffer here = key();
        if ((here.getShort(0) & 0xffff) >= endGroup) {
          break;
        }
        room = block.add(here, value());
        next();
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
      throw store.damaged("a value cannot be understood", cause);
    } catch (java.nio.BufferUnderflowException cause) {
      throw store.damaged("a value cannot be understood", cause);
    }
    return block.count() > 0;
  }

  @Override
  public void close() {
    iterator.close();
    options.close();
  }
}
