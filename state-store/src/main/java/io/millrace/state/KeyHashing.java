package io.millrace.state;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.millrace.api.batch.BooleanColumn;
import io.millrace.api.batch.BytesColumn;
import io.millrace.api.batch.Column;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.DoubleColumn;
import io.millrace.api.batch.Int128Column;
import io.millrace.api.batch.IntColumn;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.types.Layout;
import java.util.Arrays;

/**
 * Hashes of keys, column by column. Keys that are equal as groups hash alike: NULL with NULL, −0.0
 * with 0.0, NaN with NaN. Hashes are stable: state is dealt out by them.
 */
public final class KeyHashing {
  private static final long SEED = 0x9e3779b97f4a7c15L;
  private static final long MIX = 0xd6e8feb86659fd93L;

  /** MIX * MIX_INVERSE is 1. */
  private static final long MIX_INVERSE = 0xcfee444d8b59a89bL;

  private static final long NULL_WORD = 0x6a09e667f3bcc909L;
  private static final Hasher64 BYTES = Hashing.komihash5_0();

  private KeyHashing() {}

  /** Spreads the bits of a word over all bits of the result. */
  public static long mix(long word) {
    long mixed = (word ^ word >>> 32) * MIX;
    mixed = (mixed ^ mixed >>> 32) * MIX;
    return mixed ^ mixed >>> 32;
  }

  /** The word that {@link #mix} has spread. */
  public static long unmix(long mixed) {
    long word = (mixed ^ mixed >>> 32) * MIX_INVERSE;
    word = (word ^ word >>> 32) * MIX_INVERSE;
    return word ^ word >>> 32;
  }

  /**
   * The hash of a key that is dealt out by its first columns ({@link KeyLayout#groupColumns()}): of
   * their group, and otherwise of all columns.
   *
   * @param groupHash of the first columns
   * @param word of the one column behind them
   */
  public static long within(long groupHash, long word) {
    return inGroupOf(groupHash, mix(groupHash ^ word));
  }

  private static long inGroupOf(long groupHash, long hash) {
    return groupHash & KeyGroups.HASH_BITS | hash & ~KeyGroups.HASH_BITS;
  }

  /** The one bit pattern of all doubles that are equal as keys. */
  public static long doubleWord(double value) {
    // adding 0.0 makes −0.0 positive; doubleToLongBits makes all NaNs one
    return Double.doubleToLongBits(value + 0.0);
  }

  /** Hashes given columns of given physical rows; {@code hashes[i]} belongs to {@code rows[i]}. */
  public static void hash(ColumnBatch batch, int[] columns, int[] rows, int count, long[] hashes) {
    Arrays.fill(hashes, 0, count, SEED);
    for (int column : columns) {
      add(batch.column(column), rows, count, hashes);
    }
  }

  /** Hashes keys that are words already, to what the columns they came from would hash to. */
  public static void hash(EncodedKeys keys, long[] hashes) {
    hash(keys, 0, hashes);
  }

  /** As {@link #hash(EncodedKeys, long[])}, leaving out the first columns. */
  public static void hash(EncodedKeys keys, int firstColumn, long[] hashes) {
    int count = keys.count();
    KeyLayout layout = keys.layout();
    Arrays.fill(hashes, 0, count, SEED);
    add(keys, firstColumn, layout.groupColumns(), hashes);
    if (layout.groupColumns() < layout.columns()) {
      long[] groupHashes = Arrays.copyOf(hashes, count);
      add(keys, layout.groupColumns(), layout.columns(), hashes);
      for (int i = 0; i < count; i++) {
        hashes[i] = inGroupOf(groupHashes[i], hashes[i]);
      }
    }
  }

  private static void add(EncodedKeys keys, int from, int to, long[] hashes) {
    KeyLayout layout = keys.layout();
    for (int column = from; column < to; column++) {
      boolean one = !layout.type(column).nullable();
      switch (layout.type(column).layout()) {
        case BOOLEAN, INT, LONG, DOUBLE -> {
          if (one) {
            addWords(keys, column, hashes);
          } else {
            addNullableWords(keys, column, hashes);
          }
        }
        case INT128, BYTES -> addWideWords(keys, column, hashes);
      }
    }
  }

