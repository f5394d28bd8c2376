package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A window as written, with its lengths checked.
 *
 * @param time the expression that windows are assigned by
 */
record WindowCall(SqlNode time, long size, long slide, long offset, SqlParserPos position) {
  private static final List<String> TABLE_FUNCTIONS = List.of("TUMBLE", "HOP");

  /** A function of GROUP BY: {@code TUMBLE(t, size)}, {@code HOP(t, slide, size)} or Spark's. */
  static Optional<WindowCall> ofGroupFunction(SqlCall call) {
    String name = name(call);
    List<SqlNode> operands = call.getOperandList();
    SqlParserPos position = call.getParserPosition();
    switch (name) {
      case "TUMBLE" -> {
        checkCount(call, 2, 3, "TUMBLE(time, size [, offset])");
        long size = positive(operands.get(1), "window size");
        return Optional.of(
            new WindowCall(operands.get(0), size, size, offset(operands, 2), position));
      }
      case "HOP" -> {
        checkCount(call, 3, 4, "HOP(time, slide, size [, offset])");
        long slide = positive(operands.get(1), "window slide");
        long size = positive(operands.get(2), "window size");
        return Optional.of(
            new WindowCall(operands.get(0), size, slide, offset(operands, 3), position));
      }
      case "WINDOW" -> {
        checkCount(call, 2, 4, "window(time, size [, slide [, start]])");
        long size = positive(operands.get(1), "window size");
        long slide = operands.size() > 2 ? positive(operands.get(2), "window slide") : size;
        return Optional.of(
            new WindowCall(operands.get(0), size, slide, offset(operands, 3), position));
      }
      case "SESSION", "SESSION_WINDOW" ->
          throw notSupported("a session window", call.getParserPosition());
      default -> {
        return Optional.empty();
      }
    }
  }

  /**
   * A table function in FROM, {@code TUMBLE(TABLE t, DESCRIPTOR(c), size)} or HOP, as a call of
   * {@link WindowTableFunction}.
   */
  static SqlCall ofTableFunction(SqlCall call) {
    String name = name(call);
    SqlParserPos position = call.getParserPosition();
    switch (name) {
      case "TUMBLE", "HOP" -> {}
      case "CUMULATE", "SESSION" -> throw notSupported("the table function " + name, position);
      default ->
          throw error(ErrorCode.FUNCTION_NOT_FOUND, name + " (as a table)")
              .at(NameErrors.ofFunction(name, Positions.of(call.getParserPosition())))
              .hint(
                  Suggestions.nearest(name, TABLE_FUNCTIONS)
                          .map(near -> "did you mean " + near + "?   ")
                          .orElse("")
                      + "table functions: "
                      + String.join(", ", TABLE_FUNCTIONS))
              .build();
    }
    boolean hop = name.equals("HOP");
    Map<String, SqlNode> arguments =
        arguments(
            call,
            hop
                ? List.of("DATA", "TIMECOL", "SLIDE", "SIZE", "OFFSET")
                : List.of("DATA", "TIMECOL", "SIZE", "OFFSET"));
    if (arguments.containsKey("ZONE")) {
      throw notSupported("the argument ZONE of " + name, arguments.get("ZONE").getParserPosition());
    }
    SqlNode data = required(arguments, "DATA", call);
    SqlNode timeColumn = required(arguments, "TIMECOL", call);
    long size = positive(required(arguments, "SIZE", call), "window size");
    long slide = hop ? positive(required(arguments, "SLIDE", call), "window slide") : size;
    SqlNode offsetNode = arguments.get("OFFSET");
    long offset = offsetNode == null ? 0 : Durations.micros(offsetNode, "window offset");
    if (!(timeColumn instanceof SqlCall descriptor)
        || !name(descriptor).equals("DESCRIPTOR")
        || descriptor.operandCount() != 1
        || !(descriptor.operand(0) instanceof SqlIdentifier id)) {
      throw error(ErrorCode.WINDOW_INVALID, name + " needs one time column: DESCRIPTOR(column)")
          .at(Positions.of(timeColumn.getParserPosition()))
          .hint("write " + signature(name))
          .build();
    }
    return tableCall(input(data), simple(id), size, slide, offset, position);
  }

  /** A call of {@link WindowTableFunction}. */
  static SqlCall tableCall(
      SqlSelect input,
      SqlIdentifier column,
      long size,
      long slide,
      long offset,
      SqlParserPos position) {
    return WindowTableFunction.INSTANCE.createCall(
        position,
        input,
        SqlStdOperatorTable.DESCRIPTOR.createCall(column.getParserPosition(), column),
        SqlLiteral.createExactNumeric(Long.toString(size), position),
        SqlLiteral.createExactNumeric(Long.toString(slide), position),
        SqlLiteral.createExactNumeric(Long.toString(offset), position));
  }

