package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.expression.runtime.Int128;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.util.List;

/** Numbers. */
final class ArithmeticWriter {
  private final ExpressionWriter writer;

  ArithmeticWriter(ExpressionWriter writer) {
    this.writer = writer;
  }

  Value binary(Expression.Call call) {
    DataType type = call.type();
    if (type.kind() == TypeKind.DECIMAL) {
      return decimal(call);
    }
    Value a = writer.writeAs(call.arguments().get(0), type);
    Value b = writer.writeAs(call.arguments().get(1), type);
    String isNull = ExpressionWriter.anyNull(a, b);
    if (type.layout() == Layout.DOUBLE) {
      return floating(call, type, a, b, isNull);
    }
    String method = method(call.function());
    String arguments = a.first() + ", " + b.first();
    if (type.layout() == Layout.INT && call.function() != Function.MODULO) {
      arguments += ", " + JavaTypes.least(type) + ", " + JavaTypes.greatest(type);
    }
    return writer.guarded(
        type, isNull, "Integers." + method + "(" + arguments + ", " + writer.site(call) + ")");
  }

  private Value floating(Expression.Call call, DataType type, Value a, Value b, String isNull) {
    String operands = a.first() + ", " + b.first();
    return switch (call.function()) {
      case ADD -> writer.total(type, isNull, real(type, a.first() + " + " + b.first()));
      case SUBTRACT -> writer.total(type, isNull, real(type, a.first() + " - " + b.first()));
      case MULTIPLY -> writer.total(type, isNull, real(type, a.first() + " * " + b.first()));
      default ->
          writer.guarded(
              type,
              isNull,
              real(
                  type,
                  "Floats."
                      + method(call.function())
                      + "("
                      + operands
                      + ", "
                      + writer.site(call)
                      + ")"));
    };
  }

  /** Rounded to a float if the type is REAL. */
  private static String real(DataType type, String expression) {
    return type.kind() == TypeKind.REAL ? "(double) (float) (" + expression + ")" : expression;
  }

  /** The bits of a narrow number are sign-extended, so the result is in its range too. */
  Value bitwise(Expression.Call call) {
    DataType type = call.type();
    Value a = writer.writeAs(call.arguments().get(0), type);
    Value b = writer.writeAs(call.arguments().get(1), type);
    String operator =
        switch (call.function()) {
          case BIT_AND -> " & ";
          case BIT_OR -> " | ";
          default -> " ^ ";
        };
    return writer.total(
        type, ExpressionWriter.anyNull(a, b), "(" + a.first() + operator + b.first() + ")");
  }

  private static String method(Function function) {
    return switch (function) {
      case ADD -> "add";
      case SUBTRACT -> "subtract";
      case MULTIPLY -> "multiply";
      case DIVIDE -> "divide";
      case MODULO -> "modulo";
      default -> throw new IllegalArgumentException("not arithmetic: " + function);
    };
  }

  private Value decimal(Expression.Call call) {
    DataType type = call.type();
    DecimalOperand a = DecimalOperand.write(writer, call.arguments().get(0), type);
    DecimalOperand b = DecimalOperand.write(writer, call.arguments().get(1), type);
    String isNull = ExpressionWriter.anyNull(a.value(), b.value());
    if (isShort(call.function(), a, b, type)) {
      return shortDecimal(call, a, b, isNull);
    }
    String arguments =
        String.join(
            ", ",
            "wide",
            a.words(),
            Integer.toString(a.scale()),
            b.words(),
            Integer.toString(b.scale()),
            Integer.toString(type.precision()),
            Integer.toString(type.scale()),
            writer.site(call));
    Value wide = writer.wide(isNull, "Decimals." + method(call.function()) + "(" + arguments + ")");
    return DecimalOperand.narrowed(writer, type, wide);
  }

  /** Whether operands, what comes between and the result all fit a long, and scales agree. */
  private static boolean isShort(
      Function function, DecimalOperand a, DecimalOperand b, DataType type) {
    if (type.layout() != Layout.LONG || a.digits() > 18 || b.digits() > 18) {
      return false;
    }
    int common = Math.max(a.scale(), b.scale());
    return switch (function) {
      case ADD, SUBTRACT, MODULO ->
          type.scale() == common
              && Math.max(a.digits() + common - a.scale(), b.digits() + common - b.scale()) <= 18;
      case MULTIPLY -> type.scale() == a.scale() + b.scale() && a.digits() + b.digits() <= 18;
      case DIVIDE -> {
        int shift = type.scale() - a.scale() + b.scale();
        yield shift >= 0 && a.digits() + shift <= 18;
      }
      default -> false;
    };
  }

