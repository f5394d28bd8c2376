package io.millrace.state.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.state.EncodedKeys;
import io.millrace.state.SortOrder;
import io.millrace.state.StateOutput;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeKind;
import io.millrace.state.format.v1.ChangeRecordReader;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.KeyCodec;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.TableLayout;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what changed in a table of values by group, and makes changes that were written. Keys are
 * those of the groups' table, because slots are other ones after a restart, followed by the value.
 */
final class GroupedChangeLog implements LoggedTable {
  private static final int FIRST_VALUE_COLUMN = 1;
  private static final int MOVED_AT_ONCE = 1 << 14;

  private final GroupedValues table;
  private final String operator;
  private final String name;
  private final TableLayout layout;
  private final SlotKeys groupKeys;
  private final PlacedKeys groups;
  private final KeyedChangeLog owner;
  private final KeyCodec valueCodec;
  private final boolean variable;
  private final Changes changes;
  private final Changes removedGroups;
  private final Entries entries = new Entries();
  private final EncodedKeys keys;
  private final long[] hashes = new long[ChangeBlock.MAX_ENTRIES];
  private final int[] slots = new int[ChangeBlock.MAX_ENTRIES];

  /** What the store on disk has; null if everything is in memory. */
  private @Nullable StoredTable stored;

  /** How many values are not in memory. */
  private long coldCount;

  /**
   * @param orders of the first columns of a value
   * @param kind of the table, for its signature
   */
  GroupedChangeLog(
      String operator,
      String name,
      GroupedValues table,
      MemoryKeyedTable owner,
      KeyedChangeLog ownerLog,
      List<SortOrder> orders,
      String kind) {
    this.owner = ownerLog;
    this.operator = operator;
    this.name = name;
    this.table = table;
    this.groupKeys = new SlotKeys(owner);
    this.groups = new PlacedKeys(owner, groupKeys);
    this.valueCodec = new KeyCodec(table.layout(), FIRST_VALUE_COLUMN, orders);
    this.variable = valueCodec.variable() || groupKeys.codec().variable();
    this.layout =
        new TableLayout(
            31 * TableSignature.of(owner.layout(), 0, owner.horizon(), 0)
                + TableSignature.of(table.layout(), orders, kind),
            TableLayout.types(owner.layout(), 0),
            owner.layout().groupColumns(),
            owner.horizon(),
            List.of(),
            0,
            Optional.of(
                new TableLayout.Values(
                    TableLayout.types(table.layout(), FIRST_VALUE_COLUMN), orders, kind)));
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
    return layout.signature();
  }

