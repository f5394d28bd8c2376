package io.millrace.state.memory;

import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.ColumnBuilder;
import io.millrace.api.types.DataType;
import io.millrace.state.EncodedKeys;
import io.millrace.state.GroupRows;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.KeyedTable;
import io.millrace.state.MultisetTable;
import io.millrace.state.format.v1.LongBytes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A keyed table of (group, value) → weight, whose slots are also linked by group: in a list if
 * nobody asks for extremes, else in a treap, a search tree kept shallow by the hashes of its
 * values. The operator's words of a slot: weight, links. A list's links back are set from its
 * second value on to where they are set already, when a value that is not its first is taken out.
 */
final class MemoryMultisetTable implements MultisetTable, GroupedValues {
  private static final int STATE_WORDS = 2;
  private static final int FIRST_VALUES = 16;
  private static final long HIGH_HALF = 0xffffffffL << 32;

  private final boolean ordered;
  private final MemoryKeyedTable table;
  private final EncodedKeys keys;
  private final int weightWord;
  private final IntArrayList walk = new IntArrayList();
  private final IntArrayList walked = new IntArrayList();

  /** By group: slot + 1 of the list's head or the tree's root. */
  private int[] roots = {};

  private long[] hashes = {};
  private int[] slots = {};
  private final int[] single = new int[1];

  /** The values of a group while they are put in order: half of the hash, and the slot. */
  private long[] order = new long[FIRST_VALUES];

  /** What a durable store wants to know; nothing is noted while nobody does. */
  private @Nullable GroupedChangeLog changeLog;

  MemoryMultisetTable(List<DataType> valueTypes, boolean ordered) {
    this.ordered = ordered;
    List<DataType> types = new ArrayList<>();
    types.add(DataType.BIGINT.notNull());
    types.addAll(valueTypes);
    KeyLayout layout = new KeyLayout(types);
    this.table = new MemoryKeyedTable(layout, STATE_WORDS, Optional.empty());
    this.keys = new EncodedKeys(layout);
    this.weightWord = table.stateOffset();
  }

  @Override
  public void add(
      int[] groups,
      ColumnBatch batch,
      int[] columns,
      int[] rows,
      int[] weights,
      int count,
      int[] transitions) {
    if (hashes.length < count) {
      hashes = new long[Math.max(count, 2 * hashes.length)];
      slots = new int[hashes.length];
    }
    KeyHashing.hash(batch, columns, rows, count, hashes);
    for (int i = 0; i < count; i++) {
      hashes[i] = hash(hashes[i], groups[i]);
    }
    keys.encodeGrouped(groups, batch, columns, rows, count, hashes);
    int createdCount = table.upsert(keys, slots);
    int[] created = table.created();
    GroupedChangeLog log = changeLog;
    for (int i = 0; i < createdCount; i++) {
      link(groups[created[i]], slots[created[i]]);
      if (log != null) {
        log.changes().created(slots[created[i]]);
      }
    }
    for (int i = 0; i < count; i++) {
      long[] segment = segment(slots[i]);
      int word = at(slots[i]) + weightWord;
      long before = segment[word];
      long after = before + weights[i];
      segment[word] = after;
      if (log != null) {
        log.changes().touched(slots[i]);
        log.changedGroup(groups[i]);
      }
      transitions[i] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    }
    removeZeros(groups, count);
  }

  /** Values whose weight has come to 0 go; a value that occurs twice in the batch goes once. */
  private void removeZeros(int[] groups, int count) {
    for (int i = 0; i < count; i++) {
      int slot = slots[i];
      long[] segment = segment(slot);
      int word = at(slot) + weightWord;
      if (segment[word] == 0) {
        if (changeLog != null) {
          changeLog.removed(slot);
        }
        drop(groups[i], slot);
        // the mark of a slot that is gone, until it is used again
        segment[word] = Long.MIN_VALUE;
      }
    }
  }

  private void drop(int group, int slot) {
    unlink(group, slot);
    single[0] = slot;
    table.remove(single, 0, 1);
  }

