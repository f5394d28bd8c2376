package io.millrace.state.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.fault.Crash;
import io.millrace.fault.FaultDisk;
import io.millrace.fault.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and writing that fails: what is said, and what is still possible. */
class CommitLogFailureTest {
  private static final long SEGMENT_BYTES = 8 * Sectors.PAGE_BYTES;

  /** Above the disk, which keeps what it has lost beside itself. */
  @TempDir Path scratch;

  private FaultDisk disk;
  private CommitLog log;

  @BeforeEach
  void openWithOneRecord() throws IOException {
    disk = new FaultDisk(Files.createDirectory(scratch.resolve("disk")), 1);
    log = reopen();
    append(0);
    log.sync();
  }

  private CommitLog reopen() throws IOException {
    return CommitLog.open(disk.mount().resolve("log"), SEGMENT_BYTES);
  }

  private void append(int number) {
    log.append(number, new byte[0], 0, new byte[4000], 4000);
  }

  @Test
  void fullDiskIsNamedAndEndsTheLog() throws IOException {
    disk.limitSpace(1000);
    append(1);
    log.sync();
    assertFails(
        () -> {
          for (int number = 2; number < 10; number++) {
            append(number);
          }
        },
        FaultDisk.NO_SPACE);
    assertEnded();
    log = reopen();
    assertThat(log.last().orElseThrow()).isBetween(1L, 6L);
    append((int) log.last().orElseThrow() + 1);
    log.sync();
  }

  @Test
  void fullDiskIsNotKeptFullByAFileThatWasNotFinished() throws IOException {
    disk.limitSpace(1000);
    assertThatThrownBy(() -> log.append(1, new byte[0], 0, new byte[100_000], 100_000))
        .isInstanceOf(MillraceException.class);
    assertThat(scratch.resolve("disk/log").toFile().list()).containsExactly("00000001.log");
  }

  @Test
  void failedWriteEndsTheLog() throws IOException {
    disk.failAt(Operation.WRITE, 0);
    assertFails(() -> append(1), FaultDisk.IO_ERROR);
    assertEnded();
    assertThat(log.last()).hasValue(0);
    assertThat(log.read(0)).isPresent();
    log = reopen();
    assertThat(log.last().orElseThrow()).isBetween(0L, 1L);
  }

  @Test
  void failedSyncIsNeverTriedAgain() throws IOException {
    append(1);
    disk.failAt(Operation.FORCE, 0);
    assertFails(log::sync, FaultDisk.IO_ERROR);
    long forces = disk.count(Operation.FORCE);
    assertEnded();
    log.close();
    assertThat(disk.count(Operation.FORCE)).isEqualTo(forces);
  }

  /** The record can be read back from memory though the device does not have it. */
  @Test
  void recordFoundAfterAFailedSyncIsMadeDurable() throws IOException {
    append(1);
    disk.failAt(Operation.FORCE, 0);
    assertThatThrownBy(log::sync).isInstanceOf(MillraceException.class);
    log = reopen();
    assertThat(log.last()).hasValue(1);
    disk.crash(Crash.POWER_CUT);
    assertThat(reopen().last()).hasValue(1);
  }

  @Test
  void failedReadNamesTheFile() {
    disk.failAt(Operation.READ, 0);
    assertThatThrownBy(() -> log.read(0))
        .isInstanceOfSatisfying(
            MillraceException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
              assertThat(error.summary())
                  .contains("00000001.log")
                  .endsWith("cannot be read: " + FaultDisk.IO_ERROR);
            });
    assertThat(log.read(0)).isPresent();
  }

  @Test
  void interruptedThreadDecidesNothing() throws IOException {
    Path real = scratch.resolve("real/log");
    log = CommitLog.open(real, SEGMENT_BYTES);
    append(0);
    log.sync();
    Thread.currentThread().interrupt();
    assertFails(() -> append(1), "the writing thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertEnded();
    log = CommitLog.open(real, SEGMENT_BYTES);
    assertThat(log.last().orElseThrow()).isBetween(0L, 1L);
    log.close();
  }

  @Test
  void closedLogIsNotWrittenTo() {
    log.close();
    assertThatThrownBy(() -> append(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(log::sync).isInstanceOf(IllegalStateException.class);
    log.close();
  }

  private void assertEnded() {
    int next = (int) log.last().orElseThrow() + 1;
    assertFails(() -> append(next), "an earlier write failed");
    assertFails(log::sync, "an earlier write failed");
    assertFails(() -> log.dropAfter(0), "an earlier write failed");
  }

  private static void assertFails(ThrowingCallable action, String reason) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            MillraceException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.CHECKPOINT_WRITE_FAILED);
              assertThat(error.summary()).contains("/log").contains(reason);
            });
  }
}
