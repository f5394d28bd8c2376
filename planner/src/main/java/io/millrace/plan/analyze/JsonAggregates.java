package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.apache.calcite.sql.fun.SqlJsonObjectAggAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Aggregates that give JSON, as functions of a list: {@code JSONB_AGG(x ORDER BY y) FILTER (…)} is
 * {@code TO_JSONB(ARRAY_AGG(x ORDER BY y) FILTER (…))}. So they take changes back as ARRAY_AGG
 * does.
 */
final class JsonAggregates {
  private JsonAggregates() {}

  /** What a call means; empty if it is none of these, with its order, filter and window. */
  static Optional<SqlNode> expand(SqlCall call) {
    SqlCall inner = call;
    while (isAround(inner) && inner.operand(0) instanceof SqlCall next) {
      inner = next;
    }
    Optional<Made> made = made(inner);
    return made.isEmpty()
        ? Optional.empty()
        : Optional.of(wrapped(made.get(), around(call, inner, made.get().list())));
  }

  private static boolean isAround(SqlCall call) {
    return switch (call.getKind()) {
      case FILTER, WITHIN_GROUP, OVER, RESPECT_NULLS, IGNORE_NULLS -> true;
      default -> false;
    };
  }

  /**
   * A list, and the function that makes JSON of it.
   *
   * @param further arguments of the function behind the list
   */
  private record Made(String function, SqlNode list, List<SqlNode> further) {}

  private static SqlNode wrapped(Made made, SqlNode list) {
    List<SqlNode> operands = new ArrayList<>();
    operands.add(list);
    operands.addAll(made.further());
    return call(made.function(), list.getParserPosition(), operands.toArray(SqlNode[]::new));
  }

  private static SqlNode around(SqlCall call, SqlCall inner, SqlNode list) {
    if (call == inner) {
      return list;
    }
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    operands.set(0, around((SqlCall) operands.get(0), inner, list));
    return call.getOperator()
        .createCall(
            call.getFunctionQuantifier(),
            call.getParserPosition(),
            operands.toArray(SqlNode[]::new));
  }

  private static SqlNode call(String name, SqlParserPos position, SqlNode... operands) {
    return FunctionRewriter.OWN.find(name).get(0).createCall(position, operands);
  }

  private static Optional<Made> made(SqlCall call) {
    String name = WindowWords.show(WindowCall.name(call));
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    if (name.equals("STRING_AGG") && !operands.isEmpty()) {
      // an order among the arguments has left its mark
      Optional<String> marked = AggregateRewriter.marked(operands.get(0));
      if (marked.isPresent()) {
        name = marked.get().toUpperCase(java.util.Locale.ROOT);
        operands.remove(0);
      }
    }
    if (call.getOperator() instanceof SqlJsonArrayAggAggFunction standard) {
      return Optional.of(standardArray(call, standard.getNullClause(), operands));
    }
    if (call.getOperator() instanceof SqlJsonObjectAggAggFunction standard) {
      return Optional.of(standardObject(call, standard.getNullClause(), operands));
    }
    return switch (name) {
      case "JSONB_AGG" -> Optional.of(new Made("TO_JSONB", list(call, operands), List.of()));
      case "JSON_AGG" -> Optional.of(jsonArray(call, operands));
      case "JSONB_OBJECT_AGG" -> Optional.of(object(call, operands, "TO_JSONB", List.of()));
      case "JSON_OBJECT_AGG" -> Optional.of(object(call, operands, "$TO_JSON", List.of()));
      default -> Optional.empty();
    };
  }

  private static SqlCall list(SqlCall call, List<SqlNode> operands) {
    return OwnAggregates.find("ARRAY_AGG")
        .orElseThrow()
        .createCall(
            call.getFunctionQuantifier(),
            call.getParserPosition(),
            operands.toArray(SqlNode[]::new));
  }

  private static Made jsonArray(SqlCall call, List<SqlNode> operands) {
    if (call.getFunctionQuantifier() != null) {
      throw error(ErrorCode.NOT_SUPPORTED, "JSON_AGG with DISTINCT")
          .at(Positions.of(call.getParserPosition()))
          .hint("write JSONB_AGG(DISTINCT …)")
          .build();
    }
    List<SqlNode> values = new ArrayList<>(operands);
    if (!values.isEmpty()) {
      values.set(0, call("$TO_JSON", call.getParserPosition(), operands.get(0)));
    }
    return new Made("$MERGE_ARRAY", list(call, values), List.of());
  }

  private static Made object(
      SqlCall call, List<SqlNode> operands, String value, List<SqlNode> further) {
    SqlParserPos position = call.getParserPosition();
    if (operands.size() < 2 || call.getFunctionQuantifier() != null) {
      throw error(ErrorCode.NOT_SUPPORTED, "such a call of " + WindowCall.name(call))
          .at(Positions.of(position))
          .hint("it takes a name and a value:   JSONB_OBJECT_AGG(name, value)")
          .build();
    }
    SqlNode name =
        SqlStdOperatorTable.CAST.createCall(
            position,
            operands.get(0),
            new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position));
    SqlNode member =
        NamedStruct.INSTANCE.createCall(
            position,
            SqlLiteral.createCharString("key", position),
            name,
            SqlLiteral.createCharString("value", position),
            call(value, position, json(operands.get(1))));
    List<SqlNode> values = new ArrayList<>();
    values.add(member);
    operands.stream().skip(2).filter(SqlNodeList.class::isInstance).forEach(values::add);
    return new Made("$MERGE_OBJECT", list(call, values), further);
  }

  private static Made standardArray(
      SqlCall call, SqlJsonConstructorNullClause nulls, List<SqlNode> operands) {
    List<SqlNode> values = new ArrayList<>(operands);
    values.set(0, json(operands.get(0)));
    return new Made(
        nulls == SqlJsonConstructorNullClause.ABSENT_ON_NULL ? "$KNOWN_TO_JSON" : "TO_JSON",
        list(call, values),
        List.of());
  }

  private static Made standardObject(
      SqlCall call, SqlJsonConstructorNullClause nulls, List<SqlNode> operands) {
    boolean absent = nulls == SqlJsonConstructorNullClause.ABSENT_ON_NULL;
    return object(
        call,
        operands,
        "$TO_JSON",
        List.of(SqlLiteral.createBoolean(absent, call.getParserPosition())));
  }

  /** What the standard's functions give goes into others as JSON, not as text. */
  private static SqlNode json(SqlNode value) {
    boolean json =
        value instanceof SqlCall call
            && switch (WindowCall.name(call)) {
              case "JSON_OBJECT", "JSON_ARRAY", "JSON_QUERY", "FORMAT JSON" -> true;
              default -> false;
            };
    return json && !(value.getKind() == SqlKind.OTHER)
        ? call("$AS_JSON", value.getParserPosition(), value)
        : value;
  }
}
