package io.millrace.state.log;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One file of the log and where its records begin. One thread adds records, others look them up.
 */
final class Segment {
  static final int SEAL_PAGE = 1;
  static final int FIRST_PAGE = 2;

  private final Path file;
  private final SegmentHeader header;
  private final IntArrayList starts = new IntArrayList();
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private int end = FIRST_PAGE;
  private boolean dropped;

  Segment(Path file, SegmentHeader header) {
    this.file = file;
    this.header = header;
  }

  Path file() {
    return file;
  }

  SegmentHeader header() {
    return header;
  }

  int id() {
    return header.id();
  }

  SegmentReader reader() {
    return new SegmentReader(file, header);
  }

  long first() {
    return header.first();
  }

  /** The number of the last record; one less than the first if there is none. */
  synchronized long last() {
    return header.first() + starts.size() - 1;
  }

  /** The page at which the records end. */
  synchronized int end() {
    return end;
  }

  synchronized boolean contains(long number) {
    return number >= first() && number <= last();
  }

  /** The page at which a record begins. */
  synchronized int start(long number) {
    return starts.getInt((int) (number - first()));
  }

  boolean hasRoom(long pages) {
    return pages <= header.pages() - end();
  }

  synchronized void add(long pages) {
    starts.add(end);
    end += (int) pages;
  }

  /** Forgets the records behind one. */
  synchronized void truncate(long last) {
    int kept = (int) (last + 1 - first());
    end = starts.getInt(kept);
    starts.size(kept);
  }

  /** Keeps the file from being given away until {@link #release}; false if it has been. */
  boolean hold() {
    use.readLock().lock();
    if (dropped) {
      use.readLock().unlock();
      return false;
    }
    return true;
  }

  void release() {
    use.readLock().unlock();
  }

  /** Waits until nobody reads the file; nobody will again. */
  void drop() {
    use.writeLock().lock();
    dropped = true;
    use.writeLock().unlock();
  }
}
