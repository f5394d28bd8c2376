package io.millrace.state.log;

import static io.millrace.state.log.Sectors.PAGE_BYTES;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the segments of a log and the end of the newest one, and cuts what an interrupted write
 * left behind it. How that is told from damage the package describes.
 */
final class LogOpener {
  private final Path directory;
  private final SegmentFiles files;

  LogOpener(Path directory, SegmentFiles files) {
    this.directory = directory;
    this.files = files;
  }

  /** All segments, oldest first; their records are durable and found, not all read. */
  List<Segment> open() {
    try {
      Files.createDirectories(directory);
      TreeSet<Integer> ids = files.ids();
      if (ids.isEmpty()) {
        files.deleteTemporary();
        return List.of();
      }
      Deque<Segment> chain = chain(ids);
      Segment newest = chain.removeLast();
      List<Segment> segments = older(chain, newest.header());
      expectNoNext(newest);
      recover(newest);
      tidy(ids, segments, newest);
      segments.add(newest);
      return segments;
    } catch (IOException failure) {
      throw LogErrors.writeFailed(directory, failure);
    }
  }

  /** The newest segment and those it goes back to, oldest first. */
  private Deque<Segment> chain(TreeSet<Integer> ids) {
    Deque<Segment> chain = new ArrayDeque<>();
    int id = ids.last();
    while (ids.contains(id)) {
      Path file = files.file(id);
      Segment segment = new Segment(file, SegmentReader.header(file, id));
      chain.addFirst(segment);
      id = segment.header().previous();
    }
    if (id != 0 && ids.first() < id) {
      throw LogErrors.missing(files.file(id));
    }
    return chain;
  }

  /** Finds the records of segments that others follow, and which therefore must be complete. */
  private static List<Segment> older(Deque<Segment> chain, SegmentHeader newest) {
    List<Segment> segments = new ArrayList<>(chain);
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      SegmentHeader next = last ? newest : segments.get(i + 1).header();
      complete(segments.get(i), next);
    }
    return segments;
  }

  private static void complete(Segment segment, SegmentHeader next) {
    try (SegmentReader reader = segment.reader()) {
      while (segment.end() < next.previousEnd()) {
        Finding finding = reader.head(segment.end());
        if (finding instanceof Finding.Begun begun) {
          add(segment, begun.head());
        } else if (finding instanceof Finding.Damaged damaged) {
          throw reader.damage(damaged);
        } else {
          throw LogErrors.damaged(
              segment.file(),
              offset(segment.end()),
              "record " + (segment.last() + 1) + " is not there");
        }
      }
    }
    if (segment.end() != next.previousEnd() || segment.last() + 1 != next.first()) {
      throw LogErrors.damaged(
          segment.file(), offset(segment.end()), "the next segment does not continue it");
    }
  }

  private static void expectNumber(Segment segment, RecordHead head) {
    long expected = segment.last() + 1;
    if (head.number() != expected) {
      throw LogErrors.damaged(
          segment.file(),
          offset(segment.end()),
          "there is record " + head.number() + " instead of " + expected);
    }
  }

  private void expectNoNext(Segment newest) {
    try (SegmentReader reader = newest.reader()) {
      int next = reader.next();
      if (next != 0) {
        throw LogErrors.missing(files.file(next));
      }
    }
  }

  /** Finds the records of the newest segment and makes them, and nothing else, durable. */
  private static void recover(Segment newest) throws IOException {
    List<Unconfirmed> unconfirmed = new ArrayList<>();
    int used;
    try (SegmentReader reader = newest.reader()) {
      find(reader, newest, unconfirmed);
      SegmentReader.Tail tail = reader.tail(newest.end());
      if (tail.synced() > newest.last()) {
        throw LogErrors.damaged(
            newest.file(),
            offset(newest.end()),
            "record " + (newest.last() + 1) + " is not there, which had been synced");
      }
      used = tail.end();
    }
    makeDurable(newest, unconfirmed, used);
  }

  /** Adds records up to the end of the log; those that no later one confirms are read in full. */
  private static void find(SegmentReader reader, Segment segment, List<Unconfirmed> unconfirmed) {
    long synced = syncedUpTo(reader);
    while (true) {
      int page = segment.end();
      boolean confirmed = segment.last() < synced;
      Finding finding = confirmed ? reader.head(page) : reader.record(page);
      if (finding instanceof Finding.Damaged damaged) {
        throw reader.damage(damaged);
      } else if (finding instanceof Finding.Begun begun) {
        add(segment, begun.head());
      } else if (finding instanceof Finding.Whole whole) {
        add(segment, whole.head());
        unconfirmed.add(new Unconfirmed(page, whole));
      } else {
        return;
      }
    }
  }

  private record Unconfirmed(int page, Finding.Whole found) {}

  private static void add(Segment segment, RecordHead head) {
    expectNumber(segment, head);
    segment.add(head.pages());
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

  /**
   * Writes the last records once more, as they are: if the process before this one died of a sync
   * that failed, they may stand in the system's cache alone, marked as written. Behind them goes
   * what an interrupted write left, lest a later end be misjudged.
   */
  private static void makeDurable(Segment segment, List<Unconfirmed> records, int used)
      throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      RecordWriter writer = new RecordWriter(channel, segment.id());
      for (Unconfirmed record : records) {
        CommitLog.Record content = record.found().record();
        writer.write(record.page(), record.found().head(), content.header(), content.body());
      }
      if (used > segment.end()) {
        SegmentFiles.writeZeros(channel, offset(segment.end()), offset(used));
      }
      channel.force(false);
    }
  }

  /** Ends what a crash may have left half done: a segment not sealed, others not deleted. */
  private void tidy(TreeSet<Integer> ids, List<Segment> older, Segment newest) throws IOException {
    Directories.sync(directory);
    if (!older.isEmpty()) {
      Segment previous = older.get(older.size() - 1);
      try (SegmentReader reader = previous.reader()) {
        if (!reader.isSealedBy(newest.id())) {
          SegmentFiles.seal(previous, newest.id());
        }
      }
    }
    TreeSet<Integer> leftovers = new TreeSet<>(ids);
    older.forEach(segment -> leftovers.remove(segment.id()));
    leftovers.remove(newest.id());
    for (int id : leftovers) {
      files.delete(id);
    }
    files.deleteTemporary();
  }

  private static long offset(int page) {
    return (long) page * PAGE_BYTES;
  }
}
