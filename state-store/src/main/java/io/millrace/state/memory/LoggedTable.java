package io.millrace.state.memory;

import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;

/** A table whose changes are written into records and read back. */
public interface LoggedTable {
  String name();

  /** What must be alike where changes are written and read. */
  long signature();

  /** Begins to note changes. */
  void start();

  /** Whether what is done from now on was logged before, in epochs that are run again. */
  void rerun(boolean again);

  /** Writes what went since the changes were forgotten last. */
  void writeRemovals(ChangeRecordWriter writer);

  /** Writes what came or changed since then. */
  void writePuts(ChangeRecordWriter writer);

  void forgetChanges();

  /** How many rows would be written. */
  int changedRows();

  /** Makes changes that a record tells of, of the key groups that a partition owns. */
  void apply(SectionHeader header, ChangeBlock block, int partition, int partitions);
}
