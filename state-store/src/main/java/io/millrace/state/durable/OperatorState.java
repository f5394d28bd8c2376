package io.millrace.state.durable;

import io.millrace.state.KeyGroups;
import io.millrace.state.StateMetrics;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeRecordReader;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.memory.ColdSource;
import io.millrace.state.memory.LoggedTable;
import io.millrace.state.memory.MemoryStateTables;
import io.millrace.state.rocksdb.Family;
import io.millrace.state.rocksdb.FamilyCursor;
import io.millrace.state.rocksdb.RocksStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of an operator's partitions. */
final class OperatorState {
  private final String operator;
  private final int partitions;
  private final List<Partition> opened = new ArrayList<>();
  private long loggedBytes;
  private long commitNanos;

  /** The tables of the partition with that number. */
  private record Partition(int number, MemoryStateTables tables) {}

  OperatorState(String operator, int partitions) {
    this.operator = operator;
    this.partitions = partitions;
  }

  MemoryStateTables open(int partition, int ofPartitions) {
    if (ofPartitions != partitions
        || opened.stream().anyMatch(other -> other.number() == partition)) {
      throw new IllegalStateException(
          "partition " + partition + " of " + ofPartitions + " of " + operator + " does not fit");
    }
    MemoryStateTables tables = MemoryStateTables.logged(operator);
    opened.add(new Partition(partition, tables));
    return tables;
  }

  void start(boolean rerun) {
    for (Partition partition : opened) {
      for (LoggedTable table : partition.tables().loggedTables()) {
        table.start();
        table.rerun(rerun);
      }
    }
  }

  void rerun(boolean again) {
    for (Partition partition : opened) {
      partition.tables().loggedTables().forEach(table -> table.rerun(again));
    }
  }

  /** Writes all changes. */
  void write(ChangeRecordWriter writer) {
    long started = System.nanoTime();
    int before = writer.output().size();
    for (Partition partition : opened) {
      List<LoggedTable> tables = partition.tables().loggedTables();
      // values belong to groups of tables that were opened before their own
      for (int i = tables.size() - 1; i >= 0; i--) {
        tables.get(i).writeRemovals(writer);
      }
      for (LoggedTable table : tables) {
        table.writePuts(writer);
      }
    }
    loggedBytes = writer.output().size() - before;
    commitNanos = System.nanoTime() - started;
  }

  void forgetChanges() {
    for (Partition partition : opened) {
      partition.tables().loggedTables().forEach(LoggedTable::forgetChanges);
    }
  }

  /** The first partition's table of that name, by which a section is checked. */
  Optional<LoggedTable> table(String name) {
    return opened.isEmpty() ? Optional.empty() : opened.get(0).tables().loggedTable(name);
  }

  List<LoggedTable> tables() {
    return opened.isEmpty() ? List.of() : opened.get(0).tables().loggedTables();
  }

  /** Makes the changes of the section that a reader has come to. */
  void apply(SectionHeader section, ChangeRecordReader reader, Evolution evolution) {
    SectionHeader header = evolution.header(section);
    List<LoggedTable> tables = new ArrayList<>();
    for (Partition partition : opened) {
      tables.add(partition.tables().loggedTable(header.table()).orElseThrow());
    }
    while (reader.nextBlock()) {
      ChangeBlock block = evolution.block(section, reader.block());
      for (int i = 0; i < tables.size(); i++) {
        tables.get(i).apply(header, block, opened.get(i).number(), partitions);
      }
    }
  }

  /**
   * Lets rows be on disk only, from now on.
   *
   * @param epoch what was changed in later ones is not wholly on disk
   * @param unread whether the tables are empty and have to be taken from there
   */
  void attach(ColdStore cold, long epoch, boolean unread) {
    for (Partition partition : opened) {
      int firstGroup = KeyGroups.firstGroup(partition.number(), partitions);
      int endGroup = KeyGroups.firstGroup(partition.number() + 1, partitions);
      ColdSource source =
          new ColdSource(
              table -> new ColdFamily(cold, operator, table), firstGroup, endGroup, epoch, unread);
      for (LoggedTable table : partition.tables().loggedTables()) {
        if (!table.attach(source) && unread && cold.store().isPresent()) {
          load(cold.store().get(), table, partition, firstGroup, endGroup);
        }
      }
    }
  }

  /** Reads what a store has of a table. */
  private void load(
      RocksStore store, LoggedTable table, Partition partition, int firstGroup, int endGroup) {
    Optional<Family> family = store.family(operator, table.name());
    if (family.isPresent()) {
      ChangeBlock block = new ChangeBlock();
      try (FamilyCursor cursor = store.cursor(family.get())) {
        cursor.seekGroup(firstGroup);
        while (cursor.read(block, endGroup)) {
          table.apply(family.get().header(), block, partition.number(), partitions);
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException cause) {
        throw store.damaged(
            "what it has of " + operator + ", " + table.name() + " cannot be understood", cause);
      }
    }
  }

  /** The records that are applied from now on are of an epoch. */
  void replaying(long epoch) {
    for (Partition partition : opened) {
      partition.tables().loggedTables().forEach(table -> table.replaying(epoch));
    }
  }

  /** What was changed is of an epoch that is decided. */
  void committed(long epoch) {
    for (Partition partition : opened) {
      partition.tables().loggedTables().forEach(table -> table.committed(epoch));
    }
  }

  /** Brings some rows into memory that have stayed on disk since the start. */
  void fill() {
    for (Partition partition : opened) {
      partition.tables().loggedTables().forEach(LoggedTable::fill);
    }
  }

  /** Heap of all tables, roughly. */
  long heapBytes() {
    long bytes = 0;
    for (Partition partition : opened) {
      bytes += partition.tables().heapBytes();
    }
    return bytes;
  }

  /** Heap of what could be let go if it is on disk, roughly. */
  long evictableBytes() {
    long bytes = 0;
    for (Partition partition : opened) {
      for (LoggedTable table : partition.tables().loggedTables()) {
        bytes += table.evictableBytes();
      }
    }
    return bytes;
  }

  /**
   * Lets rows go from memory that are on disk.
   *
   * @param share how much of what is in memory
   * @param applied the newest epoch that is on disk
   */
  void evict(double share, long applied) {
    for (Partition partition : opened) {
      for (LoggedTable table : partition.tables().loggedTables()) {
        long bytes = table.evictableBytes();
        if (bytes > 0) {
          table.evict((long) (bytes * share), applied);
        }
      }
    }
  }

  StateMetrics metrics() {
    StateMetrics sum = new StateMetrics(0, 0, 0, 0, loggedBytes, commitNanos, 0, 0);
    for (Partition partition : opened) {
      sum = sum.plus(partition.tables().metrics());
    }
    return sum;
  }
}
