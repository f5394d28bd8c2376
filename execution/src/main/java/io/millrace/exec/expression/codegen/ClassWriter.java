package io.millrace.exec.expression.codegen;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.exec.expression.runtime.Site;
import io.millrace.exec.expression.runtime.Zone;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The generated class as a whole: its fields, constants and methods. */
final class ClassWriter {
  private static final String[] RUNTIME = {
    "ConstantSet",
    "Constants",
    "Dates",
    "Decimals",
    "Digests",
    "Floats",
    "Int128",
    "Integers",
    "Kernels",
    "NestedCall",
    "Payloads",
    "LikePattern",
    "RegularExpression",
    "Site",
    "TextBuffer",
    "TextFormats",
    "TextFunctions",
    "TextNumbers",
    "TextTimes",
    "Texts",
    "TimePattern",
    "Times",
    "UserCode",
    "UserValues",
    "Utf8",
    "Zone",
    "Boxes"
  };
  private static final String[] BATCH = {
    "BooleanColumn",
    "BytesColumn",
    "Column",
    "DoubleColumn",
    "Int128Column",
    "IntColumn",
    "LongColumn",
    "NestedFormat",
    "NestedReader",
    "Validity"
  };

  private final ZoneId zoneId;
  private final List<DataType> columnTypes;
  private final List<Object> constants = new ArrayList<>();
  private final List<String> constantTypes = new ArrayList<>();
  private final Map<Object, String> sharedConstants = new LinkedHashMap<>();
  private final TreeMap<Integer, DataType> columns = new TreeMap<>();
  private final Map<String, String> foreignClasses = new LinkedHashMap<>();
  private final Map<String, String> batchValues = new LinkedHashMap<>();
  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder methods = new StringBuilder();
  private final Set<String> payloadFields = new HashSet<>();
  private int names;
  private int lambdas;

  ClassWriter(List<DataType> columnTypes, ZoneId zoneId) {
    this.columnTypes = new ArrayList<>(columnTypes);
    this.zoneId = zoneId;
  }

  /** A name that no other thing in the class has. */
  String name(String prefix) {
    return prefix + names++;
  }

  List<Object> constants() {
    return constants;
  }

  /** Adds a column behind the others and returns its index. */
  int addColumn(DataType type) {
    columnTypes.add(type);
    return columnTypes.size() - 1;
  }

  /** Notes that a column is read. */
  DataType useColumn(int index) {
    DataType type = columnTypes.get(index);
    columns.put(index, type);
    return type;
  }

  Iterable<Integer> usedColumns() {
    return columns.keySet();
  }

  /** A field that holds the value. */
  String constant(Object value, String type) {
    constants.add(value);
    constantTypes.add(type);
    return "k" + (constants.size() - 1);
  }

  /** {@link #constant} for values without state: equal ones share a field. */
  String sharedConstant(Object value, String type) {
    return sharedConstants.computeIfAbsent(value, key -> constant(value, type));
  }

  String site(Optional<SourcePosition> position, String target, boolean lenient) {
    return constant(new Site(position, target, lenient), "Site");
  }

  ZoneId zoneId() {
    return zoneId;
  }

  /** A number for the method of a lambda. */
  int nextLambda() {
    return lambdas++;
  }

  /** A field for what a lambda is called with, unless there is one. */
  void payloadField(String name) {
    if (payloadFields.add(name)) {
      field("byte[]", name);
    }
  }

  /** The session's zone. */
  String zone() {
    return sharedConstants.computeIfAbsent(
        "the session's zone", key -> constant(new Zone(zoneId), "Zone"));
  }

  /** A field that is set once for each batch. */
  String batchValue(String type, String expression) {
    return batchValues.computeIfAbsent(
        type + " " + expression,
        key -> {
          String name = name("b");
          fields.append("  private ").append(type).append(' ').append(name).append(";\n");
          return name;
        });
  }

