package io.millrace.plan.analyze;

import io.millrace.plan.expression.NestedFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions over nested values by name, with their forms. E, K, V, … stand for any type, N for
 * a whole number's; {@code E[]} is an array, {@code {K:V}} a map, {@code <K,V>} a row of two; STR
 * is anything that is made text; a star repeats, a tilde swaps two arguments.
 */
final class NestedOperators {
  /** Text of a nested value; the second argument is of no meaning. */
  static final NestedOperator TO_TEXT =
      new NestedOperator(
          "$TO_TEXT",
          List.of(NestedSignature.of(NestedFunction.TO_TEXT, "E, TEXT -> TEXT")),
          Optional.empty());

  /** The elements of GENERATE_SERIES. */
  static final NestedOperator SERIES =
      new NestedOperator(
          "$SERIES",
          List.of(
              NestedSignature.of(NestedFunction.SERIES, "N, N -> N[]"),
              NestedSignature.of(NestedFunction.SERIES, "N, N, N -> N[]")),
          Optional.empty());

  private final Map<String, List<NestedSignature>> byName = new LinkedHashMap<>();

  NestedOperators() {
    access();
    arrays();
    maps();
    texts();
    lambdas();
    json();
  }

  private static final Set<String> WITH_LAMBDA =
      new NestedOperators()
          .byName.entrySet().stream()
              .filter(entry -> entry.getValue().stream().anyMatch(NestedSignature::hasLambda))
              .map(Map.Entry::getKey)
              .collect(Collectors.toUnmodifiableSet());

  /** Whether a function of that name, in upper case, is called back. */
  static boolean takesLambda(String name) {
    return WITH_LAMBDA.contains(name);
  }

  /** All of them. */
  Map<String, List<NestedSignature>> all() {
    return byName;
  }

  private void access() {
    add(NestedFunction.CARDINALITY, "E[] -> INT", "CARDINALITY", "SIZE", "ARRAY_SIZE", "LEN");
    add(NestedFunction.CARDINALITY, "{K:V} -> INT", "CARDINALITY", "SIZE", "LEN");
    add(NestedFunction.CARDINALITY, "E[] -> INT", "LENGTH", "ARRAY_LENGTH");
    add(NestedFunction.ARRAY_LENGTH, "E[], INT -> INT", "ARRAY_LENGTH", "ARRAY_UPPER");
    add(NestedFunction.ELEMENT_AT, "E[], INT -> E", "ELEMENT_AT");
    add(NestedFunction.MAP_ITEM, "{K:V}, K -> V", "ELEMENT_AT", "TRY_ELEMENT_AT");
    add(NestedFunction.ITEM, "E[], INT -> E", "TRY_ELEMENT_AT", "LIST_ELEMENT", "LIST_EXTRACT");
    add(NestedFunction.GET, "E[], INT -> E", "GET");
  }

