package io.millrace.connector.memory;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.VersionedTable.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What changed from version to version, as far back as a follower needs it. */
final class VersionLog {
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final List<Reader> readers = new ArrayList<>();

  private record Entry(long version, List<ColumnBatch> delta) {}

  /** How far a follower has come. */
  static final class Reader {
    private final Runnable wake;
    private Optional<Snapshot> start;
    private long released;

    private Reader(Snapshot start, Runnable wake) {
      this.start = Optional.of(start);
      this.released = start.version();
      this.wake = wake;
    }

    Optional<Snapshot> start() {
      return start;
    }
  }

  Reader open(Snapshot start, Runnable wake) {
    Reader reader = new Reader(start, wake);
    readers.add(reader);
    return reader;
  }

  void close(Reader reader) {
    readers.remove(reader);
    trim();
  }

  boolean isRead() {
    return !readers.isEmpty();
  }

  List<Runnable> wakers() {
    return readers.stream().map(reader -> reader.wake).toList();
  }

  void add(long version, List<ColumnBatch> delta) {
    entries.add(new Entry(version, delta));
  }

  Optional<List<ColumnBatch>> changes(Reader reader, long after, long upTo) {
    if (after < reader.released) {
      return Optional.empty();
    }
    List<ColumnBatch> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.version > after && entry.version <= upTo) {
        found.addAll(entry.delta);
      }
    }
    return Optional.of(found);
  }

  void release(Reader reader, long version) {
    reader.start = Optional.empty();
    reader.released = Math.max(reader.released, version);
    trim();
  }

  private void trim() {
    long needed = Long.MAX_VALUE;
    for (Reader reader : readers) {
      needed = Math.min(needed, reader.released);
    }
    while (!entries.isEmpty() && entries.peek().version <= needed) {
      entries.remove();
    }
  }
}
