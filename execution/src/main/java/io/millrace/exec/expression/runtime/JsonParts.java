package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.batch.NestedReader;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.NestedFunction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Members and elements of values that are JSON for certain. */
final class JsonParts {
  private JsonParts() {}

  /** What the parts of a value are given to. */
  private interface Parts {
    /** Takes a part, whose first token is the parser's; false if no more are wanted. */
    boolean take(String name, JsonParser parser) throws IOException;
  }

  /** Goes over the members of an object or the elements of an array. */
  private static void each(byte[] json, Parts parts) {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      boolean more = true;
      while (more && !parser.nextToken().isStructEnd()) {
        String name = object ? parser.currentName() : "";
        if (object) {
          parser.nextToken();
        }
        more = parts.take(name, parser);
        parser.skipChildren();
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("broken JSON", impossible);
    }
  }

  private static boolean isObject(byte[] json) {
    return JsonText.first(json) == '{';
  }

  private static boolean isArray(byte[] json) {
    return JsonText.first(json) == '[';
  }

  /**
   * The member of an object; null where there is none.
   *
   * @param lastWins whether it may have several of that name
   */
  static byte @Nullable [] member(byte[] json, String name, boolean lastWins) {
    byte @Nullable [][] found = new byte[1][];
    if (isObject(json)) {
      each(
          json,
          (one, parser) -> {
            boolean wanted = one.equals(name);
            if (wanted) {
              found[0] = JsonText.raw(parser, json);
            }
            return !wanted || lastWins;
          });
    }
    return found[0];
  }

  /** The element of an array, from 0, or from the end if negative; null where there is none. */
  static byte @Nullable [] element(byte[] json, int index) {
    if (!isArray(json)) {
      return null;
    }
    int wanted = index < 0 ? index + count(json) : index;
    byte @Nullable [][] found = new byte[1][];
    int[] at = {0};
    if (wanted >= 0) {
      each(
          json,
          (name, parser) -> {
            if (at[0]++ < wanted) {
              return true;
            }
            found[0] = JsonText.raw(parser, json);
            return false;
          });
    }
    return found[0];
  }

  /** A step of a path: a member's name, or an element's number. */
  static byte @Nullable [] at(byte[] json, String step, boolean lastWins) {
    if (isObject(json)) {
      return member(json, step, lastWins);
    }
    return step.matches("[+-]?\\d{1,9}") ? element(json, Integer.parseInt(step)) : null;
  }

  private static int count(byte[] json) {
    int[] count = {0};
    each(json, (name, parser) -> ++count[0] > 0);
    return count[0];
  }

  static byte @Nullable [] of(
      NestedFunction function, TypeKind kind, byte[] json, byte @Nullable [][] given, Site site) {
    return switch (function) {
      case JSON_LENGTH -> {
        demand(isArray(json), "the length of what is no array", json, site);
        yield Payloads.of(count(json));
      }
      case JSON_KEYS -> {
        demand(isObject(json), "the names of what is no object", json, site);
        yield keys(json);
      }
      case JSON_ELEMENTS, JSON_ELEMENTS_TEXT -> {
        demand(isArray(json), "the elements of what is no array", json, site);
        yield elements(json, kind, function == NestedFunction.JSON_ELEMENTS_TEXT);
      }
      case JSON_EACH, JSON_EACH_TEXT -> {
        demand(isObject(json), "the members of what is no object", json, site);
        yield members(json, kind, function == NestedFunction.JSON_EACH_TEXT);
      }
      case JSON_HAS ->
          Payloads.of(has(json, new String(JsonCalls.value(given, 1), StandardCharsets.UTF_8)));
      case JSON_HAS_ANY ->
          Payloads.of(texts(JsonCalls.value(given, 1)).stream().anyMatch(has(json)));
      case JSON_HAS_ALL ->
          Payloads.of(texts(JsonCalls.value(given, 1)).stream().allMatch(has(json)));
      case JSON_CONCAT -> concat(json, JsonCalls.value(given, 1), site);
      case JSON_DELETE -> delete(json, JsonCalls.value(given, 1), site);
      case JSON_STRIP_NULLS -> {
        byte[] left = stripped(json);
        yield left == null ? null : JsonText.of(TypeKind.JSONB, left);
      }
      default -> throw new IllegalStateException("no function of JSON: " + function);
    };
  }

  private static void demand(boolean good, String what, byte[] json, Site site) {
    if (!good) {
      site.invalid(what + " was asked for: " + JsonText.typeOf(json));
    }
  }

  private static byte[] keys(byte[] json) {
    Map<String, Boolean> names = new LinkedHashMap<>();
    each(json, (name, parser) -> names.put(name, true) == null || true);
    NestedWriter keys = new NestedWriter();
    names.keySet().forEach(name -> keys.addPayload(DataType.STRING, JsonText.utf8(name)));
    keys.end();
    return keys.toByteArray();
  }