  private void arrays() {
    add(
        NestedFunction.ARRAY_CONTAINS,
        "E[], E -> BOOL",
        "ARRAY_CONTAINS",
        "ARRAY_HAS",
        "LIST_CONTAINS",
        "LIST_HAS",
        "CONTAINS");
    add(NestedFunction.ARRAY_POSITION, "E[], E -> BIGINT", "ARRAY_POSITION", "LIST_POSITION");
    add(NestedFunction.ARRAY_APPEND, "E[], E -> E[]", "ARRAY_APPEND", "LIST_APPEND");
    add(NestedFunction.ARRAY_PREPEND, "E[], E -> E[]", "ARRAY_PREPEND");
    add(NestedFunction.ARRAY_PREPEND, "~E, E[] -> E[]", "ARRAY_PREPEND", "LIST_PREPEND");
    add(NestedFunction.ARRAY_INSERT, "E[], INT, E -> E[]", "ARRAY_INSERT");
    add(NestedFunction.ARRAY_CONCAT, "E[]* -> E[]", "ARRAY_CONCAT", "LIST_CONCAT", "CONCAT");
    add(NestedFunction.ARRAY_CONCAT, "E[], E[] -> E[]", "ARRAY_CAT", "LIST_CAT");
    add(NestedFunction.ARRAY_DISTINCT, "E[] -> E[]", "ARRAY_DISTINCT");
    add(NestedFunction.ARRAY_UNION, "E[], E[] -> E[]", "ARRAY_UNION");
    add(NestedFunction.ARRAY_INTERSECT, "E[], E[] -> E[]", "ARRAY_INTERSECT");
    add(NestedFunction.ARRAY_EXCEPT, "E[], E[] -> E[]", "ARRAY_EXCEPT");
    add(NestedFunction.ARRAY_REMOVE, "E[], E -> E[]", "ARRAY_REMOVE");
    add(NestedFunction.ARRAY_REPLACE, "E[], E, E -> E[]", "ARRAY_REPLACE");
    add(NestedFunction.ARRAY_COMPACT, "E[] -> E[]", "ARRAY_COMPACT");
    add(NestedFunction.ARRAY_MAX, "E[] -> E", "ARRAY_MAX", "LIST_MAX");
    add(NestedFunction.ARRAY_MIN, "E[] -> E", "ARRAY_MIN", "LIST_MIN");
    add(NestedFunction.SLICE, "E[], INT, INT -> E[]", "SLICE");
    add(NestedFunction.SORT_ARRAY, "E[] -> E[]", "SORT_ARRAY");
    add(NestedFunction.SORT_ARRAY, "E[], BOOL -> E[]", "SORT_ARRAY");
    add(NestedFunction.ARRAY_SORT, "E[] -> E[]", "ARRAY_SORT", "LIST_SORT");
    add(NestedFunction.ARRAY_REVERSE, "E[] -> E[]", "REVERSE", "ARRAY_REVERSE", "LIST_REVERSE");
    add(NestedFunction.FLATTEN, "E[][] -> E[]", "FLATTEN");
    add(NestedFunction.ARRAY_REPEAT, "E, INT -> E[]", "ARRAY_REPEAT");
    add(NestedFunction.SEQUENCE, "N, N -> N[]", "SEQUENCE", "GENERATE_ARRAY");
    add(NestedFunction.SEQUENCE, "N, N, N -> N[]", "SEQUENCE", "GENERATE_ARRAY");
    add(
        NestedFunction.ARRAYS_OVERLAP,
        "E[], E[] -> BOOL",
        "ARRAYS_OVERLAP",
        "LIST_HAS_ANY",
        "ARRAY_HAS_ANY");
    add(NestedFunction.ARRAY_CONTAINS_ALL, "E[], E[] -> BOOL", "LIST_HAS_ALL", "ARRAY_HAS_ALL");
  }

  private void maps() {
    add(NestedFunction.MAP_KEYS, "{K:V} -> K[]", "MAP_KEYS");
    add(NestedFunction.MAP_VALUES, "{K:V} -> V[]", "MAP_VALUES");
    add(NestedFunction.MAP_ENTRIES, "{K:V} -> <K,V>[]", "MAP_ENTRIES");
    add(NestedFunction.MAP_CONCAT, "{K:V}* -> {K:V}", "MAP_CONCAT");
    add(NestedFunction.MAP_FROM_ARRAYS, "K[], V[] -> {K:V}", "MAP_FROM_ARRAYS");
    add(NestedFunction.MAP_FROM_ENTRIES, "<K,V>[] -> {K:V}", "MAP_FROM_ENTRIES");
    add(NestedFunction.MAP_CONTAINS_KEY, "{K:V}, K -> BOOL", "MAP_CONTAINS_KEY", "MAP_CONTAINS");
  }

  private void texts() {
    add(NestedFunction.ARRAY_JOIN, "STR[], TEXT -> TEXT", "ARRAY_JOIN", "ARRAY_TO_STRING");
    add(NestedFunction.ARRAY_JOIN, "STR[], TEXT, TEXT -> TEXT", "ARRAY_JOIN", "ARRAY_TO_STRING");
    add(NestedFunction.SPLIT, "TEXT, TEXT -> TEXT[]", "SPLIT", "REGEXP_SPLIT_TO_ARRAY");
    add(NestedFunction.SPLIT, "TEXT, TEXT, INT -> TEXT[]", "SPLIT");
    add(
        NestedFunction.STRING_TO_ARRAY,
        "TEXT, TEXT -> TEXT[]",
        "STRING_TO_ARRAY",
        "STRING_SPLIT",
        "STR_SPLIT");
    add(NestedFunction.STRING_TO_ARRAY, "TEXT, TEXT, TEXT -> TEXT[]", "STRING_TO_ARRAY");
    add(NestedFunction.STR_TO_MAP, "TEXT -> {TEXT:TEXT}", "STR_TO_MAP");
    add(NestedFunction.STR_TO_MAP, "TEXT, TEXT -> {TEXT:TEXT}", "STR_TO_MAP");
    add(NestedFunction.STR_TO_MAP, "TEXT, TEXT, TEXT -> {TEXT:TEXT}", "STR_TO_MAP");
  }

