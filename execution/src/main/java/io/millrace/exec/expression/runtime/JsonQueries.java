package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON_VALUE, JSON_QUERY and JSON_EXISTS of the standard, with what they do where nothing is. */
final class JsonQueries {
  /** In the flags of JSON_VALUE. */
  private static final int ERROR_ON_EMPTY = 1;

  private static final int ERROR_ON_ERROR = 2;

  private static final int EMPTY = 1;
  private static final int ERROR = 2;

  private final Site site;

  JsonQueries(Site site) {
    this.site = site;
  }

  /** What a path leads to; empty if it is no JSON, or a strict path leads nowhere. */
  private static Optional<List<byte[]>> found(byte[] json, JsonPath path) {
    try {
      return Optional.of(path.find(json));
    } catch (IOException | JsonPath.Missing error) {
      return Optional.empty();
    }
  }

  private static boolean isScalar(byte[] json) {
    char first = JsonText.first(json);
    return first != '{' && first != '[';
  }

  /** 0 if there is one value, which is no object or array; 1 if there is none; else 2. */
  int state(byte[] json, JsonPath path) {
    Optional<List<byte[]>> found = found(json, path);
    if (found.isPresent() && found.get().isEmpty()) {
      return EMPTY;
    }
    return found.isPresent() && found.get().size() == 1 && isScalar(found.get().get(0)) ? 0 : ERROR;
  }

  /** The text of a value that is no object or array. */
  byte @Nullable [] value(byte[] json, JsonPath path, int flags) {
    Optional<List<byte[]>> found = found(json, path);
    if (found.isPresent() && found.get().isEmpty()) {
      if ((flags & ERROR_ON_EMPTY) != 0) {
        site.invalid("there is nothing at the path of json_value");
      }
      return null;
    }
    if (found.isPresent() && found.get().size() == 1 && isScalar(found.get().get(0))) {
      return JsonText.plain(found.get().get(0));
    }
    if ((flags & ERROR_ON_ERROR) != 0) {
      site.invalid("at the path of json_value is not one value that is no object or array");
    }
    return null;
  }

  /**
   * The text of an object or array; of a value of a type of JSON, of anything.
   *
   * @param wrapper 0 never, 1 where there is not one object or array, 2 always
   * @param onEmpty 0 NULL, 1 an error, 2 an empty array, 3 an empty object; so too {@code onError}
   */
  byte @Nullable [] query(
      byte[] json, boolean typed, JsonPath path, int wrapper, int onEmpty, int onError) {
    Optional<List<byte[]>> found = found(json, path);
    if (found.isPresent() && found.get().isEmpty()) {
      return instead(onEmpty, "there is nothing at the path of json_query");
    }
    boolean one = found.isPresent() && found.get().size() == 1;
    boolean structure = one && !isScalar(found.get().get(0));
    if (found.isPresent() && (wrapper == 2 || wrapper == 1 && !structure)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write('[');
      for (int i = 0; i < found.get().size(); i++) {
        all.writeBytes(JsonText.utf8(i == 0 ? "" : typed ? ", " : ","));
        all.writeBytes(typed ? found.get().get(i) : compact(found.get().get(i)));
      }
      all.write(']');
      return all.toByteArray();
    }
    if (structure || one && typed) {
      return typed ? found.get().get(0) : compact(found.get().get(0));
    }
    return instead(onError, "at the path of json_query is not one object or array");
  }

  private byte @Nullable [] instead(int behaviour, String why) {
    return switch (behaviour) {
      case 1 -> {
        site.invalid(why);
        yield null;
      }
      case 2 -> JsonText.utf8("[]");
      case 3 -> JsonText.utf8("{}");
      default -> null;
    };
  }

  /**
   * Whether there is something.
   *
   * @param onError 0 UNKNOWN, 1 TRUE, 2 FALSE, 3 an error
   */
  byte @Nullable [] exists(byte[] json, JsonPath path, int onError) {
    Optional<List<byte[]>> found = found(json, path);
    if (found.isPresent()) {
      return Payloads.of(!found.get().isEmpty());
    }
    if (onError == 3) {
      site.invalid("json_exists cannot follow its path");
    }
    return onError == 0 ? null : Payloads.of(onError == 1);
  }

  /** The only value a path leads to, as it is written. */
  byte @Nullable [] only(byte[] json, JsonPath path) {
    Optional<List<byte[]>> found = found(json, path);
    if (found.isPresent() && found.get().size() > 1) {
      site.invalid("the path leads to several values");
    }
    return found.isPresent() && found.get().size() == 1 ? found.get().get(0) : null;
  }

  /** Without blanks between. */
  static byte[] compact(byte[] json) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(json.length);
    try (JsonParser parser = JsonText.FACTORY.createParser(json);
        JsonGenerator out = JsonText.FACTORY.createGenerator(text)) {
      parser.nextToken();
      out.copyCurrentStructure(parser);
    } catch (IOException impossible) {
      throw new IllegalStateException("broken JSON", impossible);
    }
    return text.toByteArray();
  }
}
