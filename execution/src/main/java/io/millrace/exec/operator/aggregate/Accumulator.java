package io.millrace.exec.operator.aggregate;

import io.millrace.api.batch.ColumnBuilder;
import io.millrace.state.KeyedTable;

/**
 * What one aggregate call remembers of each group. Words of the group's slot from {@code offset} on
 * are its own, all zero when the group is new; more may be kept beside, by slot ({@link
 * io.millrace.state.SlotExtension}), or in further tables.
 *
 * <p>Each call handles a whole batch; loops read segments themselves.
 */
abstract class Accumulator {
  final KeyedTable table;
  final int offset;

  /**
   * @param offset of its first word in a slot
   */
  Accumulator(KeyedTable table, int offset) {
    this.table = table;
    this.offset = offset;
  }

  /** Whether contributions have to tell when they arrived. */
  boolean needsArrivals() {
    return false;
  }

  /** Adds contributions, which have passed filter and NULL test. */
  abstract void update(Contributions input);

  /**
   * Appends the results of groups.
   *
   * @throws io.millrace.api.error.MillraceException if a result does not fit its type
   */
  abstract void appendResults(int[] slots, int from, int to, ColumnBuilder target);

  /**
   * Adds what is known of parts to wholes. Entry i adds slot {@code from[i]} of the source, or slot
   * {@code ~from[i]} of this one if that is negative, to slot {@code to[i]} of this one; in order.
   *
   * @param source of the same call
   */
  void merge(Accumulator source, int[] from, int[] to, int count) {
    throw new IllegalStateException("results of parts do not tell that of the whole");
  }

  /** Forgets what further tables keep of groups that go. */
  void removeGroups(int[] slots, int from, int to) {}

  /** Heap kept beside the table, roughly. */
  public long memoryBytes() {
    return 0;
  }

  /**
   * Makes NULL those of the results appended last whose first word, the number of values, is not
   * positive.
   */
  final void markWithoutValues(int[] slots, int from, int to, ColumnBuilder target) {
    long[][] segments = table.segments();
    int width = table.width();
    int row = target.rowCount() - to;
    for (int i = from; i < to; i++) {
      int slot = slots[i];
      long values =
          segments[slot >>> KeyedTable.SEGMENT_BITS][
              (slot & KeyedTable.SEGMENT_MASK) * width + offset];
      if (values <= 0) {
        target.setNull(row + i);
      }
    }
  }

  /** The segment of a slot. */
  final long[] segment(int slot) {
    return table.segments()[slot >>> KeyedTable.SEGMENT_BITS];
  }

  /** The segment of a part, as {@link #merge} names it. */
  final long[] partSegment(Accumulator source, int part) {
    return part < 0 ? segment(~part) : source.segment(part);
  }

  /** The first word of a part, as {@link #merge} names it. */
  final int partAt(Accumulator source, int part) {
    return part < 0 ? at(~part) : source.at(part);
  }

  /** Its first word in the segment of a slot. */
  final int at(int slot) {
    return (slot & KeyedTable.SEGMENT_MASK) * table.width() + offset;
  }
}
