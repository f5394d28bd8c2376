package io.millrace.exec.expression.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.batch.NestedReader;
import io.millrace.api.batch.NestedWriter;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.NestedFunction;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions over JSON, in text and in values of a type of JSON. Not thread-safe. */
final class JsonCalls {
  private final List<DataType> types;
  private final DataType result;
  private final Site site;
  private final NestedTexts texts;
  private final JsonTyped lenient;
  private final JsonTyped strict;
  private final JsonQueries queries;

  /** The path of the last call, which is that of all if it is constant. */
  private byte[] pathText = {};

  private Optional<JsonPath> path = Optional.empty();

  JsonCalls(List<DataType> types, DataType result, Site site, NestedTexts texts, Zone zone) {
    this.types = types;
    this.result = result;
    this.site = site;
    this.texts = texts;
    this.lenient = new JsonTyped(zone, false);
    this.strict = new JsonTyped(zone, true);
    this.queries = new JsonQueries(site);
  }

  byte @Nullable [] call(NestedFunction function, byte @Nullable [][] given) {
    return switch (function) {
      case JSON_BUILD_OBJECT -> JsonMaker.object(texts, types, result.kind(), site, given);
      case JSON_BUILD_ARRAY -> JsonMaker.array(texts, types, result.kind(), given);
      case JSON_MERGE_OBJECT ->
          JsonMaker.objectOf(
              types.get(0),
              result.kind(),
              given.length > 1 && value(given, 1)[0] != 0,
              site,
              value(given, 0));
      case JSON_MERGE_ARRAY -> JsonMaker.arrayOf(types.get(0), result.kind(), value(given, 0));
      case FROM_JSON, SCHEMA_OF_JSON, JSON_TUPLE, JSON_ARRAY_LENGTH, JSON_OBJECT_KEYS ->
          ofText(function, given);
      case GET_JSON_OBJECT, JSON_VALUE, JSON_VALUE_STATE, JSON_QUERY, JSON_EXISTS, VARIANT_GET ->
          byPath(function, given);
      case JSON_GET, JSON_GET_TEXT, JSON_GET_PATH, JSON_GET_PATH_TEXT -> step(function, given);
      default -> whole(function, given);
    };
  }

  /** Functions of whole values. */
  private byte @Nullable [] whole(NestedFunction function, byte @Nullable [][] given) {
    if (function == NestedFunction.IS_JSON_NULL) {
      return Payloads.of(given[0] != null && JsonText.first(given[0]) == 'n');
    }
    byte[] json = value(given, 0);
    return switch (function) {
      case PARSE_JSON -> parsed(json);
      case TRY_PARSE_JSON -> JsonText.of(result.kind(), json);
      case TO_JSON_VALUE -> JsonMaker.value(texts, types.get(0), result.kind(), json);
      case JSON_TO_TEXT -> JsonText.plain(json);
      case JSON_SCALAR -> scalar(json, value(given, 1)[0] != 0);
      case JSON_COMPARABLE -> JsonText.comparable(json);
      case JSON_TYPEOF -> JsonText.utf8(JsonText.typeOf(json));
      case JSON_CONTAINS ->
          Payloads.of(JsonTree.contains(JsonTree.of(json), JsonTree.of(value(given, 1))));
      case IS_JSON -> Payloads.of(isJson(json, text(value(given, 1))));
      default -> JsonParts.of(function, types.get(0).kind(), json, given, site);
    };
  }

  private byte @Nullable [] parsed(byte[] text) {
    byte[] json = JsonText.of(result.kind(), text);
    if (json == null) {
      new Site(site.position(), result.sql(), false).castInvalid(text, 0, text.length);
    }
    return json;
  }

  /** A number, truth or time of JSON as a value of SQL; the null of JSON is NULL. */
  private byte @Nullable [] scalar(byte[] json, boolean orNull) {
    char first = JsonText.first(json);
    if (first == 'n') {
      return null;
    }
    boolean variant = types.get(0).kind() == TypeKind.VARIANT;
    boolean number = first == '-' || first >= '0' && first <= '9';
    boolean truth = first == 't' || first == 'f';
    boolean fits = result.kind() == TypeKind.BOOLEAN ? truth : result.kind().isNumeric() && number;
    byte @Nullable [] value = null;
    if (result.kind().isNested()) {
      try {
        value = strict.read(result, json);
      } catch (JsonTyped.Misfit misfit) {
        value = null;
      }
    } else if (fits || variant && first == '"') {
      value = lenient.scalar(result, number ? whole(json, variant) : unquoted(json));
    }
    if (value == null && !orNull) {
      new Site(site.position(), result.sql(), false).castInvalid(json, 0, json.length);
    }
    return value;
  }

  /** A number as its type takes it: a whole one rounded, or cut. */
  private byte[] whole(byte[] number, boolean cut) {
    if (!result.kind().isInteger()) {
      return number;
    }
    BigDecimal exact = new BigDecimal(text(number).strip());
    RoundingMode rounding = cut ? RoundingMode.DOWN : RoundingMode.HALF_UP;
    return JsonText.utf8(exact.setScale(0, rounding).toPlainString());
  }

  private static byte[] unquoted(byte[] json) {
    byte[] plain = JsonText.plain(json);
    return plain == null ? JsonText.NULL : plain;
  }

  private static boolean isJson(byte[] text, String kind) {
    if (JsonText.of(TypeKind.JSON, text) == null) {
      return false;
    }
    char first = JsonText.first(text);
    return switch (kind) {
      case "OBJECT" -> first == '{';
      case "ARRAY" -> first == '[';
      case "SCALAR" -> first != '{' && first != '[';
      default -> true;
    };
  }

