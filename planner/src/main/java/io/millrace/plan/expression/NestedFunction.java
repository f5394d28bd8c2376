package io.millrace.plan.expression;

/**
 * The functions over ARRAY, MAP and ROW values. NULL in gives NULL out, unless {@link
 * #takesNull()}; elements of arrays are NULL freely. Elements are equal and ordered as in GROUP BY:
 * NULLs are equal to each other, and here greater than everything.
 */
public enum NestedFunction {
  // Making them: arguments become elements.
  ARRAY(true),
  /** Keys and values in turn. No key may be NULL or come twice. */
  MAP(true),
  ROW(true),

  // Looking inside.
  /** (ROW, INTEGER literal number of the field from 0). */
  FIELD,
  /** (ARRAY, INTEGER position from 1): NULL where there is none. */
  ITEM,
  /** (MAP, key): NULL where there is none. */
  MAP_ITEM,
  /** (ARRAY, INTEGER position from 1, or from the end if negative). */
  ELEMENT_AT,
  /** (ARRAY, INTEGER index from 0). */
  GET,
  /** (ARRAY or MAP): INTEGER. */
  CARDINALITY,
  /** (ARRAY, INTEGER dimension): INTEGER; NULL if it is empty. */
  ARRAY_LENGTH,
  /** (value): text. */
  TO_TEXT,
  /** (text): an ARRAY of text from {@code {1,2}} or {@code [1, 2]}, to any depth. */
  ARRAY_FROM_TEXT,

  // Arrays.
  ARRAY_CONTAINS,
  /** BIGINT position from 1; 0 where there is none. */
  ARRAY_POSITION,
  ARRAY_APPEND(true),
  ARRAY_PREPEND(true),
  ARRAY_INSERT(true),
  ARRAY_CONCAT,
  ARRAY_DISTINCT,
  ARRAY_UNION,
  ARRAY_INTERSECT,
  ARRAY_EXCEPT,
  ARRAY_REMOVE,
  ARRAY_REPLACE(true),
  ARRAY_COMPACT,
  /** (ARRAY of text, separator[, text for NULLs]): text. */
  ARRAY_JOIN(true),
  ARRAY_MAX,
  ARRAY_MIN,
  /** (ARRAY, start from 1 or from the end, length). */
  SLICE,
  /** (ARRAY[, BOOLEAN ascending]): NULLs first, or last if descending. */
  SORT_ARRAY,
  /** NULLs last. */
  ARRAY_SORT,
  ARRAY_REVERSE,
  FLATTEN,
  ARRAY_REPEAT(true),
  /** (first, last[, step]). */
  SEQUENCE,
  /** As SEQUENCE, but upwards unless the step is negative, and empty if it cannot get there. */
  SERIES,
  ARRAYS_OVERLAP,
  /** Whether each element of the second is in the first. */
  ARRAY_CONTAINS_ALL,

  // Maps.
  MAP_KEYS,
  MAP_VALUES,
  MAP_ENTRIES,
  MAP_CONCAT,
  MAP_FROM_ARRAYS,
  MAP_FROM_ENTRIES,
  MAP_CONTAINS_KEY,
  STR_TO_MAP,

  // Text and arrays.
  /** (text, regular expression[, INTEGER limit]). */
  SPLIT,
  /** (text, separator[, text for NULL]). */
  STRING_TO_ARRAY(true),

  // With lambdas.
  TRANSFORM,
  FILTER,
  EXISTS,
  FORALL,
  AGGREGATE(true),
  ZIP_WITH,
  MAP_FILTER,
  TRANSFORM_KEYS,
  TRANSFORM_VALUES,

  /** (value): text. */
  TO_JSON,
  /** (ARRAY): text, without elements that are NULL. */
  KNOWN_TO_JSON,

  // JSON in text; what is no JSON gives NULL.
  /** (text, BOOLEAN whether what does not fit is an error): the type of the call. */
  FROM_JSON,
  /** (text, path): text. */
  GET_JSON_OBJECT,
  JSON_ARRAY_LENGTH,
  JSON_OBJECT_KEYS,
  /** (text): the type as text. */
  SCHEMA_OF_JSON,
  /** (text, name …): a ROW of text. */
  JSON_TUPLE,
  /** (text, one of VALUE, OBJECT, ARRAY and SCALAR): BOOLEAN. */
  IS_JSON,

  // The standard's, over text and types of JSON.
  /** (JSON, path, INTEGER: 1 for an error on empty, 2 for one on error, 3 for both): text. */
  JSON_VALUE,
  /** (JSON, path): INTEGER 0 if there is one value, 1 if there is none, else 2. */
  JSON_VALUE_STATE,
  /** (JSON, path, INTEGER wrapper, INTEGER on empty, INTEGER on error): text. */
  JSON_QUERY,
  /** (JSON, path, INTEGER on error): BOOLEAN. */
  JSON_EXISTS,

  // Values of the types of JSON, of which the call has one.
  PARSE_JSON,
  TRY_PARSE_JSON,
  /** (value): that value. */
  TO_JSON_VALUE,
  /** (JSON): text, without quotes if it is one. */
  JSON_TO_TEXT,
  /** (JSON, BOOLEAN whether NULL if it does not fit): a value of the type of the call. */
  JSON_SCALAR,
  /** (JSONB): that of equal values which has no zeros behind the point of numbers. */
  JSON_COMPARABLE,
  /** (JSON, name or position from 0, or from the end if negative): JSON. */
  JSON_GET,
  JSON_GET_TEXT,
  /** (JSON, ARRAY of names and positions): JSON. */
  JSON_GET_PATH,
  JSON_GET_PATH_TEXT,
  /** (JSON, path): JSON. */
  VARIANT_GET,
  JSON_CONTAINS,
  JSON_HAS,
  JSON_HAS_ANY,
  JSON_HAS_ALL,
  JSON_TYPEOF,
  IS_JSON_NULL(true),
  JSON_LENGTH,
  JSON_KEYS,
  JSON_ELEMENTS,
  JSON_ELEMENTS_TEXT,
  JSON_EACH,
  JSON_EACH_TEXT,
  JSON_CONCAT,
  JSON_DELETE,
  JSON_STRIP_NULLS,
  /** (name, value, …): an object. */
  JSON_BUILD_OBJECT(true),
  /** (value …): an array. */
  JSON_BUILD_ARRAY(true),
  /** (ARRAY of ROWs of a name and JSON[, BOOLEAN whether without NULLs]): an object. */
  JSON_MERGE_OBJECT,
  /** (ARRAY of JSON): an array. */
  JSON_MERGE_ARRAY;

  private final boolean takesNull;

  NestedFunction() {
    this(false);
  }

  NestedFunction(boolean takesNull) {
    this.takesNull = takesNull;
  }

  /** Whether it is called where an argument is NULL. */
  public boolean takesNull() {
    return takesNull;
  }

  /** Whether it is about JSON, but for {@link #TO_JSON}. */
  public boolean isJson() {
    return compareTo(FROM_JSON) >= 0;
  }
}
