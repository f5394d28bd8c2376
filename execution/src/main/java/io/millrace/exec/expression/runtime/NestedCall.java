package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.NestedReader;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.expression.NestedFunction;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call of a function over nested values, for one worker. */
public final class NestedCall implements InstanceConstant {
  private final NestedFunction function;
  private final List<DataType> types;
  private final DataType result;
  private final List<Integer> lambdas;
  private final Optional<SourcePosition> position;
  private final ZoneId zone;
  private final Site site;
  private final ArrayFunctions arrays;
  private final MapFunctions maps;
  private final LambdaFunctions lambdaCalls;
  private final NestedTexts texts;
  private final Optional<JsonCalls> json;

  /**
   * @param types of the arguments; of a lambda what it gives
   * @param lambdas the numbers of the lambdas among the arguments, in order
   */
  public NestedCall(
      NestedFunction function,
      List<DataType> types,
      DataType result,
      List<Integer> lambdas,
      Optional<SourcePosition> position,
      ZoneId zone) {
    this.function = function;
    this.types = List.copyOf(types);
    this.result = result;
    this.lambdas = List.copyOf(lambdas);
    this.position = position;
    this.zone = zone;
    this.site = new Site(position, function.name().toLowerCase(Locale.ROOT), false);
    this.arrays = new ArrayFunctions(site);
    this.maps = new MapFunctions(site);
    this.lambdaCalls = new LambdaFunctions(arrays, maps, this.types, result, this.lambdas);
    this.texts = new NestedTexts(new Zone(zone));
    this.json =
        function.isJson()
            ? Optional.of(new JsonCalls(this.types, result, site, texts, new Zone(zone)))
            : Optional.empty();
  }

  @Override
  public NestedCall forInstance() {
    return new NestedCall(function, types, result, lambdas, position, zone);
  }

  /**
   * The payload of the result, null for NULL.
   *
   * @param given payloads; null for NULL and for lambdas
   */
  public byte @Nullable [] call(Kernels kernels, int row, byte @Nullable [][] given) {
    try {
      return compute(kernels, row, given);
    } catch (IllegalArgumentException invalid) {
      // A regular expression or a path that is none.
      throw site.foreign(invalid);
    }
  }

  private byte @Nullable [] compute(Kernels kernels, int row, byte @Nullable [][] given) {
    if (json.isPresent()) {
      return json.get().call(function, given);
    }
    return switch (function) {
      case ARRAY -> arrays.of(types, result, given);
      case MAP -> maps.of(result, given);
      case ROW -> arrays.row(types, given);
      case FIELD -> arrays.field(types.get(0), value(given, 0), number(given, 1));
      case ITEM -> arrays.item(types.get(0), value(given, 0), number(given, 1));
      case ELEMENT_AT -> arrays.elementAt(types.get(0), value(given, 0), number(given, 1));
      case GET -> arrays.get(types.get(0), value(given, 0), number(given, 1));
      case MAP_ITEM -> maps.item(types.get(0), value(given, 0), value(given, 1));
      case CARDINALITY -> Payloads.of(arrays.size(types.get(0), value(given, 0)));
      case ARRAY_LENGTH -> arrays.length(types.get(0), value(given, 0), number(given, 1));
      case TO_TEXT -> utf8(texts.of(types.get(0), value(given, 0)));
      case ARRAY_FROM_TEXT -> texts.array(result, text(given, 0), site);
      case ARRAY_JOIN -> join(given);
      case SPLIT, STRING_TO_ARRAY, STR_TO_MAP -> split(given);
      case TO_JSON -> utf8(texts.json(types.get(0), value(given, 0), TypeKind.VARCHAR));
      case KNOWN_TO_JSON ->
          utf8(
              texts.json(
                  types.get(0), arrays.compact(types.get(0), value(given, 0)), TypeKind.VARCHAR));
      case MAP_KEYS,
          MAP_VALUES,
          MAP_ENTRIES,
          MAP_CONCAT,
          MAP_FROM_ARRAYS,
          MAP_FROM_ENTRIES,
          MAP_CONTAINS_KEY ->
          map(given);
      case TRANSFORM,
          FILTER,
          EXISTS,
          FORALL,
          AGGREGATE,
          ZIP_WITH,
          MAP_FILTER,
          TRANSFORM_KEYS,
          TRANSFORM_VALUES ->
          lambdaCalls.call(function, kernels, row, given);
      default -> array(given);
    };
  }

