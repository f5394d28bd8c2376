package io.millrace.plan.incremental.pass;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.FastFunction;
import io.millrace.plan.analyze.NamedStruct;
import io.millrace.plan.analyze.NestedOperator;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Lambda;
import io.millrace.plan.expression.Expression.LambdaParameter;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Expression.Nested;
import io.millrace.plan.expression.Function;
import io.millrace.plan.expression.NestedFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexLambda;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunction;

/** What makes nested values and looks into them. */
public final class NestedConversion {
  /** Lambdas of conversions are numbered by the depth of the type, away from those people write. */
  private static final int CONVERSIONS = 1_000_000;

  private NestedConversion() {}

  /** {@code ARRAY[…]}, {@code MAP[…]} or {@code ROW(…)}. */
  static Expression constructor(ExpressionConverter converter, RexCall call) {
    DataType type = ExpressionConverter.type(call);
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    List<Expression> operands = new ArrayList<>(converter.operands(call));
    if (call.getOperator() instanceof NamedStruct) {
      for (int i = operands.size() - 2; i >= 0; i -= 2) {
        operands.remove(i);
      }
    }
    for (int i = 0; i < operands.size(); i++) {
      int child = type.kind() == TypeKind.ARRAY ? 0 : type.kind() == TypeKind.MAP ? i % 2 : i;
      operands.set(i, as(operands.get(i), type.child(child), position));
    }
    NestedFunction function =
        switch (type.kind()) {
          case ARRAY -> NestedFunction.ARRAY;
          case MAP -> NestedFunction.MAP;
          default -> NestedFunction.ROW;
        };
    return new Nested(function, operands, type.notNull(), position);
  }

