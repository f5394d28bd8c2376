package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import java.util.TreeMap;

/**
 * The statements that compute something for the physical row {@code i}, and the columns they read.
 */
final class MethodBody {
  private final ClassWriter owner;
  private final boolean nulls;
  private final StringBuilder statements = new StringBuilder();
  private final TreeMap<Integer, DataType> columns = new TreeMap<>();

  /**
   * @param nulls whether NULLs of columns are checked for
   */
  MethodBody(ClassWriter owner, boolean nulls) {
    this.owner = owner;
    this.nulls = nulls;
  }

  ClassWriter owner() {
    return owner;
  }

  boolean checksNulls() {
    return nulls;
  }

  void line(String statement) {
    statements.append("      ").append(statement).append('\n');
  }

  int length() {
    return statements.length();
  }

  /** A column's value; it is read at the beginning of the row. */
  Value column(int index) {
    DataType type = owner.useColumn(index);
    columns.put(index, type);
    String isNull = nulls && type.nullable() ? "n_" + index : Value.NEVER;
    String name = "v_" + index;
    return switch (type.layout()) {
      case BOOLEAN, INT, LONG, DOUBLE -> Value.of(isNull, name);
      case INT128 -> Value.wide(isNull, name, name + "h");
      case BYTES -> new Value(isNull, "c" + index, name + "s", name + "l");
    };
  }

  Iterable<Integer> columns() {
    return columns.keySet();
  }

  /** Puts the arrays of the columns into variables. */
  String prologue() {
    StringBuilder text = new StringBuilder();
    columns.forEach(
        (index, type) -> {
          String array = "c" + index;
          Layout layout = type.layout();
          hoist(text, JavaTypes.array(layout), array);
          if (layout == Layout.BYTES) {
            hoist(text, "int[]", array + "s");
            hoist(text, "int[]", array + "l");
          }
          if (nulls && type.nullable()) {
            hoist(text, "long[]", array + "v");
          }
        });
    return text.toString();
  }

  private static void hoist(StringBuilder text, String type, String field) {
    text.append("    final ").append(type).append(' ').append(field).append(" = this.");
    text.append(field).append(";\n");
  }

  /** Reads the row, then the statements. */
  String row() {
    StringBuilder text = new StringBuilder();
    columns.forEach(
        (index, type) -> {
          String array = "c" + index;
          String value = "v_" + index;
          if (nulls && type.nullable()) {
            text.append("      final boolean n_" + index + " = (" + array);
            text.append("v[i >>> 6] >>> i & 1L) == 0L;\n");
          }
          text.append("      final ");
          switch (type.layout()) {
            case BOOLEAN -> text.append("boolean " + value + " = " + array + "[i] != 0;\n");
            case INT -> text.append("int " + value + " = " + array + "[i];\n");
            case LONG -> text.append("long " + value + " = " + array + "[i];\n");
            case DOUBLE -> text.append("double " + value + " = " + array + "[i];\n");
            case INT128 -> {
              text.append("long " + value + " = " + array + "[2 * i];\n");
              text.append("      final long " + value + "h = " + array + "[2 * i + 1];\n");
            }
            case BYTES -> {
              text.append("int " + value + "s = " + array + "s[i];\n");
              text.append("      final int " + value + "l = " + array + "l[i];\n");
            }
          }
        });
    return text.append(statements).toString();
  }
}