  private byte @Nullable [] array(byte @Nullable [][] given) {
    DataType type = types.get(0);
    return switch (function) {
      case ARRAY_CONTAINS -> arrays.contains(type, value(given, 0), value(given, 1));
      case ARRAY_POSITION -> arrays.position(type, value(given, 0), value(given, 1));
      case ARRAY_APPEND -> arrays.append(type, given[0], given[1]);
      case ARRAY_PREPEND -> arrays.prepend(type, given[0], given[1]);
      case ARRAY_INSERT ->
          given[0] == null || given[1] == null
              ? null
              : arrays.insert(type, given[0], number(given, 1), given[2]);
      case ARRAY_CONCAT -> arrays.concat(type, given);
      case ARRAY_DISTINCT -> arrays.distinct(type, value(given, 0));
      case ARRAY_UNION -> arrays.union(type, value(given, 0), value(given, 1));
      case ARRAY_INTERSECT -> arrays.intersect(type, value(given, 0), value(given, 1), true);
      case ARRAY_EXCEPT -> arrays.intersect(type, value(given, 0), value(given, 1), false);
      case ARRAY_REMOVE -> arrays.remove(type, value(given, 0), value(given, 1));
      case ARRAY_REPLACE -> arrays.replace(type, given[0], given[1], given[2]);
      case ARRAY_COMPACT -> arrays.compact(type, value(given, 0));
      case ARRAY_MAX -> arrays.extreme(type, value(given, 0), true);
      case ARRAY_MIN -> arrays.extreme(type, value(given, 0), false);
      case SLICE -> arrays.slice(type, value(given, 0), number(given, 1), number(given, 2));
      case SORT_ARRAY ->
          arrays.sort(type, value(given, 0), given.length < 2 || value(given, 1)[0] != 0, true);
      case ARRAY_SORT -> arrays.sort(type, value(given, 0), true, false);
      case ARRAY_REVERSE -> arrays.reverse(type, value(given, 0));
      case FLATTEN -> arrays.flatten(type, value(given, 0));
      case ARRAY_REPEAT ->
          given[1] == null ? null : arrays.repeat(type, given[0], number(given, 1));
      case SEQUENCE -> arrays.sequence(result.child(0), given);
      case SERIES -> arrays.series(result.child(0), given);
      case ARRAYS_OVERLAP -> arrays.overlap(type, value(given, 0), value(given, 1));
      case ARRAY_CONTAINS_ALL -> arrays.containsAll(type, value(given, 0), value(given, 1));
      default -> throw new IllegalStateException("no array function: " + function);
    };
  }

  private byte @Nullable [] map(byte @Nullable [][] given) {
    DataType type = types.get(0);
    return switch (function) {
      case MAP_KEYS -> maps.keys(type, value(given, 0));
      case MAP_VALUES -> maps.values(type, value(given, 0));
      case MAP_ENTRIES -> maps.entries(type, value(given, 0));
      case MAP_CONCAT -> maps.concat(type, given);
      case MAP_FROM_ARRAYS -> maps.fromArrays(types, result, value(given, 0), value(given, 1));
      case MAP_FROM_ENTRIES -> maps.fromEntries(type, result, value(given, 0));
      case MAP_CONTAINS_KEY ->
          Payloads.of(maps.containsKey(type, value(given, 0), value(given, 1)));
      default -> throw new IllegalStateException("no map function: " + function);
    };
  }

  private byte @Nullable [] join(byte @Nullable [][] given) {
    if (given[0] == null || given[1] == null) {
      return null;
    }
    return utf8(
        arrays.join(
            types.get(0),
            given[0],
            text(given, 1),
            given.length > 2 && given[2] != null ? Optional.of(text(given, 2)) : Optional.empty()));
  }

  private byte @Nullable [] split(byte @Nullable [][] given) {
    return switch (function) {
      case SPLIT ->
          texts.split(text(given, 0), text(given, 1), given.length > 2 ? number(given, 2) : -1);
      case STRING_TO_ARRAY ->
          given[0] == null
              ? null
              : texts.cut(
                  text(given, 0),
                  given[1] == null ? Optional.empty() : Optional.of(text(given, 1)),
                  given.length > 2 && given[2] != null
                      ? Optional.of(text(given, 2))
                      : Optional.empty());
      default ->
          maps.fromText(
              text(given, 0),
              given.length > 1 ? text(given, 1) : ",",
              given.length > 2 ? text(given, 2) : ":");
    };
  }

  private static byte[] value(byte @Nullable [][] given, int index) {
    byte[] value = given[index];
    if (value == null) {
      throw new IllegalStateException("argument " + index + " is NULL");
    }
    return value;
  }

  private static int number(byte @Nullable [][] given, int index) {
    return NestedReader.intAt(value(given, index), 0);
  }

  private static String text(byte @Nullable [][] given, int index) {
    return new String(value(given, index), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
