package io.millrace.state.log;

import static io.millrace.state.log.Sectors.PAGE_BYTES;

import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the records of segments, changing nothing. How the end of a log is told from damage the
 * package describes.
 */
final class LogScan {
  private LogScan() {}

  /**
   * The end of a log.
   *
   * @param unconfirmed records that no later one says had been synced
   * @param used the page behind the last one that is not blank
   */
  record End(List<Unconfirmed> unconfirmed, int used) {}

  record Unconfirmed(int page, Finding.Whole found) {}

  /** Finds the records of a segment that another one follows, which therefore are all there. */
  static void complete(Segment segment, SegmentHeader next, boolean readAll) {
    try (SegmentReader reader = segment.reader()) {
      while (segment.end() < next.previousEnd()) {
        int page = segment.end();
        Finding finding = readAll ? reader.record(page) : reader.head(page);
        if (!addIfThere(segment, reader, finding)) {
          throw notThere(segment, "");
        }
      }
    }
    if (segment.end() != next.previousEnd() || segment.last() + 1 != next.first()) {
      throw LogErrors.damaged(
          segment.file(), offset(segment.end()), "the next segment does not continue it");
    }
  }

  /**
   * Finds the records of the newest segment. Those that are confirmed to be there need not be read
   * for that, the others must.
   */
  static End newest(Segment segment, boolean readAll) {
    List<Unconfirmed> unconfirmed = new ArrayList<>();
    try (SegmentReader reader = segment.reader()) {
      long synced = syncedUpTo(reader);
      boolean more = true;
      while (more) {
        int page = segment.end();
        boolean confirmed = segment.last() < synced;
        Finding finding = confirmed && !readAll ? reader.head(page) : reader.record(page);
        more = addIfThere(segment, reader, finding);
        if (!confirmed && finding instanceof Finding.Whole whole) {
          unconfirmed.add(new Unconfirmed(page, whole));
        }
      }
      SegmentReader.Tail tail = reader.tail(segment.end());
      if (Math.max(synced, tail.synced()) > segment.last()) {
        throw notThere(segment, ", which had been synced");
      }
      return new End(unconfirmed, tail.end());
    }
  }

  /** The newest record that the heads of others know to be synced. */
  private static long syncedUpTo(SegmentReader reader) {
    long synced = Long.MIN_VALUE;
    int page = Segment.FIRST_PAGE;
    while (reader.head(page) instanceof Finding.Begun begun) {
      synced = Math.max(synced, begun.head().synced());
      page += (int) begun.head().pages();
    }
    return synced;
  }

  /** Adds a record to those found; false if there is none. */
  private static boolean addIfThere(Segment segment, SegmentReader reader, Finding finding) {
    if (finding instanceof Finding.Damaged damaged) {
      throw reader.damage(damaged);
    } else if (finding instanceof Finding.Begun begun) {
      add(segment, begun.head());
    } else if (finding instanceof Finding.Whole whole) {
      add(segment, whole.head());
    } else {
      return false;
    }
    return true;
  }

  private static void add(Segment segment, RecordHead head) {
    long expected = segment.last() + 1;
    if (head.number() != expected) {
      throw LogErrors.damaged(
          segment.file(),
          offset(segment.end()),
          "there is record " + head.number() + " instead of " + expected);
    }
    segment.add(head.pages());
  }

  private static MillraceException notThere(Segment segment, String why) {
    return LogErrors.damaged(
        segment.file(),
        offset(segment.end()),
        "record " + (segment.last() + 1) + " is not there" + why);
  }

  static long offset(int page) {
    return (long) page * PAGE_BYTES;
  }
}
