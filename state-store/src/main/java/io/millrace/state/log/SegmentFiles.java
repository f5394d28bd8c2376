package io.millrace.state.log;

import static io.millrace.state.log.Sectors.PAGE_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a log: how segments come to be, and how they go. Safe for several threads. */
final class SegmentFiles {
  private static final Pattern SEGMENT = Pattern.compile("(\\d{8,10})\\.log");
  private static final String NEW = "new.tmp";
  private static final String SPARE = "spare.tmp";
  private static final int ZEROS_BYTES = 64 * PAGE_BYTES;

  private final Path directory;

  /** Pages of the file that may serve as the next segment; 0 if there is none. */
  private int sparePages;

  SegmentFiles(Path directory) {
    this.directory = directory;
  }

  Path file(int id) {
    return directory.resolve(String.format(Locale.ROOT, "%08d.log", id));
  }

  /** The ids of all files that look like segments. */
  TreeSet<Integer> ids() throws IOException {
    TreeSet<Integer> ids = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
      for (Path file : files) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) <= Integer.MAX_VALUE) {
          ids.add(Integer.parseInt(name.group(1)));
        }
      }
    }
    return ids;
  }

  void deleteTemporary() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.tmp")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /**
   * Makes a segment, durably. The spare file serves again if it is about as large as is wanted;
   * otherwise zeros are written, so that appends change no metadata.
   *
   * @param neededPages what it must have
   */
  synchronized Segment create(SegmentHeader wanted, int neededPages) throws IOException {
    boolean reuse = sparePages >= Math.max(neededPages, wanted.pages() / 2);
    Path source = directory.resolve(reuse ? SPARE : NEW);
    SegmentHeader header = reuse ? wanted.withPages(sparePages) : wanted;
    if (reuse) {
      sparePages = 0;
    }
    try (FileChannel channel =
        FileChannel.open(source, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!reuse) {
        writeZeros(channel, 0, (long) header.pages() * PAGE_BYTES);
      }
      writeFully(channel, header.encode(), 0);
      channel.force(true);
    } catch (IOException failure) {
      deleteAfter(failure, source);
      throw failure;
    }
    Path target = file(header.id());
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    Directories.sync(directory);
    return new Segment(target, header);
  }

  /** A disk that is full should not stay so because of a file that nobody needs. */
  private static void deleteAfter(IOException failure, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }

  /** Writes down which segment follows one, durably. */
  static void seal(Segment segment, int next) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
    page.putInt(next).putInt(SegmentReader.sealChecksum(segment.id(), next));
    page.putLong(Sectors.CONTENT_BYTES, new Sectors(segment.id()).seal());
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      writeFully(channel, page.clear(), (long) Segment.SEAL_PAGE * PAGE_BYTES);
      channel.force(false);
    }
  }

  /** Makes sure that the newest segment is the newest that there was. */
  void expectNoNext(Segment newest) {
    try (SegmentReader reader = newest.reader()) {
      int next = reader.next();
      if (next != 0) {
        throw LogErrors.missing(file(next));
      }
    }
  }

  /** Takes a dropped segment as the spare file if it is the largest so far, or deletes it. */
  synchronized void recycle(Segment segment) throws IOException {
    if (segment.header().pages() > sparePages) {
      Path spare = directory.resolve(SPARE);
      Files.move(segment.file(), spare, StandardCopyOption.REPLACE_EXISTING);
      sparePages = segment.header().pages();
    } else {
      Files.delete(segment.file());
    }
    Directories.sync(directory);
  }

  /** Makes a file as long as it was, durably, with zeros. */
  void extend(Path file, int pages) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writeZeros(channel, channel.size(), (long) pages * PAGE_BYTES);
      channel.force(true);
    }
  }

  synchronized void delete(int id) throws IOException {
    Files.delete(file(id));
    Directories.sync(directory);
  }

  static void writeZeros(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer zeros =
        ByteBuffer.allocateDirect((int) Math.min(ZEROS_BYTES, to - from)).asReadOnlyBuffer();
    for (long at = from; at < to; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
      writeFully(channel, zeros, at);
    }
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }
}