  private Value shortDecimal(
      Expression.Call call, DecimalOperand a, DecimalOperand b, String isNull) {
    DataType type = call.type();
    int common = Math.max(a.scale(), b.scale());
    String aFactor = JavaTypes.literal(Int128.powerLow(common - a.scale()));
    String bFactor = JavaTypes.literal(Int128.powerLow(common - b.scale()));
    String aCommon = a.scale() == common ? a.low() : "(" + a.low() + " * " + aFactor + ")";
    String bCommon = b.scale() == common ? b.low() : "(" + b.low() + " * " + bFactor + ")";
    switch (call.function()) {
      case DIVIDE -> {
        String factor = JavaTypes.literal(Int128.powerLow(type.scale() - a.scale() + b.scale()));
        return writer.guarded(
            type,
            isNull,
            String.format(
                "Decimals.divide(%s, %s, %s, %d, %d, %d, %s)",
                a.low(),
                factor,
                b.low(),
                type.precision(),
                a.scale(),
                b.scale(),
                writer.site(call)));
      }
      case MODULO -> {
        return writer.guarded(
            type,
            isNull,
            String.format(
                "Decimals.modulo(%s, %s, %s, %s, %s)",
                a.low(), aFactor, b.low(), bFactor, writer.site(call)));
      }
      default -> {
        // Addition, subtraction and multiplication follow.
      }
    }
    String operator =
        switch (call.function()) {
          case ADD -> " + ";
          case SUBTRACT -> " - ";
          default -> " * ";
        };
    boolean product = call.function() == Function.MULTIPLY;
    String result = product ? a.low() + operator + b.low() : aCommon + operator + bCommon;
    int digits =
        product
            ? a.digits() + b.digits()
            : Math.max(a.digits() + common - a.scale(), b.digits() + common - b.scale()) + 1;
    if (digits <= type.precision()) {
      return writer.total(type, isNull, result);
    }
    return writer.guarded(
        type,
        isNull,
        String.format(
            "Decimals.check(%s, %d, \"%s\", %s, %d, %s, %d, %s)",
            result,
            type.precision(),
            operator,
            a.low(),
            a.scale(),
            b.low(),
            b.scale(),
            writer.site(call)));
  }

  Value unary(Expression.Call call) {
    Expression argument = call.arguments().get(0);
    DataType type = call.type();
    if (call.function() == Function.SIGN) {
      return sign(call);
    }
    Value a = writer.writeAs(argument, type);
    boolean negate = call.function() == Function.NEGATE;
    switch (type.layout()) {
      case DOUBLE -> {
        return writer.total(
            type, a.isNull(), negate ? "-" + a.first() : "Math.abs(" + a.first() + ")");
      }
      case INT128 -> {
        String condition = negate ? "" : "if (" + a.second() + " < 0L) ";
        String call128 = negate ? "" : "wide.set(" + a.words() + "); ";
        return writer.wide(a.isNull(), call128 + condition + "wide.negate(" + a.words() + ")");
      }
      default -> {
        // Whole numbers and short decimals follow.
      }
    }
    if (type.kind() == TypeKind.DECIMAL) {
      return writer.total(
          type, a.isNull(), negate ? "-" + a.first() : "Math.abs(" + a.first() + ")");
    }
    String least = type.layout() == Layout.INT ? ", " + JavaTypes.least(type) : "";
    return writer.guarded(
        type,
        a.isNull(),
        String.format(
            "Integers.%s(%s%s, %s)",
            negate ? "negate" : "absolute", a.first(), least, writer.site(call)));
  }

  private Value sign(Expression.Call call) {
    Expression argument = call.arguments().get(0);
    DataType from = argument.type();
    DataType type = call.type();
    Value a = writer.write(argument);
    DataType whole = DataType.INTEGER;
    Value sign =
        switch (from.layout()) {
          case DOUBLE ->
              writer.total(DataType.DOUBLE, a.isNull(), "Floats.sign(" + a.first() + ")");
          case INT -> writer.total(whole, a.isNull(), "Integer.signum(" + a.first() + ")");
          case LONG -> writer.total(whole, a.isNull(), "Long.signum(" + a.first() + ")");
          default -> writer.total(whole, a.isNull(), "Int128.compare(" + a.words() + ", 0L, 0L)");
        };
    DataType signType = from.layout() == Layout.DOUBLE ? DataType.DOUBLE : whole;
    return writer.casts().convert(sign, signType, type, writer.site(call));
  }

