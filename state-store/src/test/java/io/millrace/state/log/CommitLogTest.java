package io.millrace.state.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogTest {
  private static final long SMALL = 8 * Sectors.PAGE_BYTES;

  @TempDir Path directory;

  @Test
  void newLogIsEmpty() {
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      assertThat(log.first()).isEmpty();
      assertThat(log.last()).isEmpty();
      assertThat(log.read(0)).isEmpty();
      assertThat(log.bytes()).isZero();
      log.sync();
      log.dropBefore(5);
      log.dropAfter(5);
    }
  }

  @Test
  void recordsComeBackAsTheyWereAppended() {
    int[] lengths = {0, 1, 471, 472, 473, 504, 4000, 4001, 5000, 30_000, 3_000_000};
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      for (int i = 0; i < lengths.length; i++) {
        log.append(7 + i, bytes(i, 3 * i), 3 * i, bytes(i, lengths[i] + 9), lengths[i]);
        log.sync();
      }
    }
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      assertThat(log.first()).hasValue(7);
      assertThat(log.last()).hasValue(6 + lengths.length);
      List<Long> numbers = new ArrayList<>();
      log.forEach(
          7,
          6 + lengths.length,
          record -> {
            int i = (int) record.number() - 7;
            numbers.add(record.number());
            assertThat(record.header()).isEqualTo(bytes(i, 3 * i));
            assertThat(record.body())
                .isEqualTo(Arrays.copyOf(bytes(i, lengths[i] + 9), lengths[i]));
            assertThat(log.read(record.number()).orElseThrow().body()).isEqualTo(record.body());
          });
      assertThat(numbers)
          .containsExactlyElementsOf(LongStream.range(7, 7 + lengths.length).boxed().toList());
    }
  }

  @Test
  void numbersAscendByOne() {
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      append(log, 3);
      assertThatThrownBy(() -> append(log, 5)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> append(log, 3)).isInstanceOf(IllegalArgumentException.class);
      append(log, 4);
      assertThat(log.last()).hasValue(4);
    }
  }

  @Test
  void droppedRecordsAreGoneWithTheirSegments() throws IOException {
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      appendAll(log, 0, 100);
      long before = log.bytes();
      log.dropBefore(50);
      assertThat(log.first().orElseThrow()).isBetween(44L, 50L);
      assertThat(log.read(log.first().orElseThrow() - 1)).isEmpty();
      assertThat(log.bytes()).isLessThan(before);
      assertContent(log, log.first().orElseThrow(), 99);
      log.dropBefore(1000);
      assertThat(log.last()).hasValue(99);
    }
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      assertContent(log, log.first().orElseThrow(), 99);
    }
    assertThat(files()).hasSize(1);
  }

  @Test
  void filesServeAgainWithoutTheirOldRecords() throws IOException {
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      for (int i = 0; i < 200; i++) {
        append(log, i);
        log.sync();
        log.dropBefore(i - 10);
      }
      assertContent(log, log.first().orElseThrow(), 199);
    }
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      assertThat(log.last()).hasValue(199);
      assertContent(log, log.first().orElseThrow(), 199);
    }
    assertThat(files().size()).isLessThan(6);
  }

  @Test
  void newestRecordsAreTakenBack() {
    for (int cut : new int[] {98, 95, 60, 59, 1, 0}) {
      try (CommitLog log = CommitLog.open(directory, SMALL)) {
        long next = log.last().orElse(-1) + 1;
        appendAll(log, (int) next, 100);
        log.dropAfter(cut);
        assertThat(log.last()).hasValue(cut);
        assertThat(log.read(cut + 1)).isEmpty();
        assertContent(log, 0, cut);
      }
      try (CommitLog log = CommitLog.open(directory, SMALL)) {
        assertThat(log.last()).hasValue(cut);
        assertContent(log, 0, cut);
      }
    }
  }

  @Test
  void allRecordsCanBeTakenBack() throws IOException {
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      appendAll(log, 5, 30);
      log.dropAfter(4);
      assertThat(log.first()).isEmpty();
      assertThat(log.last()).isEmpty();
    }
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      assertThat(log.last()).isEmpty();
      appendAll(log, 2, 10);
      assertContent(log, 2, 9);
    }
    assertThat(files()).hasSizeLessThan(3);
  }

  @Test
  void consumerMayDropWhatItHasGot() {
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      appendAll(log, 0, 100);
      log.forEach(0, 99, record -> log.dropBefore(record.number()));
      assertThat(log.first().orElseThrow()).isGreaterThan(90);
    }
  }

  @Test
  void missingRecordsAreNotPassedOver() {
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      appendAll(log, 5, 8);
      assertThatThrownBy(() -> log.forEach(4, 7, record -> {}))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> log.forEach(5, 8, record -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Files serve again while the other thread reads: it must never see what they held before. */
  @Test
  void oneThreadReadsAndDropsWhileAnotherAppends() throws Exception {
    int count = 500;
    try (CommitLog log = CommitLog.open(directory, SMALL)) {
      append(log, 0);
      ExecutorService reader = Executors.newSingleThreadExecutor();
      Future<Long> read =
          reader.submit(
              () -> {
                long next = 0;
                while (next < count && !Thread.interrupted()) {
                  long last = log.last().orElseThrow();
                  if (last >= next) {
                    assertContent(log, next, last);
                    log.dropBefore(last - 3);
                    next = last + 1;
                  }
                }
                return next;
              });
      try {
        for (int i = 1; i < count; i++) {
          append(log, i);
          if (i % 50 == 0) {
            log.sync();
          }
        }
        assertThat(read.get()).isEqualTo(count);
      } finally {
        reader.shutdownNow();
      }
      assertThat(log.first().orElseThrow()).isGreaterThan(count - 20);
    }
  }

  private static void append(CommitLog log, int number) {
    byte[] header = ("header " + number).getBytes(StandardCharsets.UTF_8);
    byte[] body = bytes(number, number * 37 % 9000);
    log.append(number, header, header.length, body, body.length);
  }

  private static void appendAll(CommitLog log, int from, int to) {
    for (int i = from; i < to; i++) {
      append(log, i);
      log.sync();
    }
  }

  private static void assertContent(CommitLog log, long from, long to) {
    List<Long> numbers = new ArrayList<>();
    log.forEach(
        from,
        to,
        record -> {
          int number = (int) record.number();
          numbers.add(record.number());
          assertThat(record.header())
              .isEqualTo(("header " + number).getBytes(StandardCharsets.UTF_8));
          assertThat(record.body()).isEqualTo(bytes(number, number * 37 % 9000));
        });
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(from, to).boxed().toList());
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
