package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.batch.NestedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Functions over JSON in text; what is no JSON gives NULL, as in Spark. */
final class JsonFunctions {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonFunctions() {}

  /** The value at a path of {@code $}, {@code .name}, {@code ['name']} and {@code [0]}. */
  static byte @Nullable [] get(String json, String path) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (!path.startsWith("$") || parser.nextToken() == null || !find(parser, path, 1)) {
        return null;
      }
      return value(parser);
    } catch (IOException invalid) {
      return null;
    }
  }

  /** Goes to the value at the rest of the path. */
  private static boolean find(JsonParser parser, String path, int at) throws IOException {
    if (at == path.length()) {
      return true;
    }
    int end;
    String step;
    boolean index = false;
    if (path.charAt(at) == '.') {
      end = at + 1;
      while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
        end++;
      }
      step = path.substring(at + 1, end);
    } else {
      int close = path.indexOf(']', at);
      if (path.charAt(at) != '[' || close < 0) {
        return false;
      }
      step = path.substring(at + 1, close);
      end = close + 1;
      if (step.length() > 1 && step.charAt(0) == '\'') {
        step = step.substring(1, step.length() - 1);
      } else {
        index = true;
      }
    }
    if (step.isEmpty() || step.equals("*")) {
      throw new IllegalArgumentException("wildcards in a path of JSON are not supported: " + path);
    }
    return index
        ? element(parser, step) && find(parser, path, end)
        : field(parser, step) && find(parser, path, end);
  }

  private static boolean field(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(name);
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static boolean element(JsonParser parser, String number) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY || !number.matches("\\d{1,9}")) {
      return false;
    }
    for (int left = Integer.parseInt(number); parser.nextToken() != JsonToken.END_ARRAY; left--) {
      if (left == 0) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static byte @Nullable [] value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token.isScalarValue()) {
      return utf8(parser.getText());
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator copy = FACTORY.createGenerator(text)) {
      copy.copyCurrentStructure(parser);
    }
    return utf8(text.toString());
  }

  static byte @Nullable [] arrayLength(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      int length = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        parser.skipChildren();
        length++;
      }
      return parser.nextToken() == null ? Payloads.of(length) : null;
    } catch (IOException invalid) {
      return null;
    }
  }

  static byte @Nullable [] objectKeys(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      NestedWriter keys = new NestedWriter();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        byte[] key = utf8(parser.currentName());
        keys.addBytes(key, 0, key.length);
        parser.nextToken();
        parser.skipChildren();
      }
      keys.end();
      return parser.nextToken() == null ? keys.toByteArray() : null;
    } catch (IOException invalid) {
      return null;
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
