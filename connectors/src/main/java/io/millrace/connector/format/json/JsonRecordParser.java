package io.millrace.connector.format.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.connector.format.Bytes;
import io.millrace.connector.format.ColumnTarget;
import io.millrace.connector.format.FieldParser;
import io.millrace.connector.format.RowFiller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record of any shape, with Jackson, and says what is wrong with it. Slow; defines what a
 * record means. Values of text columns are written over the record they come from, which is always
 * long enough.
 */
final class JsonRecordParser {
  private static final Pattern PLACE =
      Pattern.compile(" \\(start marker at \\[Source: [^\\]]*\\]\\)");
  private final JsonPaths paths;
  private final JsonKeys keys;
  private final RowFiller rows;
  private final FieldParser fields;
  private final JsonNested nested;
  private byte[] data = {};

  /** For each column its value as found last. */
  private final Found[] found;

  /** How a value is written. */
  enum Shape {
    STRING,
    NUMBER,
    WORD,
    NESTED,
    NULL
  }

  private static final class Found {
    boolean present;
    boolean exact;
    Shape shape = Shape.NULL;
    byte[] text = {};
    @Nullable String problem;
  }

  JsonRecordParser(JsonPaths paths, JsonKeys keys, RowFiller rows, FieldParser fields) {
    this.paths = paths;
    this.keys = keys;
    this.rows = rows;
    this.fields = fields;
    this.nested = new JsonNested(paths, fields);
    this.found = new Found[rows.targetCount()];
    Arrays.setAll(found, i -> new Found());
  }

  /** Sets all columns of the current row from the record {@code bytes[from, to)}. */
  void parse(byte[] bytes, int from, int to) {
    data = bytes;
    if (!Bytes.isUtf8(data, from, to)) {
      rows.noRecord(from, "it is not valid UTF-8");
      return;
    }
    for (Found value : found) {
      value.present = false;
    }
    try (JsonParser parser =
        paths
            .factory()
            .createParser(
                new InputStreamReader(
                    new ByteArrayInputStream(data, from, to - from), StandardCharsets.UTF_8))) {
      JsonToken begin = parser.nextToken();
      if (begin == JsonToken.START_ARRAY) {
        rows.noRecord(from, "it is an array, not an object (multiLine = true reads arrays)");
        return;
      }
      if (begin != JsonToken.START_OBJECT) {
        rows.noRecord(from, "it is not an object");
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        field(parser, parser.currentName(), from, to);
      }
      if (parser.nextToken() != null) {
        rows.noRecord(from, "there is more behind the object");
        return;
      }
    } catch (JsonProcessingException e) {
      long unit = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
      rows.noRecord((int) Math.min(from + unit, to), "it is not valid JSON: " + reason(e));
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows.willOverwrite(from, to);
    set(from);
  }

  /** What the parser says, without where it is in a text that is this record alone. */
  private static String reason(JsonProcessingException e) {
    return PLACE.matcher(e.getOriginalMessage()).replaceAll("");
  }

  private void field(JsonParser parser, String name, int from, int to) throws IOException {
    JsonToken token = parser.nextToken();
    int column = keys.column(name);
    if (column < 0) {
      parser.skipChildren();
      return;
    }
    boolean exact = keys.isExact(name);
    Found value = found[column];
    if (value.present && value.exact && !exact) {
      parser.skipChildren();
      return;
    }
    value.present = true;
    value.exact = exact;
    value.problem = null;
    switch (token) {
      case VALUE_STRING -> {
        value.shape = Shape.STRING;
        encode(value, parser.getText());
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        value.shape = Shape.NUMBER;
        encode(value, parser.getText());
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        value.shape = Shape.WORD;
        encode(value, parser.getText());
      }
      case START_OBJECT, START_ARRAY -> {
        value.shape = Shape.NESTED;
        long begin = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        long end = parser.currentLocation().getCharOffset();
        int first = byteOffset(from, to, begin);
        value.text = Arrays.copyOfRange(data, first, byteOffset(first, to, end - begin));
      }
      default -> value.shape = Shape.NULL;
    }
  }

  private static void encode(Found value, String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      value.text = new byte[encoded.remaining()];
      encoded.get(value.text);
    } catch (CharacterCodingException e) {
      value.problem = "half of a pair of surrogates is not text";
    }
  }

