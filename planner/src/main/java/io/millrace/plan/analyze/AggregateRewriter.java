package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Brings aggregates into one form, in which every argument is one of the call's and an order stands
 * in WITHIN GROUP with the place of NULLs: {@code STRING_AGG(s, ',' ORDER BY t)} becomes {@code
 * STRING_AGG(s, ',') WITHIN GROUP (ORDER BY t NULLS FIRST)}, {@code PERCENTILE_CONT(p) WITHIN GROUP
 * (ORDER BY x)} gets {@code x} as its first argument, {@code COUNT_IF(c)} becomes a COUNT.
 */
final class AggregateRewriter extends SqlShuttle {
  private static final Set<String> BY_ORDER =
      Set.of("FIRST", "LAST", "FIRST_VALUE", "LAST_VALUE", "ANY_VALUE");

  private static final String FIRST_KNOWN = OwnAggregates.FIRST_KNOWN;
  private static final String LAST_KNOWN = OwnAggregates.LAST_KNOWN;

  /** Aggregates of Calcite's, to which no order matters. */
  private static final Set<String> PLAIN = Set.of("COUNT", "SUM", "AVG", "MIN", "MAX", "COUNT_IF");

  @Override
  @SuppressWarnings("NullAway")
  public SqlNode visit(SqlCall original) {
    Optional<SqlNode> json = JsonAggregates.expand(original);
    if (json.isPresent()) {
      return Objects.requireNonNull(json.get().accept(this));
    }
    if (original.getKind() == SqlKind.OVER) {
      return SqlStdOperatorTable.OVER.createCall(
          original.getParserPosition(),
          overWindow(original.operand(0)),
          Objects.requireNonNull(original.operand(1).accept(this)));
    }
    if (original.getKind() == SqlKind.WITHIN_GROUP && original.operand(0) instanceof SqlCall call) {
      SqlNodeList order = visited(original.operand(1));
      return ordered(call, order, original.getParserPosition());
    }
    boolean ignores = original.getKind() == SqlKind.IGNORE_NULLS;
    if ((ignores || original.getKind() == SqlKind.RESPECT_NULLS)
        && original.operand(0) instanceof SqlCall call
        && BY_ORDER.contains(name(call))) {
      return treated(call, ignores);
    }
    if (original.getOperator() instanceof SqlFunction) {
      return aggregate(original);
    }
    return super.visit(original);
  }

  /** The name in upper case, as it was written. */
  private static String name(SqlCall call) {
    return WindowWords.show(WindowCall.name(call));
  }

  private SqlNodeList visited(SqlNodeList list) {
    return (SqlNodeList) Objects.requireNonNull(list.accept(this));
  }