  @Override
  public int extreme(int group, boolean largest) {
    if (group >= roots.length) {
      return NONE;
    }
    // in order, skipping values whose weight is negative because their insertion is still to come
    walk.clear();
    int node = roots[group] - 1;
    while (node >= 0 || !walk.isEmpty()) {
      while (node >= 0) {
        walk.add(node);
        node = largest ? right(node) : left(node);
      }
      node = walk.popInt();
      if (segment(node)[at(node) + weightWord] > 0) {
        return node;
      }
      node = largest ? left(node) : right(node);
    }
    return NONE;
  }

  @Override
  public long word(int handle, int word) {
    return segment(handle)[at(handle) + word];
  }

  @Override
  public void append(int handle, ColumnBuilder target) {
    single[0] = handle;
    table.appendKeys(1, single, 0, 1, target);
  }

  @Override
  public void append(int column, int[] handles, int from, int to, ColumnBuilder target) {
    table.appendKeys(column + 1, handles, from, to, target);
  }

  @Override
  public void values(int[] groups, int count, GroupRows target) {
    target.clear();
    for (int i = 0; i < count; i++) {
      if (!isEmpty(groups[i])) {
        if (ordered) {
          collect(groups[i]);
          for (int j = 0; j < walked.size(); j++) {
            target.add(walked.getInt(j), weight(walked.getInt(j)));
          }
        } else {
          int size = arrange(groups[i]);
          for (int j = 0; j < size; j++) {
            target.add((int) order[j], weight((int) order[j]));
          }
        }
      }
      target.endRequest();
    }
  }

  /**
   * Puts the list of a group into the order of the hashes of its values, which is the same wherever
   * they lie and whenever they came into memory. It stays like that until values are added.
   *
   * @return how many values {@link #order} has then
   */
  private int arrange(int group) {
    int count = 0;
    boolean arranged = true;
    for (int slot = roots[group] - 1; slot >= 0; slot = right(slot)) {
      if (count == order.length) {
        order = Arrays.copyOf(order, 2 * count);
      }
      order[count] = valueHash(slot) & HIGH_HALF | slot;
      arranged &= count == 0 || precedes(order[count - 1], order[count]);
      count++;
    }
    if (!arranged) {
      sort(count);
      relink(group, count);
    }
    return count;
  }

  private void sort(int count) {
    Arrays.sort(order, 0, count);
    for (int i = 1; i < count; i++) {
      // where hashes agree in one half, the other one counts
      long moved = order[i];
      int at = i;
      while (at > 0 && !precedes(order[at - 1], moved)) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = moved;
    }
  }

  private void relink(int group, int count) {
    roots[group] = (int) order[0] + 1;
    for (int i = 0; i < count; i++) {
      int previous = i == 0 ? -1 : (int) order[i - 1];
      int next = i == count - 1 ? -1 : (int) order[i + 1];
      links((int) order[i], previous, next);
    }
  }

  /** Whether one of two values of a group comes before the other; the low half is its slot. */
  private boolean precedes(long left, long right) {
    return (left ^ right) >>> 32 != 0
        ? left < right
        : valueHash((int) left) <= valueHash((int) right);
  }

  /** The hash of a value without its group, whose slot is another one after a restart. */
  private long valueHash(int slot) {
    return KeyHashing.unmix(table.hash(slot)) - group(slot);
  }

  @Override
  public boolean isEmpty(int group) {
    return group >= roots.length || roots[group] == 0;
  }

  private long weight(int slot) {
    return segment(slot)[at(slot) + weightWord];
  }

  @Override
  public KeyLayout layout() {
    return table.layout();
  }

  @Override
  public void removeGroups(int[] groups, int from, int to) {
    for (int i = from; i < to; i++) {
      int group = groups[i];
      if (group < roots.length && roots[group] != 0) {
        collect(group);
        if (changeLog != null) {
          changeLog.removedGroup(group, walked);
          changeLog.changedGroup(group);
        }
        dropWalked(group);
      }
    }
  }

  @Override
  public void dropGroup(int group) {
    if (group < roots.length && roots[group] != 0) {
      collect(group);
      dropWalked(group);
    }
  }

