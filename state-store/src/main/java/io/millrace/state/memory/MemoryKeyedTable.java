package io.millrace.state.memory;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.SlotExtension;
import io.millrace.state.StateTables.KeyHorizon;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A keyed table on the heap. A slot's words: key, hash, links of the horizon's list if there is a
 * horizon, the batch that touched it last if the operator has words, then the operator's.
 */
final class MemoryKeyedTable implements KeyedTable {
  /** In place of a segment that was given back. */
  private static final long[] NO_SEGMENT = {};

  /** Rows whose cells are read ahead, so that their cache misses overlap. */
  private static final int AHEAD = 64;

  private final KeyLayout layout;
  private final int keyWidth;
  private final int hashWord;
  private final int batchWord;
  private final boolean writable;
  private final int stateOffset;
  private final int width;
  private final @Nullable KeyHorizon horizon;
  private final @Nullable HorizonIndex horizons;
  private final SlotIndex index = new SlotIndex();
  private final ByteArena arena = new ByteArena();
  private final KeyValues values;
  private final IntArrayList free = new IntArrayList();
  private final BitSet live = new BitSet();
  private final long[] ahead = new long[AHEAD];
  private long[][] segments = {};
  private int segmentCount;
  private final IntArrayList freeSegments = new IntArrayList();

  /** The next slot of the newest segment that was never used, and the segment's end. */
  private int nextSlot;

  private int endSlot;
  private int size;
  private int[] created = {};
  private int createdCount;
  private int[] touched = {};
  private int touchedCount;
  private long batch = 1;
  private final List<SlotExtension> extensions = new ArrayList<>();

  /** What a durable store wants to know; nothing is noted while nobody does. */
  private @Nullable KeyedChangeLog changeLog;

  /** The keys that are not in memory; null if nobody lets any out. */
  private @Nullable ColdPart cold;

  private boolean leaves;
  private long lookups;

  MemoryKeyedTable(KeyLayout layout, int stateWords, Optional<KeyHorizon> horizon) {
    this.layout = layout;
    this.keyWidth = layout.width();
    this.hashWord = keyWidth;
    this.horizon = horizon.orElse(null);
    this.batchWord = keyWidth + (horizon.isPresent() ? 2 : 1);
    this.writable = stateWords > 0;
    this.stateOffset = writable ? batchWord + 1 : batchWord;
    this.width = stateOffset + stateWords;
    this.horizons = horizon.isPresent() ? new HorizonIndex(width, keyWidth + 1) : null;
    this.values = new KeyValues(layout, arena);
  }

  @Override
  public KeyLayout layout() {
    return layout;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int stateOffset() {
    return stateOffset;
  }

  @Override
  public long[][] segments() {
    return segments;
  }

  /** Begins a batch: no key counts as touched. */
  void beginBatch() {
    batch++;
  }

  @Override
  public int upsert(EncodedKeys keys, int[] slots) {
    if (cold != null) {
      cold.load(keys);
    }
    int count = keys.count();
    lookups += count;
    beginUpsert(count);
    for (int from = 0; from < count; from += AHEAD) {
      int to = Math.min(count, from + AHEAD);
      upsertPart(keys, slots, from, to);
      if (writable) {
        if (changeLog == null) {
          touch(slots, from, to);
        } else {
          touchLogged(changeLog.changes(), slots, from, to);
        }
      } else if (changeLog != null && !extensions.isEmpty()) {
        changeLog.changes().touched(slots, from, to);
      }
    }
    return createdCount;
  }

  private void beginUpsert(int count) {
    if (created.length < count) {
      created = new int[Math.max(count, 2 * created.length)];
      touched = new int[created.length];
    }
    createdCount = 0;
    touchedCount = 0;
  }

  private void upsertPart(EncodedKeys keys, int[] slots, int from, int to) {
    readAhead(keys.hashes(), from, to);
    if (keyWidth == 1 && !layout.hasNullWord()) {
      upsertWord(keys, slots, from, to);
    } else {
      upsertWords(keys, slots, from, to);
    }
  }

  /** Finds slots or makes them, neither touched nor noted as changed: what is known comes back. */
  void place(EncodedKeys keys, int[] slots) {
    KeyedChangeLog suspended = changeLog;
    changeLog = null;
    int count = keys.count();
    beginUpsert(count);
    for (int from = 0; from < count; from += AHEAD) {
      upsertPart(keys, slots, from, Math.min(count, from + AHEAD));
    }
    changeLog = suspended;
  }

  /** Finds slots; −1 where there is none. */
  void find(EncodedKeys keys, int[] slots) {
    long[] hashes = keys.hashes();
    for (int i = 0; i < keys.count(); i++) {
      slots[i] = searchWords(hashes[i], keys, i);
    }
  }

  /** Whether a key is in memory. */
  boolean isResident(EncodedKeys keys, int key) {
    return searchWords(keys.hashes()[key], keys, key) >= 0;
  }

  /** Lets keys be on disk only. */
  void attach(ColdPart part) {
    cold = part;
  }

  /** Begins to note changes. */
  void logChanges(KeyedChangeLog log) {
    changeLog = log;
  }

  private void touch(int[] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      long[] segment = segments[slots[i] >>> SEGMENT_BITS];
      int at = (slots[i] & SEGMENT_MASK) * width + batchWord;
      if (segment[at] != batch) {
        segment[at] = batch;
        touched[touchedCount++] = i;
      }
    }
  }

