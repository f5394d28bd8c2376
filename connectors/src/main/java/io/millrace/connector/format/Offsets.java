package io.millrace.connector.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.connector.Offset;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Offsets that are one number with a name: {@code {"rows":17}}. */
public final class Offsets {
  private static final int MAX_PLAIN_DIGITS = 18;

  private Offsets() {}

  public static Offset of(String name, long value) {
    return new Offset("{\"" + name + "\":" + value + "}");
  }

  /** The number of that name; an offset of another shape is a broken log, not a user's mistake. */
  public static long value(Offset offset, String name) {
    long plain = plainValue(offset.json(), name);
    return plain >= 0 ? plain : parsedValue(offset, name);
  }

  /** The number in text that {@link #of} wrote; −1 if it is not known to be such text. */
  private static long plainValue(String json, String name) {
    int begin = name.length() + 4;
    int end = json.length() - 1;
    boolean plain =
        end > begin
            && end - begin <= MAX_PLAIN_DIGITS
            && json.startsWith("{\"")
            && json.startsWith(name, 2)
            && json.startsWith("\":", begin - 2)
            && json.charAt(end) == '}';
    long value = 0;
    for (int i = begin; plain && i < end; i++) {
      int digit = json.charAt(i) - '0';
      plain = digit >= 0 && digit <= 9;
      value = 10 * value + digit;
    }
    return plain ? value : -1;
  }

  private static long parsedValue(Offset offset, String name) {
    try (JsonParser parser = new JsonFactory().createParser(offset.json())) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean wanted = parser.currentName().equals(name);
          if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && wanted) {
            return parser.getLongValue();
          }
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("offset " + offset, e);
    }
    throw new IllegalStateException("offset " + offset + " has no number \"" + name + "\"");
  }
}