  private static byte[] elements(byte[] json, TypeKind kind, boolean text) {
    DataType element = text ? DataType.STRING : new DataType(kind, 0, 0, true);
    NestedWriter list = new NestedWriter();
    each(
        json,
        (name, parser) -> {
          byte[] raw = JsonText.raw(parser, json);
          list.addPayload(element, text ? JsonText.plain(raw) : raw);
          return true;
        });
    list.end();
    return list.toByteArray();
  }

  private static byte[] members(byte[] json, TypeKind kind, boolean text) {
    DataType value = text ? DataType.STRING : new DataType(kind, 0, 0, true);
    NestedWriter list = new NestedWriter();
    each(
        json,
        (name, parser) -> {
          byte[] raw = JsonText.raw(parser, json);
          list.begin();
          list.addPayload(DataType.STRING, JsonText.utf8(name));
          list.addPayload(value, text ? JsonText.plain(raw) : raw);
          return true;
        });
    list.end();
    return list.toByteArray();
  }

  /** Whether it is a member's name, an element that is this text, or the text itself. */
  private static boolean has(byte[] json, String text) {
    if (isObject(json)) {
      return member(json, text, false) != null;
    }
    Object tree = JsonTree.of(json);
    return tree instanceof List<?> list ? list.contains(text) : tree.equals(text);
  }

  private static Predicate<String> has(byte[] json) {
    return text -> has(json, text);
  }

  private static List<String> texts(byte[] array) {
    List<String> texts = new ArrayList<>();
    NestedReader reader = new NestedReader().open(array, 0);
    while (reader.hasNext()) {
      reader.next(DataType.STRING);
      if (!reader.isNull()) {
        texts.add(new String(reader.bytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** Two objects become one, in which members of the second win; other values become arrays. */
  private static byte @Nullable [] concat(byte[] left, byte[] right, Site site) {
    if (isObject(left) && isObject(right)) {
      return JsonText.of(TypeKind.JSONB, joined('{', left, right, '}'));
    }
    demand(
        isArray(left) || isArray(right) || !isObject(left) && !isObject(right),
        "an object joined with what is neither object nor array",
        isObject(left) ? right : left,
        site);
    byte[] first = isArray(left) ? left : joined('[', left, new byte[0], ']');
    byte[] second = isArray(right) ? right : joined('[', right, new byte[0], ']');
    return JsonText.of(TypeKind.JSONB, joined('[', first, second, ']'));
  }

  /** The insides of two structures in one; a value alone is taken whole. */
  private static byte[] joined(char open, byte[] left, byte[] right, char close) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(left.length + right.length + 2);
    out.write(open);
    if (right.length == 0) {
      out.writeBytes(left);
    } else {
      out.write(left, 1, left.length - 2);
      if (left.length > 2 && right.length > 2) {
        out.write(',');
      }
      out.write(right, 1, right.length - 2);
    }
    out.write(close);
    return out.toByteArray();
  }

  /** Without the member of that name, or without elements that are that text. */
  private static byte @Nullable [] delete(byte[] json, byte[] name, Site site) {
    demand(isObject(json) || isArray(json), "a deletion from a scalar", json, site);
    String text = new String(name, StandardCharsets.UTF_8);
    boolean object = isObject(json);
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length);
    each(
        json,
        (one, parser) -> {
          byte[] raw = JsonText.raw(parser, json);
          boolean gone =
              object ? one.equals(text) : raw[0] == '"' && JsonText.unquoted(raw).equals(text);
          if (!gone) {
            out.writeBytes(JsonText.utf8(out.size() == 0 ? "" : ","));
            out.writeBytes(object ? JsonText.quoted(one) : new byte[0]);
            out.writeBytes(JsonText.utf8(object ? ":" : ""));
            out.writeBytes(raw);
          }
          return true;
        });
    byte[] inside = out.toByteArray();
    return JsonText.of(
        TypeKind.JSONB, joined(object ? '{' : '[', inside, new byte[0], object ? '}' : ']'));
  }

  /** Without members that are null, at any depth. */
  private static byte @Nullable [] stripped(byte[] json) {
    if (!isObject(json) && !isArray(json)) {
      return json;
    }
    boolean object = isObject(json);
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length);
    each(
        json,
        (name, parser) -> {
          byte[] raw = stripped(JsonText.raw(parser, json));
          if (!object || raw == null || raw[0] != 'n') {
            out.writeBytes(JsonText.utf8(out.size() == 0 ? "" : ","));
            out.writeBytes(object ? JsonText.quoted(name) : new byte[0]);
            out.writeBytes(JsonText.utf8(object ? ":" : ""));
            out.writeBytes(raw == null ? JsonText.NULL : raw);
          }
          return true;
        });
    return JsonText.of(
        TypeKind.JSONB,
        joined(object ? '{' : '[', out.toByteArray(), new byte[0], object ? '}' : ']'));
  }
}
