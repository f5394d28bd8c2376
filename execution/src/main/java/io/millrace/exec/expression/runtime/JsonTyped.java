package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.TypeKind;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of SQL types out of JSON, as payloads. What does not fit its type is NULL, unless the
 * reader is strict. Not thread-safe.
 */
final class JsonTyped {
  private static final Site LENIENT = new Site(Optional.empty(), "json", true);

  private final Zone zone;
  private final Site site = LENIENT.forInstance();
  private final TextTimes times = new TextTimes();
  private final Int128 wide = new Int128();
  private final boolean strict;

  /** Numbers of the fields of a row by name, for each type of row met. */
  private final Map<DataType, Map<String, Integer>> fields = new HashMap<>();

  /**
   * @param strict whether a value that does not fit its type is an error
   */
  JsonTyped(Zone zone, boolean strict) {
    this.zone = zone;
    this.strict = strict;
  }

  /** A value does not fit its type. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1;

    Misfit(String what) {
      super(what);
    }
  }

  /**
   * FROM_JSON: NULL for blank text; for other text that is no JSON a row of NULLs, or NULL.
   *
   * @throws Misfit if the reader is strict, and something does not fit
   */
  byte @Nullable [] read(DataType type, byte[] json) throws Misfit {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        return null;
      }
      byte[] value = root(type, parser, json);
      if (parser.nextToken() != null) {
        throw new Misfit("there is more behind the value");
      }
      return value;
    } catch (IOException invalid) {
      if (strict) {
        throw new Misfit("it is no JSON");
      }
      return nothing(type);
    } catch (Misfit misfit) {
      if (strict) {
        throw misfit;
      }
      return nothing(type);
    }
  }

  /** One object stands for an array of it, and an array of one for that one. */
  private byte @Nullable [] root(DataType type, JsonParser parser, byte[] json)
      throws IOException, Misfit {
    JsonToken token = parser.currentToken();
    if (type.kind() == TypeKind.ROW && token == JsonToken.START_ARRAY) {
      if (parser.nextToken() == JsonToken.END_ARRAY) {
        return null;
      }
      byte[] only = payload(type, parser, json);
      boolean more = parser.nextToken() != JsonToken.END_ARRAY;
      while (more && parser.currentToken() != JsonToken.END_ARRAY) {
        parser.skipChildren();
        parser.nextToken();
      }
      return more || only == null ? nothing(type) : only;
    }
    boolean single =
        type.kind() == TypeKind.ARRAY
            && type.child(0).kind() == TypeKind.ROW
            && token == JsonToken.START_OBJECT;
    if (single) {
      NestedWriter list = new NestedWriter();
      list.addPayload(type.child(0), payload(type.child(0), parser, json));
      list.end();
      return list.toByteArray();
    }
    byte[] value = payload(type, parser, json);
    return value == null && token != JsonToken.VALUE_NULL ? nothing(type) : value;
  }

  /** What stands for text that cannot be read. */
  private static byte @Nullable [] nothing(DataType type) {
    if (type.kind() != TypeKind.ROW) {
      return null;
    }
    NestedWriter row = new NestedWriter();
    for (int i = 0; i < type.children().size(); i++) {
      row.addNull();
    }
    return row.toByteArray();
  }

  /** The value at the current token, at whose end the parser stands then; null for NULL. */
  private byte @Nullable [] payload(DataType type, JsonParser parser, byte[] json)
      throws IOException, Misfit {
    JsonToken token = parser.currentToken();
    if (type.kind().isJson()) {
      byte[] value = JsonText.raw(parser, json);
      return type.kind() == TypeKind.JSON ? value : JsonText.of(type.kind(), value);
    }
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    switch (type.kind()) {
      case ARRAY -> {
        return token == JsonToken.START_ARRAY
            ? array(type, parser, json)
            : misfit(type, parser, json);
      }
      case MAP -> {
        return token == JsonToken.START_OBJECT
            ? map(type, parser, json)
            : misfit(type, parser, json);
      }
      case ROW -> {
        return token == JsonToken.START_OBJECT
            ? row(type, parser, json)
            : misfit(type, parser, json);
      }
      case CHAR, VARCHAR -> {
        byte[] text =
            token == JsonToken.VALUE_STRING
                ? JsonText.utf8(parser.getText())
                : JsonText.raw(parser, json);
        boolean fits =
            type.precision() == DataType.UNBOUNDED
                || Utf8.count(text, 0, text.length) <= type.precision();
        return fits ? text : refused(type, text);
      }
      default -> {
        return scalar(type, parser, json);
      }
    }
  }

  private byte @Nullable [] misfit(DataType type, JsonParser parser, byte[] json)
      throws IOException, Misfit {
    return refused(type, JsonText.raw(parser, json));
  }

  private byte @Nullable [] refused(DataType type, byte[] value) throws Misfit {
    if (strict) {
      throw new Misfit(Site.quote(Site.text(value, 0, value.length)) + " is no " + type.sql());
    }
    return null;
  }

  private byte[] array(DataType type, JsonParser parser, byte[] json) throws IOException, Misfit {
    NestedWriter list = new NestedWriter();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.addPayload(type.child(0), payload(type.child(0), parser, json));
    }
    list.end();
    return list.toByteArray();
  }

  /** The names of an object are its keys, of which the last of the same counts. */
  private byte @Nullable [] map(DataType type, JsonParser parser, byte[] json)
      throws IOException, Misfit {
    Map<String, byte @Nullable []> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, payload(type.child(1), parser, json));
    }
    NestedWriter map = new NestedWriter();
    for (Map.Entry<String, byte @Nullable []> entry : entries.entrySet()) {
      byte[] text = JsonText.utf8(entry.getKey());
      byte[] key = type.child(0).kind().isText() ? text : scalar(type.child(0), text);
      if (key == null) {
        return refused(type.child(0), text);
      }
      map.addPayload(type.child(0), key);
      map.addPayload(type.child(1), entry.getValue());
    }
    map.end();
    return map.toByteArray();
  }

  private byte[] row(DataType type, JsonParser parser, byte[] json) throws IOException, Misfit {
    Map<String, Integer> numbers = fields.computeIfAbsent(type, JsonTyped::numbers);
    byte @Nullable [][] values = new byte[type.children().size()][];
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Integer number = numbers.get(parser.currentName());
      parser.nextToken();
      if (number == null) {
        parser.skipChildren();
      } else {
        values[number] = payload(type.child(number), parser, json);
      }
    }
    NestedWriter row = new NestedWriter();
    for (int i = 0; i < values.length; i++) {
      row.addPayload(type.child(i), values[i]);
    }
    return row.toByteArray();
  }

  private static Map<String, Integer> numbers(DataType row) {
    Map<String, Integer> numbers = new HashMap<>();
    for (Field field : row.children()) {
      numbers.put(field.name(), numbers.size());
    }
    return numbers;
  }

  private byte @Nullable [] scalar(DataType type, JsonParser parser, byte[] json)
      throws IOException, Misfit {
    JsonToken token = parser.currentToken();
    boolean fits =
        switch (type.kind()) {
          case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
          case TINYINT, SMALLINT, INTEGER, BIGINT -> token == JsonToken.VALUE_NUMBER_INT;
          case DECIMAL -> token.isNumeric() || token == JsonToken.VALUE_STRING;
          case REAL, DOUBLE ->
              token.isNumeric() || token == JsonToken.VALUE_STRING && isNotANumber(parser);
          default -> token == JsonToken.VALUE_STRING;
        };
    if (!fits) {
      return misfit(type, parser, json);
    }
    byte[] text = JsonText.utf8(parser.getText());
    byte[] value = scalar(type, text);
    return value == null ? refused(type, text) : value;
  }

  private static boolean isNotANumber(JsonParser parser) throws IOException {
    return switch (parser.getText()) {
      case "NaN", "Infinity", "-Infinity", "+INF", "INF", "-INF", "+Infinity" -> true;
      default -> false;
    };
  }

  /** The payload of a value that its text stands for; null if it stands for none. */
  byte @Nullable [] scalar(DataType type, byte[] text) {
    site.failed = false;
    int n = text.length;
    byte[] payload =
        switch (type.kind()) {
          case BOOLEAN -> Payloads.of(TextNumbers.toBoolean(text, 0, n, site));
          case TINYINT -> Payloads.of(whole(text, Byte.MIN_VALUE, Byte.MAX_VALUE));
          case SMALLINT -> Payloads.of(whole(text, Short.MIN_VALUE, Short.MAX_VALUE));
          case INTEGER -> Payloads.of(whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
          case BIGINT ->
              Payloads.of(TextNumbers.toLong(text, 0, n, Long.MIN_VALUE, Long.MAX_VALUE, site));
          case DECIMAL -> decimal(type, text);
          case REAL, DOUBLE ->
              Payloads.ofDouble(
                  false, TextNumbers.toDouble(text, 0, n, type.kind() == TypeKind.REAL, site));
          case DATE -> Payloads.of(times.date(text, 0, n, site));
          case TIME -> Payloads.of(times.time(text, 0, n, site));
          case TIMESTAMP -> Payloads.of(timestamp(text));
          case TIMESTAMP_LTZ -> Payloads.of(times.instant(text, 0, n, zone, site));
          case INTERVAL_DAY -> Payloads.of(times.dayInterval(text, 0, n, site));
          case INTERVAL_MONTH -> Payloads.of(times.monthInterval(text, 0, n, site));
          case BINARY -> binary(text);
          default -> null;
        };
    return site.failed ? null : payload;
  }

  private int whole(byte[] text, long least, long greatest) {
    return (int) TextNumbers.toLong(text, 0, text.length, least, greatest, site);
  }

  private byte @Nullable [] decimal(DataType type, byte[] text) {
    TextNumbers.toDecimal(wide, text, 0, text.length, type.precision(), type.scale(), site);
    return type.precision() > DataType.MAX_SHORT_DECIMAL_PRECISION
        ? Payloads.ofWide(false, wide.low, wide.high)
        : Payloads.of(wide.low);
  }

  /** A wall clock; what has a zone is shown on that of the session. */
  private long timestamp(byte[] text) {
    long local = times.timestamp(text, 0, text.length, site);
    if (!site.failed) {
      return local;
    }
    site.failed = false;
    return zone.toLocal(times.instant(text, 0, text.length, zone, site));
  }

  private static byte @Nullable [] binary(byte[] text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException invalid) {
      return null;
    }
  }
}
