package io.millrace.state.memory;

import io.millrace.api.types.DataType;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.OrderedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.SortOrder;
import io.millrace.state.StateField;
import io.millrace.state.StateMetrics;
import io.millrace.state.StateTables;
import io.millrace.state.TimerTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables on the heap, gone with the process unless their changes are logged. */
public final class MemoryStateTables implements StateTables {
  private final Optional<String> loggedOperator;
  private final List<MemoryKeyedTable> keyed = new ArrayList<>();
  private final List<GroupedValues> values = new ArrayList<>();
  private final List<LoggedTable> logged = new ArrayList<>();

  /** Tables whose changes nobody wants to know. */
  public MemoryStateTables() {
    this(Optional.empty());
  }

  private MemoryStateTables(Optional<String> loggedOperator) {
    this.loggedOperator = loggedOperator;
  }

  /** Tables of an operator's partition whose changes can be logged. */
  public static MemoryStateTables logged(String operator) {
    return new MemoryStateTables(Optional.of(operator));
  }

  @Override
  public KeyedTable keyed(
      String name, KeyLayout layout, List<StateField> fields, Optional<KeyHorizon> horizon) {
    int words = fields.stream().mapToInt(StateField::words).sum();
    MemoryKeyedTable table = new MemoryKeyedTable(layout, words, horizon);
    keyed.add(table);
    loggedOperator.ifPresent(operator -> log(new KeyedChangeLog(operator, name, table, fields)));
    return table;
  }

  @Override
  public MultisetTable multiset(
      String name, KeyedTable groups, List<DataType> valueTypes, boolean ordered) {
    MemoryMultisetTable table = new MemoryMultisetTable(valueTypes, ordered);
    logValues(name, table, groups, List.of(), "");
    return table;
  }

  @Override
  public OrderedTable ordered(
      String name, KeyedTable groups, List<DataType> types, List<SortOrder> orders) {
    MemoryOrderedTable table = new MemoryOrderedTable(types, orders);
    logValues(name, table, groups, orders, ", ordered");
    return table;
  }

  @Override
  public TimerTable timers(String name, KeyedTable keys) {
    MemoryTimerTable table = new MemoryTimerTable((MemoryKeyedTable) keys);
    logValues(name, table, keys, List.of(), ", timers");
    return table;
  }

  private void logValues(
      String name, GroupedValues table, KeyedTable groups, List<SortOrder> orders, String kind) {
    values.add(table);
    loggedOperator.ifPresent(
        operator -> {
          MemoryKeyedTable owner = (MemoryKeyedTable) groups;
          KeyedChangeLog ownerLog = changeLog(owner);
          GroupedChangeLog log =
              new GroupedChangeLog(operator, name, table, owner, ownerLog, orders, kind);
          log(log);
          ownerLog.addValues(log);
        });
  }

  private KeyedChangeLog changeLog(MemoryKeyedTable table) {
    for (LoggedTable each : logged) {
      if (each instanceof KeyedChangeLog keyedLog && keyedLog.isOf(table)) {
        return keyedLog;
      }
    }
    throw new IllegalStateException("the table of the groups is not one of these");
  }

  private void log(LoggedTable table) {
    if (loggedTable(table.name()).isPresent()) {
      throw new IllegalStateException("table " + table.name() + " is opened twice");
    }
    logged.add(table);
  }

  /** The tables whose changes can be logged, in the order they were opened. */
  public List<LoggedTable> loggedTables() {
    return logged;
  }

  /** The table of that name whose changes can be logged; empty if it is not opened. */
  public Optional<LoggedTable> loggedTable(String name) {
    return logged.stream().filter(table -> table.name().equals(name)).findFirst();
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
    for (GroupedValues table : values) {
      bytes += table.memoryBytes();
    }
    return bytes;
  }

  /** Heap that all tables use with what operators keep beside them, roughly. */
  public long heapBytes() {
    long bytes = memoryBytes();
    for (MemoryKeyedTable table : keyed) {
      for (SlotExtension each : table.extensions()) {
        bytes += each.memoryBytes();
      }
    }
    return bytes;
  }

  /** What the tables cost. */
  public StateMetrics metrics() {
    long resident = 0;
    long cold = 0;
    long lookups = 0;
    long misses = 0;
    for (MemoryKeyedTable table : keyed) {
      resident += table.residentSize();
      cold += table.coldSize();
      lookups += table.lookups();
      misses += table.misses();
    }
    for (GroupedValues table : values) {
      resident += table.residentSize();
    }
    long changed = 0;
    for (LoggedTable table : logged) {
      changed += table.changedRows();
      cold += table.coldValues();
    }
    return new StateMetrics(
        resident + cold, resident, memoryBytes(), changed, 0, 0, lookups - misses, misses);
  }
}
