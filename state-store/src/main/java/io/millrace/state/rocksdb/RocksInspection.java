package io.millrace.state.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Looks at a database without changing anything in it. */
public final class RocksInspection {
  private RocksInspection() {}

  /**
   * Reads all there is in a directory.
   *
   * @return the newest epoch of which something may be there; empty if there is none, or no
   *     database
   * @throws io.millrace.api.error.MillraceException CHECKPOINT_CORRUPT if something is missing, or
   *     is not what was written
   */
  public static OptionalLong newestEpoch(Path directory) {
    if (!RocksStore.exists(directory)) {
      expectNoTables(directory);
      return OptionalLong.empty();
    }
    RocksLibrary.load();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (RocksSettings settings = new RocksSettings(0)) {
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      for (byte[] name : settings.listFamilies(directory)) {
        descriptors.add(new ColumnFamilyDescriptor(name, settings.family()));
      }
      try (RocksDB database =
          RocksDB.openReadOnly(settings.database(), directory.toString(), descriptors, handles)) {
        database.verifyChecksum();
        return RocksStore.readApplying(database, handles);
      } finally {
        handles.forEach(ColumnFamilyHandle::close);
      }
    } catch (RocksDBException cause) {
      throw RocksErrors.readFailed(directory, cause);
    }
  }

  private static void expectNoTables(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (files.anyMatch(file -> file.toString().endsWith(".sst"))) {
        throw RocksErrors.corrupt(directory.resolve("CURRENT"), "it is missing").build();
      }
    } catch (IOException cause) {
      throw RocksErrors.corrupt(directory, "it cannot be listed").cause(cause).build();
    }
  }
}
