package io.millrace.state.log;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Says what of a damaged log can be read, and gives up what cannot. Every record is read; nothing
 * is changed but by {@link #keepUpTo}, behind which the log can be opened. Whoever calls it has the
 * lease on the directory and knows what the records mean that go.
 */
public final class LogRepair {
  /** Of the segment that ends the log where it is cut. */
  private static final int PAGES = 8;

  private final SegmentFiles files;
  private final TreeSet<Integer> ids;
  private final List<MillraceException> damages = new ArrayList<>();

  /** Oldest first: segments without damage and, last, what can be read in front of the first. */
  private final List<Segment> front = new ArrayList<>();

  /** Newest first: segments without damage in them or behind them. */
  private final List<Segment> back = new ArrayList<>();

  private boolean begunBehind;
  private OptionalLong written = OptionalLong.empty();

  private LogRepair(SegmentFiles files, TreeSet<Integer> ids) {
    this.files = files;
    this.ids = ids;
  }

  /** Reads the log in a directory. */
  public static LogRepair inspect(Path directory) {
    requireNonNull(directory, "directory is null");
    SegmentFiles files = new SegmentFiles(directory);
    try {
      LogRepair repair = new LogRepair(files, files.ids());
      repair.readAll();
      return repair;
    } catch (IOException failure) {
      throw LogErrors.unreadable(directory, failure);
    }
  }

  /** What is wrong, newest first, each with file and place; empty if the log can be opened. */
  public List<MillraceException> damages() {
    return List.copyOf(damages);
  }

  /** The newest record that {@link #keepUpTo} keeps; empty if there would be none. */
  public OptionalLong readableUpTo() {
    return front.stream().filter(LogRepair::hasRecords).mapToLong(Segment::last).max();
  }

  /** The oldest record that is readable with all behind it; empty if there is none. */
  public OptionalLong readableFrom() {
    return back.stream().filter(LogRepair::hasRecords).mapToLong(Segment::first).min();
  }

  /**
   * The newest record that was written behind the first damage, whether it can be read or not;
   * empty if what is damaged is the end of the log.
   */
  public OptionalLong writtenUpTo() {
    return written;
  }

  /**
   * Whether a record is certain to have been begun behind {@link #readableUpTo}, where the damage
   * is: not if a whole file is missing or unreadable there.
   */
  public boolean isBegunBehind() {
    return begunBehind;
  }

  private static boolean hasRecords(Segment segment) {
    return segment.last() >= segment.first();
  }

  /** Drops everything from the first damage on, durably. */
  public void keepUpTo() {
    int id = ids.isEmpty() ? 1 : ids.last() + 1;
    SegmentHeader header = new SegmentHeader(id, PAGES, 0, 0, 0);
    if (!front.isEmpty()) {
      Segment last = front.get(front.size() - 1);
      header = new SegmentHeader(id, PAGES, last.last() + 1, last.id(), last.end());
    }
    try {
      files.create(header, PAGES);
    } catch (IOException failure) {
      throw LogErrors.writeFailed(files.file(id), failure);
    }
  }

  /** Goes from the newest segment back to the oldest. */
  private void readAll() {
    Optional<SegmentHeader> next = Optional.empty();
    int id = ids.isEmpty() ? 0 : ids.last();
    while (id != 0) {
      Optional<SegmentHeader> header = header(id);
      if (header.isPresent()) {
        read(new Segment(files.file(id), header.get()), next);
      } else {
        front.clear();
        begunBehind = false;
      }
      next = header;
      id = previous(id, header);
      if (id != 0 && !ids.contains(id)) {
        damages.add(LogErrors.missing(files.file(id)));
        front.clear();
        begunBehind = false;
        next = Optional.empty();
        id = older(id);
      }
    }
  }

  private Optional<SegmentHeader> header(int id) {
    try {
      return Optional.of(SegmentReader.header(files.file(id), id));
    } catch (MillraceException damage) {
      damages.add(damage);
      return Optional.empty();
    }
  }

  private void read(Segment segment, Optional<SegmentHeader> next) {
    try {
      if (next.isPresent()) {
        LogScan.complete(segment, next.get(), true);
      } else {
        LogScan.newest(segment, true);
        if (segment.id() == ids.last()) {
          files.expectNoNext(segment);
        }
      }
    } catch (MillraceException damage) {
      damages.add(damage);
      front.clear();
      findWritten(segment);
      try (SegmentReader reader = segment.reader()) {
        begunBehind = reader.isWritten(segment.end());
      }
    }
    front.add(0, segment);
    if (damages.isEmpty()) {
      back.add(segment);
    }
  }

  private void findWritten(Segment segment) {
    if (written.isEmpty()) {
      try (SegmentReader reader = segment.reader()) {
        OptionalLong newest = reader.tail(segment.end()).newest();
        // the head of the damaged record itself may be whole
        if (newest.isPresent() && newest.getAsLong() > segment.last() + 1) {
          written = newest;
        }
      }
    }
  }

  /** The segment before one; 0 if there is none. */
  private int previous(int id, Optional<SegmentHeader> header) {
    if (header.isEmpty()) {
      return older(id);
    }
    int previous = header.get().previous();
    return ids.headSet(previous, true).isEmpty() ? 0 : previous;
  }

  private int older(int id) {
    Integer older = ids.lower(id);
    return older == null ? 0 : older;
  }
}