  /** Where the character of that number, in UTF-16 units, begins. */
  private int byteOffset(int from, int to, long units) {
    int at = from;
    long left = units;
    while (left > 0 && at < to) {
      int lead = data[at] & 0xFF;
      if (lead < 0x80) {
        at++;
      } else if (lead < 0xE0) {
        at += 2;
      } else if (lead < 0xF0) {
        at += 3;
      } else {
        at += 4;
        left--;
      }
      left--;
    }
    return at;
  }

  private void set(int from) {
    int write = from;
    for (int i = 0; i < found.length; i++) {
      Found value = found[i];
      ColumnTarget target = rows.target(i);
      if (!value.present || value.shape == Shape.NULL) {
        target.setNull(rows.row());
        continue;
      }
      if (value.problem != null) {
        rows.wrongValue(i, from, value.problem);
        continue;
      }
      if (target.hasOwnBytes()) {
        setOwn(i, target, value, from);
        continue;
      }
      int end = write + value.text.length;
      if (!isRightShape(target.type(), value.shape, value.text, paths) || end > data.length) {
        rows.wrongValue(i, from, misfit(value, target));
        continue;
      }
      System.arraycopy(value.text, 0, data, write, value.text.length);
      if (!fields.parse(target, rows.row(), data, write, end)) {
        rows.wrongValue(i, from, misfit(value, target));
        continue;
      }
      write = end;
    }
  }

  /** A nested value, or JSON, which is longer than its text at times. */
  private void setOwn(int column, ColumnTarget target, Found value, int from) {
    boolean json = target.type().kind() == TypeKind.JSON;
    byte[] bytes =
        json
            ? value.shape == Shape.STRING ? quoted(value.text) : value.text
            : value.shape == Shape.NESTED ? nested.read(target.type(), value.text) : null;
    if (bytes == null) {
      rows.wrongValue(column, from, misfit(value, target));
    } else {
      target.setBytes(rows.row(), bytes);
    }
  }

  private static byte[] quoted(byte[] text) {
    String inside = new String(text, StandardCharsets.UTF_8);
    byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(inside);
    byte[] quoted = new byte[escaped.length + 2];
    quoted[0] = '"';
    System.arraycopy(escaped, 0, quoted, 1, escaped.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  /** Whether JSON writes values of that type so at all. */
  static boolean isRightShape(DataType type, Shape shape, byte[] text, JsonPaths paths) {
    return switch (type.kind()) {
      case CHAR, VARCHAR -> true;
      case BOOLEAN -> shape == Shape.WORD;
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> shape == Shape.NUMBER;
      case REAL, DOUBLE -> shape == Shape.NUMBER || (shape == Shape.STRING && isNotANumber(text));
      case TIMESTAMP, TIMESTAMP_LTZ ->
          shape == Shape.STRING || (shape == Shape.NUMBER && paths.timestampsAreNumbers());
      case BINARY, DATE, TIME -> shape == Shape.STRING;
      case ARRAY, MAP, ROW -> shape == Shape.NESTED;
      case INTERVAL_DAY, INTERVAL_MONTH, JSON, JSONB, VARIANT, NULL -> false;
    };
  }

  private static boolean isNotANumber(byte[] text) {
    return switch (new String(text, StandardCharsets.ISO_8859_1)) {
      case "NaN", "Infinity", "-Infinity", "+Infinity", "INF", "-INF", "+INF" -> true;
      default -> false;
    };
  }

  private static String misfit(Found value, ColumnTarget target) {
    String text = new String(value.text, StandardCharsets.UTF_8);
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    String what =
        switch (value.shape) {
          case STRING -> "the text \"" + shown + "\"";
          case NESTED -> "a nested value";
          case NUMBER, WORD, NULL -> shown;
        };
    return what + " is no " + target.type().sql();
  }
}