  Value round(Expression.Call call) {
    Expression argument = call.arguments().get(0);
    DataType from = argument.type();
    DataType type = call.type();
    boolean hasDigits = call.arguments().size() > 1;
    if (type.kind() == TypeKind.DECIMAL) {
      return roundDecimal(call);
    }
    Value a = writer.writeAs(argument, type);
    Function function = call.function();
    if (type.layout() == Layout.DOUBLE) {
      if (function == Function.FLOOR || function == Function.CEILING) {
        String method = function == Function.FLOOR ? "floor" : "ceil";
        return writer.total(type, a.isNull(), "Math." + method + "(" + a.first() + ")");
      }
      Value digits = hasDigits ? digits(call) : Value.of(Value.NEVER, "0");
      boolean real = from.kind() == TypeKind.REAL;
      return writer.guarded(
          type,
          ExpressionWriter.anyNull(a, digits),
          String.format(
              "Floats.round(%s, %s, %b, %b)",
              a.first(), digits.first(), function == Function.TRUNCATE, real));
    }
    if (!hasDigits) {
      return a;
    }
    Value digits = digits(call);
    boolean narrow = type.layout() == Layout.INT;
    return writer.guarded(
        type,
        ExpressionWriter.anyNull(a, digits),
        String.format(
            "%sIntegers.round(%s, %s, %b, %s, %s, %s)",
            narrow ? "(int) " : "",
            a.first(),
            digits.first(),
            function == Function.TRUNCATE,
            narrow ? JavaTypes.least(type) : "Long.MIN_VALUE",
            narrow ? JavaTypes.greatest(type) : "Long.MAX_VALUE",
            writer.site(call)));
  }

  private Value digits(Expression.Call call) {
    return writer.writeAs(call.arguments().get(1), DataType.INTEGER);
  }

  private Value roundDecimal(Expression.Call call) {
    DataType type = call.type();
    DecimalOperand a = DecimalOperand.write(writer, call.arguments().get(0), type);
    boolean hasDigits = call.arguments().size() > 1;
    Value digits = hasDigits ? digits(call) : Value.of(Value.NEVER, "0");
    String mode =
        switch (call.function()) {
          case FLOOR -> "Decimals.FLOOR";
          case CEILING -> "Decimals.CEILING";
          case TRUNCATE -> "Decimals.DOWN";
          default -> "Decimals.HALF_UP";
        };
    Value wide =
        writer.wide(
            ExpressionWriter.anyNull(a.value(), digits),
            String.format(
                "Decimals.round(wide, %s, %d, %s, %s, %d, %d, %s)",
                a.words(),
                a.scale(),
                digits.first(),
                mode,
                type.precision(),
                type.scale(),
                writer.site(call)));
    return DecimalOperand.narrowed(writer, type, wide);
  }

  Value real(Expression.Call call) {
    DataType type = call.type();
    List<Expression> arguments = call.arguments();
    Value a = writer.writeAs(arguments.get(0), DataType.DOUBLE);
    Value b =
        arguments.size() > 1
            ? writer.writeAs(arguments.get(1), DataType.DOUBLE)
            : Value.of(Value.NEVER, "");
    String isNull = ExpressionWriter.anyNull(a, b);
    String expression =
        switch (call.function()) {
          case SQUARE_ROOT -> "Floats.squareRoot(" + a.first() + ", " + writer.site(call) + ")";
          case LOGARITHM -> "Floats.logarithm(" + a.first() + ", " + writer.site(call) + ")";
          case LOGARITHM_10 -> "Floats.logarithm10(" + a.first() + ", " + writer.site(call) + ")";
          case EXPONENTIAL -> "Math.exp(" + a.first() + ")";
          case POWER ->
              "Floats.power(" + a.first() + ", " + b.first() + ", " + writer.site(call) + ")";
          default -> throw new IllegalArgumentException("not a function: " + call.function());
        };
    return writer.guarded(type, isNull, real(type, expression));
  }
}
