package io.millrace.connector.file;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * A file as a listing found it.
 *
 * @param path absolute
 * @param root the directory below which {@code key=value} directories count
 * @param size in bytes; what is added later is not read
 * @param modified milliseconds since 1970
 */
record TakenFile(Path path, Path root, long size, long modified) {

  /** The order in which files are read. */
  static final Comparator<TakenFile> ORDER =
      Comparator.comparingLong(TakenFile::modified).thenComparing(file -> file.path().toString());
}