  /** The last part of a name: the column without its table. */
  static SqlIdentifier simple(SqlIdentifier id) {
    return id.isSimple()
        ? id
        : new SqlIdentifier(id.names.get(id.names.size() - 1), id.getParserPosition());
  }

  /** {@code SELECT * FROM from WHERE where}, with one column more if given. */
  static SqlSelect selectAll(
      Optional<SqlNode> extraColumn, SqlNode from, Optional<SqlNode> where, SqlParserPos position) {
    SqlNodeList columns = new SqlNodeList(position);
    columns.add(SqlIdentifier.star(position));
    extraColumn.ifPresent(columns::add);
    return new SqlSelect(
        position,
        null,
        columns,
        from,
        where.orElse(null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static SqlSelect input(SqlNode data) {
    SqlParserPos position = data.getParserPosition();
    if (data.getKind() == SqlKind.SET_SEMANTICS_TABLE) {
      throw notSupported("PARTITION BY of a table argument", position);
    }
    if (data.getKind() == SqlKind.EXPLICIT_TABLE) {
      return selectAll(Optional.empty(), ((SqlCall) data).operand(0), Optional.empty(), position);
    }
    return selectAll(Optional.empty(), data, Optional.empty(), position);
  }

  static String name(SqlCall call) {
    if (call.getKind() == SqlKind.WINDOW) {
      return "OVER";
    }
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (name.startsWith("$")) {
      name = name.substring(1);
    }
    return name.equals(WindowWords.MARKER.toUpperCase(Locale.ROOT)) ? "WINDOW" : name;
  }

  private static Map<String, SqlNode> arguments(SqlCall call, List<String> order) {
    Map<String, SqlNode> result = new HashMap<>();
    int ordinal = 0;
    for (SqlNode operand : call.getOperandList()) {
      if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
        SqlIdentifier key = ((SqlCall) operand).operand(1);
        String name = key.getSimple().toUpperCase(Locale.ROOT);
        if (!order.contains(name) && !name.equals("ZONE")) {
          throw error(
                  ErrorCode.WINDOW_INVALID,
                  name(call) + " has no argument \"" + key.getSimple() + "\"")
              .at(Positions.of(key.getParserPosition()))
              .hint("arguments: " + String.join(", ", order))
              .build();
        }
        result.put(name, ((SqlCall) operand).operand(0));
      } else if (ordinal < order.size()) {
        result.put(order.get(ordinal++), operand);
      } else {
        throw error(ErrorCode.WINDOW_INVALID, name(call) + " has too many arguments")
            .at(Positions.of(operand.getParserPosition()))
            .hint("arguments: " + String.join(", ", order))
            .build();
      }
    }
    return result;
  }

  private static String signature(String function) {
    return function.equals("HOP")
        ? "HOP(TABLE t, DESCRIPTOR(time), slide, size [, offset])"
        : "TUMBLE(TABLE t, DESCRIPTOR(time), size [, offset])";
  }

  private static SqlNode required(Map<String, SqlNode> arguments, String name, SqlCall call) {
    SqlNode value = arguments.get(name);
    if (value == null) {
      throw error(ErrorCode.WINDOW_INVALID, name(call) + " lacks its argument " + name)
          .at(Positions.of(call.getParserPosition()))
          .hint("write " + signature(name(call)))
          .build();
    }
    return value;
  }

  private static void checkCount(SqlCall call, int min, int max, String signature) {
    if (call.operandCount() < min || call.operandCount() > max) {
      throw error(
              ErrorCode.WINDOW_INVALID,
              "wrong number of arguments for " + WindowWords.show(name(call)))
          .at(Positions.of(call.getParserPosition()))
          .hint("write " + signature(name(call)))
          .build();
    }
  }

  private static long positive(SqlNode node, String what) {
    long micros = Durations.micros(node, what);
    if (micros <= 0) {
      throw error(ErrorCode.WINDOW_INVALID, "a " + what + " must be longer than zero")
          .at(Positions.of(node.getParserPosition()))
          .hint("write for example INTERVAL '10' MINUTE")
          .build();
    }
    return micros;
  }

  private static long offset(List<SqlNode> operands, int index) {
    return operands.size() > index ? Durations.micros(operands.get(index), "window offset") : 0;
  }

  private static MillraceException notSupported(String what, SqlParserPos position) {
    List<String> hints = new ArrayList<>();
    hints.add("windows there are: TUMBLE and HOP");
    return error(ErrorCode.NOT_SUPPORTED, what)
        .at(Positions.of(position))
        .hint(hints.get(0))
        .build();
  }
}
