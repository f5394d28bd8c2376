package io.millrace.state.memory;

import static java.util.Objects.requireNonNull;

import io.millrace.state.SlotExtension;
import io.millrace.state.StateField;
import io.millrace.state.StateInput;
import io.millrace.state.StateOutput;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeKind;
import io.millrace.state.format.v1.ChangeRecordReader;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.TableLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what changed in a keyed table, and makes changes that were written. */
final class KeyedChangeLog implements LoggedTable {
  private static final int MOVED_AT_ONCE = 1 << 14;

  private final MemoryKeyedTable table;
  private final String operator;
  private final String name;
  private final List<StateField> fields;
  private final SlotKeys keys;
  private final PlacedKeys placed;
  private final Changes changes;
  private final StateInput extension = new StateInput();
  private final List<GroupedChangeLog> values = new ArrayList<>();

  /** The keys that are not in memory; null if nobody lets any out. */
  private @Nullable ColdPart cold;

  /** The epoch of the records that are applied. */
  private long replayed;

  KeyedChangeLog(String operator, String name, MemoryKeyedTable table, List<StateField> fields) {
    this.fields = List.copyOf(fields);
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
  void addValues(GroupedChangeLog log) {
    values.add(log);
  }

  List<GroupedChangeLog> values() {
    return values;
  }

  @Override
  public boolean attach(ColdSource source) {
    if (!canLeave()) {
      return false;
    }
    ColdPart part = new ColdPart(table, this, source);
    cold = part;
    table.attach(part);
    return true;
  }

  /** Whether all that belongs to a key can go from memory with it. */
  boolean canLeave() {
    if (!table.leaves()) {
      return false;
    }
    for (GroupedChangeLog each : values) {
      if (!each.canLeave()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void replaying(long epoch) {
    replayed = epoch;
  }

  @Override
  public void committed(long epoch) {
    if (cold != null) {
      cold.changed(changes.dirtySlots(), changes.dirtyCount(), epoch);
      cold.committed(epoch);
    }
  }

  @Override
  public void fill() {
    if (cold != null) {
      cold.fill();
    }
  }

  @Override
  public void evict(long bytes, long applied) {
    if (cold != null) {
      cold.evict(bytes, applied);
      values.forEach(GroupedChangeLog::compact);
    }
  }

  @Override
  public long evictableBytes() {
    if (cold == null || cold.isWhole()) {
      return 0;
    }
    long bytes = table.memoryBytes();
    for (GroupedChangeLog each : values) {
      bytes += each.tableBytes();
    }
    for (SlotExtension each : table.extensions()) {
      bytes += each.memoryBytes();
    }
    return bytes;
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
  public TableLayout layout() {
    return new TableLayout(
        signature(),
        TableLayout.types(table.layout(), 0),
        table.layout().groupColumns(),
        table.horizon(),
        fields,
        table.extensions().size(),
        Optional.empty());
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
      if (changes.removed(slots[i], keys) && cold != null) {
        cold.removed(slots[i]);
      }
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
    boolean anyCold = cold != null && cold.count() > 0;
    boolean looked = !isSure(header) || !values.isEmpty();
    if (anyCold && looked) {
      loadMissing(block, partition, partitions);
    }
    if (header.kind() == ChangeKind.KEY_PUT) {
      // what is not new and did not go is on disk
      if (anyCold && !looked && !header.fresh()) {
        requireNonNull(cold).replayPut(block, missing(block, partition, partitions));
        placed.place();
      } else {
        placed.place(block, partition, partitions);
      }
      put(header, block);
    } else {
      remove(header, block, partition, partitions);
    }
  }

  /** Whether what is new tells what is on disk. */
  private boolean isSure(SectionHeader header) {
    return header.exact() && cold != null;
  }

  /** Takes the values of keys that are placed. */
  private void put(SectionHeader header, ChangeBlock block) {
    putWords(block);
    if (header.extended()) {
      readExtensions(block);
    }
    for (int i = 0; cold != null && i < placed.count(); i++) {
      cold.changed(placed.slots()[i], replayed);
    }
  }

  private void remove(SectionHeader header, ChangeBlock block, int partition, int partitions) {
    placed.find(block, partition, partitions);
    int[] slots = placed.slots();
    for (int i = 0; i < placed.count(); i++) {
      // a key may be in a record twice if it went twice
      boolean resident = slots[i] >= 0 && table.isLive(slots[i]);
      if (resident) {
        for (GroupedChangeLog each : values) {
          each.dropGroup(slots[i]);
        }
        table.drop(slots, i, i + 1);
      }
      if (cold != null) {
        cold.replayRemoval(block, placed.entries()[i], resident, isSure(header), replayed);
      }
    }
  }

  /** The entries of a block that a partition owns and that are not in memory. */
  private int[] missing(ChangeBlock block, int partition, int partitions) {
    placed.find(block, partition, partitions);
    int[] missing = new int[placed.count()];
    int count = 0;
    for (int i = 0; i < placed.count(); i++) {
      missing[count] = placed.entries()[i];
      count += placed.slots()[i] < 0 ? 1 : 0;
    }
    return Arrays.copyOf(missing, count);
  }

  /** The entries of a block, all of which the partition owns, that are not in memory. */
  int[] missing(ChangeBlock block) {
    return missing(block, 0, 1);
  }

  /** What the store has of keys is not known, or it has values of them, too. */
  private void loadMissing(ChangeBlock block, int partition, int partitions) {
    int[] missing = missing(block, partition, partitions);
    requireNonNull(cold)
        .load(block.bytes(), block.keyStarts(), block.keyLengths(), missing, missing.length);
  }

  /** Brings the groups of values into memory that a partition owns. */
  void loadGroups(byte[] bytes, int[] starts, int[] lengths, int[] missing, int count) {
    if (cold != null) {
      cold.load(bytes, starts, lengths, missing, count);
    }
  }

  /** A record that is replayed changes values of a key. */
  void replayedValues(int slot) {
    if (cold != null) {
      cold.changed(slot, replayed);
    }
  }

  /** Takes keys into memory as they are on disk, with all that belongs to them. */
  int load(ChangeBlock block) {
    placed.place(block, 0, 1);
    putWords(block);
    if (!table.extensions().isEmpty()) {
      readExtensions(block);
    }
    int count = placed.count();
    for (int i = 0; i < count; i++) {
      requireNonNull(cold).loaded(placed.slots()[i]);
    }
    for (GroupedChangeLog each : values) {
      each.load(block);
    }
    return count;
  }

  /** Keys go from memory, for now, with all that belongs to them. */
  void leave(int[] slots, int count) {
    for (GroupedChangeLog each : values) {
      each.leave(slots, count);
    }
    table.vacate(slots, 0, count);
  }

  /**
   * Moves keys, with all that belongs to them, out of segments that are closed.
   *
   * @return where they are now
   */
  int[] move(int[] slots, int count) {
    int[] moved = new int[count];
    ChangeRecordWriter writer = new ChangeRecordWriter();
    ChangeRecordReader reader = new ChangeRecordReader();
    for (int from = 0; from < count; from += MOVED_AT_ONCE) {
      int to = Math.min(count, from + MOVED_AT_ONCE);
      writer.begin();
      changes.writePuts(header(), new Entries(), slots, from, to, writer);
      for (GroupedChangeLog each : values) {
        each.writeGroups(slots, from, to, writer);
      }
      for (GroupedChangeLog each : values) {
        each.dropGroups(slots, from, to);
      }
      table.vacate(slots, from, to);
      reader.begin(writer.output().array(), writer.output().size());
      moveBack(reader, moved, from);
    }
    return moved;
  }

  private void moveBack(ChangeRecordReader reader, int[] moved, int first) {
    int next = first;
    Optional<SectionHeader> section = reader.nextSection();
    while (section.isPresent()) {
      while (reader.nextBlock()) {
        if (section.get().table().equals(name)) {
          placed.place(reader.block(), 0, 1);
          putWords(reader.block());
          if (section.get().extended()) {
            readExtensions(reader.block());
          }
          System.arraycopy(placed.slots(), 0, moved, next, placed.count());
          next += placed.count();
        } else {
          for (GroupedChangeLog each : values) {
            if (section.get().table().equals(each.name())) {
              each.put(reader.block(), 0, 1);
            }
          }
        }
      }
      section = reader.nextSection();
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
