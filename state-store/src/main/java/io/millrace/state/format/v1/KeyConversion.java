package io.millrace.state.format.v1;

import io.millrace.api.types.Layout;
import io.millrace.state.EncodedKeys;
import io.millrace.state.KeyHashing;
import io.millrace.state.KeyLayout;
import io.millrace.state.SortOrder;
import java.util.List;

/** Takes the columns of keys to wider ones. Not thread-safe. */
final class KeyConversion {
  private final KeyLayout from;
  private final KeyLayout to;
  private final int firstColumn;
  private final KeyCodec reader;
  private final KeyCodec writer;
  private final EncodedKeys read;
  private final EncodedKeys wide;
  private final long[] hashes = new long[ChangeBlock.MAX_ENTRIES];

  KeyConversion(KeyLayout from, KeyLayout to, int firstColumn, List<SortOrder> orders) {
    this.from = from;
    this.to = to;
    this.firstColumn = firstColumn;
    this.reader = new KeyCodec(from, firstColumn, orders);
    this.writer = new KeyCodec(to, firstColumn, orders);
    this.read = new EncodedKeys(from);
    this.wide = new EncodedKeys(to);
  }

  KeyCodec writer() {
    return writer;
  }

  /**
   * Reads keys.
   *
   * @param starts where their columns begin; afterwards where they end
   */
  void read(byte[] source, int[] starts, int count) {
    read.begin(count, hashes);
    reader.beginDecode();
    for (int i = 0; i < count; i++) {
      starts[i] = reader.decode(source, starts[i], read, i);
    }
    reader.endDecode(read);
    wide.begin(count, hashes);
    for (int column = firstColumn; column < to.columns(); column++) {
      for (int key = 0; key < count; key++) {
        widen(key, column);
      }
    }
    if (to.columns() > 0) {
      wide.setData(read.data(0));
    }
  }

  private void widen(int key, int column) {
    int source = key * from.width() + from.offset(column);
    int target = key * to.width() + to.offset(column);
    boolean isNull = read.isNull(key, column);
    if (isNull) {
      wide.setNull(key, column);
    }
    long first = isNull ? 0 : read.words()[source];
    wide.words()[target] = first;
    if (isOfTwoWords(to, column)) {
      boolean two = !isNull && isOfTwoWords(from, column);
      wide.words()[target + 1] = two ? read.words()[source + 1] : first >> 63;
    }
  }

  private static boolean isOfTwoWords(KeyLayout layout, int column) {
    Layout each = layout.type(column).layout();
    return each == Layout.INT128 || each == Layout.BYTES;
  }

  /** The hashes of the keys that were read, as they are now. */
  long[] hashes() {
    KeyHashing.hash(wide, hashes);
    return hashes;
  }

  /** At least as many bytes as a key takes. */
  int bound(int key) {
    return writer.bound(wide.words(), key * to.width());
  }

  /** Writes a key that was read; returns where it ends. */
  int write(int key, byte[] target, int start) {
    return writer.encode(wide, key, target, start);
  }
}
