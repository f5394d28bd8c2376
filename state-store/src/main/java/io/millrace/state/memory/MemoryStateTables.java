package io.millrace.state.memory;

import io.millrace.api.types.DataType;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.StateTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables on the heap, gone with the process. */
public final class MemoryStateTables implements StateTables {
  private final List<KeyedTable> keyed = new ArrayList<>();
  private final List<MultisetTable> multisets = new ArrayList<>();

  @Override
  public KeyedTable keyed(
      String name, List<DataType> keyTypes, int stateWords, Optional<KeyHorizon> horizon) {
    KeyedTable table = new MemoryKeyedTable(new KeyLayout(keyTypes), stateWords, horizon);
    keyed.add(table);
    return table;
  }

  @Override
  public MultisetTable multiset(String name, List<DataType> valueTypes, boolean ordered) {
    MultisetTable table = new MemoryMultisetTable(valueTypes, ordered);
    multisets.add(table);
    return table;
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
}