  /** {@code a[1]}, {@code m['k']}, {@code r['f']}, {@code r[1]}. */
  static Expression item(ExpressionConverter converter, RexCall call) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    Expression collection = converter.convert(call.getOperands().get(0));
    Expression index = converter.convert(call.getOperands().get(1));
    DataType type = collection.type();
    return switch (type.kind()) {
      case ARRAY -> {
        if (!index.type().kind().isInteger()) {
          throw FunctionConversion.notSupported(call, " with a position of " + index.type().sql());
        }
        yield nested(
            NestedFunction.ITEM,
            type.child(0),
            position,
            collection,
            Casts.to(index, DataType.INTEGER, position));
      }
      case MAP ->
          nested(
              NestedFunction.MAP_ITEM,
              type.child(1),
              position,
              collection,
              as(index, type.child(0), position));
      case ROW -> field(collection, fieldNumber(type, index, call), position);
      case VARIANT ->
          nested(
              NestedFunction.JSON_GET,
              type,
              position,
              collection,
              index.type().kind().isText()
                  ? Casts.to(index, DataType.STRING, position)
                  : Casts.to(index, DataType.INTEGER, position));
      default -> throw FunctionConversion.notSupported(call, " on " + type.sql());
    };
  }

  private static int fieldNumber(DataType type, Expression index, RexCall call) {
    if (index instanceof Literal literal && literal.value() instanceof String name) {
      for (int i = 0; i < type.children().size(); i++) {
        if (type.children().get(i).name().equalsIgnoreCase(name)) {
          return i;
        }
      }
    }
    if (index instanceof Literal literal
        && literal.value() instanceof Long number
        && number >= 1
        && number <= type.children().size()) {
      return (int) (number - 1);
    }
    throw FunctionConversion.notSupported(call, " of a row but with the name of a field");
  }

  static Expression field(ExpressionConverter converter, RexFieldAccess access) {
    Expression row = converter.convert(access.getReferenceExpr());
    return field(row, access.getField().getIndex(), Optional.empty());
  }

  private static Expression field(Expression row, int index, Optional<SourcePosition> position) {
    return nested(
        NestedFunction.FIELD,
        row.type().child(index),
        position,
        row,
        Literal.of(index, DataType.INTEGER));
  }

  private static Nested nested(
      NestedFunction function,
      DataType type,
      Optional<SourcePosition> position,
      Expression... arguments) {
    return new Nested(function, List.of(arguments), type.withNullable(true), position);
  }

  /** A function of the registry. */
  static Expression function(ExpressionConverter converter, RexCall call, NestedOperator operator) {
    Optional<SqlFunction> other =
        call.getOperands().isEmpty()
            ? Optional.empty()
            : operator.otherwise(call.getOperands().get(0).getType());
    if (other.isPresent()) {
      return other.get() instanceof FastFunction fast
          ? FunctionConversion.fast(converter, call, fast.function())
          : FunctionConversion.named(converter, call, other.get().getName());
    }
    int captured = captured(call);
    int count = call.getOperands().size() - captured;
    List<RelDataType> types = new ArrayList<>();
    List<Integer> arities = new ArrayList<>();
    for (RexNode operand : call.getOperands().subList(0, count)) {
      types.add(operand.getType());
      arities.add(
          operand instanceof RexLambda lambda ? lambda.getParameters().size() - captured : -1);
    }
    NestedOperator.Form form =
        operator
            .form(types, arities, converter.typeFactory())
            .orElseThrow(() -> FunctionConversion.notSupported(call, " on these arguments"));
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    if (compares(form.signature().function())) {
      demandElements(converter, call, position);
    }
    List<Expression> captures = new ArrayList<>();
    for (RexNode operand : call.getOperands().subList(count, call.getOperands().size())) {
      captures.add(converter.convert(operand));
    }
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (form.signature().takesAny(i)) {
        arguments.add(converter.convert(call.getOperands().get(i)));
        continue;
      }
      DataType wanted = operator.parameterType(form, i, converter.typeFactory());
      arguments.add(
          call.getOperands().get(i) instanceof RexLambda lambda
              ? lambda(
                  converter,
                  lambda,
                  operator.lambdaTypes(form, i, converter.typeFactory()),
                  wanted,
                  captures,
                  position)
              : as(converter.convert(call.getOperands().get(i)), wanted, position));
    }
    refusePathsAsNames(call, form.signature().function(), arguments, position);
    if (form.signature().swapped()) {
      Collections.reverse(arguments);
    }
    DataType result = ExpressionConverter.type(call).withNullable(true);
    return new Nested(form.signature().function(), arguments, result, position);
  }

  /** A name that begins as a path is one in DuckDB, and none in PostgreSQL. */
  private static void refusePathsAsNames(
      RexCall call,
      NestedFunction function,
      List<Expression> arguments,
      Optional<SourcePosition> position) {
    switch (function) {
      case JSON_GET, JSON_GET_TEXT, JSON_GET_PATH, JSON_GET_PATH_TEXT -> {
        for (Expression argument : arguments.subList(1, arguments.size())) {
          boolean path =
              argument instanceof Literal literal
                  && literal.value() instanceof String name
                  && (name.startsWith("$") || name.startsWith("/"));
          if (path) {
            throw error(ErrorCode.NOT_SUPPORTED, "a path where a name is wanted")
                .at(position)
                .detail("To PostgreSQL it is the name of a member, to DuckDB a path.")
                .hint("along a path:   GET_JSON_OBJECT(text, '$.a.b')   or   j #> '{a,b}'")
                .build();
          }
        }
      }
      default -> {}
    }
  }

  /** Whether it asks which elements of an array are equal, or in what order they are. */
  private static boolean compares(NestedFunction function) {
    return switch (function) {
      case ARRAY_CONTAINS,
          ARRAY_POSITION,
          ARRAY_DISTINCT,
          ARRAY_UNION,
          ARRAY_INTERSECT,
          ARRAY_EXCEPT,
          ARRAY_REMOVE,
          ARRAY_REPLACE,
          ARRAYS_OVERLAP,
          ARRAY_CONTAINS_ALL,
          ARRAY_MAX,
          ARRAY_MIN,
          SORT_ARRAY,
          ARRAY_SORT ->
          true;
      default -> false;
    };
  }

  private static void demandElements(
      ExpressionConverter converter, RexCall call, Optional<SourcePosition> position) {
    for (Expression operand : converter.operands(call)) {
      if (operand.type().kind() == TypeKind.ARRAY) {
        demandSortable(operand.type().child(0), "a comparison of elements", position);
      }
    }
  }

  /** {@code a || b}. */
  static Expression concat(ExpressionConverter converter, RexCall call) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    DataType type = ExpressionConverter.type(call);
    List<Expression> operands = new ArrayList<>(converter.operands(call));
    operands.replaceAll(operand -> as(operand, type, position));
    return new Nested(NestedFunction.ARRAY_CONCAT, operands, type, position);
  }

  private static int captured(RexCall call) {
    int captured = 0;
    for (RexNode operand : call.getOperands()) {
      if (operand instanceof RexLambda lambda) {
        captured =
            (int)
                lambda.getParameters().stream()
                    .filter(parameter -> NestedOperator.isCaptured(parameter.getName()))
                    .count();
      }
    }
    return captured;
  }

  private static Lambda lambda(
      ExpressionConverter converter,
      RexLambda lambda,
      List<DataType> types,
      DataType result,
      List<Expression> captures,
      Optional<SourcePosition> position) {
    List<LambdaParameter> parameters = new ArrayList<>();
    for (DataType type : types) {
      parameters.add(new LambdaParameter(converter.nextParameter() + parameters.size(), type));
    }
    List<Expression> scope = new ArrayList<>(parameters);
    scope.addAll(captures);
    return new Lambda(
        parameters,
        as(converter.inLambda(scope, parameters.size(), lambda.getExpression()), result, position));
  }

  /** The expression as that type; a bare NULL too. */
  private static Expression as(
      Expression expression, DataType type, Optional<SourcePosition> position) {
    return expression.type().kind() == TypeKind.NULL
        ? Literal.nullOf(type)
        : Casts.to(expression, type, position);
  }

  /** A conversion from or to a nested type; its children are converted one by one. */
  static Expression cast(Expression from, DataType to, Optional<SourcePosition> position) {
    DataType type = from.type();
    if (type.kind().isJson() || to.kind().isJson()) {
      return JsonConversion.cast(from, to, position);
    }
    if (to.kind().isText() && type.kind().isNested()) {
      Expression text = nested(NestedFunction.TO_TEXT, DataType.STRING, position, from);
      return Casts.to(text, to, position);
    }
    if (to.kind() == TypeKind.ARRAY && type.kind().isText()) {
      Expression list = nested(NestedFunction.ARRAY_FROM_TEXT, texts(to, position), position, from);
      return Casts.to(list, to, position);
    }
    if (type.kind() != to.kind() || type.children().size() != to.children().size()) {
      throw noConversion(type, to, position);
    }
    return switch (to.kind()) {
      case ARRAY ->
          new Nested(
              NestedFunction.TRANSFORM,
              List.of(from, child(type, to, 0, List.of(0), position)),
              to.withNullable(type.nullable()),
              position);
      case MAP -> {
        Expression keys =
            new Nested(
                NestedFunction.TRANSFORM_KEYS,
                List.of(from, child(type, to, 0, List.of(0, 1), position)),
                DataType.map(to.child(0), type.child(1)).withNullable(type.nullable()),
                position);
        yield new Nested(
            NestedFunction.TRANSFORM_VALUES,
            List.of(keys, child(keys.type(), to, 1, List.of(0, 1), position)),
            to.withNullable(type.nullable()),
            position);
      }
      default -> row(from, to, position);
    };
  }

  /** The type with text at the bottom. */
  private static DataType texts(DataType array, Optional<SourcePosition> position) {
    return switch (array.child(0).kind()) {
      case ARRAY -> DataType.array(texts(array.child(0), position));
      case MAP, ROW -> throw noConversion(DataType.STRING, array, position);
      default -> DataType.array(DataType.STRING);
    };
  }

  private static MillraceException noConversion(
      DataType from, DataType to, Optional<SourcePosition> position) {
    return error(
            ErrorCode.TYPE_MISMATCH,
            "there is no conversion from " + from.sql() + " to " + to.sql())
        .at(position)
        .build();
  }

  /** {@code (x0, x1) -> CAST(x0 AS child)}. */
  private static Lambda child(
      DataType from,
      DataType to,
      int index,
      List<Integer> children,
      Optional<SourcePosition> position) {
    int first = CONVERSIONS + 2 * depth(to);
    List<LambdaParameter> parameters = new ArrayList<>();
    for (int child : children) {
      parameters.add(new LambdaParameter(first + child, from.child(child).withNullable(true)));
    }
    return new Lambda(parameters, as(parameters.get(index), to.child(index), position));
  }

  private static int depth(DataType type) {
    int deepest = 0;
    for (Field child : type.children()) {
      deepest = Math.max(deepest, depth(child.type()));
    }
    return deepest + 1;
  }

  private static Expression row(Expression from, DataType to, Optional<SourcePosition> position) {
    List<Expression> fields = new ArrayList<>();
    for (int i = 0; i < to.children().size(); i++) {
      fields.add(as(field(from, i, position), to.child(i), position));
    }
    Expression made = new Nested(NestedFunction.ROW, fields, to.notNull(), position);
    if (!from.type().nullable()) {
      return made;
    }
    Expression isNull =
        new Call(Function.IS_NULL, List.of(from), DataType.BOOLEAN.notNull(), position);
    return new Expression.Case(
        List.of(isNull), List.of(Literal.nullOf(to)), made, to.withNullable(true));
  }

  /**
   * Refuses a MAP where values are compared, since two of the same entries may differ in their
   * order; likewise JSON but for a JSONB alone, of which equal values may differ in their zeros.
   */
  static void demandComparable(DataType type, String what, Optional<SourcePosition> position) {
    if (has(type, kind -> kind == TypeKind.MAP)) {
      throw error(ErrorCode.NOT_SUPPORTED, what + " of type " + type.sql())
          .at(position)
          .detail("A MAP has no order among its entries, so it is not compared.")
          .hint("compare sort_array(map_entries(…)) instead")
          .build();
    }
    if (type.kind() != TypeKind.JSONB && has(type, TypeKind::isJson)) {
      throw error(ErrorCode.NOT_SUPPORTED, what + " of type " + type.sql())
          .at(position)
          .hint("a JSONB can be compared:   CAST(… AS JSONB)")
          .hint("or take what is compared out of it:   … ->> 'name'")
          .build();
    }
  }

  /** As {@link #demandComparable}, where values are sorted, which those of JSONB are not. */
  public static void demandSortable(DataType type, String what, Optional<SourcePosition> position) {
    demandComparable(type, what, position);
    if (type.kind().isJson()) {
      throw error(ErrorCode.NOT_SUPPORTED, what + " of type " + type.sql())
          .at(position)
          .hint("sort by what is in it:   … ->> 'name'")
          .hint("or by its text:   CAST(… AS VARCHAR)")
          .build();
    }
  }

  /** As {@link #demandComparable} for columns of an input. */
  static void demandKeys(Schema input, Iterable<Integer> columns, String what) {
    for (int column : columns) {
      demandComparable(input.type(column), what + " " + input.name(column), Optional.empty());
    }
  }

  private static boolean has(DataType type, Predicate<TypeKind> kind) {
    return kind.test(type.kind())
        || type.children().stream().anyMatch(child -> has(child.type(), kind));
  }
}
