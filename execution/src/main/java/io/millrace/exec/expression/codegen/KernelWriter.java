package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.plan.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes the loops: one method, or one with checks for NULL and one without, for each kernel. Code
 * that few rows go through costs more to compile than to run, so it can do with one loop for all
 * cases.
 */
final class KernelWriter {
  /** A body of more characters is not worth a second loop without selection. */
  private static final int SHORT_BODY = 600;

  private final ClassWriter owner;
  private final boolean isCompact;
  private final StringBuilder filterCases = new StringBuilder();
  private final StringBuilder projectCases = new StringBuilder();
  private final List<CalcGenerator.Kernel> filters = new ArrayList<>();
  private final List<CalcGenerator.Kernel> projections = new ArrayList<>();

  /**
   * @param isCompact whether each kernel has one loop, which checks for NULL and for what is
   *     selected, rather than one for each case
   */
  KernelWriter(ClassWriter owner, boolean isCompact) {
    this.owner = owner;
    this.isCompact = isCompact;
  }

  List<CalcGenerator.Kernel> filters() {
    return filters;
  }

  List<CalcGenerator.Kernel> projections() {
    return projections;
  }

  void filter(Expression condition) {
    Splitter splitter = new Splitter(condition);
    int index = filters.size();
    MethodBody plain = filterMethod(condition, splitter, "f" + index, isCompact);
    int[] nullable = nullableColumns(plain);
    filters.add(new CalcGenerator.Kernel(nullable));
    String call = "(dense, selection, count, kept)";
    String choice = "f" + index + call;
    if (nullable.length > 0 && !isCompact) {
      filterMethod(condition, splitter, "f" + index + "n", true);
      choice = "nulls ? f" + index + "n" + call + " : " + choice;
    }
    filterCases.append("      case ").append(index).append(": return ").append(choice);
    filterCases.append(";\n");
  }

  private MethodBody filterMethod(
      Expression condition, Splitter splitter, String method, boolean nulls) {
    MethodBody body = new MethodBody(owner, nulls);
    Value value = new ExpressionWriter(body, splitter).writeRoot(condition, "scratch");
    String holds = value.isNever() ? value.first() : "!" + value.isNull() + " & " + value.first();
    String store = "      kept[n] = i; n += " + holds + " ? 1 : 0;\n";
    String text =
        "  private int "
            + method
            + "(boolean dense, int[] selection, int count, int[] kept) {\n"
            + body.prologue()
            + "    int n = 0;\n"
            + loops(body, store)
            + "    return n;\n  }";
    owner.method(text);
    return body;
  }

  private String loops(MethodBody body, String store) {
    String row = body.row();
    String inner =
        "      scratch.end = 0;\n"
                .repeat(
                    row.contains("scratch") || row.contains("(i)") || row.contains("(this, i")
                        ? 1
                        : 0)
            + row
            + store;
    String dense = "";
    String otherwise = "";
    if (row.length() <= SHORT_BODY && !isCompact) {
      dense = "    if (dense) { for (int i = 0; i < count; i++) {\n" + inner + "    } } else {\n";
      otherwise = "    }\n";
    }
    return dense
        + "    final int[] rows = dense ? identity(count) : selection;\n"
        + "    for (int k = 0; k < count; k++) {\n      final int i = rows[k];\n"
        + inner
        + "    }\n"
        + otherwise;
  }

  void project(Expression expression) {
    Splitter splitter = new Splitter(expression);
    int index = projections.size();
    MethodBody plain = projectMethod(expression, splitter, "p" + index, isCompact);
    int[] nullable = nullableColumns(plain);
    projections.add(new CalcGenerator.Kernel(nullable));
    String call = "(dense, selection, count)";
    String choice = "p" + index + call;
    if (nullable.length > 0 && !isCompact) {
      projectMethod(expression, splitter, "p" + index + "n", true);
      choice = "nulls ? p" + index + "n" + call + " : " + choice;
    }
    projectCases.append("      case ").append(index).append(": return ").append(choice);
    projectCases.append(";\n");
  }

