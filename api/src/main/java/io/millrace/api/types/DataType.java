package io.millrace.api.types;

import static java.util.Objects.requireNonNull;

/**
 * The SQL type of a column or expression.
 *
 * @param kind the family
 * @param precision digits of a DECIMAL, length of CHAR and VARCHAR in code points ({@link
 *     #UNBOUNDED} if it has none), fractional digits of TIME and TIMESTAMP; 0 where it means
 *     nothing
 * @param scale digits behind the point of a DECIMAL; 0 elsewhere
 * @param nullable whether NULL is a possible value
 */
public record DataType(TypeKind kind, int precision, int scale, boolean nullable) {

  /** The precision of text that has no maximum length. */
  public static final int UNBOUNDED = -1;

  /** The largest precision of a DECIMAL. */
  public static final int MAX_DECIMAL_PRECISION = 38;

  /** The largest precision of a DECIMAL that is held in one {@code long}. */
  public static final int MAX_SHORT_DECIMAL_PRECISION = 18;

  public static final DataType BOOLEAN = of(TypeKind.BOOLEAN);
  public static final DataType TINYINT = of(TypeKind.TINYINT);
  public static final DataType SMALLINT = of(TypeKind.SMALLINT);
  public static final DataType INTEGER = of(TypeKind.INTEGER);
  public static final DataType BIGINT = of(TypeKind.BIGINT);
  public static final DataType REAL = of(TypeKind.REAL);
  public static final DataType DOUBLE = of(TypeKind.DOUBLE);
  public static final DataType STRING = new DataType(TypeKind.VARCHAR, UNBOUNDED, 0, true);
  public static final DataType BINARY = new DataType(TypeKind.BINARY, UNBOUNDED, 0, true);
  public static final DataType DATE = of(TypeKind.DATE);
  public static final DataType TIME = new DataType(TypeKind.TIME, 6, 0, true);
  public static final DataType TIMESTAMP = new DataType(TypeKind.TIMESTAMP, 6, 0, true);
  public static final DataType TIMESTAMP_LTZ = new DataType(TypeKind.TIMESTAMP_LTZ, 6, 0, true);
  public static final DataType INTERVAL_DAY = of(TypeKind.INTERVAL_DAY);
  public static final DataType INTERVAL_MONTH = of(TypeKind.INTERVAL_MONTH);
  public static final DataType NULL = of(TypeKind.NULL);

  public DataType {
    requireNonNull(kind, "kind is null");
    if (kind == TypeKind.DECIMAL
        && (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision)) {
      throw new IllegalArgumentException("bad DECIMAL(" + precision + ", " + scale + ")");
    }
  }

  private static DataType of(TypeKind kind) {
    return new DataType(kind, 0, 0, true);
  }

  public static DataType decimal(int precision, int scale) {
    return new DataType(TypeKind.DECIMAL, precision, scale, true);
  }

  public static DataType varchar(int length) {
    return new DataType(TypeKind.VARCHAR, length, 0, true);
  }

  public static DataType character(int length) {
    return new DataType(TypeKind.CHAR, length, 0, true);
  }

  /** This type with NULL allowed or not. */
  public DataType withNullable(boolean newNullable) {
    return newNullable == nullable ? this : new DataType(kind, precision, scale, newNullable);
  }

  public DataType notNull() {
    return withNullable(false);
  }

  /** Where its values lie in a column. */
  public Layout layout() {
    if (kind == TypeKind.DECIMAL && precision > MAX_SHORT_DECIMAL_PRECISION) {
      return Layout.INT128;
    }
    return kind.layout();
  }

  /** The type as people write it, in lower case and without nullability: {@code decimal(10, 2)}. */
  public String sql() {
    return switch (kind) {
      case DECIMAL -> "decimal(" + precision + ", " + scale + ")";
      case CHAR -> "char(" + precision + ")";
      case VARCHAR -> precision == UNBOUNDED ? "varchar" : "varchar(" + precision + ")";
      case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
          precision == 6 ? kind.sqlName() : kind.sqlName() + "(" + precision + ")";
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          DOUBLE,
          BINARY,
          DATE,
          INTERVAL_DAY,
          INTERVAL_MONTH,
          NULL ->
          kind.sqlName();
    };
  }

  @Override
  public String toString() {
    return nullable ? sql() : sql() + " not null";
  }
}
