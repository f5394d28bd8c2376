package io.millrace.exec.fluent;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;

/** Columns and their types as Spark prints them. Its names of types, but for times: ours. */
final class SchemaText {
  private SchemaText() {}

  /** The lines of printSchema, each with its end. */
  static String tree(Schema schema) {
    StringBuilder text = new StringBuilder("root\n");
    for (Field field : schema.fields()) {
      text.append(" |-- ").append(field.name()).append(": ").append(typeName(field.type()));
      text.append(" (nullable = ").append(field.type().nullable()).append(")\n");
    }
    return text.toString();
  }

  private static String typeName(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> "byte";
      case SMALLINT -> "short";
      case INTEGER -> "integer";
      case BIGINT -> "long";
      default -> simpleName(type);
    };
  }

  /** A type in one word, as dtypes gives it. */
  static String simpleName(DataType type) {
    return switch (type.kind()) {
      case INTEGER -> "int";
      case REAL -> "float";
      case VARCHAR -> type.precision() == DataType.STRING.precision() ? "string" : type.sql();
      case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
      case TIMESTAMP, TIMESTAMP_LTZ -> type.kind().sqlName();
      default -> type.sql();
    };
  }
}
