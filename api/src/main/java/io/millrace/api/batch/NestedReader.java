package io.millrace.api.batch;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.StructValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the elements of a nested value in the form of {@link NestedFormat}: {@link #next} goes
 * to the next element, which the typed calls then read. Used again after {@link #open}. Not
 * thread-safe.
 */
public final class NestedReader {
  private byte[] data = {};
  private int element;
  private int next;

  /** Stands before the first element of a value. */
  public NestedReader open(byte[] source, int start) {
    data = source;
    element = start;
    next = start;
    return this;
  }

  /** Stands before the first element of the value of a row that is not NULL. */
  public NestedReader open(BytesColumn column, int row) {
    return open(column.data(), column.starts()[row]);
  }

  /** Whether an ARRAY or MAP has another element. */
  public boolean hasNext() {
    return data[next] != NestedFormat.END;
  }

  /** Goes to the next element, of that type. */
  public void next(DataType type) {
    element = next;
    next = NestedFormat.skipElement(type, data, next);
  }

  public boolean isNull() {
    return data[element] == NestedFormat.NULL;
  }

  /** Where the element begins, with its mark. */
  public int start() {
    return element;
  }

  /** The place behind the element. */
  public int end() {
    return next;
  }

  public byte[] data() {
    return data;
  }

  /** The element as a column of its type would hold it; null for NULL. */
  public byte @Nullable [] payload(DataType type) {
    if (isNull()) {
      return null;
    }
    return NestedFormat.isClosed(type) ? bytes() : Arrays.copyOfRange(data, element + 1, next);
  }

  public boolean booleanValue() {
    return data[element + 1] != 0;
  }

  /** The element of layout INT. */
  public int intValue() {
    return intAt(data, element + 1);
  }

  /** The element of layout LONG. */
  public long longValue() {
    return longAt(data, element + 1);
  }

  public double doubleValue() {
    return NestedFormat.ofOrderedBits(longValue());
  }

  /** The low word of an element of layout INT128. */
  public long low() {
    return longAt(data, element + 9) ^ Long.MIN_VALUE;
  }

  /** The high word of an element of layout INT128. */
  public long high() {
    return longAt(data, element + 1);
  }

  /** The bytes of text or binary, a copy. */
  public byte[] bytes() {
    byte[] plain = new byte[next - element - 3];
    int length = 0;
    for (int i = element + 1; i < next - 2; i++) {
      plain[length++] = data[i];
      if (data[i] == 0) {
        i++;
      }
    }
    return length == plain.length ? plain : Arrays.copyOf(plain, length);
  }

  /** Appends the element to a column of its type. */
  public void appendTo(ColumnBuilder column) {
    DataType type = column.type();
    if (isNull()) {
      column.appendNull();
      return;
    }
    switch (type.layout()) {
      case BOOLEAN -> column.appendBoolean(booleanValue());
      case INT -> column.appendInt(intValue());
      case LONG -> column.appendLong(longValue());
      case DOUBLE -> column.appendDouble(doubleValue());
      case INT128 -> column.appendInt128(low(), high());
      case BYTES -> {
        if (type.kind().isNested()) {
          column.appendBytes(data, element + 1, next - element - 1);
        } else {
          byte[] bytes = bytes();
          column.appendBytes(bytes, 0, bytes.length);
        }
      }
    }
  }

  /** The element as {@link Column#value} would give it; null for NULL. */
  public @Nullable Object value(DataType type) {
    if (isNull()) {
      return null;
    }
    return switch (type.layout()) {
      case BOOLEAN -> booleanValue();
      case INT -> Values.of(type, intValue());
      case LONG -> Values.of(type, longValue());
      case DOUBLE -> Values.of(type, doubleValue());
      case INT128 -> new BigDecimal(Int128Column.toBigInteger(low(), high()), type.scale());
      case BYTES ->
          switch (type.kind()) {
            case ARRAY, MAP, ROW -> value(type, data, element + 1);
            case BINARY -> bytes();
            default -> new String(bytes(), StandardCharsets.UTF_8);
          };
    };
  }

  /** A whole value as a List, Map or {@link StructValue}. */
  public static Object value(DataType type, byte[] data, int start) {
    NestedReader reader = new NestedReader().open(data, start);
    return switch (type.kind()) {
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (reader.hasNext()) {
          reader.next(type.child(0));
          list.add(reader.value(type.child(0)));
        }
        yield list;
      }
      case MAP -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        while (reader.hasNext()) {
          reader.next(type.child(0));
          Object key = reader.value(type.child(0));
          reader.next(type.child(1));
          map.put(key, reader.value(type.child(1)));
        }
        yield map;
      }
      default -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (Field field : type.children()) {
          reader.next(field.type());
          values.add(reader.value(field.type()));
        }
        yield new StructValue(type.children().stream().map(Field::name).toList(), values);
      }
    };
  }

  /** The whole number of layout INT at a place. */
  public static int intAt(byte[] data, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 8 | data[i] & 0xFF;
    }
    return value ^ Integer.MIN_VALUE;
  }

  /** The whole number of layout LONG at a place. */
  public static long longAt(byte[] data, int at) {
    long value = 0;
    for (int i = at; i < at + 8; i++) {
      value = value << 8 | data[i] & 0xFF;
    }
    return value ^ Long.MIN_VALUE;
  }
}
