package io.millrace.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of directories as a process leaves them that dies. */
final class DirectoryCopies {
  private DirectoryCopies() {}

  /** Copies everything but the files by which a process claims the directory. */
  static void copyWithoutLocks(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (!path.getFileName().toString().startsWith("lease")) {
          Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
      }
    }
  }
}
