package io.millrace.state.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;

  /** Another process: takes the lease and keeps it until its input ends. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      try (Lease lease = Lease.acquire(Path.of(arguments[0]), NOON)) {
        System.out.write("taken\n".getBytes());
        System.out.flush();
        System.in.read();
      }
    }
  }

  @Test
  void secondQueryOfTheProcessIsToldWhoHasIt() {
    try (Lease first = Lease.acquire(directory, NOON)) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertInUse(
            "process " + ProcessHandle.current().pid() + " on ", "since 2026-01-01T12:00:00Z");
      }
    }
    Lease.acquire(directory, NOON).close();
  }

  @Test
  void anotherPathToTheDirectoryIsNoWayRound() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    try (Lease first = Lease.acquire(real, NOON)) {
      assertThatThrownBy(() -> Lease.acquire(link, NOON)).isInstanceOf(MillraceException.class);
    }
  }

  @Test
  void anotherProcessKeepsItUntilItEnds() throws Exception {
    Process other = start();
    assertInUse("process " + other.pid() + " on ", "since 2026-01-01T12:00:00Z");
    other.destroyForcibly().waitFor();
    try (Lease lease = Lease.acquire(directory, NOON)) {
      assertThat(claims()).hasSize(1);
      // Asking within the process must not lose the lock that other processes see.
      assertInUse("process " + ProcessHandle.current().pid());
      Process third = start();
      assertThat(third.waitFor()).isNotZero();
    }
    assertThat(claims()).isEmpty();
    Process last = start();
    last.outputWriter().close();
    assertThat(last.waitFor()).isZero();
  }

  @Test
  void leaseWhoseFileWasDeletedKeepsNobodyOut() throws IOException {
    try (Lease lease = Lease.acquire(directory, NOON)) {
      lease.check();
      Path file = directory.resolve(Lease.PREFIX);
      Files.delete(file);
      assertLost(lease);
      Files.createFile(file);
      assertLost(lease);
    }
  }

  private static void assertLost(Lease lease) {
    assertThatThrownBy(lease::check)
        .isInstanceOfSatisfying(
            MillraceException.class,
            error -> assertThat(error.code()).isEqualTo(ErrorCode.CHECKPOINT_IN_USE));
  }

  @Test
  void directoryIsMade() {
    Lease.acquire(directory.resolve("a/b"), NOON).close();
    assertThat(directory.resolve("a/b")).isDirectory();
  }

  private void assertInUse(String... parts) {
    assertThatThrownBy(() -> Lease.acquire(directory, NOON))
        .isInstanceOfSatisfying(
            MillraceException.class,
            error -> {
              assertThat(error.code()).isEqualTo(ErrorCode.CHECKPOINT_IN_USE);
              assertThat(error.summary()).contains(directory.toString()).contains(parts);
            });
  }

  /** Begins another process and waits until it has the lease, or has failed to get it. */
  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                directory.toString())
            .start();
    process.inputReader().readLine();
    return process;
  }

  private List<Path> claims() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("lease-")).toList();
    }
  }
}
