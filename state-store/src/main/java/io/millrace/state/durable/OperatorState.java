package io.millrace.state.durable;

import io.millrace.state.KeyGroups;
import io.millrace.state.StateMetrics;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeRecordReader;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
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

  /** Makes the changes of the section that a reader has come to. */
  void apply(SectionHeader header, ChangeRecordReader reader) {
    List<LoggedTable> tables = new ArrayList<>();
    for (Partition partition : opened) {
      tables.add(partition.tables().loggedTable(header.table()).orElseThrow());
    }
    while (reader.nextBlock()) {
      for (int i = 0; i < tables.size(); i++) {
        tables.get(i).apply(header, reader.block(), opened.get(i).number(), partitions);
      }
    }
  }

  /** Reads what a store has of the tables. */
  void load(RocksStore store) {
    ChangeBlock block = new ChangeBlock();
    for (Partition partition : opened) {
      int endGroup = KeyGroups.firstGroup(partition.number() + 1, partitions);
      for (LoggedTable table : partition.tables().loggedTables()) {
        Optional<Family> family = store.family(operator, table.name());
        if (family.isPresent()) {
          try (FamilyCursor cursor = store.cursor(family.get())) {
            cursor.seekGroup(KeyGroups.firstGroup(partition.number(), partitions));
            while (cursor.read(block, endGroup)) {
              table.apply(family.get().header(), block, partition.number(), partitions);
            }
          }
        }
      }
    }
  }

  StateMetrics metrics() {
    StateMetrics sum = new StateMetrics(0, 0, 0, 0, loggedBytes, 0, 0);
    for (Partition partition : opened) {
      sum = sum.plus(partition.tables().metrics());
    }
    return sum;
  }
}