  private void lambdas() {
    add(
        NestedFunction.TRANSFORM,
        "E[], (E) => R -> R[]",
        "TRANSFORM",
        "LIST_TRANSFORM",
        "ARRAY_TRANSFORM",
        "LIST_APPLY",
        "ARRAY_APPLY");
    add(NestedFunction.TRANSFORM, "E[], (E, INT) => R -> R[]", "TRANSFORM");
    add(NestedFunction.FILTER, "E[], (E) => BOOL -> E[]", "ARRAY_FILTER", "LIST_FILTER", "FILTER");
    add(NestedFunction.FILTER, "E[], (E, INT) => BOOL -> E[]", "ARRAY_FILTER", "FILTER");
    add(NestedFunction.EXISTS, "E[], (E) => BOOL -> BOOL", "EXISTS", "ANY_MATCH");
    add(NestedFunction.FORALL, "E[], (E) => BOOL -> BOOL", "FORALL", "ALL_MATCH");
    add(NestedFunction.AGGREGATE, "E[], A, (A, E) => A -> A", "AGGREGATE", "REDUCE");
    add(NestedFunction.AGGREGATE, "E[], A, (A, E) => A, (A) => R -> R", "AGGREGATE", "REDUCE");
    add(NestedFunction.ZIP_WITH, "E[], F[], (E, F) => R -> R[]", "ZIP_WITH");
    add(NestedFunction.MAP_FILTER, "{K:V}, (K, V) => BOOL -> {K:V}", "MAP_FILTER");
    add(NestedFunction.TRANSFORM_KEYS, "{K:V}, (K, V) => R -> {R:V}", "TRANSFORM_KEYS");
    add(NestedFunction.TRANSFORM_VALUES, "{K:V}, (K, V) => R -> {K:R}", "TRANSFORM_VALUES");
  }

  private void json() {
    add(NestedFunction.TO_JSON, "E -> TEXT", "TO_JSON");
    add(NestedFunction.KNOWN_TO_JSON, "E[] -> TEXT", "$KNOWN_TO_JSON");
    add(NestedFunction.GET_JSON_OBJECT, "TEXT, TEXT -> TEXT", "GET_JSON_OBJECT");
    add(NestedFunction.JSON_ARRAY_LENGTH, "TEXT -> INT", "JSON_ARRAY_LENGTH");
    add(NestedFunction.JSON_OBJECT_KEYS, "TEXT -> TEXT[]", "JSON_OBJECT_KEYS");
    add(NestedFunction.SCHEMA_OF_JSON, "TEXT -> TEXT", "SCHEMA_OF_JSON");
    add(NestedFunction.PARSE_JSON, "TEXT -> VARIANT", "PARSE_JSON");
    add(NestedFunction.PARSE_JSON, "TEXT -> JSON", "$AS_JSON");
    add(NestedFunction.PARSE_JSON, "TEXT -> JSONB", "$AS_JSONB");
    add(NestedFunction.TRY_PARSE_JSON, "TEXT -> VARIANT", "TRY_PARSE_JSON");
    add(NestedFunction.TO_JSON_VALUE, "E -> JSONB", "TO_JSONB");
    add(NestedFunction.TO_JSON_VALUE, "E -> JSON", "$TO_JSON");
    add(NestedFunction.TO_JSON_VALUE, "E -> VARIANT", "TO_VARIANT_OBJECT");
    add(NestedFunction.IS_JSON_NULL, "J -> BOOL", "IS_VARIANT_NULL");
    add(NestedFunction.VARIANT_GET, "J, TEXT -> J", "VARIANT_GET", "TRY_VARIANT_GET", "$:");
    add(NestedFunction.GET_JSON_OBJECT, "TEXT, TEXT -> TEXT", "$:");
    access("->", "#>", NestedFunction.JSON_GET, "J", "JSON");
    access("->>", "#>>", NestedFunction.JSON_GET_TEXT, "TEXT", "TEXT");
    jsonParts();
    jsonTests();
    add(NestedFunction.JSON_BUILD_OBJECT, "ANY* -> JSONB", "JSONB_BUILD_OBJECT");
    add(NestedFunction.JSON_BUILD_OBJECT, " -> JSONB", "JSONB_BUILD_OBJECT");
    add(NestedFunction.JSON_BUILD_OBJECT, "ANY* -> JSON", "JSON_BUILD_OBJECT");
    add(NestedFunction.JSON_BUILD_OBJECT, " -> JSON", "JSON_BUILD_OBJECT");
    add(NestedFunction.JSON_BUILD_ARRAY, "ANY* -> JSONB", "JSONB_BUILD_ARRAY");
    add(NestedFunction.JSON_BUILD_ARRAY, " -> JSONB", "JSONB_BUILD_ARRAY");
    add(NestedFunction.JSON_BUILD_ARRAY, "ANY* -> JSON", "JSON_BUILD_ARRAY");
    add(NestedFunction.JSON_BUILD_ARRAY, " -> JSON", "JSON_BUILD_ARRAY");
    add(NestedFunction.JSON_MERGE_ARRAY, "J[] -> J", "$MERGE_ARRAY");
    add(NestedFunction.JSON_MERGE_OBJECT, "<TEXT,J>[] -> J", "$MERGE_OBJECT");
    add(NestedFunction.JSON_MERGE_OBJECT, "<TEXT,J>[], BOOL -> TEXT", "$MERGE_OBJECT");
  }

