package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;

/**
 * How the values of ARRAY, MAP and ROW columns lie in the bytes of their {@link BytesColumn}: two
 * values are equal exactly if their bytes are, and ordered as their bytes are, unsigned. So state,
 * keys, joins, sorting and DISTINCT handle them as they handle BINARY.
 *
 * <ul>
 *   <li>An element (of an array, a key or value of a map, a field of a row) is {@link #NULL} alone,
 *       or {@link #VALUE} and its payload. NULL is greater than every value, as in PostgreSQL.
 *   <li>ARRAY: its elements, then {@link #END}. MAP: its keys and values in turn, in the order they
 *       were put in, then END. ROW: its fields.
 *   <li>Payloads: whole numbers big-endian with the sign bit turned over; DOUBLE likewise, with the
 *       other bits turned over too if it is negative, -0.0 as 0.0 and all NaN as one; text and
 *       binary with a zero byte as {@code 00 FF}, closed by {@code 00 00}; nested values as they
 *       are.
 * </ul>
 *
 * <p>At the top, a column's value is the payload alone, and text is not closed.
 */
public final class NestedFormat {
  /** Ends an ARRAY or MAP. */
  public static final byte END = 0;

  /** Stands before a value. */
  public static final byte VALUE = 1;

  /** Stands for NULL. */
  public static final byte NULL = 2;

  static final byte ESCAPED = (byte) 0xFF;

  private NestedFormat() {}

  /** The bits of a double as a long of the same order. */
  public static long orderedBits(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  /** The double of {@link #orderedBits}. */
  public static double ofOrderedBits(long ordered) {
    return Double.longBitsToDouble(ordered ^ (ordered >> 63 & Long.MAX_VALUE));
  }

  /** The place behind a payload inside a nested value that begins at {@code at}. */
  public static int skip(DataType type, byte[] data, int at) {
    return switch (type.kind()) {
      case ARRAY -> skipElements(type, data, at, 1);
      case MAP -> skipElements(type, data, at, 2);
      case ROW -> {
        int next = at;
        for (int i = 0; i < type.children().size(); i++) {
          next = skipElement(type.child(i), data, next);
        }
        yield next;
      }
      default -> at + width(type, data, at);
    };
  }

  private static int skipElements(DataType type, byte[] data, int at, int turn) {
    int next = at;
    for (int i = 0; data[next] != END; i++) {
      next = skipElement(type.child(i % turn), data, next);
    }
    return next + 1;
  }

  /** The place behind an element that begins at {@code at}. */
  public static int skipElement(DataType type, byte[] data, int at) {
    return data[at] == NULL ? at + 1 : skip(type, data, at + 1);
  }

  private static int width(DataType type, byte[] data, int at) {
    return switch (type.layout()) {
      case BOOLEAN -> 1;
      case INT -> 4;
      case LONG, DOUBLE -> 8;
      case INT128 -> 16;
      case BYTES -> closedLength(data, at);
    };
  }

  /** The number of bytes of a closed text, its end among them. */
  private static int closedLength(byte[] data, int at) {
    int next = at;
    while (data[next] != 0 || data[next + 1] != 0) {
      next += data[next] == 0 ? 2 : 1;
    }
    return next + 2 - at;
  }

  /** Whether payloads of that type are closed inside of a nested value, and bare at the top. */
  public static boolean isClosed(DataType type) {
    return type.layout() == Layout.BYTES && !type.kind().isNested();
  }
}
