package io.millrace.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What may happen does, what must not does not, over many seeds. */
class FaultDiskTest {
  private static final int SEEDS = 60;
  private static final int SECTOR = 512;

  @TempDir Path scratch;

  private FaultDisk disk(long seed) throws IOException {
    return new FaultDisk(Files.createDirectory(scratch.resolve("disk" + seed)), seed);
  }

  private static void write(FileChannel channel, long at, int length, int value)
      throws IOException {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
  }

  private static FileChannel openNew(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A durable file of ones. */
  private static void writeDurably(Path file, int length) throws IOException {
    try (FileChannel channel = openNew(file)) {
      write(channel, 0, length, 1);
      channel.force(false);
    }
    forceDirectory(file.getParent());
  }

  @Test
  void powerCutLosesWholeSectorsOfWhatWasNotForced() throws IOException {
    Set<Integer> kept = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultDisk disk = disk(seed);
      Path file = disk.mount().resolve("file");
      writeDurably(file, 20 * SECTOR);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        write(channel, 5 * SECTOR, 10 * SECTOR, 2);
      }
      disk.crash(Crash.POWER_CUT);
      byte[] left = Files.readAllBytes(disk.mount().resolve("file"));
      assertThat(left).hasSize(20 * SECTOR);
      int survivors = 0;
      for (int sector = 0; sector < 20; sector++) {
        byte first = left[sector * SECTOR];
        for (int i = 0; i < SECTOR; i++) {
          assertThat(left[sector * SECTOR + i]).isEqualTo(first);
        }
        boolean written = sector >= 5 && sector < 15;
        assertThat((int) first).isBetween(1, written ? 2 : 1);
        survivors += first - 1;
      }
      kept.add(survivors);
    }
    assertThat(kept).contains(0, 10).hasSizeGreaterThan(4);
  }

  @Test
  void whatWasForcedStays() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultDisk disk = disk(seed);
      writeDurably(disk.mount().resolve("file"), 3000);
      disk.crash(Crash.POWER_CUT);
      assertThat(disk.mount().resolve("file")).hasSize(3000);
    }
  }

  @Test
  void killedProcessLosesNothingWritten() throws IOException {
    FaultDisk disk = disk(1);
    Files.writeString(disk.mount().resolve("file"), "content");
    disk.crash(Crash.KILL);
    assertThat(disk.mount().resolve("file")).hasContent("content");
  }

  @Test
  void killedProcessLeavesPartOfItsLastWrite() throws IOException {
    Set<Long> sizes = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultDisk disk = disk(seed);
      Path root = disk.mount();
      // Creating it is operation 0.
      disk.crashAt(1, Crash.KILL);
      assertThatThrownBy(() -> Files.write(root.resolve("file"), new byte[1000]))
          .isInstanceOf(IOException.class);
      sizes.add(Files.size(disk.mount().resolve("file")));
    }
    assertThat(sizes).hasSizeGreaterThan(SEEDS / 2).allMatch(size -> size <= 1000);
  }

  @Test
  void namesSurviveInTheirOrderUpToSomePoint() throws IOException {
    Set<List<String>> outcomes = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultDisk disk = disk(seed);
      Path root = disk.mount();
      writeDurably(root.resolve("a"), 1);
      Files.createFile(root.resolve("b"));
      Files.move(root.resolve("a"), root.resolve("b"), StandardCopyOption.REPLACE_EXISTING);
      Files.delete(root.resolve("b"));
      disk.crash(Crash.POWER_CUT);
      outcomes.add(names(disk.mount()));
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder(List.of("a"), List.of("a", "b"), List.of("b"), List.of());
  }

  @Test
  void replacedFileComesBackWithItsContent() throws IOException {
    Set<Byte> found = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultDisk disk = disk(seed);
      Path root = disk.mount();
      writeDurably(root.resolve("file"), 1);
      try (FileChannel channel = openNew(root.resolve("new"))) {
        write(channel, 0, 1, 2);
        channel.force(true);
      }
      Files.move(root.resolve("new"), root.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
      disk.crash(Crash.POWER_CUT);
      found.add(Files.readAllBytes(disk.mount().resolve("file"))[0]);
    }
    assertThat(found).containsExactlyInAnyOrder((byte) 1, (byte) 2);
  }

  @Test
  void forcedDirectoryKeepsItsNames() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultDisk disk = disk(seed);
      Path root = disk.mount();
      Files.createDirectories(root.resolve("a/b"));
      Files.createFile(root.resolve("a/b/c"));
      forceDirectory(root.resolve("a/b"));
      disk.crash(Crash.POWER_CUT);
      assertThat(disk.mount().resolve("a/b/c")).exists();
    }
  }

  @Test
  void failedForceLosesWhatItShouldHaveForcedEvenIfTheNextSucceeds() throws IOException {
    int lost = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      FaultDisk disk = disk(seed);
      Path file = disk.mount().resolve("file");
      writeDurably(file, SECTOR);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        write(channel, 0, SECTOR, 2);
        disk.failAt(Operation.FORCE, 0);
        assertThatThrownBy(() -> channel.force(false)).hasMessage(FaultDisk.IO_ERROR);
        channel.force(false);
      }
      assertThat(Files.readAllBytes(file)[0]).isEqualTo((byte) 2);
      disk.crash(Crash.POWER_CUT);
      lost += 2 - Files.readAllBytes(disk.mount().resolve("file"))[0];
    }
    assertThat(lost).isBetween(SEEDS / 2, SEEDS - 1);
  }

  @Test
  void lifeThatHasEndedNeverGoesOn() throws IOException {
    FaultDisk disk = disk(1);
    Path before = disk.mount();
    Files.writeString(before.resolve("file"), "content");
    FileChannel channel = FileChannel.open(before.resolve("file"), StandardOpenOption.WRITE);
    disk.crashAt(0, Crash.POWER_CUT);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> write(channel, 0, 1, 1)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Files.readString(before.resolve("file")))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Files.delete(before.resolve("file")))
          .isInstanceOf(IOException.class);
      disk.mount();
    }
    channel.close();
  }

  @Test
  void diskIsFullAfterSoManyBytes() throws IOException {
    FaultDisk disk = disk(1);
    Path root = disk.mount();
    Files.write(root.resolve("old"), new byte[10]);
    disk.limitSpace(100);
    assertThatThrownBy(() -> Files.write(root.resolve("new"), new byte[101]))
        .hasMessage(FaultDisk.NO_SPACE);
    assertThat(root.resolve("new")).hasSize(100);
    // What a file has already can still be written.
    try (FileChannel channel = FileChannel.open(root.resolve("old"), StandardOpenOption.WRITE)) {
      write(channel, 0, 10, 1);
      assertThatThrownBy(() -> write(channel, 10, 1, 1)).hasMessage(FaultDisk.NO_SPACE);
    }
  }

  @Test
  void oneReadOrWriteCanBeMadeToFail() throws IOException {
    FaultDisk disk = disk(1);
    Path file = disk.mount().resolve("file");
    disk.failAt(Operation.WRITE, 1);
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> Files.write(file, new byte[3])).hasMessage(FaultDisk.IO_ERROR);
    Files.write(file, new byte[3]);
    disk.failAt(Operation.READ, 0);
    assertThatThrownBy(() -> Files.readAllBytes(file)).hasMessage(FaultDisk.IO_ERROR);
    assertThat(Files.readAllBytes(file)).hasSize(3);
  }

  @Test
  void shortWritesLoseNothing() throws IOException {
    FaultDisk disk = disk(1);
    Path file = disk.mount().resolve("file");
    disk.shortenWrites();
    try (FileChannel channel = openNew(file)) {
      write(channel, 0, 100_000, 7);
    }
    assertThat(disk.count(Operation.WRITE)).isGreaterThan(1);
    assertThat(Files.readAllBytes(file)).hasSize(100_000).containsOnly(7);
  }

  @Test
  void otherwiseItIsAFileSystemLikeOthers() throws IOException {
    Path root = disk(1).mount();
    Path file = Files.writeString(root.resolve("file"), "a");
    Files.writeString(file, "b", StandardOpenOption.APPEND);
    Files.copy(file, root.resolve("copy"));
    assertThat(root.resolve("copy")).hasContent("ab");
    assertThatThrownBy(() -> Files.createFile(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.delete(root.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    Files.createDirectory(root.resolve("directory"));
    Files.move(file, root.resolve("directory/moved"));
    assertThat(names(root)).containsExactly("copy", "directory");
    assertThat(Files.isDirectory(root.resolve("directory"))).isTrue();
    assertThat(root.resolve("directory/moved").toFile()).hasContent("ab");
    assertThat(file.getFileSystem().provider().getScheme()).isEqualTo("fault");
  }

  @Test
  void nativeLibrariesUseTheFilesBehindIt() throws IOException, RocksDBException {
    FaultDisk disk = disk(1);
    Path root = disk.mount();
    try (RocksDB database = RocksDB.open(root.resolve("state").toString())) {
      database.put(new byte[] {1}, new byte[] {2});
    }
    disk.crash(Crash.POWER_CUT);
    try (RocksDB database = RocksDB.open(disk.mount().resolve("state").toString())) {
      assertThat(database.get(new byte[] {1})).containsExactly(2);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