  /** By a name, a position or a path; text that is JSON is taken too. */
  private void access(
      String sign, String pathSign, NestedFunction one, String result, String ofText) {
    boolean text = one == NestedFunction.JSON_GET_TEXT;
    String end = text ? "_TEXT" : "";
    NestedFunction path = text ? NestedFunction.JSON_GET_PATH_TEXT : NestedFunction.JSON_GET_PATH;
    String[] fields = {"$" + sign, "JSONB_OBJECT_FIELD" + end, "JSON_OBJECT_FIELD" + end};
    String[] elements = {"$" + sign, "JSONB_ARRAY_ELEMENT" + end, "JSON_ARRAY_ELEMENT" + end};
    String[] paths = {"JSONB_EXTRACT_PATH" + end, "JSON_EXTRACT_PATH" + end};
    String binary = text ? "TEXT" : "JSONB";
    add(one, "J, TEXT -> " + result, fields);
    add(one, "J, INT -> " + result, elements);
    add(one, "JSON, TEXT -> " + ofText, fields);
    add(one, "JSON, INT -> " + ofText, elements);
    add(path, "J, TEXT[] -> " + result, "$" + pathSign);
    add(path, "JSON, TEXT[] -> " + ofText, "$" + pathSign);
    add(path, "J, TEXT* -> " + result, paths);
    add(path, "JSONB, TEXT* -> " + binary, paths[0]);
    add(path, "JSON, TEXT* -> " + ofText, paths[1]);
  }

  private void jsonParts() {
    for (String kind : List.of("JSON", "JSONB")) {
      for (String input : List.of("J", kind)) {
        add(NestedFunction.JSON_KEYS, input + " -> TEXT[]", "$" + kind + "_KEYS");
        add(NestedFunction.JSON_ELEMENTS, input + " -> " + input + "[]", "$" + kind + "_ELEMENTS");
        add(NestedFunction.JSON_ELEMENTS_TEXT, input + " -> TEXT[]", "$" + kind + "_ELEMENTS_TEXT");
        add(NestedFunction.JSON_EACH, input + " -> <TEXT," + input + ">[]", "$" + kind + "_EACH");
        add(NestedFunction.JSON_EACH_TEXT, input + " -> <TEXT,TEXT>[]", "$" + kind + "_EACH_TEXT");
        add(NestedFunction.JSON_TYPEOF, input + " -> TEXT", kind + "_TYPEOF");
      }
    }
    add(NestedFunction.JSON_LENGTH, "J -> INT", "JSON_ARRAY_LENGTH", "JSONB_ARRAY_LENGTH");
    add(NestedFunction.JSON_LENGTH, "JSON -> INT", "JSONB_ARRAY_LENGTH");
    add(NestedFunction.JSON_CONCAT, "JSONB, JSONB -> JSONB", "JSONB_CONCAT");
    add(NestedFunction.JSON_DELETE, "JSONB, TEXT -> JSONB", "JSONB_DELETE");
    add(NestedFunction.JSON_STRIP_NULLS, "JSONB -> JSONB", "JSONB_STRIP_NULLS");
  }

  private void jsonTests() {
    add(NestedFunction.JSON_CONTAINS, "J, J -> BOOL", "JSONB_CONTAINS");
    add(NestedFunction.JSON_CONTAINS, "J, JSON -> BOOL", "JSONB_CONTAINS");
    add(NestedFunction.JSON_CONTAINS, "~J, J -> BOOL", "JSONB_CONTAINED");
    add(NestedFunction.JSON_CONTAINS, "~JSON, J -> BOOL", "JSONB_CONTAINED");
    add(NestedFunction.JSON_CONTAINS, "~J, JSON -> BOOL", "JSONB_CONTAINED");
    add(NestedFunction.JSON_HAS, "J, TEXT -> BOOL", "JSONB_EXISTS");
    add(NestedFunction.JSON_HAS_ANY, "J, TEXT[] -> BOOL", "JSONB_EXISTS_ANY");
    add(NestedFunction.JSON_HAS_ALL, "J, TEXT[] -> BOOL", "JSONB_EXISTS_ALL");
  }

  private void add(NestedFunction function, String signature, String... names) {
    for (String name : names) {
      byName
          .computeIfAbsent(name, n -> new ArrayList<>())
          .add(NestedSignature.of(function, signature));
    }
  }
}
