package io.millrace.state.memory;

import io.millrace.state.SlotExtension;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeKind;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
import java.util.ArrayList;
import java.util.List;

/** Writes what changed in a keyed table, and makes changes that were written. */
final class KeyedChangeLog implements LoggedTable {
  private final MemoryKeyedTable table;
  private final String operator;
  private final String name;
  private final SlotKeys keys;
  private final PlacedKeys placed;
  private final Changes changes;
  private final StateInput extension = new StateInput();
  private final List<GroupedValues> groupedValues = new ArrayList<>();

  KeyedChangeLog(String operator, String name, MemoryKeyedTable table) {
    this.operator = operator;
    this.name = name;
    this.table = table;
    this.keys = new SlotKeys(table);
    this.placed = new PlacedKeys(table, keys);
    this.changes = new Changes(keys.codec().variable());
  }

  boolean isOf(MemoryKeyedTable other) {
    return table == other;
  }

  /** Adds a table of values whose groups are the slots of this one. */
  void addValues(GroupedValues values) {
    groupedValues.add(values);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long signature() {
    return TableSignature.of(
        table.layout(), table.stateWords(), table.horizon(), table.extensions().size());
  }

  @Override
  public void start() {
    table.logChanges(this);
  }

  @Override
  public void rerun(boolean again) {
    changes.rerun(again);
  }

  Changes changes() {
    return changes;
  }

  /** Writes keys as they are in records. */
  SlotKeys keys() {
    return keys;
  }

  /** Keys go, which are still there. */
  void removed(int[] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      changes.removed(slots[i], keys);
    }
  }

  @Override
  public void writeRemovals(ChangeRecordWriter writer) {
    changes.writeRemoved(header().removal(ChangeKind.KEY_REMOVED, keys.keyBytes()), writer);
  }

  @Override
  public void writePuts(ChangeRecordWriter writer) {
    changes.writePuts(header(), new Entries(), writer);
  }

  private SectionHeader header() {
    return new SectionHeader(
        ChangeKind.KEY_PUT,
        operator,
        name,
        signature(),
        keys.keyBytes(),
        table.stateWords(),
        false,
        !table.extensions().isEmpty());
  }

  private final class Entries implements Changes.Entries {
    @Override
    public long[][] segments() {
      return table.segments();
    }

    @Override
    public int width() {
      return table.width();
    }

    @Override
    public int valueOffset() {
      return table.stateOffset();
    }

    @Override
    public int bound(int slot) {
      return keys.bound(slot);
    }

    @Override
    public int write(int slot, byte[] target, int start) {
      return keys.write(slot, target, start);
    }

    @Override
    public void write(int[] slots, int from, int to, byte[] target, int start, int stride) {
      keys.write(slots, from, to, target, start, stride);
    }

    @Override
    public void writeExtension(int slot, StateOutput output) {
      for (SlotExtension each : table.extensions()) {
        each.write(slot, output);
      }
    }
  }

  @Override
  public void forgetChanges() {
    changes.clear();
  }

  @Override
  public int changedRows() {
    return changes.count();
  }

  @Override
  public void apply(SectionHeader header, ChangeBlock block, int partition, int partitions) {
    if (header.kind() == ChangeKind.KEY_PUT) {
      placed.place(block, partition, partitions);
      putWords(block);
      if (header.extended()) {
        readExtensions(block);
      }
    } else {
      placed.find(block, partition, partitions);
      int[] slots = placed.slots();
      for (int i = 0; i < placed.count(); i++) {
        // a key may be in a record twice if it went twice
        if (slots[i] >= 0 && table.isLive(slots[i])) {
          for (GroupedValues values : groupedValues) {
            values.dropGroup(slots[i]);
          }
          table.drop(slots, i, i + 1);
        }
      }
    }
  }

  private void putWords(ChangeBlock block) {
    int words = table.stateWords();
    for (int i = 0; i < placed.count(); i++) {
      int slot = placed.slots()[i];
      long[] segment = table.segment(slot);
      int to = table.at(slot) + table.stateOffset();
      int from = placed.entries()[i] * words;
      for (int word = 0; word < words; word++) {
        segment[to + word] = block.words()[from + word];
      }
    }
  }

  private void readExtensions(ChangeBlock block) {
    for (int i = 0; i < placed.count(); i++) {
      int entry = placed.entries()[i];
      extension.set(block.bytes(), block.extensionStarts()[entry], block.extensionLengths()[entry]);
      for (SlotExtension each : table.extensions()) {
        each.read(placed.slots()[i], extension);
      }
    }
  }

  long memoryBytes() {
    return changes.memoryBytes();
  }
}
