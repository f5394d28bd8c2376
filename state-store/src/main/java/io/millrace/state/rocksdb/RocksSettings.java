package io.millrace.state.rocksdb;

import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** How RocksDB works for us. Owns native memory. */
final class RocksSettings implements AutoCloseable {
  private static final long CACHE_BYTES = 32L << 20;

  /** Keys are read one here, one there: a small block has less that is not wanted. */
  private static final int BLOCK_BYTES = 4 << 10;

  private static final double FILTER_BITS = 10;
  private static final int LOG_FILES = 2;
  private static final int OPEN_FILES = 2000;

  private final Cache cache = new LRUCache(CACHE_BYTES);
  private final BloomFilter filter = new BloomFilter(FILTER_BITS);
  private final ColumnFamilyOptions family =
      new ColumnFamilyOptions()
          .setLevelCompactionDynamicLevelBytes(true)
          .setCompressionType(CompressionType.LZ4_COMPRESSION)
          .setTableFormatConfig(
              new BlockBasedTableConfig()
                  .setBlockSize(BLOCK_BYTES)
                  .setBlockCache(cache)
                  .setFilterPolicy(filter));
  private final DBOptions database =
      new DBOptions()
          .setCreateIfMissing(true)
          // with no log of its own this is what keeps families together
          .setAtomicFlush(true)
          .setAvoidFlushDuringShutdown(true)
          .setMaxBackgroundJobs(2)
          // opening takes as long for much state as for little
          .setMaxOpenFiles(OPEN_FILES)
          .setSkipStatsUpdateOnDbOpen(true)
          .setStatsDumpPeriodSec(0)
          .setStatsPersistPeriodSec(0)
          .setKeepLogFileNum(LOG_FILES);

  /**
   * @param writeBufferBytes of each family that are gathered before a file is written
   */
  RocksSettings(long writeBufferBytes) {
    family.setWriteBufferSize(writeBufferBytes);
  }

  ColumnFamilyOptions family() {
    return family;
  }

  DBOptions database() {
    return database;
  }

  List<byte[]> listFamilies(Path directory) throws RocksDBException {
    try (Options options = new Options(database, family)) {
      return RocksDB.listColumnFamilies(options, directory.toString());
    }
  }

  @Override
  public void close() {
    database.close();
    family.close();
    filter.close();
    cache.close();
  }
}
