package io.millrace.state.memory;

import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.TableLayout;

/** A table whose changes are written into records and read back. */
public interface LoggedTable {
  String name();

  /** What must be alike where changes are written and read. */
  long signature();

  /** What its bytes mean. */
  TableLayout layout();

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

  /**
   * Lets rows be on disk only, from now on; called before {@link #start}. A table that cannot do
   * that has all of its rows in memory.
   *
   * @return whether it can
   */
  default boolean attach(ColdSource source) {
    return false;
  }

  /** The records that are applied from now on are of an epoch. */
  default void replaying(long epoch) {}

  /** What was changed is of an epoch that is decided; called before the changes are forgotten. */
  default void committed(long epoch) {}

  /** Brings some rows into memory that have stayed on disk since the start. */
  default void fill() {}

  /**
   * Lets rows go from memory that are on disk.
   *
   * @param bytes how many to give back, roughly
   * @param applied the newest epoch that is on disk
   */
  default void evict(long bytes, long applied) {}

  /** How many values of groups are on disk only. */
  default long coldValues() {
    return 0;
  }

  /** Heap of what {@link #evict} could let go, roughly. */
  default long evictableBytes() {
    return 0;
  }
}
