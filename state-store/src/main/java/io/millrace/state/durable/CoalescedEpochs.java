package io.millrace.state.durable;

import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeKind;
import io.millrace.state.format.v1.ChangeRecordReader;
import io.millrace.state.format.v1.KeyOrder;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.log.CommitLog;
import io.millrace.state.rocksdb.Family;
import io.millrace.state.rocksdb.FamilyCursor;
import io.millrace.state.rocksdb.RocksStore;
import io.millrace.state.rocksdb.RowCounts;
import io.millrace.state.rocksdb.SortedBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What many epochs changed in a range of key groups, of each key only the last change, on its way
 * into the store behind the log. Not thread-safe.
 */
final class CoalescedEpochs {
  private final int firstGroup;
  private final int endGroup;
  private boolean news;
  private final Map<String, Changed> tables = new LinkedHashMap<>();
  private final ChangeRecordReader reader = new ChangeRecordReader();
  private final KeyOrder order = new KeyOrder();
  private final Evolution evolution;

  /** What is done before a batch of writes is made. */
  interface Pace {
    void beforeWrite();
  }

  /** The changes of a table, and of the groups of values that went as a whole. */
  private static final class Changed {
    final String operator;
    final String table;
    final CoalescedTable entries = new CoalescedTable();
    final CoalescedTable groups = new CoalescedTable();
    @Nullable SectionHeader header;

    Changed(SectionHeader section) {
      this.operator = section.operator();
      this.table = section.table();
    }
  }

  /**
   * @param news whether keys that are said to be new are not in the store
   * @param evolution of what earlier versions of the query have written
   */
  CoalescedEpochs(int firstGroup, int endGroup, boolean news, Evolution evolution) {
    this.evolution = evolution;
    this.firstGroup = firstGroup;
    this.endGroup = endGroup;
    this.news = news;
  }

  /**
   * Takes the changes of an epoch.
   *
   * @param epoch counted from any one on
   */
  void add(CommitLog.Record record, int epoch) {
    reader.begin(record.body());
    Optional<SectionHeader> next = reader.nextSection();
    while (next.isPresent()) {
      SectionHeader written = next.get();
      SectionHeader section = evolution.header(written);
      news &= section.exact();
      Changed changed =
          tables.computeIfAbsent(
              section.operator() + "/" + section.table(), name -> new Changed(section));
      CoalescedTable target = changed.entries;
      if (section.kind() == ChangeKind.GROUP_REMOVED) {
        target = changed.groups;
      } else if (section.kind() == ChangeKind.KEY_PUT || section.kind() == ChangeKind.VALUE_PUT) {
        changed.header = section.withFresh(false);
      }
      while (reader.nextBlock()) {
        ChangeBlock block = evolution.block(written, reader.block());
        target.add(section, block, epoch, news, firstGroup, endGroup);
      }
      next = reader.nextSection();
    }
  }

  /** How many key groups are taken. */
  int groups() {
    return endGroup - firstGroup;
  }

  long memoryBytes() {
    long bytes = 0;
    for (Changed changed : tables.values()) {
      bytes += changed.entries.memoryBytes() + changed.groups.memoryBytes();
    }
    return bytes;
  }

  /**
   * Writes everything, in the order of keys.
   *
   * @param batchBytes of the batches in which this is done
   */
  void writeTo(RocksStore store, int batchBytes, Pace pace) {
    for (Changed changed : tables.values()) {
      Optional<Family> family =
          changed.header == null
              ? store.family(changed.operator, changed.table)
              : Optional.of(store.family(changed.header));
      // of a table that never had a key in the store, nothing can go
      if (family.isPresent()) {
        new TableWriter(store, family.get(), changed, batchBytes, pace).write();
      }
    }
  }

  private final class TableWriter {
    private final RocksStore store;
    private final Family family;
    private final CoalescedTable entries;
    private final CoalescedTable groups;
    private final int batchBytes;
    private final Pace pace;
    private final SortedBatch batch;
    private final RowCounts rows;
    private final ChangeBlock found = new ChangeBlock();

    TableWriter(RocksStore store, Family family, Changed changed, int batchBytes, Pace pace) {
      this.store = store;
      this.family = family;
      this.entries = changed.entries;
      this.groups = changed.groups;
      this.batchBytes = batchBytes;
      this.pace = pace;
      this.batch = store.batch();
      this.rows = store.rows(family);
    }

