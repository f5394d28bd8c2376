package io.millrace.state.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.fault.FaultDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the files of a closed log is noticed, named, and can be cut off. */
class LogDamageTest {
  private static final long SEGMENT_BYTES = 8 * Sectors.PAGE_BYTES;
  private static final int LAST = 29;

  @TempDir Path scratch;
  private Path directory = Path.of("");
  private Path pristine = Path.of("");

  /** A log with files that served before, records taken back, and one segment of its own size. */
  @BeforeEach
  void fill() throws IOException {
    // Reads and writes files as others do, but does not wait for a device at each sync.
    FaultDisk disk = new FaultDisk(Files.createDirectory(scratch.resolve("disk")), 1);
    directory = disk.mount().resolve("log");
    pristine = scratch.resolve("pristine");
    try (CommitLog log = CommitLog.open(directory, SEGMENT_BYTES)) {
      for (int i = 0; i < 20; i++) {
        append(log, i);
        log.dropBefore(i - 3);
      }
      log.dropAfter(15);
      for (int i = 16; i <= LAST; i++) {
        append(log, i);
      }
    }
    copy(directory, pristine);
  }

  private static void append(CommitLog log, int number) {
    byte[] body = body(number);
    log.append(number, new byte[] {(byte) number}, 1, body, body.length);
    log.sync();
  }

  private static byte[] body(int number) {
    byte[] body = new byte[number == 20 ? 50_000 : number * 531 % 7000];
    new Random(number).nextBytes(body);
    return body;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(
          file, to.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  /** Opens the log and reads it; the error names the file, if there is one. */
  private List<Long> read() {
    try (CommitLog log = CommitLog.open(directory, SEGMENT_BYTES)) {
      List<Long> numbers = new ArrayList<>();
      if (log.last().isPresent()) {
        log.forEach(
            log.first().orElseThrow(),
            log.last().orElseThrow(),
            record -> {
              assertThat(record.header()).containsExactly((byte) record.number());
              assertThat(record.body()).isEqualTo(body((int) record.number()));
              numbers.add(record.number());
            });
      }
      return numbers;
    }
  }

  private void assertDamaged(Path file, String... what) {
    MillraceException error = catchThrowableOfType(MillraceException.class, this::read);
    assertThat(error).as("reading with damaged %s", file).isNotNull();
    assertThat(error.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
    assertThat(error.summary()).contains(file.toString());
    Arrays.stream(what).forEach(part -> assertThat(error.summary()).contains(part));
  }

  private static void flip(Path file, long bit) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, bit / 8);
      one.put(0, (byte) (one.get(0) ^ 1 << bit % 8));
      channel.write(one.flip(), bit / 8);
    }
  }

  /** The pages of a segment that must be as they were written. */
  private static boolean isUsed(Segment segment, boolean newest, long bit) {
    long page = bit / 8 / Sectors.PAGE_BYTES;
    if (page == Segment.SEAL_PAGE) {
      // The tag says whether the newest is sealed; nothing else there is looked at.
      return newest && isFirstTag(bit / 8 % Sectors.PAGE_BYTES);
    }
    // At the end of the log a tag that is not blank is no end.
    boolean atEnd = newest && page == segment.end();
    return page < segment.end() || atEnd && isFirstTag(bit / 8 % Sectors.PAGE_BYTES);
  }

  private static boolean isFirstTag(long offsetInPage) {
    return offsetInPage >= Sectors.CONTENT_BYTES && offsetInPage < Sectors.SECTOR_BYTES;
  }

  private List<Segment> segments() {
    SegmentFiles files = new SegmentFiles(directory);
    return new LogOpener(directory, files).open();
  }

  /** Flips one bit, reads, and puts the file back. */
  private void flipAndRead(Segment segment, boolean newest, long bit, List<Long> all)
      throws IOException {
    Path file = segment.file();
    flip(file, bit);
    if (isUsed(segment, newest, bit)) {
      assertDamaged(file);
      Files.copy(
          pristine.resolve(file.getFileName().toString()),
          file,
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      assertThat(read()).as("with bit %s of %s flipped", bit, file).isEqualTo(all);
    }
  }

  @Test
  void flippedBitIsFoundWhereverItMatters() throws IOException {
    List<Segment> segments = segments();
    assertThat(segments).hasSizeGreaterThan(3);
    List<Long> all = read();
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      int index = random.nextInt(segments.size());
      Segment segment = segments.get(index);
      long bits = Files.size(segment.file()) * 8;
      flipAndRead(segment, index == segments.size() - 1, (long) (random.nextDouble() * bits), all);
    }
  }

