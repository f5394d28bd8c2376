package io.millrace.state.memory;

import io.millrace.state.KeyedTable;
import io.millrace.state.StateOutput;
import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.ChangeRecordWriter;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.WordWidths;

/**
 * What changed in a table since the last commit: the slots to write, which of them are new since
 * then, and the keys of those that went. A key that came and went in between leaves nothing.
 */
final class Changes {
  /** Writes the key of a slot, without its length. */
  interface Keys {
    /** At least as many bytes as the key takes. */
    int bound(int slot);

    /** Returns where the key ends. */
    int write(int slot, byte[] target, int start);
  }

  private final SlotSet dirty = new SlotSet();
  private final SlotSet fresh = new SlotSet();
  private final StateOutput removed = new StateOutput();
  private final boolean variable;
  private int removedCount;
  private boolean rerun;

  /**
   * @param variable whether keys differ in length
   */
  Changes(boolean variable) {
    this.variable = variable;
  }

  void touched(int slot) {
    dirty.add(slot);
  }

  void touched(int[] slots, int from, int to) {
    for (int i = from; i < to; i++) {
      dirty.add(slots[i]);
    }
  }

  void created(int slot) {
    dirty.add(slot);
    fresh.add(slot);
  }

  /** A slot goes, whose key is still there; whether a record tells of it. */
  boolean removed(int slot, Keys keys) {
    boolean known = forget(slot);
    if (known) {
      removedKey(slot, keys);
    }
    return known;
  }

  /** A slot goes and something else says so; whether a record tells of it. */
  boolean forget(int slot) {
    boolean known = rerun || !fresh.contains(slot);
    dirty.remove(slot);
    fresh.remove(slot);
    return known;
  }

  /** Notes a key as gone. */
  void removedKey(int slot, Keys keys) {
    removed.reserve(keys.bound(slot) + Integer.BYTES);
    int start = removed.size();
    int from = variable ? start + Integer.BYTES : start;
    int end = keys.write(slot, removed.array(), from);
    removed.advance(end - start);
    if (variable) {
      removed.setInt(start, end - from);
    }
    removedCount++;
  }

  /**
   * Whether what is done now was logged before, in epochs run again: then a new key may be one that
   * a record tells of.
   */
  void rerun(boolean again) {
    rerun = again;
  }

  int count() {
    return dirty.count() + removedCount;
  }

  /** How many slots are to be written. */
  int dirtyCount() {
    return dirty.count();
  }

  /** The slots that are to be written, in an array that is used again. */
  int[] dirtySlots() {
    return dirty.toArray();
  }

  /** Forgets everything; it is in a record. */
  void clear() {
    dirty.clear();
    fresh.clear();
    removed.clear();
    removedCount = 0;
  }

  /** Writes the section of the keys that went, if any did. */
  void writeRemoved(SectionHeader header, ChangeRecordWriter writer) {
    if (removedCount == 0) {
      return;
    }
    writer.beginSection(header);
    StateOutput output = writer.output();
    byte[] source = removed.array();
    int at = 0;
    for (int from = 0; from < removedCount; from += ChangeBlock.MAX_ENTRIES) {
      int to = Math.min(removedCount, from + ChangeBlock.MAX_ENTRIES);
      output.writeVarInt(to - from);
      if (!variable) {
        int bytes = (to - from) * header.keyBytes();
        output.writeBytes(source, at, bytes);
        at += bytes;
        continue;
      }
      for (int i = from; i < to; i++) {
        int length = removed.getInt(at);
        output.writeVarInt(length);
        output.writeBytes(source, at + Integer.BYTES, length);
        at += Integer.BYTES + length;
      }
    }
    writer.endSection(removedCount);
  }

  /** What the entries of {@link #writePuts} are made of. */
  interface Entries extends Keys {
    /** The segments of the slots that are written. */
    long[][] segments();

    /** Words of a slot. */
    int width();

    /** The first word of a value in a slot. */
    int valueOffset();

    default long[] segment(int slot) {
      return segments()[slot >>> KeyedTable.SEGMENT_BITS];
    }

