package io.millrace.plan.incremental.pass;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.analyze.HiddenNames;
import io.millrace.plan.analyze.LibraryFunction;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Call;
import io.millrace.plan.expression.Expression.Foreign;
import io.millrace.plan.expression.Expression.Literal;
import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;

/** Calls of the library: one static method for a value, NULL if an argument is. */
final class LibraryConversion {
  private static final String LIBRARY = "io.millrace.exec.expression.runtime.";
  private static final DataType EXACT = DataType.decimal(38, 9);

  private LibraryConversion() {}

  static Expression convert(ExpressionConverter converter, RexCall call, LibraryFunction function) {
    DataType type = ExpressionConverter.type(call);
    List<Expression> operands = alike(function, call, converter.operands(call));
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      arguments.add(argument(call, function, i, operands.get(i), type));
    }
    String source = source(function, arguments, type);
    return new Foreign(
        HiddenNames.shown(function.getName()),
        "library",
        source,
        function.remembers(),
        arguments,
        type,
        ExpressionConverter.position(call));
  }

  /** Those that are all DOUBLE or all DECIMAL. */
  private static List<Expression> alike(
      LibraryFunction function, RexCall call, List<Expression> operands) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    boolean floating = false;
    for (int i = 0; i < operands.size(); i++) {
      floating |=
          function.parameter(i) == LibraryFunction.Parameter.EXACT_OR_DOUBLE
              && operands.get(i).type().kind().isFloating();
    }
    List<Expression> result = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Expression operand = operands.get(i);
      boolean chosen = function.parameter(i) == LibraryFunction.Parameter.EXACT_OR_DOUBLE;
      boolean unknown = operand.type().kind() == TypeKind.NULL;
      DataType exact = unknown ? EXACT : CommonType.asDecimal(operand.type());
      DataType type = floating ? DataType.DOUBLE : exact;
      result.add(chosen ? Casts.to(operand, type, position) : operand);
    }
    return result;
  }

  private static Expression argument(
      RexCall call, LibraryFunction function, int index, Expression operand, DataType result) {
    Optional<SourcePosition> position = ExpressionConverter.position(call);
    boolean isArray = function.isArray(index);
    return switch (function.parameter(index)) {
      case TEXT -> Casts.to(operand, DataType.STRING, position);
      case BINARY, EXACT_OR_DOUBLE -> operand;
      case INTEGER -> Casts.to(operand, DataType.INTEGER, position);
      case BIGINT -> Casts.to(operand, DataType.BIGINT, position);
      case WHOLE ->
          operand.type().kind() == TypeKind.BIGINT
              ? operand
              : Casts.to(operand, DataType.INTEGER, position);
      case LIKE_RESULT -> Casts.to(operand, result, position);
      case DOUBLE -> Casts.to(operand, DataType.DOUBLE, position);
      case DECIMAL -> Casts.to(operand, EXACT, position);
      case DATE -> Casts.to(operand, DataType.DATE, position);
      case TIME -> micros(operand, position);
      case VALUES -> plain(call, operand, isArray);
    };
  }

  private static Expression micros(Expression operand, Optional<SourcePosition> position) {
    Expression time = Casts.to(operand, DataType.TIMESTAMP, position);
    return new Call(
        Function.UNIT_DIFFERENCE,
        List.of(Literal.of("MICROSECOND"), time, Literal.of(0L, DataType.TIMESTAMP)),
        DataType.BIGINT.withNullable(time.type().nullable()),
        position);
  }

  private static Expression plain(RexCall call, Expression operand, boolean orNull) {
    TypeKind kind = operand.type().kind();
    boolean plain =
        kind.isText()
            || orNull && kind == TypeKind.NULL
            || kind.isInteger()
            || kind == TypeKind.BOOLEAN
            || kind == TypeKind.DECIMAL
            || kind == TypeKind.DOUBLE
            || kind == TypeKind.BINARY;
    if (!plain) {
      throw FunctionConversion.notSupported(call, " on " + operand.type().sql());
    }
    return operand;
  }

  /**
   * The method that generated code calls: it gives NULL for NULL, but for one among the values of
   * an array, else what the library gives.
   */
  private static String source(
      LibraryFunction function, List<Expression> arguments, DataType type) {
    List<String> parameters = new ArrayList<>();
    List<String> fixed = new ArrayList<>();
    List<String> several = new ArrayList<>();
    StringBuilder isNull = new StringBuilder("false");
    if (function.remembers()) {
      parameters.add(Foreign.MEMORY + " memory");
      fixed.add("memory");
    }
    for (int i = 0; i < arguments.size(); i++) {
      String name = "argument" + i;
      parameters.add(Foreign.javaClass(arguments.get(i).type()) + " " + name);
      if (!function.isArray(i)) {
        isNull.append(" || ").append(name).append(" == null");
      }
      (function.isArray(i) ? several : fixed).add(name);
    }
    if (function.isArray(Integer.MAX_VALUE)) {
      fixed.add("new Object[] {" + String.join(", ", several) + "}");
    }
    return String.format(
        "public static %s library(%s) { if (%s) { return null; } return %s%s(%s); }",
        Foreign.javaClass(type),
        String.join(", ", parameters),
        isNull,
        LIBRARY,
        function.method(),
        String.join(", ", fixed));
  }
}