  /** Functions of text, which may be no JSON. */
  private byte @Nullable [] ofText(NestedFunction function, byte @Nullable [][] given) {
    byte[] json = value(given, 0);
    return switch (function) {
      case FROM_JSON -> fromJson(json, value(given, 1)[0] != 0);
      case SCHEMA_OF_JSON -> {
        String schema = JsonSchemas.of(json);
        if (schema == null) {
          site.invalid(Site.quote(text(json)) + " is no JSON");
        }
        yield schema == null ? null : JsonText.utf8(schema);
      }
      case JSON_TUPLE -> tuple(json, given);
      case JSON_ARRAY_LENGTH -> arrayLength(json);
      default -> objectKeys(json);
    };
  }

  private byte @Nullable [] fromJson(byte[] json, boolean demands) {
    try {
      return demands ? strict.read(result, json) : lenient.read(result, json);
    } catch (JsonTyped.Misfit misfit) {
      site.invalid("from_json cannot read " + Site.quote(text(json)) + ": " + misfit.getMessage());
      return null;
    }
  }

  /** A row of the members of these names, as GET_JSON_OBJECT gives them. */
  private byte[] tuple(byte[] json, byte @Nullable [][] given) {
    byte @Nullable [][] values = new byte[given.length - 1][];
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      while (object && parser.nextToken() != JsonToken.END_OBJECT) {
        byte[] name = JsonText.utf8(parser.currentName());
        parser.nextToken();
        byte[] value = JsonQueries.compact(JsonText.raw(parser, json));
        for (int i = 0; i < values.length; i++) {
          if (Arrays.equals(given[i + 1], name)) {
            values[i] = JsonText.plain(value);
          }
        }
      }
    } catch (IOException invalid) {
      values = new byte[given.length - 1][];
    }
    NestedWriter row = new NestedWriter();
    for (byte[] value : values) {
      row.addPayload(DataType.STRING, value);
    }
    return row.toByteArray();
  }

  private static byte @Nullable [] arrayLength(byte[] json) {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
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

  private static byte @Nullable [] objectKeys(byte[] json) {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      NestedWriter keys = new NestedWriter();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        keys.addPayload(DataType.STRING, JsonText.utf8(parser.currentName()));
        parser.nextToken();
        parser.skipChildren();
      }
      keys.end();
      return parser.nextToken() == null ? keys.toByteArray() : null;
    } catch (IOException invalid) {
      return null;
    }
  }

  private byte @Nullable [] byPath(NestedFunction function, byte @Nullable [][] given) {
    byte[] json = value(given, 0);
    Optional<JsonPath> compiled = path(value(given, 1));
    if (compiled.isEmpty() && function == NestedFunction.GET_JSON_OBJECT) {
      return null;
    }
    if (compiled.isEmpty()) {
      site.invalid("'" + text(value(given, 1)) + "' is no path into JSON that is known here");
    }
    JsonPath known = compiled.orElseThrow();
    return switch (function) {
      case GET_JSON_OBJECT -> {
        String found = JsonObjectPath.find(json, known);
        yield found == null ? null : JsonText.utf8(found);
      }
      case JSON_VALUE -> queries.value(json, known, number(given, 2));
      case JSON_VALUE_STATE -> Payloads.of(queries.state(json, known));
      case JSON_QUERY ->
          queries.query(
              json,
              types.get(0).kind().isJson(),
              known,
              number(given, 2),
              number(given, 3),
              number(given, 4));
      case JSON_EXISTS -> queries.exists(json, known, number(given, 2));
      default -> queries.only(json, known);
    };
  }

  private Optional<JsonPath> path(byte[] text) {
    if (!Arrays.equals(text, pathText)) {
      pathText = text;
      path = JsonPath.of(text(text));
    }
    return path;
  }

  /** {@code ->}, {@code ->>}, {@code #>} and {@code #>>}. */
  private byte @Nullable [] step(NestedFunction function, byte @Nullable [][] given) {
    byte @Nullable [] found = value(given, 0);
    boolean lastWins = types.get(0).kind() != TypeKind.JSONB;
    boolean path =
        function == NestedFunction.JSON_GET_PATH || function == NestedFunction.JSON_GET_PATH_TEXT;
    if (path) {
      if (types.get(1).kind().isText()) {
        for (int i = 1; i < given.length && found != null; i++) {
          found = JsonParts.at(found, text(value(given, i)), lastWins);
        }
      } else {
        NestedReader steps = new NestedReader().open(value(given, 1), 0);
        while (steps.hasNext() && found != null) {
          steps.next(DataType.STRING);
          found = steps.isNull() ? null : JsonParts.at(found, text(steps.bytes()), lastWins);
        }
      }
    } else if (types.get(1).kind().isText()) {
      found = JsonParts.member(found, text(value(given, 1)), lastWins);
    } else {
      found = JsonParts.element(found, number(given, 1));
    }
    boolean text =
        function == NestedFunction.JSON_GET_TEXT || function == NestedFunction.JSON_GET_PATH_TEXT;
    return found == null || !text ? found : JsonText.plain(found);
  }

  static byte[] value(byte @Nullable [][] given, int index) {
    byte[] value = given[index];
    if (value == null) {
      throw new IllegalStateException("argument " + index + " is NULL");
    }
    return value;
  }

  private static int number(byte @Nullable [][] given, int index) {
    return NestedReader.intAt(value(given, index), 0);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
