package io.millrace.plan.analyze;

import io.millrace.plan.expression.NestedFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    add(NestedFunction.GET_JSON_OBJECT, "TEXT, TEXT -> TEXT", "GET_JSON_OBJECT");
    add(NestedFunction.JSON_ARRAY_LENGTH, "TEXT -> INT", "JSON_ARRAY_LENGTH");
    add(NestedFunction.JSON_OBJECT_KEYS, "TEXT -> TEXT[]", "JSON_OBJECT_KEYS");
  }

  private void add(NestedFunction function, String signature, String... names) {
    for (String name : names) {
      byName
          .computeIfAbsent(name, n -> new ArrayList<>())
          .add(NestedSignature.of(function, signature));
    }
  }
}
