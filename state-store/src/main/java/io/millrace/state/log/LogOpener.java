package io.millrace.state.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/** Finds the segments of a log and ends what a crash has left half done. */
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
      Directories.create(directory);
      TreeSet<Integer> ids = files.ids();
      if (ids.isEmpty()) {
        files.deleteTemporary();
        return List.of();
      }
      Deque<Segment> chain = chain(ids);
      Segment newest = chain.removeLast();
      List<Segment> older = new ArrayList<>(chain);
      for (int i = 0; i < older.size(); i++) {
        Segment next = i + 1 < older.size() ? older.get(i + 1) : newest;
        LogScan.complete(older.get(i), next.header(), false);
      }
      files.expectNoNext(newest);
      makeDurable(newest, LogScan.newest(newest, false));
      tidy(ids, older, newest);
      older.add(newest);
      return older;
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

  /**
   * Writes the last records once more, as they are: if the process before this one died of a sync
   * that failed, they may stand in the system's cache alone, marked as written. Behind them goes
   * what an interrupted write left, lest a later end be misjudged.
   */
  private static void makeDurable(Segment segment, LogScan.End end) throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      RecordWriter writer = new RecordWriter(channel, segment.id());
      for (LogScan.Unconfirmed record : end.unconfirmed()) {
        CommitLog.Record content = record.found().record();
        writer.write(record.page(), record.found().head(), content.header(), content.body());
      }
      if (end.used() > segment.end()) {
        SegmentFiles.writeZeros(channel, LogScan.offset(segment.end()), LogScan.offset(end.used()));
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
}
