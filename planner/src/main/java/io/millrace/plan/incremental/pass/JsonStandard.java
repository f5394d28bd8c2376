package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Expression.Nested;
import io.millrace.plan.expression.Function;
import io.millrace.plan.expression.NestedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonExistsErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonQueryWrapperBehavior;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlJsonValueExpressionOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** JSON_VALUE, JSON_QUERY, JSON_EXISTS, JSON_OBJECT, JSON_ARRAY and IS JSON of the standard. */
final class JsonStandard {
  private JsonStandard() {}

  /** Whether it is one of them. */
  static boolean isCall(RexCall call) {
    return switch (call.getOperator().getName()) {
      case "JSON_VALUE", "JSON_QUERY", "JSON_EXISTS", "JSON_OBJECT", "JSON_ARRAY" -> true;
      default -> isText(call) || isJson(call.getOperator().getName());
    };
  }

  /** Whether it says that a text is JSON. */
  private static boolean isText(RexCall call) {
    return call.getOperator() == SqlStdOperatorTable.JSON_TYPE_OPERATOR
        || call.getOperator() instanceof SqlJsonValueExpressionOperator;
  }

  private static boolean isJson(String name) {
    return name.startsWith("IS JSON ") || name.startsWith("IS NOT JSON ");
  }

  static Expression convert(ExpressionConverter converter, RexCall call) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    if (isText(call)) {
      return nested(
          NestedFunction.PARSE_JSON, DataType.JSON, position, text(converter, call, 0, position));
    }
    return switch (call.getOperator().getName()) {
      case "JSON_VALUE" -> value(converter, call, position);
      case "JSON_QUERY" -> query(converter, call, position);
      case "JSON_EXISTS" -> exists(converter, call, position);
      case "JSON_OBJECT" -> made(NestedFunction.JSON_BUILD_OBJECT, converter, call, position);
      case "JSON_ARRAY" -> made(NestedFunction.JSON_BUILD_ARRAY, converter, call, position);
      default -> test(converter, call, position);
    };
  }

  private static Expression test(
      ExpressionConverter converter, RexCall call, Optional<SourcePosition> position) {
    String name = call.getOperator().getName();
    Expression is =
        nested(
            NestedFunction.IS_JSON,
            DataType.BOOLEAN,
            position,
            text(converter, call, 0, position),
            Literal.of(name.substring(name.lastIndexOf(' ') + 1)));
    return name.startsWith("IS NOT")
        ? new Call(Function.NOT, List.of(is), DataType.BOOLEAN, position)
        : is;
  }

  private static Expression text(
      ExpressionConverter converter, RexCall call, int operand, Optional<SourcePosition> position) {
    Expression value = converter.convert(call.getOperands().get(operand));
    return value.type().kind().isJson() ? value : Casts.to(value, DataType.STRING, position);
  }

  private static Nested nested(
      NestedFunction function,
      DataType type,
      Optional<SourcePosition> position,
      Expression... arguments) {
    return new Nested(function, List.of(arguments), type.withNullable(true), position);
  }

  private static Literal number(int value) {
    return Literal.of(value, DataType.INTEGER);
  }

  private static <E extends Enum<E>> Optional<E> symbol(RexNode node, Class<E> type) {
    return node instanceof RexLiteral literal
            && literal.getValue() instanceof Enum<?> found
            && type.isInstance(found)
        ? Optional.of(type.cast(found))
        : Optional.empty();
  }

  /** What JSON_VALUE does where there is nothing, or something wrong. */
  private record Instead(SqlJsonValueEmptyOrErrorBehavior behaviour, Optional<RexNode> value) {
    static final Instead NULL =
        new Instead(SqlJsonValueEmptyOrErrorBehavior.NULL, Optional.empty());
  }

  private static Expression value(
      ExpressionConverter converter, RexCall call, Optional<SourcePosition> position) {
    Instead onEmpty = Instead.NULL;
    Instead onError = Instead.NULL;
    Instead last = Instead.NULL;
    List<RexNode> operands = call.getOperands();
    for (int i = 2; i < operands.size(); i++) {
      Optional<SqlJsonValueEmptyOrErrorBehavior> behaviour =
          symbol(operands.get(i), SqlJsonValueEmptyOrErrorBehavior.class);
      Optional<SqlJsonEmptyOrError> when = symbol(operands.get(i), SqlJsonEmptyOrError.class);
      if (behaviour.isPresent()) {
        last = new Instead(behaviour.get(), Optional.empty());
      } else if (when.isEmpty()) {
        last = new Instead(last.behaviour(), Optional.of(operands.get(i)));
      } else if (when.get() == SqlJsonEmptyOrError.EMPTY) {
        onEmpty = last;
      } else {
        onError = last;
      }
    }
    return value(converter, call, onEmpty, onError, position);
  }

  private static Expression value(
      ExpressionConverter converter,
      RexCall call,
      Instead onEmpty,
      Instead onError,
      Optional<SourcePosition> position) {
    DataType type = ExpressionConverter.type(call).withNullable(true);
    Expression json = text(converter, call, 0, position);
    Expression path = text(converter, call, 1, position);
    boolean fails = onError.behaviour() == SqlJsonValueEmptyOrErrorBehavior.ERROR;
    int flags =
        (onEmpty.behaviour() == SqlJsonValueEmptyOrErrorBehavior.ERROR ? 1 : 0) + (fails ? 2 : 0);
    Expression text =
        nested(NestedFunction.JSON_VALUE, DataType.STRING, position, json, path, number(flags));
    if (type.kind().isNested() || type.kind().isJson()) {
      throw error(ErrorCode.NOT_SUPPORTED, "JSON_VALUE of type " + type.sql())
          .at(position)
          .hint("FROM_JSON(JSON_QUERY(…), 'schema') gives arrays, maps and rows")
          .build();
    }
    Expression value =
        type.kind().isText()
            ? Casts.to(text, type, position)
            : new Expression.Cast(text, type, !fails, position);
    boolean defaults = onEmpty.value().isPresent() || onError.value().isPresent();
    if (!defaults) {
      return value;
    }
    Expression state =
        nested(NestedFunction.JSON_VALUE_STATE, DataType.INTEGER, position, json, path);
    Expression otherwise = instead(converter, onError, type, position);
    Expression failed =
        new Call(
            Function.AND,
            List.of(
                new Call(Function.IS_NOT_NULL, List.of(text), DataType.BOOLEAN.notNull(), position),
                new Call(Function.IS_NULL, List.of(value), DataType.BOOLEAN.notNull(), position)),
            DataType.BOOLEAN.notNull(),
            position);
    return new Expression.Case(
        List.of(is(state, 1, position), is(state, 2, position), failed),
        List.of(instead(converter, onEmpty, type, position), otherwise, otherwise),
        value,
        type);
  }

  private static Expression is(Expression state, int value, Optional<SourcePosition> position) {
    return new Call(Function.EQUAL, List.of(state, number(value)), DataType.BOOLEAN, position);
  }

  /** The default; where an error is wanted, the function fails itself. */
  private static Expression instead(
      ExpressionConverter converter,
      Instead instead,
      DataType type,
      Optional<SourcePosition> position) {
    if (instead.value().isEmpty()) {
      return Literal.nullOf(type);
    }
    Expression value = converter.convert(instead.value().get());
    return value.type().kind() == io.millrace.api.types.TypeKind.NULL
        ? Literal.nullOf(type)
        : Casts.to(value, type, position);
  }

  private static Expression query(
      ExpressionConverter converter, RexCall call, Optional<SourcePosition> position) {
    List<RexNode> operands = call.getOperands();
    int wrapper =
        switch (symbol(operands.get(2), SqlJsonQueryWrapperBehavior.class).orElseThrow()) {
          case WITHOUT_ARRAY -> 0;
          case WITH_CONDITIONAL_ARRAY -> 1;
          case WITH_UNCONDITIONAL_ARRAY -> 2;
        };
    DataType type = ExpressionConverter.type(call).withNullable(true);
    Expression json = text(converter, call, 0, position);
    Expression found =
        nested(
            NestedFunction.JSON_QUERY,
            DataType.STRING,
            position,
            json,
            text(converter, call, 1, position),
            number(wrapper),
            number(behaviour(operands.get(3))),
            number(behaviour(operands.get(4))));
    if (type.kind().isText() || type.kind().isJson()) {
      return Casts.to(found, type, position);
    }
    if (!type.kind().isNested()) {
      throw error(ErrorCode.NOT_SUPPORTED, "JSON_QUERY of type " + type.sql())
          .at(position)
          .hint("JSON_VALUE gives numbers, times and text")
          .build();
    }
    return nested(NestedFunction.FROM_JSON, type, position, found, Literal.of(false));
  }

  private static int behaviour(RexNode operand) {
    return switch (symbol(operand, SqlJsonQueryEmptyOrErrorBehavior.class).orElseThrow()) {
      case NULL -> 0;
      case ERROR -> 1;
      case EMPTY_ARRAY -> 2;
      case EMPTY_OBJECT -> 3;
    };
  }

  private static Expression exists(
      ExpressionConverter converter, RexCall call, Optional<SourcePosition> position) {
    int onError = 2;
    if (call.getOperands().size() > 2) {
      onError =
          switch (symbol(call.getOperands().get(2), SqlJsonExistsErrorBehavior.class)
              .orElseThrow()) {
            case UNKNOWN -> 0;
            case TRUE -> 1;
            case FALSE -> 2;
            case ERROR -> 3;
          };
    }
    return nested(
        NestedFunction.JSON_EXISTS,
        DataType.BOOLEAN,
        position,
        text(converter, call, 0, position),
        text(converter, call, 1, position),
        number(onError));
  }

  private static Expression made(
      NestedFunction function,
      ExpressionConverter converter,
      RexCall call,
      Optional<SourcePosition> position) {
    boolean absent =
        symbol(call.getOperands().get(0), SqlJsonConstructorNullClause.class)
            .filter(clause -> clause == SqlJsonConstructorNullClause.ABSENT_ON_NULL)
            .isPresent();
    List<Expression> arguments = new ArrayList<>();
    arguments.add(Literal.of(absent));
    for (RexNode operand : call.getOperands().subList(1, call.getOperands().size())) {
      RexNode value = plain(operand);
      arguments.add(
          value instanceof RexLiteral literal && literal.isNull()
              ? Literal.nullOf(DataType.STRING)
              : converter.convert(value));
    }
    return new Nested(function, arguments, DataType.STRING.notNull(), position);
  }

  /** Without the cast to anything that Calcite puts around. */
  private static RexNode plain(RexNode operand) {
    return operand instanceof RexCall cast
            && cast.getKind() == SqlKind.CAST
            && cast.getType().getSqlTypeName() == SqlTypeName.ANY
        ? cast.getOperands().get(0)
        : operand;
  }
}
