package io.millrace.state.memory;

import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyGroups;
import io.millrace.state.KeyedTable;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.KeyOrder;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * The keys of a table that are on disk and not in memory. A key is there only if the store on disk
 * has its newest value; what else the store has is not true: keys in memory are newer, and {@link
 * RemovedKeys} tells of those that went.
 */
final class ColdPart {
  private static final int FIRST_KEYS = 256;
  private static final int BLOCKS_AT_ONCE = 8;
  private static final byte[] NOWHERE = {};

  private final MemoryKeyedTable table;
  private final KeyedChangeLog log;
  private final SlotKeys slotKeys;
  private final boolean hasHorizon;
  private final StoredTable stored;
  private final int firstGroup;
  private final int endGroup;

  /** Changes up to this epoch are not told apart. */
  private final long base;

  private final RemovedKeys removed = new RemovedKeys();
  private final ChangeBlock block = new ChangeBlock();
  private final KeyOrder order = new KeyOrder();

  /** By slot, the epoch that changed the key last, counted from the base. */
  private int[] changed = {};

  private long count;
  private long misses;

  /** No cold key of a group has an earlier horizon. */
  private final long[] leastHorizons;

  /** No cold key has a later horizon. */
  private long latestHorizon;

  /** Keys up to this horizon were taken to be removed: there are none on disk. */
  private long taken = Long.MIN_VALUE;

  private boolean anyTaken;

  /** Whether all keys are read again and again, so that none leaves memory. */
  private boolean whole;

  /** Where the next keys are to be read without being asked for; empty if none are. */
  private byte[] fillFrom = NOWHERE;

  // keys that are looked for
  private byte[] bytes = {};
  private int[] starts = new int[FIRST_KEYS];
  private int[] lengths = new int[FIRST_KEYS];
  private int lookupCount;
  private int lookupEnd;

