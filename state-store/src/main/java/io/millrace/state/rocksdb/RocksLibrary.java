package io.millrace.state.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads RocksDB's native library, once in a process. RocksDB would unpack it into the directory for
 * temporary files and delete it at the end of the process, if that comes in good order; here it is
 * gone as soon as it is loaded, where the system allows that.
 */
final class RocksLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(RocksLibrary.class);

  private RocksLibrary() {}

  /** Makes sure that it is loaded. */
  static void load() {
    Once.load();
  }

  /** What happens when it is needed first. */
  private static final class Once {
    static {
      unpack();
      RocksDB.loadLibrary();
    }

    static void load() {
      // The class has been initialized.
    }

    private static void unpack() {
      String name = Environment.getJniLibraryFileName("rocksdb");
      try (InputStream library = RocksDB.class.getResourceAsStream("/" + name)) {
        if (library != null) {
          load(library, Files.createTempDirectory("millrace-rocksdb"), name);
        }
      } catch (IOException | UnsatisfiedLinkError e) {
        // RocksDB itself knows more ways, and says what is wrong if none leads there.
        LOG.debug("RocksDB loads its library itself", e);
      }
    }

    private static void load(InputStream library, Path directory, String name) throws IOException {
      Path file = directory.resolve(name);
      try {
        Files.copy(library, file);
        RocksDB.loadLibrary(List.of(directory.toString()));
      } finally {
        delete(file, directory);
      }
    }

    private static void delete(Path file, Path directory) {
      try {
        Files.deleteIfExists(file);
        Files.delete(directory);
      } catch (IOException e) {
        // Windows keeps a library that is loaded; what is named last goes first.
        directory.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
      }
    }
  }
}