  private void dropWalked(int group) {
    table.remove(walked.elements(), 0, walked.size());
    roots[group] = 0;
  }

  /** Walks through all values of a group, in no order. */
  private void collect(int group) {
    walk.clear();
    walked.clear();
    walk.add(roots[group] - 1);
    while (!walk.isEmpty()) {
      int slot = walk.popInt();
      walked.add(slot);
      int right = right(slot);
      int left = ordered ? left(slot) : -1;
      if (right >= 0) {
        walk.add(right);
      }
      if (left >= 0) {
        walk.add(left);
      }
    }
  }

  @Override
  public boolean canLeave() {
    return true;
  }

  @Override
  public void collect(int group, IntArrayList target) {
    if (group < roots.length && roots[group] != 0) {
      collect(group);
      target.addAll(walked);
    }
  }

  @Override
  public BitSet closeSparse(IntArrayList moved) {
    BitSet closed = new BitSet();
    int needed = (table.residentSize() >>> KeyedTable.SEGMENT_BITS) + 1;
    if (table.heldSegments() <= 2 * needed) {
      return closed;
    }
    for (int i = 0; i < table.segmentCount(); i++) {
      closed.set(i, table.isHeld(i));
    }
    for (int slot = table.nextLive(0); slot >= 0; slot = table.nextLive(slot + 1)) {
      moved.add(slot);
    }
    table.closeSegments(closed);
    return closed;
  }

  @Override
  public void vacate(int[] gone, int from, int to) {
    for (int i = from; i < to; i++) {
      unlink(group(gone[i]), gone[i]);
    }
    table.vacate(gone, from, to);
  }

  @Override
  public void giveBack(BitSet closed) {
    table.giveBack(closed);
  }

  @Override
  public long[][] segments() {
    return table.segments();
  }

  @Override
  public int width() {
    return table.width();
  }

  @Override
  public int valueWord() {
    return weightWord;
  }

  @Override
  public LongBytes longBytes() {
    return table.arena();
  }

  @Override
  public void logChanges(GroupedChangeLog log) {
    changeLog = log;
  }

  /** The hash of a value in a group, by that of the value. */
  private static long hash(long valueHash, int group) {
    return KeyHashing.mix(valueHash + group);
  }

  /** Computes the hashes of keys that hold their groups. */
  private static void hash(EncodedKeys keys) {
    KeyLayout layout = keys.layout();
    KeyHashing.hash(keys, 1, keys.hashes());
    for (int i = 0; i < keys.count(); i++) {
      keys.hashes()[i] =
          hash(keys.hashes()[i], (int) keys.words()[i * layout.width() + layout.offset(0)]);
    }
  }

  @Override
  public void place(EncodedKeys placed, int[] placedSlots, long[] weights, int[] entries) {
    hash(placed);
    table.place(placed, placedSlots);
    int createdCount = table.createdCount();
    int[] created = table.created();
    for (int i = 0; i < createdCount; i++) {
      int slot = placedSlots[created[i]];
      link(group(slot), slot);
    }
    for (int i = 0; i < placed.count(); i++) {
      segment(placedSlots[i])[at(placedSlots[i]) + weightWord] = weights[entries[i]];
    }
  }

  @Override
  public void dropValues(EncodedKeys gone, int[] goneSlots) {
    hash(gone);
    table.find(gone, goneSlots);
    for (int i = 0; i < gone.count(); i++) {
      if (goneSlots[i] >= 0 && table.isLive(goneSlots[i])) {
        drop(group(goneSlots[i]), goneSlots[i]);
      }
    }
  }

  @Override
  public int group(int slot) {
    return (int) segment(slot)[at(slot) + table.layout().offset(0)];
  }

  private void link(int group, int slot) {
    if (group >= roots.length) {
      roots = Arrays.copyOf(roots, Math.max(group + 1, 2 * roots.length));
    }
    int root = roots[group] - 1;
    if (ordered) {
      roots[group] = insert(root, slot) + 1;
      return;
    }
    // the old head, which would be far off in memory, learns of this one when it has to
    links(slot, -1, root);
    roots[group] = slot + 1;
  }