  private MethodBody projectMethod(
      Expression expression, Splitter splitter, String method, boolean nulls) {
    DataType type = expression.type();
    Layout layout = type.layout();
    MethodBody body = new MethodBody(owner, nulls);
    Value value = new ExpressionWriter(body, splitter).writeRoot(expression, "text");
    int source = layout == Layout.BYTES ? RangeSource.of(expression) : RangeSource.NONE;
    boolean mayBeNull = !value.isNever();
    StringBuilder store = new StringBuilder();
    if (mayBeNull) {
      store.append("      if (" + value.isNull() + ") { ");
      store.append("valid[i >>> 6] &= ~(1L << i); any = true; }\n");
    }
    switch (layout) {
      case BOOLEAN -> store.append("      out[i] = (byte) (" + value.first() + " ? 1 : 0);\n");
      case INT, LONG, DOUBLE -> store.append("      out[i] = " + value.first() + ";\n");
      case INT128 -> {
        store.append("      out[2 * i] = " + value.first() + ";\n");
        store.append("      out[2 * i + 1] = " + value.second() + ";\n");
      }
      case BYTES -> {
        String start =
            source == RangeSource.NONE ? "text.place(" + value.range() + ")" : value.second();
        store.append("      starts[i] = " + start + ";\n");
        store.append("      lengths[i] = " + value.third() + ";\n");
      }
    }
    StringBuilder text = new StringBuilder("  private Column " + method);
    text.append("(boolean dense, int[] selection, int count) {\n");
    if (source != RangeSource.NONE) {
      body.column(source);
    }
    text.append(body.prologue());
    text.append("    final int extent = extent();\n");
    if (mayBeNull) {
      text.append("    final long[] valid = Validity.allValid(extent); boolean any = false;\n");
    }
    allocate(text, layout, source);
    text.append(loops(body, store.toString()));
    String typeName = owner.sharedConstant(type, "DataType");
    String values =
        layout == Layout.BYTES
            ? (source == RangeSource.NONE ? "text.data" : "c" + source) + ", starts, lengths"
            : "out";
    String validity = mayBeNull ? "any ? valid : Validity.NONE" : "Validity.NONE";
    text.append("    return new " + JavaTypes.column(layout) + "(" + typeName + ", extent, ");
    text.append(values + ", " + validity + ");\n  }");
    owner.method(text.toString());
    return body;
  }

  private static void allocate(StringBuilder text, Layout layout, int source) {
    if (layout == Layout.BYTES) {
      text.append("    final int[] starts = new int[extent];\n");
      text.append("    final int[] lengths = new int[extent];\n");
      if (source == RangeSource.NONE) {
        text.append("    final TextBuffer text = new TextBuffer();\n");
      }
      return;
    }
    String type = layout == Layout.BOOLEAN ? "byte" : JavaTypes.variable(layout);
    String size = layout == Layout.INT128 ? "2 * extent" : "extent";
    text.append("    final " + type + "[] out = new " + type + "[" + size + "];\n");
  }

  private int[] nullableColumns(MethodBody body) {
    TreeSet<Integer> nullable = new TreeSet<>();
    for (int column : body.columns()) {
      if (owner.useColumn(column).nullable()) {
        nullable.add(column);
      }
    }
    return nullable.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Writes the methods that choose among the kernels. */
  void finish() {
    owner.method(
        "  public int filter(int kernel, boolean nulls, boolean dense, int[] selection, int count,"
            + " int[] kept) {\n    switch (kernel) {\n"
            + filterCases
            + "      default: throw new IllegalArgumentException();\n    }\n  }");
    owner.method(
        "  public Column project(int kernel, boolean nulls, boolean dense, int[] selection, int"
            + " count) {\n    switch (kernel) {\n"
            + projectCases
            + "      default: throw new IllegalArgumentException();\n    }\n  }");
  }
}