  /** A function over a window, which stays the one that it is; its arguments may hold others. */
  @SuppressWarnings("NullAway")
  private SqlCall overWindow(SqlCall call) {
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      boolean function =
          operands.isEmpty()
              && operand instanceof SqlCall
              && !(call.getOperator() instanceof SqlFunction);
      if (operand == null) {
        operands.add(null);
      } else {
        operands.add(function ? overWindow((SqlCall) operand) : operand.accept(this));
      }
    }
    boolean conditional = name(call).equals("COUNT_IF") || name(call).equals("COUNTIF");
    return conditional && operands.size() == 1
        ? countOfTrue(call, operands.get(0))
        : copy(call, operands);
  }

  private static SqlCall copy(SqlCall call, List<SqlNode> operands) {
    return call.getOperator()
        .createCall(
            call.getFunctionQuantifier(),
            call.getParserPosition(),
            operands.toArray(SqlNode[]::new));
  }

  /** A call of a function without WITHIN GROUP. */
  private SqlNode aggregate(SqlCall original) {
    SqlCall call = (SqlCall) Objects.requireNonNull(super.visit(original));
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    switch (name(call)) {
      case "COUNT_IF", "COUNTIF" -> {
        return operands.size() == 1 ? countOfTrue(call, operands.get(0)) : call;
      }
      case "APPROX_COUNT_DISTINCT", "APPROX_DISTINCT" -> {
        return operands.isEmpty() || operands.size() > 2 ? call : countDistinct(call, operands);
      }
      case "FIRST", "FIRST_VALUE" -> {
        return first("FIRST", call, operands);
      }
      case "LAST", "LAST_VALUE" -> {
        return first("LAST", call, operands);
      }
      case "ANY_VALUE" -> {
        return first("ANY_VALUE", call, operands);
      }
      case "PERCENTILE_APPROX", "APPROX_PERCENTILE" -> {
        // the accuracy that is asked for is always reached
        return operands.size() == 3 ? own(call, operands.subList(0, 2)) : own(call, operands);
      }
      case "STRING_AGG", "LISTAGG", "GROUP_CONCAT", "ARRAY_AGG", "LIST" -> {
        return list(call, operands);
      }
      case "COLLECT_SET" -> {
        return OwnAggregates.find("COLLECT_SET")
            .orElseThrow()
            .createCall(
                SqlSelectKeyword.DISTINCT.symbol(call.getParserPosition()),
                call.getParserPosition(),
                operands.toArray(SqlNode[]::new));
      }
      default -> {
        return call;
      }
    }
  }

  private static SqlCall countOfTrue(SqlCall call, SqlNode condition) {
    SqlParserPos position = call.getParserPosition();
    SqlNode counted =
        SqlStdOperatorTable.NULLIF.createCall(
            position, condition, SqlLiteral.createBoolean(false, position));
    return SqlStdOperatorTable.COUNT.createCall(call.getFunctionQuantifier(), position, counted);
  }

  private static SqlNode countDistinct(SqlCall call, List<SqlNode> operands) {
    SqlParserPos position = call.getParserPosition();
    return SqlStdOperatorTable.COUNT.createCall(
        SqlSelectKeyword.DISTINCT.symbol(position), position, operands.get(0));
  }

  /** {@code first(x) IGNORE NULLS}, or RESPECT. */
  @SuppressWarnings("NullAway")
  private SqlNode treated(SqlCall call, boolean ignores) {
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      operands.add(operand.accept(this));
    }
    boolean last = name(call).startsWith("LAST");
    return call(
        last ? (ignores ? LAST_KNOWN : "LAST") : (ignores ? FIRST_KNOWN : "FIRST"), call, operands);
  }

  /** The second argument of Spark's {@code first} says whether NULLs are passed over. */
  private static SqlNode first(String name, SqlCall call, List<SqlNode> operands) {
    boolean flagged =
        operands.size() == 2
            && operands.get(1) instanceof SqlLiteral literal
            && literal.getValue() instanceof Boolean;
    if (!flagged) {
      return call(name, call, operands);
    }
    String known = name.equals("LAST") ? LAST_KNOWN : FIRST_KNOWN;
    boolean ignores = ((SqlLiteral) operands.get(1)).booleanValue();
    return call(ignores ? known : name, call, operands.subList(0, 1));
  }

  /** A list or text, whose order and separator stand among the arguments in some dialects. */
  private SqlNode list(SqlCall call, List<SqlNode> operands) {
    Optional<SqlNodeList> order = Optional.empty();
    List<SqlNode> arguments = new ArrayList<>();
    for (SqlNode operand : operands) {
      if (operand instanceof SqlNodeList list) {
        order = Optional.of(list);
      } else if (operand.getKind() == SqlKind.SEPARATOR) {
        arguments.add(((SqlCall) operand).operand(0));
      } else {
        arguments.add(operand);
      }
    }
    if (!arguments.isEmpty() && marked(arguments.get(0)).isPresent()) {
      return unmarked(marked(arguments.get(0)).get(), call, arguments, order.orElseThrow());
    }
    SqlCall own = own(call, arguments);
    return order.isPresent() ? withinGroup(own, order.get(), call.getParserPosition()) : own;
  }

  /** The name that {@link OrderedArguments} has left. */
  static Optional<String> marked(SqlNode argument) {
    boolean text =
        argument instanceof SqlLiteral literal
            && SqlTypeName.CHAR_TYPES.contains(literal.getTypeName());
    return Optional.of(argument)
        .filter(found -> text)
        .map(found -> ((SqlLiteral) found).getValueAs(String.class))
        .filter(value -> value.startsWith(OrderedArguments.MARKER))
        .map(value -> value.substring(OrderedArguments.MARKER.length()));
  }

  /** The call that was written, with its order if that matters. */
  private SqlNode unmarked(String name, SqlCall call, List<SqlNode> arguments, SqlNodeList order) {
    List<SqlNode> operands = new ArrayList<>(arguments.subList(1, arguments.size()));
    SqlParserPos position = call.getParserPosition();
    String upper = name.toUpperCase(Locale.ROOT);
    Optional<OwnAggregates.Operator> own = OwnAggregates.find(upper);
    if (PLAIN.contains(upper) || own.filter(operator -> operator.ignoresOrder()).isPresent()) {
      SqlFunction function =
          new SqlUnresolvedFunction(
              new SqlIdentifier(name, position),
              null,
              null,
              null,
              null,
              SqlFunctionCategory.USER_DEFINED_FUNCTION);
      return aggregate(
          function.createCall(
              call.getFunctionQuantifier(), position, operands.toArray(SqlNode[]::new)));
    }
    SqlNode written =
        switch (upper) {
          case "FIRST", "FIRST_VALUE" -> first("FIRST", call, operands);
          case "LAST", "LAST_VALUE" -> first("LAST", call, operands);
          case "ANY_VALUE", "LISTAGG", "LIST", "COLLECT_LIST" -> call(upper, call, operands);
          default -> throw orderInside(name, position);
        };
    return withinGroup(written, order, position);
  }

  private static MillraceException orderInside(String name, SqlParserPos position) {
    return error(ErrorCode.NOT_SUPPORTED, "ORDER BY inside " + name)
        .at(Positions.of(position))
        .hint("an order inside of FIRST, LAST, ARRAY_AGG and STRING_AGG says what comes first")
        .build();
  }

  private static SqlNode withinGroup(SqlNode call, SqlNodeList order, SqlParserPos position) {
    return SqlStdOperatorTable.WITHIN_GROUP.createCall(position, call, placed(order));
  }

  /** A call with WITHIN GROUP, whose order is an argument for some functions. */
  private SqlNode ordered(SqlCall original, SqlNodeList order, SqlParserPos position) {
    SqlCall call = original;
    Optional<SqlNode> value =
        order.size() == 1 ? Optional.of(value(order.get(0))) : Optional.empty();
    switch (name(original)) {
      case "PERCENTILE_CONT", "PERCENTILE_DISC" -> {
        if (original.operandCount() == 1 && value.isPresent()) {
          call = own(original, List.of(value.get(), original.operand(0)));
        }
      }
      case "MODE" -> {
        if (original.operandCount() > 0) {
          throw orderInside("MODE", position);
        }
        if (value.isPresent()) {
          call = own(original, List.of(value.get()));
        }
      }
      case "APPROX_PERCENTILE", "PERCENTILE_APPROX" ->
          throw error(ErrorCode.NOT_SUPPORTED, name(original) + " with WITHIN GROUP")
              .at(Positions.of(position))
              .hint("write " + name(original) + "(value, fraction)")
              .hint("or PERCENTILE_DISC(fraction) WITHIN GROUP (ORDER BY value)")
              .build();
      default -> {
        SqlNode visited = Objects.requireNonNull(original.accept(this));
        return withinGroup(visited, order, position);
      }
    }
    return withinGroup(call, order, position);
  }

  private static SqlNode value(SqlNode key) {
    return switch (key.getKind()) {
      case DESCENDING, NULLS_FIRST, NULLS_LAST -> value(((SqlCall) key).operand(0));
      default -> key;
    };
  }

  /** The keys with the place of NULLs, which are smaller than everything. */
  private static SqlNodeList placed(SqlNodeList order) {
    SqlNodeList placed = new SqlNodeList(order.getParserPosition());
    for (SqlNode key : order) {
      SqlParserPos position = key.getParserPosition();
      placed.add(
          switch (key.getKind()) {
            case NULLS_FIRST, NULLS_LAST -> key;
            case DESCENDING -> SqlStdOperatorTable.NULLS_LAST.createCall(position, key);
            default -> SqlStdOperatorTable.NULLS_FIRST.createCall(position, key);
          });
    }
    return placed;
  }

  /** The same call of our own function of that name. */
  private static SqlCall own(SqlCall call, List<SqlNode> operands) {
    return call(name(call), call, operands);
  }

  private static SqlCall call(String name, SqlCall call, List<SqlNode> operands) {
    return OwnAggregates.find(name)
        .orElseThrow(() -> new IllegalStateException(name + " is no aggregate of ours"))
        .createCall(
            call.getFunctionQuantifier(),
            call.getParserPosition(),
            operands.toArray(SqlNode[]::new));
  }
}
