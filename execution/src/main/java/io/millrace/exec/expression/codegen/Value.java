package io.millrace.exec.expression.codegen;

import io.millrace.api.types.Layout;

/**
 * A computed value in generated code: names of variables or literals, so that using one twice
 * computes nothing twice.
 *
 * @param isNull a {@code boolean}: {@code "false"} if it is never NULL, {@code "true"} if always
 * @param first the value; the low word of INT128; the array of BYTES
 * @param second the high word of INT128; the start of BYTES
 * @param third the length of BYTES
 */
record Value(String isNull, String first, String second, String third) {
  static final String NEVER = "false";
  static final String ALWAYS = "true";

  static Value of(String isNull, String value) {
    return new Value(isNull, value, "", "");
  }

  static Value wide(String isNull, String low, String high) {
    return new Value(isNull, low, high, "");
  }

  /** NULL of a layout. */
  static Value nothing(Layout layout) {
    return switch (layout) {
      case BOOLEAN -> of(ALWAYS, "false");
      case INT -> of(ALWAYS, "0");
      case LONG -> of(ALWAYS, "0L");
      case DOUBLE -> of(ALWAYS, "0.0");
      case INT128 -> wide(ALWAYS, "0L", "0L");
      case BYTES -> new Value(ALWAYS, "Texts.EMPTY", "0", "0");
    };
  }

  boolean isNever() {
    return isNull.equals(NEVER);
  }

  boolean isAlways() {
    return isNull.equals(ALWAYS);
  }

  /** Array, start and length, as arguments of a call. */
  String range() {
    return first + ", " + second + ", " + third;
  }

  /** Low and high word, as arguments of a call. */
  String words() {
    return first + ", " + second;
  }

  Value withNull(String newIsNull) {
    return new Value(newIsNull, first, second, third);
  }
}
