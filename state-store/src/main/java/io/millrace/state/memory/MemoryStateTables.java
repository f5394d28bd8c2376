package io.millrace.state.memory;

import io.millrace.api.types.DataType;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.StateMetrics;
import io.millrace.state.StateTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables on the heap, gone with the process. */
public final class MemoryStateTables implements StateTables {
  private final List<MemoryKeyedTable> keyed = new ArrayList<>();
  private final List<MultisetTable> multisets = new ArrayList<>();

  @Override
  public KeyedTable keyed(
      String name, List<DataType> keyTypes, int stateWords, Optional<KeyHorizon> horizon) {
    MemoryKeyedTable table = new MemoryKeyedTable(new KeyLayout(keyTypes), stateWords, horizon);
    keyed.add(table);
    return table;
  }

  @Override
  public MultisetTable multiset(
      String name, KeyedTable groups, List<DataType> valueTypes, boolean ordered) {
    MultisetTable table = new MemoryMultisetTable(valueTypes, ordered);
    multisets.add(table);
    return table;
  }

  @Override
  public void beginBatch() {
    keyed.forEach(MemoryKeyedTable::beginBatch);
  }

  @Override
  public long memoryBytes() {
    long bytes = 0;
    for (KeyedTable table : keyed) {
      bytes += table.memoryBytes();
    }
    for (MultisetTable table : multisets) {
      bytes += table.memoryBytes();
    }
    return bytes;
  }

  /** What the tables cost. */
  StateMetrics metrics() {
    long rows = 0;
    for (KeyedTable table : keyed) {
      rows += table.size();
    }
    for (MultisetTable table : multisets) {
      rows += table.size();
    }
    return new StateMetrics(rows, rows, memoryBytes(), 0, 0, 0, 0);
  }
}
