package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path into JSON: {@code $}, then steps {@code .name}, {@code ."name"}, {@code ['name']}, {@code
 * [0]}, {@code .*} and {@code [*]}; the standard's have {@code lax} or {@code strict} before them.
 */
final class JsonPath {
  /** One step; {@code any} is a star. */
  record Step(boolean isMember, boolean any, String name, int index) {
    static Step member(String name) {
      return new Step(true, false, name, 0);
    }

    static Step element(int index) {
      return new Step(false, false, "", index);
    }

    static Step any(boolean member) {
      return new Step(member, true, "", 0);
    }
  }

  private final List<Step> steps;
  private final boolean strict;

  private JsonPath(List<Step> steps, boolean strict) {
    this.steps = List.copyOf(steps);
    this.strict = strict;
  }

  List<Step> steps() {
    return steps;
  }

  /** The path of a text; empty if it is none, or has steps that are not among those above. */
  static Optional<JsonPath> of(String text) {
    String path = text.strip();
    boolean strict = path.startsWith("strict ");
    if (strict || path.startsWith("lax ")) {
      path = path.substring(path.indexOf(' ')).strip();
    }
    if (!path.startsWith("$")) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    int at = 1;
    while (at < path.length()) {
      int end = path.charAt(at) == '.' ? member(path, at, steps) : element(path, at, steps);
      if (end < 0) {
        return Optional.empty();
      }
      at = end;
    }
    return Optional.of(new JsonPath(steps, strict));
  }

  /** Takes a step that begins with a point; the place behind it, or −1. */
  private static int member(String path, int point, List<Step> steps) {
    int from = point + 1;
    if (from < path.length() && path.charAt(from) == '"') {
      int close = path.indexOf('"', from + 1);
      if (close > 0) {
        steps.add(Step.member(path.substring(from + 1, close)));
      }
      return close < 0 ? -1 : close + 1;
    }
    int end = from;
    while (end < path.length() && ".[ ?()@".indexOf(path.charAt(end)) < 0) {
      end++;
    }
    String name = path.substring(from, end);
    if (name.isEmpty() || end < path.length() && ".[".indexOf(path.charAt(end)) < 0) {
      return -1;
    }
    steps.add(name.equals("*") ? Step.any(true) : Step.member(name));
    return end;
  }

  /** Takes a step in brackets; the place behind it, or −1. */
  private static int element(String path, int open, List<Step> steps) {
    if (path.charAt(open) != '[' || open + 1 == path.length()) {
      return -1;
    }
    char quote = path.charAt(open + 1);
    if (quote == '\'' || quote == '"') {
      int close = path.indexOf(quote + "]", open + 2);
      if (close > 0) {
        steps.add(Step.member(path.substring(open + 2, close)));
      }
      return close < 0 ? -1 : close + 2;
    }
    int close = path.indexOf(']', open);
    if (close < 0) {
      return -1;
    }
    String inside = path.substring(open + 1, close).strip();
    if (!inside.equals("*") && !inside.matches("\\d{1,9}")) {
      return -1;
    }
    steps.add(inside.equals("*") ? Step.any(false) : Step.element(Integer.parseInt(inside)));
    return close + 1;
  }

  /** There is nothing where a strict path leads. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String what) {
      super(what);
    }
  }

  /**
   * All values that the path leads to, as they are written, in order.
   *
   * @throws IOException if it is no JSON
   * @throws Missing if the path is strict and leads nowhere
   */
  List<byte[]> find(byte[] json) throws IOException, Missing {
    List<byte[]> found = new ArrayList<>();
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new com.fasterxml.jackson.core.JsonParseException(parser, "no value");
      }
      walk(parser, json, 0, found);
      if (parser.nextToken() != null) {
        throw new com.fasterxml.jackson.core.JsonParseException(parser, "more than one value");
      }
    }
    return found;
  }

  private void walk(JsonParser parser, byte[] json, int number, List<byte[]> found)
      throws IOException, Missing {
    if (number == steps.size()) {
      found.add(JsonText.raw(parser, json));
      return;
    }
    Step step = steps.get(number);
    if (step.isMember()) {
      members(parser, json, number, found);
    } else {
      elements(parser, json, number, found);
    }
  }

  private void members(JsonParser parser, byte[] json, int number, List<byte[]> found)
      throws IOException, Missing {
    Step step = steps.get(number);
    if (parser.currentToken() == JsonToken.START_ARRAY && !strict) {
      // lax: of each object in it
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          members(parser, json, number, found);
        } else {
          parser.skipChildren();
        }
      }
      return;
    }
    boolean any = false;
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean wanted = step.any() || parser.currentName().equals(step.name());
        parser.nextToken();
        if (wanted) {
          any = true;
          walk(parser, json, number + 1, found);
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
    }
    if (strict && !any) {
      throw new Missing("no member " + step.name());
    }
  }

  private void elements(JsonParser parser, byte[] json, int number, List<byte[]> found)
      throws IOException, Missing {
    Step step = steps.get(number);
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      if (strict) {
        throw new Missing("no array");
      }
      // lax: a value is an array of itself
      if (step.any() || step.index() == 0) {
        walk(parser, json, number + 1, found);
      } else {
        parser.skipChildren();
      }
      return;
    }
    int count = 0;
    for (; parser.nextToken() != JsonToken.END_ARRAY; count++) {
      if (step.any() || count == step.index()) {
        walk(parser, json, number + 1, found);
      } else {
        parser.skipChildren();
      }
    }
    if (strict && !step.any() && count <= step.index()) {
      throw new Missing("no element " + step.index());
    }
  }
}
