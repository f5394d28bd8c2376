package io.millrace.state.memory;

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
  interface Values extends Keys {
    /** The segment of a slot. */
    long[] segment(int slot);

    /** The first word of a slot's value in its segment. */
    int at(int slot);

    /** Writes what the value has beside words. */
    void writeExtension(int slot, StateOutput output);
  }

  /** Writes the section of the slots to write, if there are any. */
  void writePuts(SectionHeader header, Values values, ChangeRecordWriter writer) {
    int count = dirty.count();
    if (count == 0) {
      return;
    }
    writer.beginSection(header);
    int[] slots = dirty.toArray();
    WordWidths widths = new WordWidths(header.words());
    StateOutput extension = new StateOutput();
    for (int from = 0; from < count; from += ChangeBlock.MAX_ENTRIES) {
      int to = Math.min(count, from + ChangeBlock.MAX_ENTRIES);
      widths.clear();
      for (int i = from; i < to; i++) {
        widths.include(values.segment(slots[i]), values.at(slots[i]));
      }
      StateOutput output = writer.output();
      output.writeVarInt(to - from);
      widths.write(output);
      for (int i = from; i < to; i++) {
        if (header.extended()) {
          extension.clear();
          values.writeExtension(slots[i], extension);
        }
        writePut(slots[i], header.extended(), values, widths, extension, output);
      }
    }
    writer.endSection(count);
  }

  private void writePut(
      int slot,
      boolean extended,
      Values values,
      WordWidths widths,
      StateOutput extension,
      StateOutput output) {
    int bound = values.bound(slot);
    output.reserve(5 + bound + widths.bound());
    if (variable) {
      // the key is written behind room for its length, and moved if that is shorter
      int start = output.size();
      int end = values.write(slot, output.array(), start + 5);
      int length = end - start - 5;
      output.writeVarInt(length);
      System.arraycopy(output.array(), start + 5, output.array(), output.size(), length);
      output.advance(length);
    } else {
      output.advance(values.write(slot, output.array(), output.size()) - output.size());
    }
    int end = widths.put(values.segment(slot), values.at(slot), output.array(), output.size());
    output.advance(end - output.size());
    if (extended) {
      output.writeVarInt(extension.size());
      output.writeBytes(extension.array(), 0, extension.size());
    }
  }

  long memoryBytes() {
    return dirty.memoryBytes() + fresh.memoryBytes() + removed.array().length;
  }
}
