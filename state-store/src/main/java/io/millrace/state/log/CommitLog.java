package io.millrace.state.log;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log of numbered records, durable as one: an append writes into bytes that the file has already,
 * so that {@link #sync} is one wait for the disk and no change of metadata. The format, and how the
 * remains of an interrupted write are told from damage, is described in the package.
 *
 * <p>One thread appends, syncs and calls {@link #dropAfter}; others may read and call {@link
 * #dropBefore} at the same time. After a write or sync that failed, nothing can be appended any
 * more: what is on disk is known only once the log is opened again. The appending thread being
 * interrupted is such a failure. Whatever cannot be read is an error that names the file and the
 * place in it, {@link ErrorCode#CHECKPOINT_CORRUPT}; whatever cannot be written names the file and
 * the system's reason, {@link ErrorCode#CHECKPOINT_WRITE_FAILED}.
 */
public final class CommitLog implements AutoCloseable {
  /** The smallest segment, if the limit allows: a log that stays small takes little room. */
  private static final long SMALLEST_SEGMENT_PAGES = 256;

  /** Segments are to this part as large as the log: dropped ones come back soon. */
  private static final int PART = 4;

  private final Path directory;
  private final long largestPages;
  private final SegmentFiles files;

  /** Oldest first; guarded by itself. Only the appending thread touches the last one. */
  private final List<Segment> segments;

  private @Nullable FileChannel channel;
  private @Nullable RecordWriter writer;
  private long synced;
  private boolean unsynced;
  private boolean closed;
  private @Nullable MillraceException failure;

  private CommitLog(Path directory, long segmentBytes, SegmentFiles files, List<Segment> segments) {
    this.directory = directory;
    this.largestPages = Math.max(Segment.FIRST_PAGE + 1, segmentBytes / Sectors.PAGE_BYTES);
    this.files = files;
    this.segments = new ArrayList<>(segments);
  }

  /**
   * One record. The arrays belong to whoever got it.
   *
   * @param number one more than that of the record before it
   */
  public record Record(long number, byte[] header, byte[] body) {

    /** Bytes that it takes in the log. */
    public long bytes() {
      return Sectors.PAGE_BYTES * RecordHead.pages(header.length, body.length);
    }
  }

  /**
   * Opens the log in a directory, which is made if it does not exist. Records that were synced are
   * there; of those that were appended and not synced the first few may be, each of them whole.
   *
   * @param segmentBytes the size of the files it is divided into; a larger record has one of its
   *     own
   */
  public static CommitLog open(Path directory, long segmentBytes) {
    requireNonNull(directory, "directory is null");
    SegmentFiles files = new SegmentFiles(directory);
    List<Segment> segments = new LogOpener(directory, files).open();
    CommitLog log = new CommitLog(directory, segmentBytes, files, segments);
    if (!segments.isEmpty()) {
      log.resume(segments.get(segments.size() - 1));
    }
    return log;
  }

  private void resume(Segment newest) {
    synced = newest.last();
    try {
      write(newest);
    } catch (IOException cause) {
      throw LogErrors.writeFailed(newest.file(), cause);
    }
  }

  /**
   * Adds a record; it is durable once {@link #sync} has returned.
   *
   * @param number one more than the last; any if there is none
   * @return bytes that it takes in the log
   */
  public long append(long number, byte[] header, int headerLength, byte[] body, int bodyLength) {
    expectUsable();
    OptionalLong last = last();
    if (last.isPresent() && number != last.getAsLong() + 1) {
      throw new IllegalArgumentException(
          "record " + number + " does not follow " + last.getAsLong() + " in " + directory);
    }
    int checksum = SegmentReader.checksum(header, headerLength, body, bodyLength);
    long pages = RecordHead.pages(headerLength, bodyLength);
    try {
      Segment segment = segmentFor(number, pages);
      RecordHead head = new RecordHead(number, synced, headerLength, bodyLength, checksum);
      unsynced = true;
      requireNonNull(writer).write(segment.end(), head, header, body);
      segment.add(pages);
      return pages * Sectors.PAGE_BYTES;
    } catch (IOException cause) {
      throw fail(cause);
    }
  }

  private Segment segmentFor(long number, long pages) throws IOException {
    Segment newest = newest();
    if (newest == null) {
      synced = number - 1;
      return begin(number, pages, 1, 0, 0);
    }
    if (newest.last() + 1 != number) {
      return restart(newest, number, pages);
    }
    return newest.hasRoom(pages) ? newest : roll(newest, number, pages);
  }

  /** Makes all appended records durable. */
  public void sync() {
    expectUsable();
    try {
      syncSegment();
    } catch (IOException cause) {
      throw fail(cause);
    }
  }

  private void syncSegment() throws IOException {
    Segment newest = newest();
    if (unsynced && newest != null) {
      requireNonNull(channel).force(false);
      unsynced = false;
      synced = newest.last();
    }
  }

  /** Begins a segment for a record that the newest one has no room for. */
  private Segment roll(Segment full, long number, long pages) throws IOException {
    syncSegment();
    Segment next = begin(number, pages, full.id() + 1, full.id(), full.end());
    SegmentFiles.seal(full, next.id());
    return next;
  }

  /** Begins anew, where there are no records, with another number than was expected. */
  private Segment restart(Segment empty, long number, long pages) throws IOException {
    synced = number - 1;
    Segment next = begin(number, pages, empty.id() + 1, 0, 0);
    synchronized (segments) {
      segments.remove(empty);
    }
    empty.drop();
    files.delete(empty.id());
    return next;
  }

  private Segment begin(long first, long pages, int id, int previous, int previousEnd)
      throws IOException {
    int needed = Math.toIntExact(pages + Segment.FIRST_PAGE);
    int wanted = (int) Math.max(usualPages(), needed);
    SegmentHeader header = new SegmentHeader(id, wanted, first, previous, previousEnd);
    Segment segment = files.create(header, needed);
    write(segment);
    synchronized (segments) {
      segments.add(segment);
    }
    return segment;
  }

  private long usualPages() {
    long part = bytes() / Sectors.PAGE_BYTES / PART;
    return Math.min(largestPages, Math.max(SMALLEST_SEGMENT_PAGES, part));
  }

  /** Turns to another segment. */
  private void write(Segment segment) throws IOException {
    FileChannel opened = FileChannel.open(segment.file(), StandardOpenOption.WRITE);
    FileChannel before = channel;
    channel = opened;
    writer = new RecordWriter(opened, segment.id());
    if (before != null) {
      before.close();
    }
  }

  /** The number of the oldest record; empty if there is none. */
  public OptionalLong first() {
    synchronized (segments) {
      for (Segment segment : segments) {
        if (segment.last() >= segment.first()) {
          return OptionalLong.of(segment.first());
        }
      }
      return OptionalLong.empty();
    }
  }

  /** The number of the newest record, synced or not; empty if there is none. */
  public OptionalLong last() {
    synchronized (segments) {
      for (int i = segments.size() - 1; i >= 0; i--) {
        Segment segment = segments.get(i);
        if (segment.last() >= segment.first()) {
          return OptionalLong.of(segment.last());
        }
      }
      return OptionalLong.empty();
    }
  }

  /** One record; empty if it is not there, or not any more. */
  public Optional<Record> read(long number) {
    Optional<Segment> held = hold(number);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    Segment segment = held.get();
    try (SegmentReader reader = segment.reader()) {
      return Optional.of(read(segment, reader, number));
    } finally {
      segment.release();
    }
  }

  /**
   * Hands out records one after the other, each read when it is its turn.
   *
   * @param from the first
   * @param to the last
   * @throws IllegalArgumentException one of them is not there, or has been dropped meanwhile
   */
  public void forEach(long from, long to, Consumer<Record> consumer) {
    long number = from;
    while (number <= to) {
      number = forEachInSegment(number, to, consumer);
    }
  }

  private long forEachInSegment(long from, long to, Consumer<Record> consumer) {
    Segment segment = hold(from).orElseThrow(() -> notThere(from));
    boolean held = true;
    try (SegmentReader reader = segment.reader()) {
      long last = Math.min(to, segment.last());
      for (long number = from; number <= last; number++) {
        if (!held && !segment.hold()) {
          throw notThere(number);
        }
        held = true;
        Record record = read(segment, reader, number);
        // The consumer may well drop what it has got.
        segment.release();
        held = false;
        consumer.accept(record);
      }
      return last + 1;
    } finally {
      if (held) {
        segment.release();
      }
    }
  }

  private IllegalArgumentException notThere(long number) {
    return new IllegalArgumentException("record " + number + " is not in the log " + directory);
  }

  /** The segment that has a record, held until released. */
  private Optional<Segment> hold(long number) {
    synchronized (segments) {
      for (int i = segments.size() - 1; i >= 0; i--) {
        Segment segment = segments.get(i);
        if (segment.contains(number) && segment.hold()) {
          return Optional.of(segment);
        }
      }
      return Optional.empty();
    }
  }

  private static Record read(Segment segment, SegmentReader reader, long number) {
    int page = segment.start(number);
    Finding finding = reader.record(page);
    if (finding instanceof Finding.Whole whole && whole.record().number() == number) {
      return whole.record();
    }
    if (finding instanceof Finding.Damaged damaged) {
      throw reader.damage(damaged);
    }
    throw LogErrors.damaged(
        segment.file(),
        (long) page * Sectors.PAGE_BYTES,
        "record " + number + " is not there as it was written");
  }

  /**
   * Gives up records before one. What goes is whole segments; some of the records may stay. The
   * newest segment always does.
   */
  public void dropBefore(long number) {
    List<Segment> dropped = new ArrayList<>();
    synchronized (segments) {
      while (segments.size() > 1 && segments.get(0).last() < number) {
        dropped.add(segments.remove(0));
      }
    }
    for (Segment segment : dropped) {
      segment.drop();
      try {
        files.recycle(segment);
      } catch (IOException cause) {
        throw LogErrors.writeFailed(segment.file(), cause);
      }
    }
  }

  /**
   * Takes back the records behind one, durably: at no moment some of them are gone and others are
   * not.
   */
  public void dropAfter(long number) {
    expectUsable();
    Segment newest = newest();
    if (newest == null || newest.last() <= number) {
      return;
    }
    try {
      syncSegment();
      cut(newest, number);
    } catch (IOException cause) {
      throw fail(cause);
    }
  }

  private void cut(Segment newest, long number) throws IOException {
    List<Segment> dropped = new ArrayList<>();
    synchronized (segments) {
      while (!segments.isEmpty() && segments.get(segments.size() - 1).first() > number) {
        dropped.add(segments.remove(segments.size() - 1));
      }
    }
    Segment kept = newest();
    if (kept == null) {
      begin(number + 1, 1, newest.id() + 1, 0, 0);
    } else {
      if (kept.last() > number) {
        kept.truncate(number);
      }
      Segment next = begin(number + 1, 1, newest.id() + 1, kept.id(), kept.end());
      SegmentFiles.seal(kept, next.id());
    }
    synced = number;
    for (Segment segment : dropped) {
      segment.drop();
      files.delete(segment.id());
    }
  }

  /** Bytes that records take; the room that the newest segment has left is not counted. */
  public long bytes() {
    synchronized (segments) {
      long pages = 0;
      for (Segment segment : segments) {
        pages += segment.end() - Segment.FIRST_PAGE;
      }
      return pages * Sectors.PAGE_BYTES;
    }
  }

  private @Nullable Segment newest() {
    synchronized (segments) {
      return segments.isEmpty() ? null : segments.get(segments.size() - 1);
    }
  }

  private void expectUsable() {
    if (closed) {
      throw new IllegalStateException("the log " + directory + " is closed");
    }
    if (failure != null) {
      throw error(
              ErrorCode.CHECKPOINT_WRITE_FAILED,
              directory,
              "an earlier write failed and the log must be opened again")
          .cause(failure)
          .build();
    }
  }

  private MillraceException fail(IOException cause) {
    failure = LogErrors.writeFailed(directory, cause);
    return failure;
  }

  /** Closes the files. Records that were not synced may be lost. */
  @Override
  public void close() {
    closed = true;
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException cause) {
      throw LogErrors.writeFailed(directory, cause);
    }
  }
}