  @Override
  public TableLayout layout() {
    return layout;
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

  /** Values of a group change, so that its key is written, too. */
  void changedGroup(int group) {
    owner.changes().touched(group);
  }

  @Override
  public boolean attach(ColdSource source) {
    if (!owner.canLeave()) {
      return false;
    }
    StoredTable own = source.tables().apply(name);
    stored = own;
    if (source.unread()) {
      coldCount = own.rows(source.firstGroup(), source.endGroup());
    }
    return true;
  }

  /** Whether groups can go from memory. */
  boolean canLeave() {
    return table.canLeave();
  }

  @Override
  public long coldValues() {
    return coldCount;
  }

  long tableBytes() {
    return table.memoryBytes();
  }

  /** Reads the values of groups, whose keys have just come from disk. */
  void load(ChangeBlock groupBlock) {
    StoredTable source = requireNonNull(stored);
    if (coldCount == 0) {
      return;
    }
    ChangeBlock block = new ChangeBlock();
    try (StoredTable.Walk walk = source.walk(false)) {
      walk.begin(block);
      for (int i = 0; i < groupBlock.count(); i++) {
        int start = groupBlock.keyStarts()[i];
        int length = groupBlock.keyLengths()[i];
        byte[] end = behind(groupBlock.bytes(), start, length);
        walk.seek(groupBlock.bytes(), start, length);
        while (!walk.read(block, end)) {
          placeLoaded(block);
          walk.begin(block);
        }
      }
      placeLoaded(block);
    }
  }

  /** All groups are in memory. */
  void allLoaded() {
    coldCount = 0;
  }

  private void placeLoaded(ChangeBlock block) {
    if (block.count() > 0) {
      put(block, 0, 1);
      coldCount -= block.count();
    }
  }

  /** What all keys are before that begin with some bytes. */
  private static byte[] behind(byte[] bytes, int start, int length) {
    byte[] end = Arrays.copyOfRange(bytes, start, start + length);
    int last = length - 1;
    while (end[last] == (byte) 0xff) {
      last--;
    }
    end[last]++;
    return Arrays.copyOf(end, last + 1);
  }

  /** Groups go from memory, for now. */
  void leave(int[] groupSlots, int count) {
    int before = table.residentSize();
    dropGroups(groupSlots, 0, count);
    coldCount += before - table.residentSize();
  }

  /** Removes a group's values from memory. */
  void dropGroup(int group) {
    table.dropGroup(group);
  }

  void dropGroups(int[] groupSlots, int from, int to) {
    for (int i = from; i < to; i++) {
      table.dropGroup(groupSlots[i]);
    }
  }

  /** Writes all values of groups. */
  void writeGroups(int[] groupSlots, int from, int to, ChangeRecordWriter writer) {
    IntArrayList all = new IntArrayList();
    for (int i = from; i < to; i++) {
      table.collect(groupSlots[i], all);
    }
    changes.writePuts(header(), entries, all.elements(), 0, all.size(), writer);
  }

  /** Gives back segments with few values, whose values move together. */
  void compact() {
    IntArrayList moved = new IntArrayList();
    BitSet closed = table.closeSparse(moved);
    if (closed.isEmpty()) {
      return;
    }
    ChangeRecordWriter writer = new ChangeRecordWriter();
    ChangeRecordReader reader = new ChangeRecordReader();
    for (int from = 0; from < moved.size(); from += MOVED_AT_ONCE) {
      int to = Math.min(moved.size(), from + MOVED_AT_ONCE);
      writer.begin();
      changes.writePuts(header(), entries, moved.elements(), from, to, writer);
      table.vacate(moved.elements(), from, to);
      reader.begin(writer.output().array(), writer.output().size());
      while (reader.nextSection().isPresent()) {
        while (reader.nextBlock()) {
          put(reader.block(), 0, 1);
        }
      }
    }
    table.giveBack(closed);
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
        ChangeKind.VALUE_PUT, operator, name, layout.signature(), keyBytes(), 1, false, false);
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
    findGroups(block, partition, partitions);
    int found = groups.count();
    // what is to go may be gone with its group
    groups.dropMissing();
    for (int i = 0; i < groups.count(); i++) {
      owner.replayedValues(groups.slots()[i]);
    }
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

  /** Finds the groups of a block; those that are on disk come into memory. */
  private void findGroups(ChangeBlock block, int partition, int partitions) {
    groups.find(block, partition, partitions);
    if (stored == null) {
      return;
    }
    int[] missing = new int[groups.count()];
    int[] lengths = new int[ChangeBlock.MAX_ENTRIES];
    int count = 0;
    for (int i = 0; i < groups.count(); i++) {
      if (groups.slots()[i] < 0) {
        int entry = groups.entries()[i];
        missing[count++] = entry;
        lengths[entry] = groups.ends()[i] - block.keyStarts()[entry];
      }
    }
    if (count > 0) {
      owner.loadGroups(block.bytes(), block.keyStarts(), lengths, missing, count);
      groups.find(block, partition, partitions);
    }
  }

  /** Takes values of groups that are in memory. */
  void put(ChangeBlock block, int partition, int partitions) {
    groups.find(block, partition, partitions);
    readValues(block);
    table.place(keys, slots, block.words(), groups.entries());
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
