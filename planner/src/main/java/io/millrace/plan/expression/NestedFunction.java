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

  // JSON, as text.
  TO_JSON,
  FROM_JSON,
  GET_JSON_OBJECT,
  JSON_ARRAY_LENGTH,
  JSON_OBJECT_KEYS;

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
}
