package io.millrace.state.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.fault.FaultDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Does to a log what comes to mind, and knows what must and what may be found in it. */
final class LogDriver {
  static final long SEGMENT_BYTES = 8 * Sectors.PAGE_BYTES;
  private static final int[] LENGTHS = {0, 1, 400, 504, 3000, 4000, 9000, 40_000};

  private final FaultDisk disk;
  private final Random random;

  /** Every record that may be there, by its number: what its content was made of. */
  private final TreeMap<Long, Long> records = new TreeMap<>();

  /** What must be there: from here … */
  private long dropped = Long.MIN_VALUE;

  /** … up to here; empty as long as no record is durable. */
  private OptionalLong synced = OptionalLong.empty();

  /** The number that records are being taken back to. */
  private OptionalLong dropping = OptionalLong.empty();

  private Path root = Path.of("");
  private @Nullable CommitLog log;

  LogDriver(FaultDisk disk, long seed) {
    this.disk = disk;
    this.random = new Random(seed);
  }

  void mount() throws IOException {
    root = disk.mount();
  }

  /** Begins another life of the disk and checks what is in the log. */
  void open() throws IOException {
    mount();
    openLog();
  }

  private void openLog() {
    log = CommitLog.open(root.resolve("log"), SEGMENT_BYTES);
    check(log);
  }

  void close() {
    if (log != null) {
      log.close();
    }
  }

  /** Goes on until the disk fails. */
  void openAndAct(int actions) {
    try {
      openLog();
    } catch (MillraceException failure) {
      if (!disk.crashed()) {
        throw failure;
      }
      return;
    }
    act(actions);
  }

  void act(int actions) {
    CommitLog opened = log;
    try {
      for (int i = 0; opened != null && i < actions; i++) {
        act(opened);
      }
    } catch (MillraceException failure) {
      if (!disk.crashed()) {
        assertThat(failure.code()).isEqualTo(ErrorCode.CHECKPOINT_WRITE_FAILED);
      }
    }
  }

  private void act(CommitLog opened) {
    int kind = random.nextInt(20);
    OptionalLong last = opened.last();
    disk.note("newest " + last + ", synced " + synced + ", dropped " + dropped);
    if (kind < 9) {
      append(opened);
    } else if (kind < 15) {
      opened.sync();
      synced = last;
    } else if (kind < 18 && synced.isPresent()) {
      long number = synced.getAsLong() - random.nextInt(6);
      dropped = Math.max(dropped, number);
      opened.dropBefore(number);
    } else if (last.isPresent()) {
      dropAfter(opened, last.getAsLong() - 1 - random.nextInt(8));
    }
  }

  private void append(CommitLog opened) {
    long number = next(opened);
    if (opened.last().isEmpty()) {
      records.clear();
      dropped = Long.MIN_VALUE;
    }
    long content = random.nextLong();
    records.put(number, content);
    byte[] header = header(content);
    byte[] body = body(content);
    opened.append(number, header, header.length, body, body.length);
  }

  private long next(CommitLog opened) {
    if (opened.last().isPresent()) {
      return opened.last().getAsLong() + 1;
    }
    return random.nextInt(100);
  }

  private void dropAfter(CommitLog opened, long number) {
    dropping = OptionalLong.of(number);
    opened.dropAfter(number);
    records.tailMap(number, false).clear();
    dropping = OptionalLong.empty();
    synced = opened.last();
  }

  private void check(CommitLog opened) {
    OptionalLong last = opened.last();
    if (synced.isPresent()) {
      boolean takenBack =
          dropping.isPresent() && last.orElse(dropping.getAsLong()) == dropping.getAsLong();
      assertThat(takenBack || last.orElse(Long.MIN_VALUE) >= synced.getAsLong())
          .as(
              "newest record %s, synced %s, dropping %s:%n%s",
              last, synced, dropping, disk.history())
          .isTrue();
    }
    if (last.isEmpty()) {
      records.clear();
    } else {
      long first = opened.first().orElseThrow();
      assertThat(first).isLessThanOrEqualTo(Math.max(dropped, records.firstKey()));
      records.headMap(first, false).clear();
      records.tailMap(last.getAsLong(), false).clear();
      checkContent(opened, first, last.getAsLong());
    }
    dropping = OptionalLong.empty();
    synced = last;
  }

  private void checkContent(CommitLog opened, long first, long last) {
    List<Long> found = new ArrayList<>();
    opened.forEach(
        first,
        last,
        record -> {
          long content = records.get(record.number());
          assertThat(record.header()).isEqualTo(header(content));
          assertThat(record.body()).isEqualTo(body(content));
          found.add(record.number());
        });
    assertThat(found).containsExactlyElementsOf(records.keySet());
  }

  private static byte[] header(long content) {
    return bytes(content, 7);
  }

  private static byte[] body(long content) {
    return bytes(~content, LENGTHS[(int) (content >>> 61)]);
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
