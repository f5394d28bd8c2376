package io.millrace.state.log;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
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

  /** Segments that have lost their end, which may be nothing but zeros; by id. */
  private final Map<Integer, Cut> cuts = new TreeMap<>();

  private boolean begunBehind;
  private OptionalLong written = OptionalLong.empty();

  /**
   * A segment that is shorter than it was.
   *
   * @param damage how that is told
   * @param pages that it had
   */
  private record Cut(MillraceException damage, int pages) {}

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

  /**
   * Gives segments back the zeros that they have lost at their end, durably; what can be read is
   * the same before and afterwards.
   *
   * @return the files
   */
  public List<Path> mendLengths() {
    List<Path> mended = new ArrayList<>();
    for (Segment segment : front) {
      Cut cut = cuts.get(segment.id());
      if (cut != null) {
        try {
          files.extend(segment.file(), cut.pages());
        } catch (IOException failure) {
          throw LogErrors.writeFailed(segment.file(), failure);
        }
        mended.add(segment.file());
      }
    }
    return mended;
  }

  /** Drops everything from the first damage on, durably. */
  public void keepUpTo() {
    mendLengths();
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
        read(segment(id, header.get()), next);
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
      Optional<SegmentHeader> whole = SegmentReader.headerOfCutFile(files.file(id), id);
      if (whole.isEmpty()) {
        damages.add(damage);
      } else {
        cuts.put(id, new Cut(damage, whole.get().pages()));
      }
      return whole;
    }
  }

  /** A segment with the pages that it has. */
  private Segment segment(int id, SegmentHeader header) {
    Path file = files.file(id);
    return new Segment(
        file, cuts.containsKey(id) ? header.withPages(SegmentReader.wholePages(file)) : header);
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
        Cut cut = cuts.get(segment.id());
        if (cut != null) {
          throw cut.damage();
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
