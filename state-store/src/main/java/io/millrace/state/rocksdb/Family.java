package io.millrace.state.rocksdb;

import io.millrace.state.format.v1.SectionHeader;
import org.rocksdb.ColumnFamilyHandle;

/**
 * Where a table's keys are.
 *
 * @param header what its values are like
 * @param id by which batches name it
 */
public record Family(SectionHeader header, int id, ColumnFamilyHandle handle) {
  Family(SectionHeader header, ColumnFamilyHandle handle) {
    this(header, handle.getID(), handle);
  }
}