  ColdPart(MemoryKeyedTable table, KeyedChangeLog log, ColdSource source) {
    this.table = table;
    this.log = log;
    this.slotKeys = log.keys();
    this.hasHorizon = table.horizon().isPresent();
    this.stored = source.tables().apply(log.name());
    this.firstGroup = source.firstGroup();
    this.endGroup = source.endGroup();
    this.base = source.epoch();
    this.leastHorizons = new long[hasHorizon ? endGroup - firstGroup : 0];
    if (source.unread()) {
      this.count = stored.rows(firstGroup, endGroup);
    }
    boolean any = count > 0;
    if (any) {
      this.fillFrom = SlotKeys.groupStart(firstGroup);
    }
    Arrays.fill(leastHorizons, any ? Long.MIN_VALUE : Long.MAX_VALUE);
    this.latestHorizon = any ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  /** How many keys are not in memory. */
  long count() {
    return count;
  }

  /** Whether all keys stay in memory. */
  boolean isWhole() {
    return whole;
  }

  long misses() {
    return misses;
  }

  /** Brings those of a batch's keys into memory that are on disk. */
  void load(EncodedKeys keys) {
    if (count == 0) {
      return;
    }
    beginLookup();
    for (int i = 0; i < keys.count(); i++) {
      if (!table.isResident(keys, i) && mayBeCold(keys, i)) {
        add(keys, i);
      }
    }
    misses += lookup();
  }

  private boolean mayBeCold(EncodedKeys keys, int key) {
    if (!hasHorizon) {
      return true;
    }
    long horizon = table.horizon(keys, key);
    return horizon <= latestHorizon && !isTaken(horizon);
  }

  private boolean isTaken(long horizon) {
    return anyTaken && horizon <= taken;
  }

  private void beginLookup() {
    lookupCount = 0;
    lookupEnd = 0;
  }

  private void add(EncodedKeys keys, int key) {
    reserve(slotKeys.bound(keys, key));
    int end = slotKeys.write(keys, key, bytes, lookupEnd);
    added(end);
  }

  private void reserve(int length) {
    if (lookupCount == starts.length) {
      starts = Arrays.copyOf(starts, 2 * lookupCount);
      lengths = Arrays.copyOf(lengths, 2 * lookupCount);
    }
    if (bytes.length - lookupEnd < length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(lookupEnd, length), 2 * bytes.length));
    }
  }

  private void added(int end) {
    starts[lookupCount] = lookupEnd;
    lengths[lookupCount++] = end - lookupEnd;
    lookupEnd = end;
  }

  /**
   * Brings keys into memory, given as bytes.
   *
   * @param keyStarts where each begins; not all need be cold
   */
  void load(byte[] source, int[] keyStarts, int[] keyLengths, int[] keys, int keyCount) {
    if (count == 0) {
      return;
    }
    beginLookup();
    for (int i = 0; i < keyCount; i++) {
      int length = keyLengths[keys[i]];
      reserve(length);
      System.arraycopy(source, keyStarts[keys[i]], bytes, lookupEnd, length);
      added(lookupEnd + length);
    }
    lookup();
  }

  /** Brings the keys that were added into memory, as far as they are cold; returns their number. */
  private int lookup() {
    if (lookupCount == 0) {
      return 0;
    }
    int[] keys = new int[lookupCount];
    Arrays.setAll(keys, i -> i);
    order.sort(bytes, starts, lengths, keys, lookupCount);
    int distinct = distinct(keys);
    int from = 0;
    while (from < distinct) {
      from = stored.find(bytes, starts, lengths, keys, from, distinct, block);
      place(block);
    }
    return distinct;
  }

  /** Leaves out keys that come again, and those that went; returns how many are left. */
  private int distinct(int[] keys) {
    int kept = 0;
    for (int i = 0; i < lookupCount; i++) {
      int key = keys[i];
      boolean again = i > 0 && areEqual(keys[i - 1], key);
      keys[kept] = key;
      kept += again || removed.contains(bytes, starts[key], lengths[key]) ? 0 : 1;
    }
    return kept;
  }

  private boolean areEqual(int left, int right) {
    return Arrays.equals(
        bytes,
        starts[left],
        starts[left] + lengths[left],
        bytes,
        starts[right],
        starts[right] + lengths[right]);
  }

  /** Takes cold keys into memory. */
  private void place(ChangeBlock found) {
    if (found.count() == 0) {
      return;
    }
    int placed = log.load(found);
    count -= placed;
    if (count < 0) {
      throw new IllegalStateException("more keys of " + log.name() + " than there are");
    }
  }

  /** Reads a key that is in memory from now on as it was on disk. */
  void loaded(int slot) {
    if (slot < changed.length) {
      changed[slot] = 0;
    }
  }

  /** Brings all keys into memory whose horizon is at or before a bound; they are to be removed. */
  void loadExpired(long bound) {
    for (int i = 0; i < leastHorizons.length && count > 0; i++) {
      if (leastHorizons[i] <= bound) {
        loadExpired(i, bound);
      }
    }
    taken = anyTaken ? Math.max(taken, bound) : bound;
    anyTaken = true;
  }

  private void loadExpired(int index, long bound) {
    int group = firstGroup + index;
    byte[] end =
        bound == Long.MAX_VALUE ? SlotKeys.groupStart(group + 1) : SlotKeys.start(group, bound + 1);
    try (StoredTable.Walk walk = stored.walk(false)) {
      byte[] start = SlotKeys.start(group, leastHorizons[index]);
      walk.seek(start, 0, start.length);
      read(walk, end);
      OptionalLong next = walk.longBehind(SlotKeys.groupStart(group));
      leastHorizons[index] = next.isPresent() ? next.getAsLong() ^ Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Brings all keys into memory, where they stay from now on. */
  void loadAll() {
    whole = true;
    if (count == 0) {
      return;
    }
    try (StoredTable.Walk walk = stored.walk(true)) {
      byte[] start = SlotKeys.groupStart(firstGroup);
      walk.seek(start, 0, start.length);
      read(walk, SlotKeys.groupStart(endGroup));
    }
    if (count != 0) {
      throw new IllegalStateException(count + " keys of " + log.name() + " are not on disk");
    }
    log.values().forEach(GroupedChangeLog::allLoaded);
  }

  /**
   * Brings some keys into memory that have not been asked for since the start, so that some day
   * nothing is looked for on disk any more. Does nothing once keys have left memory.
   */
  void fill() {
    if (fillFrom.length == 0 || count == 0) {
      return;
    }
    try (StoredTable.Walk walk = stored.walk(true)) {
      walk.seek(fillFrom, 0, fillFrom.length);
      boolean more = true;
      for (int i = 0; i < BLOCKS_AT_ONCE && more; i++) {
        walk.begin(block);
        more = !walk.read(block, SlotKeys.groupStart(endGroup));
        int last = block.count() - 1;
        if (more) {
          int start = block.keyStarts()[last];
          // the first that any key can be behind this one
          fillFrom =
              Arrays.copyOf(
                  Arrays.copyOfRange(block.bytes(), start, start + block.keyLengths()[last]),
                  block.keyLengths()[last] + 1);
        }
        placeCold();
      }
      if (!more) {
        fillFrom = NOWHERE;
      }
    }
  }

  private void read(StoredTable.Walk walk, byte[] end) {
    boolean more = true;
    while (more) {
      walk.begin(block);
      more = !walk.read(block, end);
      placeCold();
    }
  }

  /** Takes those of the block's keys into memory that are cold. */
  private void placeCold() {
    int[] cold = log.missing(block);
    int kept = 0;
    for (int entry : cold) {
      cold[kept] = entry;
      kept += isGone(entry) ? 0 : 1;
    }
    block.retain(cold, kept);
    place(block);
  }

  private boolean isGone(int entry) {
    int start = block.keyStarts()[entry];
    return hasHorizon && isTaken(SlotKeys.horizon(block.bytes(), start))
        || removed.contains(block.bytes(), start, block.keyLengths()[entry]);
  }

  /** A record that is replayed has keys which are not in memory and are not new. */
  void replayPut(ChangeBlock record, int[] entries) {
    for (int entry : entries) {
      count -= contains(record, entry) ? 0 : 1;
    }
  }

  /**
   * A record that is replayed removes a key.
   *
   * @param sure whether it was there before; else it was looked for
   */
  void replayRemoval(ChangeBlock record, int entry, boolean resident, boolean sure, long epoch) {
    int start = record.keyStarts()[entry];
    int length = record.keyLengths()[entry];
    if (sure && !resident && log.values().isEmpty() && !contains(record, entry)) {
      count--;
    }
    removed.add(record.bytes(), start, length, epoch);
  }

  private boolean contains(ChangeBlock record, int entry) {
    return removed.contains(record.bytes(), record.keyStarts()[entry], record.keyLengths()[entry]);
  }

  /** A key goes that records tell of; it is still there. */
  void removed(int slot) {
    if (isTaken(table.horizon(slot))) {
      return;
    }
    beginLookup();
    reserve(slotKeys.bound(slot));
    int end = slotKeys.write(slot, bytes, 0);
    removed.add(bytes, 0, end);
  }

  /** An epoch changed keys. */
  void changed(int[] slots, int slotCount, long epoch) {
    int number = Math.toIntExact(epoch - base);
    for (int i = 0; i < slotCount; i++) {
      changed(slots[i], number);
    }
  }

  /** An epoch changed a key. */
  void changed(int slot, long epoch) {
    changed(slot, Math.toIntExact(epoch - base));
  }

  private void changed(int slot, int number) {
    if (slot >= changed.length) {
      changed = Arrays.copyOf(changed, Math.max(slot + 1, 2 * changed.length));
    }
    changed[slot] = number;
  }

  private int changedIn(int slot) {
    return slot < changed.length ? changed[slot] : 0;
  }

  /** What was changed since the last call belongs to an epoch, which is decided. */
  void committed(long epoch) {
    removed.committed(epoch);
  }

  /**
   * Lets keys go from memory whose newest change the store on disk has, those first that expire
   * first or else have not been changed for longest, and gives back the segments they were in. Keys
   * that cannot go move together.
   *
   * @param wanted how many bytes to give back, if that is possible
   * @param applied the newest epoch that the store has
   */
  void evict(long wanted, long applied) {
    removed.forget(applied);
    if (whole || applied < base || table.residentSize() == 0) {
      return;
    }
    int limit = (int) Math.min(Integer.MAX_VALUE, applied - base);
    double segments = wanted * (double) table.heldSegments() / Math.max(1, log.evictableBytes());
    BitSet victims = new Victims(limit).choose(segments);
    IntArrayList gone = new IntArrayList();
    IntArrayList kept = new IntArrayList();
    for (int i = victims.nextSetBit(0); i >= 0; i = victims.nextSetBit(i + 1)) {
      int end = i + 1 << KeyedTable.SEGMENT_BITS;
      int slot = table.nextLive(i << KeyedTable.SEGMENT_BITS);
      while (slot >= 0 && slot < end) {
        (isPinned(slot, limit) ? kept : gone).add(slot);
        slot = table.nextLive(slot + 1);
      }
    }
    if (victims.isEmpty()) {
      return;
    }
    table.closeSegments(victims);
    leave(gone);
    int[] epochs = new int[kept.size()];
    for (int i = 0; i < epochs.length; i++) {
      epochs[i] = changedIn(kept.getInt(i));
    }
    int[] moved = log.move(kept.elements(), kept.size());
    for (int i = 0; i < epochs.length; i++) {
      changed(moved[i], epochs[i]);
    }
    table.giveBack(victims);
  }

  private boolean isPinned(int slot, int limit) {
    return changedIn(slot) > limit || isTaken(table.horizon(slot));
  }

  private void leave(IntArrayList slots) {
    fillFrom = NOWHERE;
    for (int i = 0; i < slots.size(); i++) {
      int slot = slots.getInt(i);
      if (hasHorizon) {
        long horizon = table.horizon(slot);
        int index = KeyGroups.group(table.hash(slot)) - firstGroup;
        leastHorizons[index] = Math.min(leastHorizons[index], horizon);
        latestHorizon = Math.max(latestHorizon, horizon);
      }
    }
    log.leave(slots.elements(), slots.size());
    count += slots.size();
  }

  /** Chooses segments to give back. */
  private final class Victims {
    private static final int PINNED_STEP = 7;

    /** Segments with more keys that cannot go are not worth it. */
    private static final int MOST_PINNED = 768;

    private final int limit;
    private final int[] pinned = new int[table.segmentCount()];
    private final long[] ages = new long[table.segmentCount()];

    Victims(int limit) {
      this.limit = limit;
    }

    BitSet choose(double segments) {
      IntArrayList candidates = new IntArrayList();
      for (int i = 0; i < pinned.length; i++) {
        if (table.isHeld(i)) {
          look(i);
          if (pinned[i] <= MOST_PINNED) {
            candidates.add(i);
          }
        }
      }
      candidates.sort(this::compare);
      BitSet chosen = new BitSet();
      double freed = 0;
      for (int i = 0; i < candidates.size() && freed < segments; i++) {
        int segment = candidates.getInt(i);
        chosen.set(segment);
        freed += 1 - pinned[segment] / (KeyedTable.SEGMENT_MASK + 1.0);
      }
      return chosen;
    }

    /** Segments with few keys that cannot go first, among them the oldest. */
    private int compare(int left, int right) {
      int steps =
          Integer.compare(
              pinned[left] + (1 << PINNED_STEP) - 1 >> PINNED_STEP,
              pinned[right] + (1 << PINNED_STEP) - 1 >> PINNED_STEP);
      return steps != 0 ? steps : Long.compare(ages[left], ages[right]);
    }

    private void look(int segment) {
      int end = segment + 1 << KeyedTable.SEGMENT_BITS;
      int slot = table.nextLive(segment << KeyedTable.SEGMENT_BITS);
      long newest = Long.MIN_VALUE;
      int stay = 0;
      while (slot >= 0 && slot < end) {
        if (isPinned(slot, limit)) {
          stay++;
        } else {
          newest = Math.max(newest, hasHorizon ? table.horizon(slot) : changedIn(slot));
        }
        slot = table.nextLive(slot + 1);
      }
      pinned[segment] = stay;
      ages[segment] = newest;
    }
  }

  long memoryBytes() {
    long bytesUsed = removed.memoryBytes() + 4L * changed.length + 8L * leastHorizons.length;
    return bytesUsed + bytes.length + 8L * starts.length;
  }
}
