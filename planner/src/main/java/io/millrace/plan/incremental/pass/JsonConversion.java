package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.FromJson;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.ColumnReference;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Expression.Nested;
import io.millrace.plan.expression.Function;
import io.millrace.plan.expression.NestedFunction;
import io.millrace.plan.incremental.PlanNode;
import io.millrace.plan.incremental.ProjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;

/** What is made of values of the types of JSON, and of text with JSON in it. */
final class JsonConversion {
  private JsonConversion() {}

  /**
   * A conversion from or to a type of JSON. Text is read as JSON or JSONB, but is itself a value of
   * a VARIANT, as is everything else.
   */
  static Expression cast(Expression from, DataType to, Optional<SourcePosition> position) {
    DataType type = from.type();
    if (type.kind() == TypeKind.NULL) {
      return Literal.nullOf(to);
    }
    if (to.kind().isJson()) {
      if (type.kind().isText() && to.kind() != TypeKind.VARIANT || type.kind().isJson()) {
        return nested(NestedFunction.PARSE_JSON, to, position, text(from, position));
      }
      if (to.kind() == TypeKind.VARIANT) {
        return nested(NestedFunction.TO_JSON_VALUE, to, position, from);
      }
      throw error(
              ErrorCode.TYPE_MISMATCH, "there is no cast from " + type.sql() + " to " + to.sql())
          .at(position)
          .hint("as a value of JSON:   TO_JSONB(…)")
          .build();
    }
    if (to.kind().isText()) {
      NestedFunction function = NestedFunction.JSON_TO_TEXT;
      Expression plain =
          type.kind() == TypeKind.VARIANT
              ? nested(function, DataType.STRING, position, from)
              : new Expression.Cast(
                  from, DataType.STRING.withNullable(type.nullable()), false, position);
      return Casts.to(plain, to, position);
    }
    return scalar(from, to, false, position);
  }

  /**
   * A value of SQL out of JSON.
   *
   * @param orNull whether NULL stands for what does not fit
   */
  static Expression scalar(
      Expression from, DataType to, boolean orNull, Optional<SourcePosition> position) {
    DataType type = from.type();
    boolean simple = to.kind().isNumeric() || to.kind() == TypeKind.BOOLEAN;
    if (!simple && (type.kind() != TypeKind.VARIANT || to.kind() == TypeKind.NULL)) {
      throw noCast(type, to, position);
    }
    return nested(NestedFunction.JSON_SCALAR, to, position, from, Literal.of(orNull));
  }

  private static MillraceException noCast(
      DataType from, DataType to, Optional<SourcePosition> position) {
    return error(ErrorCode.TYPE_MISMATCH, "there is no cast from " + from.sql() + " to " + to.sql())
        .at(position)
        .hint("by way of its text:   CAST(… ->> 'name' AS " + to.sql() + ")")
        .hint("arrays, maps and rows:   FROM_JSON(CAST(… AS VARCHAR), 'schema')")
        .build();
  }

  private static Expression text(Expression from, Optional<SourcePosition> position) {
    return from.type().kind().isText() ? Casts.to(from, DataType.STRING, position) : from;
  }

  /** NULL for text that is no JSON. */
  static Expression tryParse(Expression from, DataType to, Optional<SourcePosition> position) {
    return nested(NestedFunction.TRY_PARSE_JSON, to, position, text(from, position));
  }

  private static Nested nested(
      NestedFunction function,
      DataType type,
      Optional<SourcePosition> position,
      Expression... arguments) {
    return new Nested(function, List.of(arguments), type.withNullable(true), position);
  }

  /** Values of JSONB, so that those are equal whose bytes are. */
  static List<Expression> comparable(
      List<Expression> values, Function function, Optional<SourcePosition> position) {
    switch (function) {
      case EQUAL, NOT_EQUAL, IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> {
        return values.stream().map(value -> comparable(value, position)).toList();
      }
      default ->
          throw error(ErrorCode.NOT_SUPPORTED, "an order of values of type jsonb")
              .at(position)
              .hint("compare what is in them:   … ->> 'name'")
              .build();
    }
  }

  /** A value that is a key: of those equal to it the one that all share. */
  static Expression comparable(Expression value, Optional<SourcePosition> position) {
    return value.type().kind() == TypeKind.JSONB
        ? nested(NestedFunction.JSON_COMPARABLE, DataType.JSONB, position, value)
        : value;
  }

  /** The input, with columns that are keys as {@link #comparable}. */
  static PlanNode withKeys(PlanNode input, List<Integer> columns) {
    Schema schema = input.output();
    List<Expression> projections = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < schema.size(); i++) {
      Expression column = new ColumnReference(i, schema.type(i));
      Expression key = columns.contains(i) ? comparable(column, Optional.empty()) : column;
      changed |= key != column;
      projections.add(key);
    }
    return changed ? ProjectNode.of(input, projections, schema.names()) : input;
  }

  /** A list of one row of the members that have these names. */
  static Expression tuple(ExpressionConverter converter, RexCall call) {
    DataType rows = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> arguments = new ArrayList<>();
    for (Expression operand : converter.operands(call)) {
      arguments.add(Casts.to(operand, DataType.STRING, position));
    }
    Expression row = new Nested(NestedFunction.JSON_TUPLE, arguments, rows.child(0), position);
    return nested(NestedFunction.ARRAY, rows, position, row);
  }

  static Expression fromJson(ExpressionConverter converter, RexCall call) {
    Expression text =
        Casts.to(
            converter.convert(call.getOperands().get(0)),
            DataType.STRING,
            ExpressionConverter.position(call));
    boolean strict = FromJson.isStrict(call.getOperands());
    return nested(
        NestedFunction.FROM_JSON,
        ExpressionConverter.type(call),
        ExpressionConverter.position(call),
        text,
        Literal.of(strict));
  }
}
