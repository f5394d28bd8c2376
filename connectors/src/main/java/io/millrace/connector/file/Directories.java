package io.millrace.connector.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What is done with directories and the names in them. */
final class Directories {
  private Directories() {}

  /** What lies in a directory; nothing if it is not there. */
  static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Makes the names in a directory durable. */
  static void sync(Path directory) throws IOException {
    // Other systems neither need it nor can open a directory.
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Makes a directory below another, both durable. */
  static void createBelow(Path ancestor, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path above = directory;
    while (!above.equals(ancestor)) {
      above = above.getParent();
      sync(above);
    }
  }

  /** Removes a directory below another, and those above it up to that one, as far as empty. */
  static void removeEmpty(Path directory, Path top) throws IOException {
    Path above = directory;
    try {
      while (!above.equals(top)) {
        Files.deleteIfExists(above);
        above = above.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      return; // other files are in it
    }
  }

  /** Moves a file within a file system in one step. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
