package io.millrace.api.types;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL type of a column or expression.
 *
 * @param kind the family
 * @param precision digits of a DECIMAL, length of CHAR and VARCHAR in code points ({@link
 *     #UNBOUNDED} if it has none), fractional digits of TIME and TIMESTAMP; 0 where it means
 *     nothing
 * @param scale digits behind the point of a DECIMAL; 0 elsewhere
 * @param nullable whether NULL is a possible value
 * @param children what is inside: the element of an ARRAY, key and value of a MAP, the fields of a
 *     ROW; empty elsewhere
 */
public record DataType(
    TypeKind kind, int precision, int scale, boolean nullable, List<Field> children) {

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
  public static final DataType JSON = of(TypeKind.JSON);
  public static final DataType JSONB = of(TypeKind.JSONB);
  public static final DataType VARIANT = of(TypeKind.VARIANT);
  public static final DataType NULL = of(TypeKind.NULL);

  /**
   * What {@code DECIMAL} and {@code NUMERIC} are without digits. PostgreSQL and others keep what
   * stands behind the point there, so it is not cut off.
   */
  public static final DataType BARE_DECIMAL = decimal(MAX_DECIMAL_PRECISION, 10);

  public DataType {
    requireNonNull(kind, "kind is null");
    children = List.copyOf(children);
    if (kind == TypeKind.ARRAY
        ? children.size() != 1
        : kind == TypeKind.MAP && children.size() != 2) {
      throw new IllegalArgumentException("bad children of " + kind + ": " + children);
    }
    if (kind == TypeKind.DECIMAL
        && (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision)) {
      throw new IllegalArgumentException("bad DECIMAL(" + precision + ", " + scale + ")");
    }
  }

  /** A type without children. */
  public DataType(TypeKind kind, int precision, int scale, boolean nullable) {
    this(kind, precision, scale, nullable, List.of());
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

  /** A list of values of that type. */
  public static DataType array(DataType element) {
    return new DataType(TypeKind.ARRAY, 0, 0, true, List.of(new Field("element", element)));
  }

  /** Values by key; a key is never NULL. */
  public static DataType map(DataType key, DataType value) {
    return new DataType(
        TypeKind.MAP,
        0,
        0,
        true,
        List.of(new Field("key", key.notNull()), new Field("value", value)));
  }

  /** Named values. */
  public static DataType row(List<Field> fields) {
    return new DataType(TypeKind.ROW, 0, 0, true, fields);
  }

  /** The type of a child by position; of an ARRAY's elements it is child 0. */
  public DataType child(int index) {
    return children.get(index).type();
  }

  /** This type with NULL allowed or not. */
  public DataType withNullable(boolean newNullable) {
    return newNullable == nullable
        ? this
        : new DataType(kind, precision, scale, newNullable, children);
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
      case ARRAY -> child(0).sql() + " array";
      case MAP -> "map<" + child(0).sql() + ", " + child(1).sql() + ">";
      case ROW ->
          children.stream()
              .map(field -> quoted(field.name()) + " " + field.type().sql())
              .collect(Collectors.joining(", ", "row(", ")"));
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
          JSON,
          JSONB,
          VARIANT,
          NULL ->
          kind.sqlName();
    };
  }

  private static String quoted(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return nullable ? sql() : sql() + " not null";
  }
}
