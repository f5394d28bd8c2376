package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.exec.expression.runtime.JsonPath.Step;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GET_JSON_OBJECT: the value at a path, as Spark gives it. Of members of one name the first that
 * leads somewhere counts; a text stands without quotes; several elements that a star leads to are
 * an array, one is itself.
 */
final class JsonObjectPath {
  private enum Style {
    /** A text stands as it is. */
    RAW,
    QUOTED,
    /** Arrays give their elements to the one around. */
    FLAT
  }

  private JsonObjectPath() {}

  /**
   * The value; null if the path leads nowhere, or it is no JSON up to where the value was found.
   */
  static @Nullable String find(byte[] json, JsonPath path) {
    StringWriter text = new StringWriter();
    boolean found;
    try (JsonParser parser = JsonText.FACTORY.createParser(json);
        JsonGenerator out = generator(text)) {
      found = parser.nextToken() != null && walk(parser, out, Style.RAW, path.steps());
    } catch (IOException invalid) {
      return null;
    }
    return found ? text.toString() : null;
  }

  private static JsonGenerator generator(StringWriter text) throws IOException {
    return JsonText.FACTORY
        .createGenerator(text)
        .setRootValueSeparator(null)
        .configure(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT, false);
  }

  private static boolean walk(JsonParser in, JsonGenerator out, Style style, List<Step> steps)
      throws IOException {
    if (steps.isEmpty()) {
      return end(in, out, style);
    }
    Step step = steps.get(0);
    List<Step> rest = steps.subList(1, steps.size());
    if (in.currentToken() == JsonToken.START_OBJECT && step.isMember()) {
      return member(in, out, style, step, rest);
    }
    if (in.currentToken() == JsonToken.START_ARRAY && !step.isMember()) {
      return step.any()
          ? elements(in, out, style, rest)
          : element(in, out, style, step.index(), rest);
    }
    in.skipChildren();
    return false;
  }

  private static boolean end(JsonParser in, JsonGenerator out, Style style) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING && style == Style.RAW) {
      out.writeRaw(in.getText());
      return true;
    }
    if (in.currentToken() == JsonToken.START_ARRAY && style == Style.FLAT) {
      boolean any = false;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        any |= end(in, out, style);
      }
      return any;
    }
    out.copyCurrentStructure(in);
    return true;
  }

  private static boolean member(
      JsonParser in, JsonGenerator out, Style style, Step step, List<Step> rest)
      throws IOException {
    boolean found = false;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      boolean wanted = !found && (step.any() || in.currentName().equals(step.name()));
      JsonToken value = in.nextToken();
      if (wanted && (step.any() || value != JsonToken.VALUE_NULL)) {
        found = walk(in, out, style, rest);
      } else {
        in.skipChildren();
      }
    }
    return found;
  }

  private static boolean elements(JsonParser in, JsonGenerator out, Style style, List<Step> rest)
      throws IOException {
    if (!rest.isEmpty() && !rest.get(0).isMember() && rest.get(0).any()) {
      out.writeStartArray();
      boolean any = false;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        any |= walk(in, out, Style.FLAT, rest.subList(1, rest.size()));
      }
      out.writeEndArray();
      return any;
    }
    if (style == Style.QUOTED) {
      out.writeStartArray();
      boolean any = false;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        any |= walk(in, out, Style.QUOTED, rest);
      }
      out.writeEndArray();
      return any;
    }
    StringWriter text = new StringWriter();
    int count = 0;
    try (JsonGenerator inner = generator(text)) {
      inner.writeStartArray();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        count += walk(in, inner, style == Style.RAW ? Style.QUOTED : style, rest) ? 1 : 0;
      }
      inner.writeEndArray();
    }
    if (count > 0) {
      String array = text.toString();
      out.writeRawValue(count == 1 ? array.substring(1, array.length() - 1) : array);
    }
    return count > 0;
  }

  private static boolean element(
      JsonParser in, JsonGenerator out, Style style, int index, List<Step> rest)
      throws IOException {
    boolean star = !rest.isEmpty() && !rest.get(0).isMember() && rest.get(0).any();
    boolean found = false;
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == index) {
        found = walk(in, out, star ? Style.QUOTED : style, rest);
      } else {
        in.skipChildren();
      }
    }
    return found;
  }
}