  private static void addWords(EncodedKeys keys, int column, long[] hashes) {
    long[] words = keys.words();
    int count = keys.count();
    int width = keys.layout().width();
    for (int i = 0, at = keys.layout().offset(column); i < count; i++, at += width) {
      hashes[i] = mix(hashes[i] ^ words[at]);
    }
  }

  private static void addNullableWords(EncodedKeys keys, int column, long[] hashes) {
    long[] words = keys.words();
    int count = keys.count();
    int width = keys.layout().width();
    for (int i = 0, at = keys.layout().offset(column); i < count; i++, at += width) {
      hashes[i] = mix(hashes[i] ^ (keys.isNull(i, column) ? NULL_WORD : words[at]));
    }
  }

  private static void addWideWords(EncodedKeys keys, int column, long[] hashes) {
    long[] words = keys.words();
    int count = keys.count();
    int width = keys.layout().width();
    boolean bytes = keys.layout().type(column).layout() == Layout.BYTES;
    byte[] inline = new byte[KeyLayout.INLINE_BYTES];
    for (int i = 0, at = keys.layout().offset(column); i < count; i++, at += width) {
      if (keys.isNull(i, column)) {
        hashes[i] = mix(hashes[i] ^ NULL_WORD);
      } else if (bytes) {
        hashes[i] = mix(hashes[i] ^ bytesHash(words, at, keys.data(column), inline));
      } else {
        hashes[i] = mix(mix(hashes[i] ^ words[at]) ^ words[at + 1]);
      }
    }
  }

  private static long bytesHash(long[] words, int at, byte[] data, byte[] inline) {
    int length = EncodedKeys.length(words[at]);
    if (length > KeyLayout.INLINE_BYTES) {
      return BYTES.hashBytesToLong(data, (int) words[at + 1], length);
    }
    EncodedKeys.inlineBytes(words[at], words[at + 1], inline);
    return BYTES.hashBytesToLong(inline, 0, length);
  }

  private static void add(Column column, int[] rows, int count, long[] hashes) {
    if (column.mayHaveNulls()) {
      addNullable(column, rows, count, hashes);
    } else if (column instanceof LongColumn longs) {
      long[] values = longs.values();
      for (int i = 0; i < count; i++) {
        hashes[i] = mix(hashes[i] ^ values[rows[i]]);
      }
    } else if (column instanceof IntColumn ints) {
      int[] values = ints.values();
      for (int i = 0; i < count; i++) {
        hashes[i] = mix(hashes[i] ^ values[rows[i]]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        hashes[i] = addValue(column, rows[i], hashes[i]);
      }
    }
  }

  private static void addNullable(Column column, int[] rows, int count, long[] hashes) {
    for (int i = 0; i < count; i++) {
      hashes[i] =
          column.isNull(rows[i])
              ? mix(hashes[i] ^ NULL_WORD)
              : addValue(column, rows[i], hashes[i]);
    }
  }

  private static long addValue(Column column, int row, long hash) {
    if (column instanceof BytesColumn bytes) {
      return mix(
          hash ^ BYTES.hashBytesToLong(bytes.data(), bytes.starts()[row], bytes.lengths()[row]));
    } else if (column instanceof LongColumn longs) {
      return mix(hash ^ longs.values()[row]);
    } else if (column instanceof IntColumn ints) {
      return mix(hash ^ ints.values()[row]);
    } else if (column instanceof DoubleColumn doubles) {
      return mix(hash ^ doubleWord(doubles.values()[row]));
    } else if (column instanceof BooleanColumn booleans) {
      return mix(hash ^ booleans.values()[row]);
    } else if (column instanceof Int128Column wide) {
      return mix(mix(hash ^ wide.words()[2 * row]) ^ wide.words()[2 * row + 1]);
    }
    throw new IllegalStateException("no hash of " + column.type());
  }
}
