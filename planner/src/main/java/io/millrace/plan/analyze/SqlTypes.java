package io.millrace.plan.analyze;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Our types as Calcite's, and back. */
public final class SqlTypes {
  /** The names of types people write, for suggestions. */
  static final List<String> NAMES =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "DECIMAL",
          "REAL",
          "DOUBLE",
          "CHAR",
          "VARCHAR",
          "STRING",
          "TEXT",
          "VARBINARY",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_LTZ",
          "TIMESTAMP_NTZ",
          "JSON",
          "JSONB",
          "VARIANT");

  private SqlTypes() {}

  /** Our type for Calcite's; refuses what we have no type for. */
  public static DataType toDataType(RelDataType type) {
    boolean nullable = type.isNullable();
    DataType result =
        switch (type.getSqlTypeName()) {
          case BOOLEAN -> DataType.BOOLEAN;
          case TINYINT -> DataType.TINYINT;
          case SMALLINT -> DataType.SMALLINT;
          case INTEGER -> DataType.INTEGER;
          case BIGINT -> DataType.BIGINT;
          case DECIMAL -> decimal(type);
          case REAL -> DataType.REAL;
          case FLOAT, DOUBLE -> DataType.DOUBLE;
          case CHAR ->
              type.getPrecision() < 0 ? DataType.STRING : DataType.character(type.getPrecision());
          case VARCHAR ->
              type.getPrecision() < 0 ? DataType.STRING : DataType.varchar(type.getPrecision());
          case BINARY, VARBINARY -> DataType.BINARY;
          case DATE -> DataType.DATE;
          case TIME -> new DataType(TypeKind.TIME, type.getPrecision(), 0, true);
          case TIMESTAMP -> new DataType(TypeKind.TIMESTAMP, type.getPrecision(), 0, true);
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              new DataType(TypeKind.TIMESTAMP_LTZ, type.getPrecision(), 0, true);
          case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> DataType.INTERVAL_MONTH;
          case INTERVAL_DAY,
              INTERVAL_DAY_HOUR,
              INTERVAL_DAY_MINUTE,
              INTERVAL_DAY_SECOND,
              INTERVAL_HOUR,
              INTERVAL_HOUR_MINUTE,
              INTERVAL_HOUR_SECOND,
              INTERVAL_MINUTE,
              INTERVAL_MINUTE_SECOND,
              INTERVAL_SECOND ->
              DataType.INTERVAL_DAY;
          case VARIANT -> type instanceof JsonSqlType json ? json.dataType() : DataType.VARIANT;
          case ARRAY -> DataType.array(child(type.getComponentType()));
          case MAP -> DataType.map(child(type.getKeyType()), child(type.getValueType()));
          case ROW, STRUCTURED ->
              DataType.row(
                  type.getFieldList().stream()
                      .map(field -> new Field(fieldName(field), child(field.getType())))
                      .toList());
          case NULL, UNKNOWN -> DataType.NULL;
          default ->
              throw MillraceException.error(
                      ErrorCode.TYPE_NOT_SUPPORTED,
                      type.getSqlTypeName().getName().toLowerCase(Locale.ROOT),
                      "")
                  .build();
        };
    return result.withNullable(nullable);
  }

  /** Fields without a name are f1, f2, … as in PostgreSQL. */
  private static String fieldName(RelDataTypeField field) {
    return field.getName().startsWith("EXPR$") ? "f" + (field.getIndex() + 1) : field.getName();
  }

  /** What is inside of a nested value can always be NULL, and text has no blanks for a length. */
  private static DataType child(@Nullable RelDataType type) {
    DataType child = toDataType(requireNonNull(type)).withNullable(true);
    return child.kind() == TypeKind.CHAR ? DataType.STRING : child;
  }

  private static DataType decimal(RelDataType type) {
    int precision = Math.max(1, Math.min(DataType.MAX_DECIMAL_PRECISION, type.getPrecision()));
    int scale = Math.max(0, Math.min(precision, type.getScale()));
    return DataType.decimal(precision, scale);
  }

  /** Calcite's type for ours. */
  public static RelDataType toCalcite(DataType type, RelDataTypeFactory factory) {
    RelDataType result =
        switch (type.kind()) {
          case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
          case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
          case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
          case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
          case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
          case DECIMAL ->
              factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
          case REAL -> factory.createSqlType(SqlTypeName.REAL);
          case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
          case CHAR -> text(factory, SqlTypeName.CHAR, type.precision());
          case VARCHAR -> text(factory, SqlTypeName.VARCHAR, type.precision());
          case BINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
          case DATE -> factory.createSqlType(SqlTypeName.DATE);
          case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
          case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
          case TIMESTAMP_LTZ ->
              factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
          case INTERVAL_DAY ->
              factory.createSqlIntervalType(
                  new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO));
          case INTERVAL_MONTH ->
              factory.createSqlIntervalType(
                  new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO));
          case ARRAY -> factory.createArrayType(toCalcite(type.child(0), factory), -1);
          case MAP ->
              factory.createMapType(
                  toCalcite(type.child(0), factory), toCalcite(type.child(1), factory));
          case ROW ->
              factory.createStructType(
                  StructKind.FULLY_QUALIFIED,
                  type.children().stream().map(f -> toCalcite(f.type(), factory)).toList(),
                  type.children().stream().map(Field::name).toList());
          case JSON, JSONB, VARIANT -> new JsonSqlType(type.kind(), false);
          case NULL -> factory.createSqlType(SqlTypeName.NULL);
        };
    return factory.createTypeWithNullability(result, type.nullable());
  }

  private static RelDataType text(RelDataTypeFactory factory, SqlTypeName name, int length) {
    RelDataType type =
        length == DataType.UNBOUNDED
            ? factory.createSqlType(name)
            : factory.createSqlType(name, length);
    return factory.createTypeWithCharsetAndCollation(
        type, factory.getDefaultCharset(), SqlCollation.IMPLICIT);
  }

  /** Our schema for a row type. */
  public static Schema toSchema(RelDataType rowType) {
    List<Field> fields = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      fields.add(new Field(field.getName(), toDataType(field.getType())));
    }
    return new Schema(fields);
  }

  /** A row type for our schema. */
  public static RelDataType toRowType(Schema schema, RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (Field field : schema.fields()) {
      builder.add(field.name(), toCalcite(field.type(), factory));
    }
    return builder.build();
  }

  /** Type names that Calcite's grammar leaves to the catalog. */
  static Optional<DataType> named(String name) {
    return Optional.ofNullable(
        switch (name.toUpperCase(Locale.ROOT)) {
          case "STRING", "TEXT" -> DataType.STRING;
          case "BYTES", "BYTEA" -> DataType.BINARY;
          case "TIMESTAMP_LTZ", "TIMESTAMPTZ" -> DataType.TIMESTAMP_LTZ;
          case "TIMESTAMP_NTZ", "DATETIME" -> DataType.TIMESTAMP;
          case "JSON" -> DataType.JSON;
          case "JSONB" -> DataType.JSONB;
          case "VARIANT" -> DataType.VARIANT;
          case "BOOL" -> DataType.BOOLEAN;
          case "BYTE", "INT1" -> DataType.TINYINT;
          case "SHORT", "INT2" -> DataType.SMALLINT;
          case "INT4" -> DataType.INTEGER;
          case "LONG", "INT8" -> DataType.BIGINT;
          case "FLOAT4" -> DataType.REAL;
          case "FLOAT8" -> DataType.DOUBLE;
          default -> null;
        });
  }

  /** A type in the user's words, lower case. */
  static String describe(RelDataType type) {
    try {
      return toDataType(type).sql();
    } catch (MillraceException e) {
      return type.getSqlTypeName().getName().toLowerCase(Locale.ROOT);
    }
  }
}
