package io.millrace.connector.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.connector.Offset;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Offsets that are one number with a name: {@code {"rows":17}}. */
public final class Offsets {
  private Offsets() {}

  public static Offset of(String name, long value) {
    return new Offset("{\"" + name + "\":" + value + "}");
  }

  /** The number of that name; an offset of another shape is a broken log, not a user's mistake. */
  public static long value(Offset offset, String name) {
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
