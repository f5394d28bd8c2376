package io.millrace.state;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import java.util.List;

/**
 * How keys of given types lie in words: words of NULL bits if any type is nullable, then for each
 * column one word (BOOLEAN, INT, LONG, DOUBLE) or two (INT128, BYTES).
 *
 * <p>The two words of BYTES: length in the high half and the first four bytes in the low half of
 * the first; the second holds the next eight bytes if there are at most twelve, else where the
 * bytes lie. A NULL is all zeros, with its bit set. Keys that are equal as groups have equal words,
 * but for the place of long bytes.
 */
public final class KeyLayout {
  /** Bytes up to this length lie in the words themselves. */
  public static final int INLINE_BYTES = 12;

  private final List<DataType> types;
  private final int[] offsets;
  private final boolean nullable;
  private final int width;
  private final boolean hasBytes;
  private final int groupColumns;

  public KeyLayout(List<DataType> types) {
    this(types, types.size());
  }

  /**
   * A layout of keys that are dealt out by their first columns alone, so that one partition has all
   * keys that agree in those.
   *
   * @param groupColumns how many columns tell the group of a key
   */
  public KeyLayout(List<DataType> types, int groupColumns) {
    this.types = List.copyOf(types);
    this.groupColumns = groupColumns;
    this.offsets = new int[types.size()];
    this.nullable = types.stream().anyMatch(DataType::nullable);
    int next = nullable ? (types.size() + Long.SIZE - 1) / Long.SIZE : 0;
    boolean bytes = false;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = next;
      Layout layout = types.get(i).layout();
      bytes |= layout == Layout.BYTES;
      next += layout == Layout.BYTES || layout == Layout.INT128 ? 2 : 1;
    }
    this.width = next;
    this.hasBytes = bytes;
  }

  public int columns() {
    return offsets.length;
  }

  public DataType type(int column) {
    return types.get(column);
  }

  /** How many columns, from the first on, tell the group of a key. */
  public int groupColumns() {
    return groupColumns;
  }

  /** The first word of a column. */
  public int offset(int column) {
    return offsets[column];
  }

  /** Whether the first words hold NULL bits: column c has bit c % 64 of word c / 64. */
  public boolean hasNullWord() {
    return nullable;
  }

  /** Words of a key. */
  public int width() {
    return width;
  }

  /** Whether some column is text or binary. */
  public boolean hasBytes() {
    return hasBytes;
  }
}
