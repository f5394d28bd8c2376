package io.millrace.plan.analyze;

import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.AbstractSqlType;
import org.apache.calcite.sql.type.SqlTypeName;

/** A type of JSON as Calcite sees it: a variant of a name of its own. */
final class JsonSqlType extends AbstractSqlType {
  private final TypeKind kind;

  @SuppressWarnings({"this-escape", "NullAway"})
  JsonSqlType(TypeKind kind, boolean nullable) {
    super(SqlTypeName.VARIANT, nullable, null);
    this.kind = kind;
    computeDigest();
  }

  TypeKind kind() {
    return kind;
  }

  DataType dataType() {
    return new DataType(kind, 0, 0, true);
  }

  JsonSqlType withNullability(boolean nullable) {
    return nullable == isNullable() ? this : new JsonSqlType(kind, nullable);
  }

  static boolean is(RelDataType type) {
    return type instanceof JsonSqlType;
  }

  @Override
  protected void generateTypeString(StringBuilder text, boolean withDetail) {
    text.append(kind.name());
  }
}
