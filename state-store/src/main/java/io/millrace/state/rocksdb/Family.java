package io.millrace.state.rocksdb;

import io.millrace.state.format.v1.SectionHeader;
import org.rocksdb.ColumnFamilyHandle;

/**
 * Where a table's keys are.
 *
 * @param header what its values are like
 * @param place its name in the database
 * @param id by which batches name it
 */
public record Family(SectionHeader header, String place, int id, ColumnFamilyHandle handle) {
  Family(SectionHeader header, String place, ColumnFamilyHandle handle) {
    this(header, place, handle.getID(), handle);
  }
}
