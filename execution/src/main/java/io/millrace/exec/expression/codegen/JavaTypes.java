package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;

/** How layouts are spelt in generated code. */
final class JavaTypes {
  private JavaTypes() {}

  /** The type of a variable; of INT128 that of each word. */
  static String variable(Layout layout) {
    return switch (layout) {
      case BOOLEAN -> "boolean";
      case INT -> "int";
      case LONG, INT128 -> "long";
      case DOUBLE -> "double";
      case BYTES -> "byte[]";
    };
  }

  /** The type of a column's array. */
  static String array(Layout layout) {
    return switch (layout) {
      case BOOLEAN, BYTES -> "byte[]";
      case INT -> "int[]";
      case LONG, INT128 -> "long[]";
      case DOUBLE -> "double[]";
    };
  }

  /** The class of a column. */
  static String column(Layout layout) {
    return switch (layout) {
      case BOOLEAN -> "BooleanColumn";
      case INT -> "IntColumn";
      case LONG -> "LongColumn";
      case DOUBLE -> "DoubleColumn";
      case INT128 -> "Int128Column";
      case BYTES -> "BytesColumn";
    };
  }

  /** A literal of a double, exact and of any value. */
  static String literal(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "Double.longBitsToDouble(" + literal(Double.doubleToLongBits(value)) + ")";
    }
    return value == 0 ? (1 / value < 0 ? "(-0.0)" : "0.0") : "(" + value + ")";
  }

  static String literal(long value) {
    // The least value has no literal of its own everywhere.
    return value == Long.MIN_VALUE
        ? "Long.MIN_VALUE"
        : value < 0 ? "(" + value + "L)" : value + "L";
  }

  static String literal(int value) {
    return value == Integer.MIN_VALUE
        ? "Integer.MIN_VALUE"
        : value < 0 ? "(" + value + ")" : Integer.toString(value);
  }

  /** Least value of a whole-number type of at most 32 bits. */
  static String least(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> "-128";
      case SMALLINT -> "-32768";
      default -> "Integer.MIN_VALUE";
    };
  }

  static String greatest(DataType type) {
    return switch (type.kind()) {
      case TINYINT -> "127";
      case SMALLINT -> "32767";
      default -> "Integer.MAX_VALUE";
    };
  }
}