  /**
   * Lets the values of a list know which one is before them. The newest, which do not, come first.
   */
  private void linkBack(int group) {
    int previous = roots[group] - 1;
    int node = right(previous);
    while (node >= 0 && left(node) < 0) {
      links(node, previous, right(node));
      previous = node;
      node = right(node);
    }
  }

  private void unlink(int group, int slot) {
    int root = roots[group] - 1;
    if (ordered) {
      roots[group] = removeFrom(root, slot) + 1;
      return;
    }
    int next = right(slot);
    if (slot == root) {
      roots[group] = next + 1;
      if (next >= 0) {
        links(next, -1, right(next));
      }
      return;
    }
    if (left(slot) < 0) {
      linkBack(group);
    }
    int previous = left(slot);
    links(previous, left(previous), next);
    if (next >= 0) {
      links(next, previous, right(next));
    }
  }

  private int insert(int tree, int slot) {
    if (tree < 0) {
      links(slot, -1, -1);
      return slot;
    }
    if (priority(slot) > priority(tree)) {
      split(tree, slot);
      return slot;
    }
    if (compare(slot, tree) < 0) {
      links(tree, insert(left(tree), slot), right(tree));
    } else {
      links(tree, left(tree), insert(right(tree), slot));
    }
    return tree;
  }

  /** Makes the tree's smaller values the left and its larger ones the right side of a slot. */
  private void split(int tree, int slot) {
    int less = -1;
    int more = -1;
    int lessEnd = -1;
    int moreEnd = -1;
    int node = tree;
    while (node >= 0) {
      if (compare(node, slot) < 0) {
        if (lessEnd < 0) {
          less = node;
        } else {
          links(lessEnd, left(lessEnd), node);
        }
        lessEnd = node;
        node = right(node);
      } else {
        if (moreEnd < 0) {
          more = node;
        } else {
          links(moreEnd, node, right(moreEnd));
        }
        moreEnd = node;
        node = left(node);
      }
    }
    if (lessEnd >= 0) {
      links(lessEnd, left(lessEnd), -1);
    }
    if (moreEnd >= 0) {
      links(moreEnd, -1, right(moreEnd));
    }
    links(slot, less, more);
  }

  private int removeFrom(int tree, int slot) {
    if (tree == slot) {
      return merge(left(slot), right(slot));
    }
    if (compare(slot, tree) < 0) {
      links(tree, removeFrom(left(tree), slot), right(tree));
    } else {
      links(tree, left(tree), removeFrom(right(tree), slot));
    }
    return tree;
  }

  private int merge(int left, int right) {
    if (left < 0) {
      return right;
    }
    if (right < 0) {
      return left;
    }
    if (priority(left) > priority(right)) {
      links(left, left(left), merge(right(left), right));
      return left;
    }
    links(right, merge(left, left(right)), right(right));
    return right;
  }

  private int compare(int left, int right) {
    return table.compareKeys(1, left, right);
  }

  private long priority(int slot) {
    return segment(slot)[at(slot) + table.layout().width()];
  }

  private int left(int slot) {
    return (int) (segment(slot)[at(slot) + weightWord + 1] >>> 32) - 1;
  }

  private int right(int slot) {
    return (int) segment(slot)[at(slot) + weightWord + 1] - 1;
  }

  private void links(int slot, int left, int right) {
    segment(slot)[at(slot) + weightWord + 1] = (long) (left + 1) << 32 | right + 1;
  }

  private long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  private int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width();
  }

  @Override
  public int size() {
    long size = table.residentSize();
    if (changeLog != null) {
      size += changeLog.coldValues();
    }
    return (int) Math.min(Integer.MAX_VALUE, size);
  }

  @Override
  public int residentSize() {
    return table.residentSize();
  }

  @Override
  public long memoryBytes() {
    long bytes = table.memoryBytes() + 4L * roots.length;
    return changeLog == null ? bytes : bytes + changeLog.memoryBytes();
  }
}
