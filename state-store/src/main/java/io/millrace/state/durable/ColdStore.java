package io.millrace.state.durable;

import io.millrace.state.rocksdb.RocksStore;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store behind the log, if there is one yet. */
final class ColdStore implements AutoCloseable {
  private final Path directory;
  private final long writeBufferBytes;
  private volatile @Nullable RocksStore store;

  private ColdStore(Path directory, long writeBufferBytes) {
    this.directory = directory;
    this.writeBufferBytes = writeBufferBytes;
  }

  /** Opens the store in a directory if there is one. */
  static ColdStore open(Path directory, DurableOptions options) {
    ColdStore cold = new ColdStore(directory, options.writeBufferBytes());
    if (RocksStore.exists(directory)) {
      cold.store = RocksStore.open(directory, cold.writeBufferBytes);
    }
    return cold;
  }

  /** The store; empty if there is none yet. */
  Optional<RocksStore> store() {
    return Optional.ofNullable(store);
  }

  /** The newest epoch that is wholly in the store; -1 if there is none. */
  long applied() {
    RocksStore opened = store;
    return opened == null ? -1 : opened.applied().orElse(-1);
  }

  /** The newest epoch of which something may be in the store; -1 if none is. */
  long reached() {
    RocksStore opened = store;
    return opened == null ? -1 : opened.applying().orElse(-1);
  }

  /** The store, which is made if there is none. Called by one thread. */
  RocksStore openOrCreate() {
    RocksStore opened = store;
    if (opened == null) {
      opened = RocksStore.open(directory, writeBufferBytes);
      store = opened;
    }
    return opened;
  }

  @Override
  public void close() {
    RocksStore opened = store;
    if (opened != null) {
      opened.close();
    }
  }
}
