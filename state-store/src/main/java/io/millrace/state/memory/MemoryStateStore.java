package io.millrace.state.memory;

import io.millrace.state.StateMetrics;
import io.millrace.state.StateStore;
import io.millrace.state.StateTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** State on the heap, gone with the process. */
public final class MemoryStateStore implements StateStore {
  private final Map<String, List<MemoryStateTables>> tables = new HashMap<>();

  @Override
  public StateTables tables(String operator, int partition, int partitions) {
    MemoryStateTables opened = new MemoryStateTables();
    tables.computeIfAbsent(operator, name -> new ArrayList<>()).add(opened);
    return opened;
  }

  @Override
  public StateMetrics metrics(String operator) {
    StateMetrics sum = StateMetrics.NONE;
    for (MemoryStateTables partition : tables.getOrDefault(operator, List.of())) {
      sum = sum.plus(partition.metrics());
    }
    return sum;
  }

  @Override
  public void close() {
    tables.clear();
  }
}
