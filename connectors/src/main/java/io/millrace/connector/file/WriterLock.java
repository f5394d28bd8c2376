package io.millrace.connector.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Sees to it that one sink at a time writes to a directory, until it is closed or its process ends.
 *
 * <p>Between processes the lock on the file {@code lease} decides. Within one it cannot: where
 * locks follow POSIX, a process loses its lock when it closes any channel to the file. So a process
 * first makes a file of its own name, {@code lease-process-start}, and goes on only if that was not
 * there.
 */
final class WriterLock implements AutoCloseable {
  private static final String NAME = "lease";

  /** The byte that is locked, far behind the text, which others must be able to read. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path claim;
  private final FileChannel channel;

  private WriterLock(Path claim, FileChannel channel) {
    this.claim = claim;
    this.channel = channel;
  }

  /** Thrown if somebody else writes. */
  static final class HeldException extends Exception {
    private static final long serialVersionUID = 1;

    HeldException(String holder) {
      super(isReadable(holder) ? holder.strip() : "another query");
    }

    /** A power cut may have left zeros in place of the text. */
    private static boolean isReadable(String holder) {
      return !holder.isBlank() && holder.indexOf('\0') < 0;
    }
  }

  /**
   * Takes the lock.
   *
   * @param directory where the files of the lock lie
   * @param holder what others are told
   * @throws HeldException saying by whom, if somebody else has it
   */
  static WriterLock acquire(Path directory, String holder) throws IOException, HeldException {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    Path claim = directory.resolve(NAME + "-" + process.pid() + "-" + start);
    String text = holder + " in process " + process.pid();
    try {
      Files.createFile(claim);
    } catch (FileAlreadyExistsException e) {
      throw new HeldException(read(claim).orElse(""));
    }
    try {
      Files.writeString(claim, text);
      WriterLock lock = new WriterLock(claim, lock(directory.resolve(NAME), text));
      lock.removeClaimsOfTheDead(directory);
      return lock;
    } catch (IOException | HeldException e) {
      Files.deleteIfExists(claim);
      throw e;
    }
  }

  private static FileChannel lock(Path file, String text) throws IOException, HeldException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isLocked(channel)) {
        throw new HeldException(read(file).orElse(""));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException | HeldException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it, by way of another path
    }
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // let go of at this moment
    }
  }

  /** Whoever has the lock is alone: what others have claimed they do not have, or no more. */
  private void removeClaimsOfTheDead(Path directory) throws IOException {
    for (Path entry : Directories.entries(directory)) {
      if (entry.getFileName().toString().startsWith(NAME + "-") && !entry.equals(claim)) {
        Files.deleteIfExists(entry);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(claim);
  }
}