  /** The nested class that holds a foreign method. */
  String foreignClass(String source) {
    return foreignClasses.computeIfAbsent(source, key -> name("F"));
  }

  void field(String type, String name) {
    fields.append("  private ").append(type).append(' ').append(name).append(";\n");
  }

  void method(String source) {
    methods.append(source).append('\n');
  }

  /** The whole source. */
  String source() {
    StringBuilder text = new StringBuilder("package io.millrace.exec.expression.generated;\n");
    for (String name : RUNTIME) {
      text.append("import io.millrace.exec.expression.runtime.").append(name).append(";\n");
    }
    for (String name : BATCH) {
      text.append("import io.millrace.api.batch.").append(name).append(";\n");
    }
    text.append("import io.millrace.api.types.DataType;\n");
    text.append("public final class Calc extends Kernels {\n");
    for (int i = 0; i < constants.size(); i++) {
      text.append("  private final ").append(constantTypes.get(i)).append(" k").append(i);
      text.append(";\n");
    }
    columns.forEach((index, type) -> columnFields(text, index, type));
    text.append(fields);
    text.append("  public Calc(Object[] constants) {\n");
    for (int i = 0; i < constants.size(); i++) {
      text.append("    k").append(i).append(" = (").append(constantTypes.get(i));
      text.append(") constants[").append(i).append("];\n");
    }
    text.append("  }\n");
    text.append("  protected void beginBatch() {\n");
    batchValues.forEach(
        (key, name) -> {
          String expression = key.substring(key.indexOf(' ') + 1);
          text.append("    ").append(name).append(" = ").append(expression).append(";\n");
        });
    text.append("  }\n");
    text.append("  public void bind(int index, Column column) {\n    switch (index) {\n");
    columns.forEach((index, type) -> bindColumn(text, index, type));
    text.append("      default: throw new IllegalArgumentException();\n    }\n  }\n");
    text.append(methods);
    if (lambdas > 0) {
      text.append(lambdaChoice());
    }
    foreignClasses.forEach(
        (source, name) ->
            text.append("  public static final class ")
                .append(name)
                .append(" {\n")
                .append(source)
                .append("\n  }\n"));
    return text.append("}\n").toString();
  }

  private String lambdaChoice() {
    StringBuilder text =
        new StringBuilder("  public byte[] lambda(int number, int i, byte[] a, byte[] b) {\n");
    text.append("    switch (number) {\n");
    for (int k = 0; k < lambdas; k++) {
      text.append("      case ").append(k).append(": return lambda").append(k);
      text.append("(i, a, b);\n");
    }
    return text.append("      default: throw new IllegalArgumentException();\n    }\n  }\n")
        .toString();
  }

  private static void columnFields(StringBuilder text, int index, DataType type) {
    Layout layout = type.layout();
    text.append("  private ").append(JavaTypes.array(layout)).append(" c").append(index);
    text.append(";\n");
    if (layout == Layout.BYTES) {
      text.append("  private int[] c").append(index).append("s;\n");
      text.append("  private int[] c").append(index).append("l;\n");
    }
    if (type.nullable()) {
      text.append("  private long[] c").append(index).append("v;\n");
    }
  }

  private static void bindColumn(StringBuilder text, int index, DataType type) {
    Layout layout = type.layout();
    String field = "c" + index;
    text.append("      case ").append(index).append(": {\n        ");
    text.append(JavaTypes.column(layout)).append(" source = (").append(JavaTypes.column(layout));
    text.append(") column;\n        ").append(field).append(" = source.");
    switch (layout) {
      case BYTES ->
          text.append("data(); ")
              .append(field)
              .append("s = source.starts(); ")
              .append(field)
              .append("l = source.lengths();\n");
      case INT128 -> text.append("words();\n");
      case BOOLEAN, INT, LONG, DOUBLE -> text.append("values();\n");
    }
    if (type.nullable()) {
      text.append("        ").append(field).append("v = validity(column);\n");
    }
    text.append("        return;\n      }\n");
  }
}
