package io.millrace.state.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the entries of a directory durable: files created, renamed and deleted in it. */
final class Directories {
  private Directories() {}

  /** Makes a directory, and those above it, if they are not there. */
  static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      create(parent);
      Files.createDirectories(directory);
      sync(parent);
    }
  }

  static void sync(Path directory) throws IOException {
    // Other systems neither need it nor can open a directory.
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
