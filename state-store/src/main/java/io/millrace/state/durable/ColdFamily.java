package io.millrace.state.durable;

import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.memory.StoredTable;
import io.millrace.state.rocksdb.Family;
import io.millrace.state.rocksdb.FamilyCursor;
import io.millrace.state.rocksdb.RocksStore;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** A table in the store behind the log, which may come to be only later. */
final class ColdFamily implements StoredTable {
  private final ColdStore cold;
  private final String operator;
  private final String table;

  ColdFamily(ColdStore cold, String operator, String table) {
    this.cold = cold;
    this.operator = operator;
    this.table = table;
  }

  private Optional<Family> family() {
    return cold.store().flatMap(store -> store.family(operator, table));
  }

  private RocksStore store() {
    return cold.store().orElseThrow();
  }

  @Override
  public long rows(int firstGroup, int endGroup) {
    Optional<Family> family = family();
    return family.isPresent() ? store().rows(family.get()).sum(firstGroup, endGroup) : 0;
  }

  @Override
  public int find(
      byte[] source, int[] starts, int[] lengths, int[] keys, int from, int to, ChangeBlock found) {
    Optional<Family> family = family();
    if (family.isPresent()) {
      return store().find(family.get(), source, starts, lengths, keys, from, to, found);
    }
    found.begin(0);
    return to;
  }

  @Override
  public Walk walk(boolean whole) {
    Family family = family().orElseThrow();
    return new CursorWalk(whole ? store().cursor(family) : store().shortCursor(family));
  }

  /** A walk by a cursor. */
  private static final class CursorWalk implements Walk {
    private final FamilyCursor cursor;

    CursorWalk(FamilyCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public void seek(byte[] bytes, int start, int length) {
      cursor.seek(bytes, start, length);
    }

    @Override
    public void begin(ChangeBlock block) {
      cursor.begin(block);
    }

    @Override
    public boolean read(ChangeBlock block, byte[] end) {
      return cursor.readMore(block, end);
    }

    @Override
    public OptionalLong longBehind(byte[] start) {
      if (!cursor.isValid()) {
        return OptionalLong.empty();
      }
      ByteBuffer key = cursor.key();
      if (key.remaining() < start.length + Long.BYTES) {
        return OptionalLong.empty();
      }
      for (int i = 0; i < start.length; i++) {
        if (key.get(i) != start[i]) {
          return OptionalLong.empty();
        }
      }
      return OptionalLong.of(key.getLong(start.length));
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
