package io.millrace.state.log;

import static io.millrace.api.error.MillraceException.error;
import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
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
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive use of a directory, until closed or until the process ends, however it ends.
 *
 * <p>Between processes the lock on the file {@code lease} decides. Within one it cannot: a system
 * that follows POSIX lets go of a process's lock when the process closes the file, be it by way of
 * another channel, so that a second attempt to take the lock would lose it for the first. Therefore
 * a process begins with a file that bears its own name, {@code lease-process-start-host}, and
 * touches the other one only if that was not there.
 */
public final class Lease implements AutoCloseable {

  /** What the names of all files begin with that a lease makes in its directory. */
  public static final String PREFIX = "lease";

  /** The byte that is locked, far behind the text, which others must be able to read. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path claim;
  private final Path file;
  private final FileChannel channel;

  /** What tells the locked file from others of that name. */
  private final Optional<Object> key;

  private Lease(Path claim, Path file, FileChannel channel) throws IOException {
    this.claim = claim;
    this.file = file;
    this.channel = channel;
    this.key = key(file);
  }

  /**
   * Takes the lease.
   *
   * @param directory is made if it does not exist
   * @param since what others are told of the time it was taken
   * @throws MillraceException CHECKPOINT_IN_USE, saying by whom
   */
  public static Lease acquire(Path directory, Instant since) {
    requireNonNull(directory, "directory is null");
    try {
      Directories.create(directory);
      return take(directory, since);
    } catch (IOException failure) {
      throw LogErrors.writeFailed(directory, failure);
    }
  }

  private static Lease take(Path directory, Instant since) throws IOException {
    LeaseHolder self = LeaseHolder.thisProcess();
    self.removeClaimsOfTheDead(directory);
    String text = self + " since " + since;
    Path claim = claim(directory, self, text);
    try {
      return new Lease(claim, directory.resolve(PREFIX), lock(directory, text));
    } catch (IOException | MillraceException failure) {
      Files.deleteIfExists(claim);
      throw failure;
    }
  }

  /** Makes sure that nobody else in this process goes on. */
  private static Path claim(Path directory, LeaseHolder self, String text) throws IOException {
    Path claim = directory.resolve(self.claim());
    try {
      Files.createFile(claim);
    } catch (FileAlreadyExistsException taken) {
      throw inUse(directory, claim);
    }
    Files.writeString(claim, text);
    return claim;
  }

  private static FileChannel lock(Path directory, String text) throws IOException {
    Path file = directory.resolve(PREFIX);
    FileChannel channel = null;
    while (channel == null) {
      channel = tryLock(directory, file, text);
    }
    return channel;
  }

  /** Locks the file; null if somebody has deleted it meanwhile, as who deletes a directory does. */
  private static @Nullable FileChannel tryLock(Path directory, Path file, String text)
      throws IOException {
    Optional<Object> key = key(file);
    if (key.isEmpty()) {
      create(file);
      return null;
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException gone) {
      return null;
    }
    try {
      if (!isLocked(channel)) {
        throw inUse(directory, file);
      }
      // Not by opening it once more: closing that would let go of the lock.
      if (!key.equals(key(file))) {
        channel.close();
        return null;
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (IOException | MillraceException failure) {
      channel.close();
      throw failure;
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException others) {
      // As good as ours: nobody has it because he made it.
    }
  }

  /** What tells the file from others of that name; empty if there is none. */
  private static Optional<Object> key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return Optional.of(key == null ? file : key);
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException otherHost) {
      // The process has it under another name, as after a change of the host's.
      return false;
    }
  }

  /**
   * Makes sure that the lease still keeps others out: its file may have been deleted, and then
   * somebody else can have locked another of that name.
   *
   * @throws MillraceException CHECKPOINT_IN_USE
   */
  public void check() {
    Optional<Object> now;
    try {
      now = key(file);
    } catch (IOException failure) {
      throw LogErrors.unreadable(file, failure);
    }
    if (!now.equals(key)) {
      throw inUse(file.getParent(), file)
          .withDetail("the file that kept others out was deleted while this query ran: " + file);
    }
  }

  private static MillraceException inUse(Path directory, Path named) {
    String holder;
    try {
      holder = Files.readString(named);
    } catch (IOException gone) {
      // Let go of at this moment; whoever asks again will see.
      holder = "";
    }
    // A power cut may have left zeros in place of the text.
    boolean readable = !holder.isBlank() && holder.indexOf('\0') < 0;
    String by = readable ? holder : "another query";
    return error(ErrorCode.CHECKPOINT_IN_USE, directory, by)
        .hint("Stop the query that uses it first.")
        .build();
  }

  /** Gives the directory free. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(claim);
    } catch (IOException failure) {
      throw LogErrors.writeFailed(claim, failure);
    }
  }
}
