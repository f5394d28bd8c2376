package io.millrace.state.memory;

import io.millrace.state.EncodedKeys;
import io.millrace.state.SortOrder;
import io.millrace.state.StateOutput;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeKind;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.KeyCodec;
import io.millrace.state.format.v1.SectionHeader;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;

/**
 * Writes what changed in a table of values by group, and makes changes that were written. Keys are
 * those of the groups' table, because slots are other ones after a restart, followed by the value.
 */
final class GroupedChangeLog implements LoggedTable {
  private static final int FIRST_VALUE_COLUMN = 1;

  private final GroupedValues table;
  private final String operator;
  private final String name;
  private final long signature;
  private final SlotKeys groupKeys;
  private final PlacedKeys groups;
  private final KeyCodec valueCodec;
  private final boolean variable;
  private final Changes changes;
  private final Changes removedGroups;
  private final Entries entries = new Entries();
  private final EncodedKeys keys;
  private final long[] hashes = new long[ChangeBlock.MAX_ENTRIES];
  private final int[] slots = new int[ChangeBlock.MAX_ENTRIES];

  /**
   * @param orders of the first columns of a value
   * @param kind of the table, for its signature
   */
  GroupedChangeLog(
      String operator,
      String name,
      GroupedValues table,
      MemoryKeyedTable owner,
      List<SortOrder> orders,
      String kind) {
    this.operator = operator;
    this.name = name;
    this.table = table;
    this.groupKeys = new SlotKeys(owner);
    this.groups = new PlacedKeys(owner, groupKeys);
    this.valueCodec = new KeyCodec(table.layout(), FIRST_VALUE_COLUMN, orders);
    this.variable = valueCodec.variable() || groupKeys.codec().variable();
    this.signature =
        31 * TableSignature.of(owner.layout(), 0, owner.horizon(), 0)
            + TableSignature.of(table.layout(), orders, kind);
    this.changes = new Changes(variable);
    this.removedGroups = new Changes(groupKeys.codec().variable());
    this.keys = new EncodedKeys(table.layout());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long signature() {
    return signature;
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

  /** A value goes, which is still there. */
  void removed(int slot) {
    changes.removed(slot, entries);
  }

  /** A group goes with these values; all are still there. */
  void removedGroup(int group, IntArrayList gone) {
    boolean known = false;
    for (int i = 0; i < gone.size(); i++) {
      known |= changes.forget(gone.getInt(i));
    }
    if (known) {
      removedGroups.removedKey(group, groupKeys);
    }
  }

  @Override
  public void writeRemovals(ChangeRecordWriter writer) {
    removedGroups.writeRemoved(
        header().removal(ChangeKind.GROUP_REMOVED, groupKeys.keyBytes()), writer);
    changes.writeRemoved(header().removal(ChangeKind.VALUE_REMOVED, keyBytes()), writer);
  }

  @Override
  public void writePuts(ChangeRecordWriter writer) {
    changes.writePuts(header(), entries, writer);
  }

  private SectionHeader header() {
    return new SectionHeader(
        ChangeKind.VALUE_PUT, operator, name, signature, keyBytes(), 1, false, false);
  }

  private int keyBytes() {
    return variable ? KeyCodec.VARIABLE : groupKeys.keyBytes() + valueCodec.fixedBytes();
  }

  private final class Entries implements Changes.Entries {
    private final int[] groupSlots = new int[ChangeBlock.MAX_ENTRIES];

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
      return table.valueWord();
    }

    @Override
    public int bound(int slot) {
      return groupKeys.bound(table.group(slot)) + valueCodec.bound(segment(slot), at(slot));
    }

    @Override
    public int write(int slot, byte[] target, int start) {
      int end = groupKeys.write(table.group(slot), target, start);
      return valueCodec.encode(segment(slot), at(slot), table.longBytes(), target, end);
    }

    @Override
    public void write(int[] slots, int from, int to, byte[] target, int start, int stride) {
      for (int i = from; i < to; i++) {
        groupSlots[i - from] = table.group(slots[i]);
      }
      groupKeys.write(groupSlots, 0, to - from, target, start, stride);
      valueCodec.encode(
          table.segments(),
          table.width(),
          table.longBytes(),
          slots,
          from,
          to,
          target,
          start + groupKeys.keyBytes(),
          stride);
    }

    @Override
    public void writeExtension(int slot, StateOutput output) {
      throw new IllegalStateException("values have one word only");
    }
  }

  @Override
  public void forgetChanges() {
    changes.clear();
    removedGroups.clear();
  }

  @Override
  public int changedRows() {
    return changes.count() + removedGroups.count();
  }

  @Override
  public void apply(SectionHeader header, ChangeBlock block, int partition, int partitions) {
    groups.find(block, partition, partitions);
    int found = groups.count();
    // what is to go may be gone with its group
    groups.dropMissing();
    switch (header.kind()) {
      case GROUP_REMOVED -> {
        for (int i = 0; i < groups.count(); i++) {
          table.dropGroup(groups.slots()[i]);
        }
      }
      case VALUE_REMOVED -> {
        readValues(block);
        table.dropValues(keys, slots);
      }
      case VALUE_PUT -> {
        if (groups.count() < found) {
          throw new IllegalArgumentException("a value of " + name + " has no group");
        }
        readValues(block);
        table.place(keys, slots, block.words(), groups.entries());
      }
      case KEY_REMOVED, KEY_PUT -> throw new IllegalArgumentException(name + " is no keyed table");
    }
  }

  private void readValues(ChangeBlock block) {
    int count = groups.count();
    int[] groupSlots = groups.slots();
    int width = table.layout().width();
    int groupWord = table.layout().offset(0);
    keys.begin(count, hashes);
    valueCodec.beginDecode();
    for (int i = 0; i < count; i++) {
      keys.words()[i * width + groupWord] = groupSlots[i];
      valueCodec.decode(block.bytes(), groups.ends()[i], keys, i);
    }
    valueCodec.endDecode(keys);
  }

  long memoryBytes() {
    return changes.memoryBytes() + removedGroups.memoryBytes();
  }
}