    void write() {
      int[] keys = entries.sorted(order);
      if (groups.count() == 0) {
        for (int from = 0; from < keys.length; from += ChangeBlock.MAX_ENTRIES) {
          write(keys, from, Math.min(keys.length, from + ChangeBlock.MAX_ENTRIES));
        }
      } else {
        writeWithGroups(keys, groups.sorted(order));
      }
      flush();
    }

    /** A group that went takes with it what is in the store and what changed before it went. */
    private void writeWithGroups(int[] keys, int[] removed) {
      try (FamilyCursor cursor = store.cursor(family)) {
        int next = 0;
        for (int i = 0; i < keys.length; i++) {
          int key = keys[i];
          while (next < removed.length && !isBehind(removed[next], key)) {
            deleteGroup(removed[next++], cursor);
          }
          if (next == 0 || !isIn(removed[next - 1], key)) {
            write(keys, i, i + 1);
          } else if (entries.epoch(key) >= groups.epoch(removed[next - 1])) {
            // what there was of it went with its group
            write(key, false);
          }
        }
        while (next < removed.length) {
          deleteGroup(removed[next++], cursor);
        }
      }
    }

    private boolean isBehind(int group, int key) {
      int groupStart = groups.keyStart(group);
      int keyStart = entries.keyStart(key);
      return Arrays.compareUnsigned(
              groups.bytes(),
              groupStart,
              groupStart + groups.keyLength(group),
              entries.bytes(),
              keyStart,
              keyStart + entries.keyLength(key))
          > 0;
    }

    private boolean isIn(int group, int key) {
      int length = groups.keyLength(group);
      int groupStart = groups.keyStart(group);
      int keyStart = entries.keyStart(key);
      return length <= entries.keyLength(key)
          && Arrays.equals(
              groups.bytes(),
              groupStart,
              groupStart + length,
              entries.bytes(),
              keyStart,
              keyStart + length);
    }

    private void deleteGroup(int group, FamilyCursor cursor) {
      int length = groups.keyLength(group);
      byte[] start =
          Arrays.copyOfRange(
              groups.bytes(), groups.keyStart(group), groups.keyStart(group) + length);
      cursor.seek(start, 0, length);
      while (cursor.isValid()) {
        ByteBuffer found = cursor.key();
        byte[] key = new byte[found.remaining()];
        found.get(key);
        if (key.length < length || !Arrays.equals(key, 0, length, start, 0, length)) {
          return;
        }
        batch.delete(family, key, 0, key.length);
        rows.add(key, 0, -1);
        flushIfLarge();
        cursor.next();
      }
    }

    /** Writes keys that are in no group that went. */
    private void write(int[] keys, int from, int to) {
      if (news) {
        for (int i = from; i < to; i++) {
          write(keys[i], !entries.isFresh(keys[i]));
        }
        return;
      }
      int start = from;
      while (start < to) {
        int end =
            store.find(
                family,
                entries.bytes(),
                entries.keyStarts(),
                entries.keyLengths(),
                keys,
                start,
                to,
                found);
        int next = 0;
        for (int i = start; i < end; i++) {
          boolean there = next < found.count() && isFound(next, keys[i]);
          next += there ? 1 : 0;
          write(keys[i], there);
        }
        start = end;
      }
    }

    private boolean isFound(int number, int key) {
      int start = found.keyStarts()[number];
      int keyStart = entries.keyStart(key);
      return Arrays.equals(
          found.bytes(),
          start,
          start + found.keyLengths()[number],
          entries.bytes(),
          keyStart,
          keyStart + entries.keyLength(key));
    }

    /**
     * Writes a key.
     *
     * @param there whether the store has it
     */
    private void write(int key, boolean there) {
      int start = entries.keyStart(key);
      if (!entries.isGone(key)) {
        batch.put(
            family,
            entries.bytes(),
            start,
            entries.keyLength(key),
            entries.valueStart(key),
            entries.valueLength(key));
        rows.add(entries.bytes(), start, there ? 0 : 1);
        flushIfLarge();
      } else if (there) {
        batch.delete(family, entries.bytes(), start, entries.keyLength(key));
        rows.add(entries.bytes(), start, -1);
        flushIfLarge();
      }
    }

    private void flushIfLarge() {
      if (batch.bytes() >= batchBytes) {
        flush();
      }
    }

    private void flush() {
      pace.beforeWrite();
      if (!batch.isEmpty()) {
        store.putRows(batch, family);
        store.write(batch);
      }
    }
  }
}