  @Test
  void noFlippedBitOfTheNewestRecordLooksLikeAnInterruptedWrite() throws IOException {
    List<Segment> segments = segments();
    Segment newest = segments.get(segments.size() - 1);
    long start = (long) newest.start(LAST) * Sectors.PAGE_BYTES;
    List<Long> all = read();
    Random random = new Random(1);
    for (long at = start; at < (long) newest.end() * Sectors.PAGE_BYTES; at++) {
      boolean headOrTag = at < start + RecordHead.BYTES || at % 512 >= Sectors.CONTENT_BYTES;
      for (int bit = 0; bit < 8; bit++) {
        if (headOrTag || random.nextInt(100) == 0) {
          flipAndRead(newest, true, at * 8 + bit, all);
        }
      }
    }
  }

  @Test
  @Tag("slow")
  void flippedBitInEachByte() throws IOException {
    List<Segment> segments = segments();
    List<Long> all = read();
    Random random = new Random(1);
    for (Segment segment : segments) {
      boolean newest = segment == segments.get(segments.size() - 1);
      for (long at = 0; at < Files.size(segment.file()); at++) {
        flipAndRead(segment, newest, at * 8 + random.nextInt(8), all);
      }
    }
  }

  @Test
  void severalFlippedBitsOfOnePageAreFound() throws IOException {
    List<Segment> segments = segments();
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      Segment segment = segments.get(random.nextInt(segments.size()));
      if (segment.end() == Segment.FIRST_PAGE) {
        continue;
      }
      int page = Segment.FIRST_PAGE + random.nextInt(segment.end() - Segment.FIRST_PAGE);
      random
          .ints(2 + random.nextInt(4), 0, Sectors.PAGE_BYTES * 8)
          .distinct()
          .forEach(bit -> flipUnchecked(segment.file(), LogScan.offset(page) * 8 + bit));
      assertDamaged(segment.file());
      copy(pristine, directory);
    }
  }

  private static void flipUnchecked(Path file, long bit) {
    try {
      flip(file, bit);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void missingFileIsNamed() throws IOException {
    List<Path> files = files(directory);
    for (Path file : files.subList(1, files.size())) {
      Files.delete(file);
      assertDamaged(file, "missing");
      copy(pristine, directory);
    }
  }

  @Test
  void shortenedFileIsNamed() throws IOException {
    for (Path file : files(directory)) {
      for (long size : new long[] {0, 100, 4096, 20_000, Files.size(file) - 1}) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(size);
        }
        assertDamaged(file, "ends");
        copy(pristine, directory);
      }
    }
  }

  @Test
  void pageInTheWrongPlaceIsFound() throws IOException {
    List<Segment> segments = segments();
    Segment newest = segments.get(segments.size() - 1);
    for (long number = newest.first(); number < LAST; number++) {
      copyPage(newest.file(), newest.start(LAST), newest.file(), newest.start(number));
      assertDamaged(newest.file());
      copy(pristine, directory);
    }
    Segment older = segments.get(0);
    copyPage(newest.file(), Segment.FIRST_PAGE, older.file(), Segment.FIRST_PAGE);
    assertDamaged(older.file());
  }

  private static void copyPage(Path from, int page, Path to, int toPage) throws IOException {
    byte[] file = Files.readAllBytes(from);
    int start = page * Sectors.PAGE_BYTES;
    byte[] bytes = Arrays.copyOfRange(file, start, start + Sectors.PAGE_BYTES);
    try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), LogScan.offset(toPage));
    }
  }

  @Test
  void syncedRecordsThatVanishAreMissedIfAnyLaterOneIsThere() throws IOException {
    List<Segment> segments = segments();
    Segment newest = segments.get(segments.size() - 1);
    for (long number = newest.first(); number < LAST; number++) {
      try (FileChannel channel = FileChannel.open(newest.file(), StandardOpenOption.WRITE)) {
        SegmentFiles.writeZeros(
            channel,
            LogScan.offset(newest.start(number)),
            LogScan.offset(newest.start(number + 1)));
      }
      assertDamaged(newest.file(), "record " + number + " is not there");
      copy(pristine, directory);
    }
  }

  @Test
  void newerFormatIsNotRead() throws IOException {
    Path file = files(directory).get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = 2;
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, Sectors.PAGE_BYTES - 4);
    ByteBuffer.wrap(bytes).putInt(Sectors.PAGE_BYTES - 4, (int) checksum.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            MillraceException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.CHECKPOINT_TOO_NEW);
              assertThat(error.summary()).contains(file.toString()).endsWith("format 2");
            });
  }

  @Test
  void intactLogNeedsNoRepair() {
    LogRepair repair = LogRepair.inspect(directory);
    assertThat(repair.damages()).isEmpty();
    assertThat(repair.readableUpTo()).hasValue(LAST);
    assertThat(repair.readableFrom()).isEqualTo(OptionalLong.of(read().get(0)));
    assertThatThrownBy(() -> LogRepair.inspect(scratch.resolve("none")))
        .hasMessageContaining("none is damaged: it is missing");
  }

  @Test
  void damagedRecordAndAllBehindItAreGivenUp() throws IOException {
    for (int number = 17; number <= LAST; number++) {
      damage(number);
      LogRepair repair = LogRepair.inspect(directory);
      assertThat(repair.damages()).hasSize(1);
      assertThat(repair.damages().get(0).summary()).contains("record " + number);
      assertThat(repair.readableUpTo()).hasValue(number - 1);
      assertThat(repair.writtenUpTo().isPresent() || repair.readableFrom().isPresent())
          .as("something behind record %d", number)
          .isEqualTo(number < LAST);
      repair.keepUpTo();
      List<Long> left = read();
      assertThat(left.get(left.size() - 1)).isEqualTo(number - 1);
      assertThat(LogRepair.inspect(directory).damages()).isEmpty();
      restore();
    }
  }

  @Test
  void whatIsReadableBehindDamageIsTold() throws IOException {
    int told = 0;
    for (int number = 17; number <= LAST; number++) {
      damage(number);
      LogRepair repair = LogRepair.inspect(directory);
      if (repair.readableFrom().isPresent()) {
        assertThat(repair.readableFrom().getAsLong()).isGreaterThan(number);
        told++;
      }
      restore();
    }
    assertThat(told).isPositive();
  }

  @Test
  void missingAndUnreadableFilesAreCutOff() throws IOException {
    List<Path> files = files(directory);
    for (int i = 1; i < files.size(); i++) {
      for (boolean missing : new boolean[] {true, false}) {
        Path file = files.get(i);
        if (missing) {
          Files.delete(file);
        } else {
          flip(file, 77);
        }
        LogRepair repair = LogRepair.inspect(directory);
        assertThat(repair.damages()).isNotEmpty();
        assertThat(repair.damages().get(0).summary()).contains(file.toString());
        long upTo = repair.readableUpTo().orElseThrow();
        repair.keepUpTo();
        List<Long> left = read();
        assertThat(left.get(left.size() - 1)).isEqualTo(upTo);
        restore();
      }
    }
  }

  @Test
  void logWithoutAnythingReadableBecomesEmpty() throws IOException {
    for (Path file : files(directory)) {
      flip(file, 99);
    }
    LogRepair repair = LogRepair.inspect(directory);
    assertThat(repair.damages()).hasSameSizeAs(files(directory));
    assertThat(repair.readableUpTo()).isEmpty();
    repair.keepUpTo();
    assertThat(read()).isEmpty();
  }

  private void damage(int number) throws IOException {
    for (Segment segment : segments()) {
      if (segment.contains(number)) {
        flip(segment.file(), (LogScan.offset(segment.start(number)) + RecordHead.BYTES) * 8);
      }
    }
  }

  private void restore() throws IOException {
    Scratch.delete(directory);
    copy(pristine, directory);
  }
}
