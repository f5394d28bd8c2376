package io.millrace.connector.format.json;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.RecordPlan;
import io.millrace.connector.format.RowFiller;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field names met so far. Not thread-safe. */
final class JsonKeys {
  /** Beyond so many names they are data, and not worth keeping. */
  private static final int MOST = 1024;

  private final Schema columns;
  private final RowFiller rows;
  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<String, Integer> anyCase = new HashMap<>();
  private @Nullable JsonKey[] table = new JsonKey[64];
  private int count;

  /**
   * @param rows takes the values
   */
  JsonKeys(RecordPlan plan, RowFiller rows) {
    this.rows = rows;
    this.columns = plan.schema().project(plan.dataColumns());
    for (int i = 0; i < columns.size(); i++) {
      exact.put(columns.name(i), i);
      anyCase.put(columns.name(i).toLowerCase(Locale.ROOT), i);
    }
  }

  /** The number of the column for a field name, −1 if there is none. */
  int column(String name) {
    Integer found = exact.get(name);
    if (found == null) {
      found = anyCase.get(name.toLowerCase(Locale.ROOT));
    }
    return found == null ? -1 : found;
  }

  /** Whether the column is written exactly so. */
  boolean isExact(String name) {
    return exact.containsKey(name);
  }

  /** The entry of a name without escapes. */
  JsonKey get(byte[] data, int from, int to) {
    int slot = slot(data, from, to);
    while (table[slot] != null) {
      if (table[slot].hasName(data, from, to)) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    JsonKey key = make(Arrays.copyOfRange(data, from, to));
    if (count < MOST) {
      table[slot] = key;
      count++;
      if (2 * count > table.length) {
        grow();
      }
    }
    return key;
  }

  private int slot(byte[] data, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + data[i];
    }
    return (hash ^ hash >>> 15) & (table.length - 1);
  }

  private void grow() {
    @Nullable JsonKey[] old = table;
    table = new JsonKey[2 * old.length];
    for (JsonKey key : old) {
      if (key != null) {
        byte[] name = key.name();
        int slot = slot(name, 0, name.length);
        while (table[slot] != null) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = key;
      }
    }
  }

  private JsonKey make(byte[] name) {
    int column = column(new String(name, StandardCharsets.UTF_8));
    if (column < 0) {
      return new JsonKey(name, JsonKey.Action.SKIP, -1, null);
    }
    return new JsonKey(name, action(columns.type(column)), column, rows.target(column));
  }

  private static JsonKey.Action action(DataType type) {
    return switch (type.kind()) {
      case CHAR, VARCHAR ->
          type.precision() == DataType.UNBOUNDED
              ? JsonKey.Action.TEXT
              : JsonKey.Action.BOUNDED_TEXT;
      case BIGINT -> JsonKey.Action.LONG;
      case INTEGER, SMALLINT, TINYINT -> JsonKey.Action.INTEGER;
      case DECIMAL, REAL, DOUBLE -> JsonKey.Action.NUMBER;
      case BOOLEAN -> JsonKey.Action.BOOLEAN;
      case TIMESTAMP, TIMESTAMP_LTZ -> JsonKey.Action.TIMESTAMP;
      case BINARY,
          DATE,
          TIME,
          INTERVAL_DAY,
          INTERVAL_MONTH,
          ARRAY,
          MAP,
          ROW,
          JSON,
          JSONB,
          VARIANT,
          NULL ->
          JsonKey.Action.QUOTED;
    };
  }
}
