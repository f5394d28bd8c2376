package io.millrace.plan.expression;

/**
 * The functions of the fast path: those for which we generate our own code. Unless a comment says
 * otherwise, NULL in gives NULL out, and an error is raised as the ANSI table of the documentation
 * says (overflow, division by zero, invalid input), at the call's position.
 *
 * <p>Argument conventions: both sides of a comparison have the same type (text of any length,
 * DECIMALs of the same scale). Arguments of integer arithmetic have the result's type. Arguments of
 * DECIMAL arithmetic have their own precision and scale, the result's type is the call's. Arguments
 * of REAL or DOUBLE arithmetic have the result's type.
 */
public enum Function {
  // Comparison: BOOLEAN. NaN equals NaN and is greater than everything; -0.0 equals 0.0.
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  /** Two-valued: NULLs are equal to each other. */
  IS_DISTINCT_FROM,
  IS_NOT_DISTINCT_FROM,

  // Logic, three-valued. Arguments behind one that decides are not evaluated for that row.
  /** Two or more arguments. */
  AND,
  /** Two or more arguments. */
  OR,
  NOT,
  /** Never NULL, as are the next five. */
  IS_NULL,
  IS_NOT_NULL,
  IS_TRUE,
  IS_NOT_TRUE,
  IS_FALSE,
  IS_NOT_FALSE,

  // Arithmetic on whole numbers, DECIMAL, REAL and DOUBLE; also INTERVAL ± INTERVAL.
  ADD,
  SUBTRACT,
  MULTIPLY,
  /** Whole numbers: truncated toward zero. DECIMAL: rounded half up to the result's scale. */
  DIVIDE,
  /** Sign of the dividend. */
  MODULO,
  /** Bit by bit, whole numbers alone, as are the next two. */
  BIT_AND,
  BIT_OR,
  BIT_XOR,
  NEGATE,
  ABSOLUTE,
  SIGN,
  /** To a whole number, or (DECIMAL) to scale 0. */
  FLOOR,
  CEILING,
  /** (value) or (value, INTEGER digits): half up, away from zero. */
  ROUND,
  /** (value) or (value, INTEGER digits): toward zero. */
  TRUNCATE,
  /**
   * DOUBLE to DOUBLE, as are the next. A negative argument of SQRT, or not positive of LN, is an
   * error.
   */
  SQUARE_ROOT,
  POWER,
  EXPONENTIAL,
  LOGARITHM,
  LOGARITHM_10,

  // Text: UTF-8, positions and lengths in code points, from 1.
  /** Two or more texts. */
  CONCAT,
  UPPER,
  LOWER,
  /** (text, text of characters to remove), at both ends. */
  TRIM,
  TRIM_LEADING,
  TRIM_TRAILING,
  /** (text, INTEGER start) or (text, start, INTEGER length); SQL's rules for start below 1. */
  SUBSTRING,
  /** Number of code points: INTEGER. */
  CHARACTER_LENGTH,
  /** Number of bytes: INTEGER. */
  OCTET_LENGTH,
  /** (needle, text): position of the first occurrence, 0 if there is none: INTEGER. */
  POSITION,
  /** (text, search, replacement). */
  REPLACE,
  /** (text, pattern) or (text, pattern, escape character): BOOLEAN. */
  LIKE,
  /** LIKE without regard to case. */
  ILIKE,
  STARTS_WITH,
  ENDS_WITH,
  /** (text, search): BOOLEAN. */
  CONTAINS,
  /** (text, INTEGER n). */
  LEFT,
  RIGHT,
  /** (text, INTEGER length) or (text, length, fill). */
  LPAD,
  RPAD,
  REVERSE,
  /** (text, INTEGER n). */
  REPEAT,
  /** First letter of each word in upper case, the others in lower. */
  INITCAP,
  /** (text, separator, INTEGER part from 1; negative from the end); empty text if there is none. */
  SPLIT_PART,
  /** (text, regular expression): BOOLEAN, true if it is found anywhere. */
  REGEXP_LIKE,
  /** (text, regular expression, replacement), all occurrences. */
  REGEXP_REPLACE,

  // Time. The first argument of EXTRACT, FLOOR_TIME and CEIL_TIME is a text literal with the unit.
  /**
   * (unit, DATE | TIME | TIMESTAMP | TIMESTAMP_LTZ in the session zone | INTERVAL): BIGINT. Units:
   * YEAR, QUARTER, MONTH, WEEK (ISO), DAY, DOW (1 = Sunday), ISODOW (1 = Monday), DOY, HOUR,
   * MINUTE, SECOND (whole), MILLISECOND and MICROSECOND (of the minute, as PostgreSQL), EPOCH
   * (whole seconds), CENTURY, DECADE, ISOYEAR.
   */
  EXTRACT,
  /**
   * (unit, DATE | TIMESTAMP | TIMESTAMP_LTZ in the session zone): same type. Units as date_trunc.
   */
  FLOOR_TIME,
  CEIL_TIME,
  /**
   * (DATE | TIME | TIMESTAMP | TIMESTAMP_LTZ, INTERVAL_DAY or INTERVAL_MONTH): same type as the
   * first.
   */
  ADD_INTERVAL,
  /** (later, earlier) of the same type: INTERVAL_DAY. */
  TIME_DIFFERENCE,
  /** (unit, later, earlier): whole units between, toward zero: BIGINT. */
  UNIT_DIFFERENCE,
  /** (INTERVAL, DECIMAL or whole number factor): INTERVAL. */
  INTERVAL_MULTIPLY,
  /** (TIMESTAMP | TIMESTAMP_LTZ | DATE, text literal pattern of java.time): text. */
  FORMAT_TIME,
  /** (text, text literal pattern of java.time): TIMESTAMP. */
  PARSE_TIME,
  /** (BIGINT seconds): TIMESTAMP_LTZ. */
  FROM_EPOCH_SECONDS,
  /** (BIGINT milliseconds): TIMESTAMP_LTZ. */
  FROM_EPOCH_MILLIS,

  /**
   * (TIMESTAMP or TIMESTAMP_LTZ, BIGINT literal size µs, BIGINT literal offset µs): start of the
   * tumbling window that holds it, same type.
   */
  TUMBLE_START,

  // Hashes.
  /** (text or binary): hexadecimal text. */
  MD5,
  SHA1,
  SHA256,

  // What a column demands of the values that are written to it: the value as it is, or an error.
  /** (value, text literal with the column's name, text literal with the table's): never NULL. */
  REQUIRE_NOT_NULL,
  /** (text, INTEGER literal with the largest number of code points). */
  REQUIRE_LENGTH,
  /** (value, BIGINT number of rows it comes of): the value of at most one row. */
  REQUIRE_SINGLE,

  // The greatest or least of two or more values of one type.
  GREATEST,
  LEAST
}