    /** The first word of a slot in its segment. */
    default int at(int slot) {
      return (slot & KeyedTable.SEGMENT_MASK) * width();
    }

    /** Writes keys of fixed width, one each so many bytes. */
    void write(int[] slots, int from, int to, byte[] target, int start, int stride);

    /** Writes what a value has beside words. */
    void writeExtension(int slot, StateOutput output);
  }

  /** Writes the slots to write, those that are new in a section of their own. */
  void writePuts(SectionHeader header, Entries entries, ChangeRecordWriter writer) {
    int count = dirty.count();
    int[] slots = dirty.toArray();
    int known = rerun ? count : knownFirst(slots, count);
    writePuts(header.withFresh(false), entries, slots, 0, known, writer);
    writePuts(header.withFresh(true), entries, slots, known, count, writer);
  }

  /** Brings the slots that are not new to the front, in order; returns how many. */
  private int knownFirst(int[] slots, int count) {
    int freshCount = fresh.count();
    if (freshCount == 0 || freshCount == count) {
      return count - freshCount;
    }
    int[] news = new int[freshCount];
    int known = 0;
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (fresh.contains(slots[i])) {
        news[found++] = slots[i];
      } else {
        slots[known++] = slots[i];
      }
    }
    System.arraycopy(news, 0, slots, known, freshCount);
    return known;
  }

  /** Writes a range of slots. */
  void writePuts(
      SectionHeader header,
      Entries entries,
      int[] slots,
      int first,
      int end,
      ChangeRecordWriter writer) {
    if (first == end) {
      return;
    }
    writer.beginSection(header);
    WordWidths widths = new WordWidths(header.words());
    StateOutput output = writer.output();
    StateOutput extension = new StateOutput();
    for (int from = first; from < end; from += ChangeBlock.MAX_ENTRIES) {
      int to = Math.min(end, from + ChangeBlock.MAX_ENTRIES);
      widths.clear();
      widths.include(entries.segments(), entries.width(), entries.valueOffset(), slots, from, to);
      output.writeVarInt(to - from);
      widths.write(output);
      if (variable || header.extended()) {
        for (int i = from; i < to; i++) {
          writePut(slots[i], header.extended(), entries, widths, extension, output);
        }
      } else {
        writeFixed(slots, from, to, header.keyBytes(), entries, widths, output);
      }
    }
    writer.endSection(end - first);
  }

  /** Writes a block of entries that are all of one length. */
  private static void writeFixed(
      int[] slots,
      int from,
      int to,
      int keyBytes,
      Entries entries,
      WordWidths widths,
      StateOutput output) {
    int stride = keyBytes + widths.total();
    output.reserve(stride * (to - from) + widths.bound());
    byte[] target = output.array();
    int start = output.size();
    // values first: what they write too much goes where the next key comes
    widths.put(
        entries.segments(),
        entries.width(),
        entries.valueOffset(),
        slots,
        from,
        to,
        target,
        start + keyBytes,
        stride);
    entries.write(slots, from, to, target, start, stride);
    output.advance(stride * (to - from));
  }

  private void writePut(
      int slot,
      boolean extended,
      Entries entries,
      WordWidths widths,
      StateOutput extension,
      StateOutput output) {
    output.reserve(5 + entries.bound(slot) + widths.bound());
    if (variable) {
      // the key is written behind room for its length, and moved if that is shorter
      int start = output.size();
      int length = entries.write(slot, output.array(), start + 5) - start - 5;
      output.writeVarInt(length);
      System.arraycopy(output.array(), start + 5, output.array(), output.size(), length);
      output.advance(length);
    } else {
      output.advance(entries.write(slot, output.array(), output.size()) - output.size());
    }
    int at = entries.at(slot) + entries.valueOffset();
    int end = widths.put(entries.segment(slot), at, output.array(), output.size());
    output.advance(end - output.size());
    if (extended) {
      extension.clear();
      entries.writeExtension(slot, extension);
      output.writeVarInt(extension.size());
      output.writeBytes(extension.array(), 0, extension.size());
    }
  }

  long memoryBytes() {
    return dirty.memoryBytes() + fresh.memoryBytes() + removed.array().length;
  }
}
