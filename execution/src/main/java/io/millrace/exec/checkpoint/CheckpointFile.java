package io.millrace.exec.checkpoint;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.checkpoint.JsonTree.BadJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * A small file of a checkpoint, which is there whole or not at all: written under a temporary name,
 * with a checksum in its last line, synced, and renamed.
 */
final class CheckpointFile {
  /** What names of files end in that are not finished. */
  static final String TEMPORARY = ".tmp";

  private static final String CHECKSUM = "crc32c ";

  private CheckpointFile() {}

  /**
   * Writes the file, in place of the old one if there is one.
   *
   * @throws MillraceException CHECKPOINT_WRITE_FAILED; the old file is still there then
   */
  static void write(Path file, JsonTree content) {
    String body = content.pretty() + "\n";
    byte[] bytes = (body + CHECKSUM + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
    Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw writeFailed(file, e);
    }
  }

  /** Makes names in a directory durable: those of files made, renamed or deleted. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static MillraceException writeFailed(Path file, IOException failure) {
    return error(ErrorCode.CHECKPOINT_WRITE_FAILED, file, reason(failure)).cause(failure).build();
  }

  /** What the operating system says, without the file, which the message names already. */
  static String reason(IOException failure) {
    if (failure instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * Reads the file; empty if there is none.
   *
   * @param reader makes of the content what is wanted
   * @throws MillraceException CHECKPOINT_CORRUPT
   */
  static <T> Optional<T> read(Path file, Function<JsonTree, T> reader) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw error(ErrorCode.CHECKPOINT_CORRUPT, file, "cannot be read: " + reason(e))
          .cause(e)
          .build();
    }
    int end = text.lastIndexOf(CHECKSUM);
    if (end < 0) {
      throw corrupt(file, "it has no checksum, so it is not whole");
    }
    String body = text.substring(0, end);
    if (!text.substring(end).equals(CHECKSUM + checksum(body) + "\n")) {
      throw corrupt(file, "it does not fit its checksum");
    }
    try {
      return Optional.of(reader.apply(JsonTree.parse(body)));
    } catch (BadJsonException e) {
      throw corrupt(file, e.getMessage());
    }
  }

  static MillraceException corrupt(Path file, String reason) {
    return error(ErrorCode.CHECKPOINT_CORRUPT, file, reason)
        .hint("restore the directory from a copy, or begin anew in another one")
        .build();
  }

  private static String checksum(String body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", checksum.getValue());
  }
}