  private void touchLogged(Changes changes, int[] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      long[] segment = segments[slots[i] >>> SEGMENT_BITS];
      int at = (slots[i] & SEGMENT_MASK) * width + batchWord;
      if (segment[at] != batch) {
        segment[at] = batch;
        changes.touched(slots[i]);
        touched[touchedCount++] = i;
      }
    }
  }

  private void readAhead(long[] hashes, int from, int to) {
    for (int i = from; i < to; i++) {
      long[] part = index.part(hashes[i]);
      ahead[i - from] = part[(int) hashes[i] & part.length - 1];
    }
  }

  /** Keys of one word: compared in place. */
  private void upsertWord(EncodedKeys keys, int[] slots, int from, int to) {
    long[] words = keys.words();
    long[] hashes = keys.hashes();
    for (int i = from; i < to; i++) {
      long hash = hashes[i];
      long cell = ahead[i - from];
      int slot = (int) cell - 1;
      // a cell read ahead is right if its key is: nothing is removed here
      if (cell == 0
          || (int) (cell >>> 32) != (int) hash
          || segments[slot >>> SEGMENT_BITS][(slot & SEGMENT_MASK) * width] != words[i]) {
        slot = searchWord(hash, words[i]);
        if (slot < 0) {
          slot = create(keys, i);
        }
      }
      slots[i] = slot;
    }
  }

  private int searchWord(long hash, long word) {
    long[] part = index.part(hash);
    int mask = part.length - 1;
    int at = (int) hash & mask;
    while (part[at] != 0) {
      if ((int) (part[at] >>> 32) == (int) hash) {
        int slot = (int) part[at] - 1;
        if (segments[slot >>> SEGMENT_BITS][(slot & SEGMENT_MASK) * width] == word) {
          return slot;
        }
      }
      at = at + 1 & mask;
    }
    return -1;
  }

  private void upsertWords(EncodedKeys keys, int[] slots, int from, int to) {
    long[] hashes = keys.hashes();
    for (int i = from; i < to; i++) {
      long hash = hashes[i];
      long cell = ahead[i - from];
      int slot = (int) cell - 1;
      if (cell == 0 || (int) (cell >>> 32) != (int) hash || !matches(slot, keys, i)) {
        slot = searchWords(hash, keys, i);
        if (slot < 0) {
          slot = create(keys, i);
        }
      }
      slots[i] = slot;
    }
  }

  private int searchWords(long hash, EncodedKeys keys, int key) {
    long[] part = index.part(hash);
    int mask = part.length - 1;
    int at = (int) hash & mask;
    while (part[at] != 0) {
      if ((int) (part[at] >>> 32) == (int) hash && matches((int) part[at] - 1, keys, key)) {
        return (int) part[at] - 1;
      }
      at = at + 1 & mask;
    }
    return -1;
  }

  private boolean matches(int slot, EncodedKeys keys, int key) {
    long[] segment = segments[slot >>> SEGMENT_BITS];
    int at = (slot & SEGMENT_MASK) * width;
    if (layout.hasBytes()) {
      return values.matches(segment, at, keys, key);
    }
    long[] words = keys.words();
    int from = key * keyWidth;
    for (int i = 0; i < keyWidth; i++) {
      if (segment[at + i] != words[from + i]) {
        return false;
      }
    }
    return true;
  }

  private int create(EncodedKeys keys, int key) {
    int slot = takeSlot();
    long[] segment = segments[slot >>> SEGMENT_BITS];
    int at = (slot & SEGMENT_MASK) * width;
    System.arraycopy(keys.words(), key * keyWidth, segment, at, keyWidth);
    if (layout.hasBytes()) {
      values.adopt(segment, at, keys);
    }
    segment[at + hashWord] = keys.hashes()[key];
    Arrays.fill(segment, at + batchWord, at + width, 0);
    index.insert(keys.hashes()[key], slot);
    if (horizons != null) {
      horizons.add(segments, slot, horizon(slot));
    }
    live.set(slot);
    size++;
    created[createdCount++] = key;
    if (changeLog != null) {
      changeLog.changes().created(slot);
    }
    return slot;
  }

  private int takeSlot() {
    if (!free.isEmpty()) {
      return free.popInt();
    }
    if (nextSlot == endSlot) {
      openSegment();
    }
    return nextSlot++;
  }

  private void openSegment() {
    int segment;
    if (freeSegments.isEmpty()) {
      if (segmentCount == segments.length) {
        segments = Arrays.copyOf(segments, Math.max(4, 2 * segmentCount));
      }
      segment = segmentCount++;
    } else {
      segment = freeSegments.popInt();
    }
    segments[segment] = new long[width << SEGMENT_BITS];
    nextSlot = segment << SEGMENT_BITS;
    endSlot = nextSlot + SEGMENT_MASK + 1;
  }

  @Override
  public int[] created() {
    return created;
  }

  int createdCount() {
    return createdCount;
  }

  @Override
  public int[] touched() {
    return writable ? touched : created;
  }

  @Override
  public int touchedCount() {
    return writable ? touchedCount : createdCount;
  }

  @Override
  public void extend(SlotExtension extension) {
    extensions.add(extension);
  }

  @Override
  public void letLeave() {
    leaves = true;
  }

  /** Whether keys may leave memory. */
  boolean leaves() {
    return leaves;
  }

  List<SlotExtension> extensions() {
    return extensions;
  }

  @Override
  public void remove(int[] slots, int from, int to) {
    if (changeLog != null) {
      changeLog.removed(slots, from, to);
    }
    drop(slots, from, to);
  }

  /** Removes keys from memory, which is not noted as a change. */
  void drop(int[] slots, int from, int to) {
    vacate(slots, from, to);
    for (int i = from; i < to; i++) {
      free.add(slots[i]);
    }
  }

  /** Removes keys from memory whose slots are not used again while their segments are there. */
  void vacate(int[] slots, int from, int to) {
    for (SlotExtension extension : extensions) {
      for (int i = from; i < to; i++) {
        extension.release(slots[i]);
      }
    }
    for (int i = from; i < to; i++) {
      int slot = slots[i];
      long[] segment = segments[slot >>> SEGMENT_BITS];
      int at = (slot & SEGMENT_MASK) * width;
      index.remove(segment[at + hashWord], slot);
      if (horizons != null) {
        horizons.remove(segments, slot, horizon(slot));
      }
      if (layout.hasBytes()) {
        values.release(segment, at);
      }
      live.clear(slot);
    }
    size -= to - from;
  }

  /** How many segments there have been; some may be given back. */
  int segmentCount() {
    return segmentCount;
  }

  boolean isHeld(int segment) {
    return segments[segment].length > 0;
  }

  int heldSegments() {
    return segmentCount - freeSegments.size();
  }

  /** The first slot with a key at or behind one; -1 if there is none. */
  int nextLive(int slot) {
    return live.nextSetBit(slot);
  }

  /** Puts no more keys into some segments. */
  void closeSegments(BitSet closed) {
    int kept = 0;
    int[] slots = free.elements();
    for (int i = 0; i < free.size(); i++) {
      if (!closed.get(slots[i] >>> SEGMENT_BITS)) {
        slots[kept++] = slots[i];
      }
    }
    free.size(kept);
    if (nextSlot < endSlot && closed.get(nextSlot >>> SEGMENT_BITS)) {
      endSlot = nextSlot;
    }
  }

  /** Gives back segments that are closed and have no keys any more, and what else can be spared. */
  void giveBack(BitSet closed) {
    for (int i = closed.nextSetBit(0); i >= 0; i = closed.nextSetBit(i + 1)) {
      segments[i] = NO_SEGMENT;
      freeSegments.add(i);
    }
    index.trim();
    free.trim();
    if (arena.isSparse()) {
      ByteArena dense = new ByteArena();
      for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
        values.move(segment(slot), at(slot), dense);
      }
      arena.takeOver(dense);
    }
  }

  @Override
  public void takeExpired(long bound, IntArrayList slots) {
    if (horizons != null) {
      if (cold != null) {
        cold.loadExpired(bound);
      }
      horizons.take(segments, bound, slots);
    }
  }

  @Override
  public void allSlots(IntArrayList slots) {
    if (cold != null) {
      cold.loadAll();
    }
    if (horizons != null) {
      horizons.all(segments, slots);
      return;
    }
    for (int slot = live.nextSetBit(0); slot >= 0; slot = live.nextSetBit(slot + 1)) {
      slots.add(slot);
    }
  }

  /** The horizon of a key that may not be in the table; {@link Long#MAX_VALUE} if it has none. */
  long horizon(EncodedKeys keys, int key) {
    if (horizon == null || keys.isNull(key, horizon.column())) {
      return Long.MAX_VALUE;
    }
    return horizon.of(keys.words()[key * keyWidth + layout.offset(horizon.column())]);
  }

  @Override
  public long horizon(int slot) {
    if (horizon == null) {
      return Long.MAX_VALUE;
    }
    long[] segment = segments[slot >>> SEGMENT_BITS];
    int at = (slot & SEGMENT_MASK) * width;
    if (isNull(segment, at, horizon.column())) {
      return Long.MAX_VALUE;
    }
    return horizon.of(segment[at + layout.offset(horizon.column())]);
  }

  private boolean isNull(long[] segment, int at, int column) {
    return layout.hasNullWord() && (segment[at + column / Long.SIZE] >>> column & 1) != 0;
  }

  @Override
  public void appendKeys(int column, int[] slots, int from, int to, ColumnBuilder target) {
    int row = target.rowCount();
    switch (layout.type(column).layout()) {
      case LONG -> appendLongs(layout.offset(column), slots, from, to, target);
      case INT -> appendInts(layout.offset(column), slots, from, to, target);
      case BOOLEAN, DOUBLE, INT128, BYTES -> appendValues(column, slots, from, to, target);
    }
    if (layout.type(column).nullable()) {
      for (int i = from; i < to; i++) {
        if (isNull(segments[slots[i] >>> SEGMENT_BITS], at(slots[i]), column)) {
          target.setNull(row + i - from);
        }
      }
    }
  }

  private void appendLongs(int word, int[] slots, int from, int to, ColumnBuilder target) {
    long[] values = target.longsFor(to - from);
    int row = target.rowCount() - from;
    for (int i = from; i < to; i++) {
      int slot = slots[i];
      values[row + i] = segments[slot >>> SEGMENT_BITS][(slot & SEGMENT_MASK) * width + word];
    }
    target.appended(to - from);
  }

  private void appendInts(int word, int[] slots, int from, int to, ColumnBuilder target) {
    int[] values = target.intsFor(to - from);
    int row = target.rowCount() - from;
    for (int i = from; i < to; i++) {
      int slot = slots[i];
      values[row + i] = (int) segments[slot >>> SEGMENT_BITS][(slot & SEGMENT_MASK) * width + word];
    }
    target.appended(to - from);
  }

  /** Appends values, and in place of NULL that of its words, which are zero. */
  private void appendValues(int column, int[] slots, int from, int to, ColumnBuilder target) {
    DataType type = layout.type(column);
    int word = layout.offset(column);
    for (int i = from; i < to; i++) {
      values.append(type, segments[slots[i] >>> SEGMENT_BITS], at(slots[i]) + word, target);
    }
  }

  @Override
  public int compareKeys(int column, int left, int right) {
    int word = layout.offset(column);
    return values.compare(
        layout.type(column),
        segments[left >>> SEGMENT_BITS],
        (left & SEGMENT_MASK) * width + word,
        segments[right >>> SEGMENT_BITS],
        (right & SEGMENT_MASK) * width + word);
  }

  boolean isLive(int slot) {
    return live.get(slot);
  }

  /** The first word of a slot in its segment. */
  int at(int slot) {
    return (slot & SEGMENT_MASK) * width;
  }

  long[] segment(int slot) {
    return segments[slot >>> SEGMENT_BITS];
  }

  @Override
  public long hash(int slot) {
    return segment(slot)[at(slot) + hashWord];
  }

  int stateWords() {
    return width - stateOffset;
  }

  Optional<KeyHorizon> horizon() {
    return Optional.ofNullable(horizon);
  }

  ByteArena arena() {
    return arena;
  }

  @Override
  public int size() {
    return cold == null ? size : (int) Math.min(Integer.MAX_VALUE, size + cold.count());
  }

  /** The keys in memory. */
  int residentSize() {
    return size;
  }

  /** The keys that are not in memory. */
  long coldSize() {
    return cold == null ? 0 : cold.count();
  }

  /** How many keys were looked up. */
  long lookups() {
    return lookups;
  }

  /** How many of them were looked for on disk. */
  long misses() {
    return cold == null ? 0 : cold.misses();
  }

  @Override
  public long memoryBytes() {
    long bytes = (long) heldSegments() * (16 + 8L * (width << SEGMENT_BITS));
    bytes += index.memoryBytes() + arena.memoryBytes() + 4L * free.elements().length;
    bytes += live.size() / 8 + 8L * created.length;
    if (changeLog != null) {
      bytes += changeLog.memoryBytes();
    }
    if (cold != null) {
      bytes += cold.memoryBytes();
    }
    return horizons == null ? bytes : bytes + horizons.memoryBytes();
  }
}
