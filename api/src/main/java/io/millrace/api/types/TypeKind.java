package io.millrace.api.types;

/** The families of SQL types, each with the {@link Layout} its values have in a column. */
public enum TypeKind {
  BOOLEAN(Layout.BOOLEAN, "boolean"),
  TINYINT(Layout.INT, "tinyint"),
  SMALLINT(Layout.INT, "smallint"),
  INTEGER(Layout.INT, "integer"),
  BIGINT(Layout.LONG, "bigint"),
  /** Exact numbers; up to 18 digits as scaled {@code long}, up to 38 as 128-bit integer. */
  DECIMAL(Layout.LONG, "decimal"),
  /** 32-bit floating point, held as a {@code double} that is always exactly a float. */
  REAL(Layout.DOUBLE, "real"),
  DOUBLE(Layout.DOUBLE, "double"),
  /** Fixed length text, padded with blanks; length in Unicode code points. */
  CHAR(Layout.BYTES, "char"),
  /** Text in UTF-8, binary order; STRING is VARCHAR without a length. */
  VARCHAR(Layout.BYTES, "varchar"),
  BINARY(Layout.BYTES, "binary"),
  /** Days since 1970-01-01. */
  DATE(Layout.INT, "date"),
  /** Microseconds since midnight. */
  TIME(Layout.LONG, "time"),
  /** Wall-clock time without zone: microseconds since 1970-01-01T00:00:00 on that clock. */
  TIMESTAMP(Layout.LONG, "timestamp"),
  /** An instant: microseconds since 1970-01-01T00:00:00Z. */
  TIMESTAMP_LTZ(Layout.LONG, "timestamp_ltz"),
  /** A length of time in microseconds. */
  INTERVAL_DAY(Layout.LONG, "interval day to second"),
  /** A length of time in months. */
  INTERVAL_MONTH(Layout.INT, "interval year to month"),
  /** A list of values of one type; the children of its type are {@code element}. */
  ARRAY(Layout.BYTES, "array"),
  /**
   * Values by key, in the order they were put in; the children are {@code key} and {@code value}.
   */
  MAP(Layout.BYTES, "map"),
  /** Named values, each of its own type: ROW or STRUCT; the children are its fields. */
  ROW(Layout.BYTES, "row"),
  /** JSON as it was written: a text, never compared. */
  JSON(Layout.BYTES, "json"),
  /** JSON in the one text that equal values have, but for zeros behind the point of numbers. */
  JSONB(Layout.BYTES, "jsonb"),
  /** JSON in short text with sorted names; what is cast to it is its value, text included. */
  VARIANT(Layout.BYTES, "variant"),
  /** The type of a bare NULL. */
  NULL(Layout.BOOLEAN, "null");

  private final Layout layout;
  private final String sqlName;

  TypeKind(Layout layout, String sqlName) {
    this.layout = layout;
    this.sqlName = sqlName;
  }

  /** The layout for small values; only {@link #DECIMAL} has another one beyond 18 digits. */
  Layout layout() {
    return layout;
  }

  /** The name in lower case, as tables and messages show it, without precision. */
  public String sqlName() {
    return sqlName;
  }

  public boolean isInteger() {
    return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
  }

  /** Integers and decimals. */
  public boolean isExactNumeric() {
    return isInteger() || this == DECIMAL;
  }

  public boolean isFloating() {
    return this == REAL || this == DOUBLE;
  }

  public boolean isNumeric() {
    return isExactNumeric() || isFloating();
  }

  public boolean isText() {
    return this == CHAR || this == VARCHAR;
  }

  public boolean isTimestamp() {
    return this == TIMESTAMP || this == TIMESTAMP_LTZ;
  }

  /** Whether values have values inside: {@link #ARRAY}, {@link #MAP} or {@link #ROW}. */
  public boolean isNested() {
    return this == ARRAY || this == MAP || this == ROW;
  }

  /** Whether values are JSON: {@link #JSON}, {@link #JSONB} or {@link #VARIANT}, in UTF-8. */
  public boolean isJson() {
    return this == JSON || this == JSONB || this == VARIANT;
  }

  public boolean isInterval() {
    return this == INTERVAL_DAY || this == INTERVAL_MONTH;
  }
}
