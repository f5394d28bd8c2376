package io.millrace.exec.checkpoint;

import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckpointDirectoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path directory;

  /** A checkpoint of which nothing is there but its metadata. */
  private Path checkpoint() {
    Path path = directory.resolve("checkpoint");
    try (CheckpointDirectory made = CheckpointDirectory.take(path, NOON)) {
      made.write(new Metadata(UUID.randomUUID(), "q", NOON, Map.of()));
    }
    return path;
  }

  /** What inotify tells of one directory comes in order. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theLeaseIsGivenUpOnlyWhenItsFileIsGone() throws IOException, InterruptedException {
    Path path = checkpoint();
    List<String> deleted = new ArrayList<>();
    try (WatchService watch = path.getFileSystem().newWatchService()) {
      path.register(watch, ENTRY_DELETE);
      assertThat(CheckpointDirectory.delete(path, NOON)).isTrue();
      while (deleted.stream().filter(name -> name.startsWith("lease")).count() < 2) {
        WatchKey key = watch.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          deleted.add(event.context().toString());
        }
        key.reset();
      }
    }
    assertThat(deleted.get(deleted.size() - 2)).isEqualTo("lease");
    assertThat(deleted.get(deleted.size() - 1)).startsWith("lease-");
    assertThat(path).doesNotExist();
  }

  @Test
  void whatOthersPutIntoTheDirectoryStays() throws IOException {
    Path path = checkpoint();
    Path foreign = Files.writeString(path.resolve("notes"), "mine");
    assertThat(CheckpointDirectory.delete(path, NOON)).isTrue();
    assertThat(foreign).exists();
    assertThat(path.resolve("metadata")).doesNotExist();
    assertThat(path.resolve("lease")).doesNotExist();
  }
}
