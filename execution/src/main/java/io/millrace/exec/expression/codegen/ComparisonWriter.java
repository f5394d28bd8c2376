package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.expression.runtime.ConstantSet;
import io.millrace.exec.expression.runtime.Constants;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Comparison, membership, and the greatest or least of several values. */
final class ComparisonWriter {
  private static final int SMALL_LIST = 4;

  private final ExpressionWriter writer;

  ComparisonWriter(ExpressionWriter writer) {
    this.writer = writer;
  }

  Value compare(Expression.Call call) {
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    DataType common = commonType(left.type(), right.type());
    Value a = writer.writeAs(left, common);
    Value b = writer.writeAs(right, common);
    return writer.total(
        DataType.BOOLEAN, ExpressionWriter.anyNull(a, b), order(call.function(), common, a, b));
  }

  Value distinct(Expression.Call call) {
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    DataType common = commonType(left.type(), right.type());
    Value a = writer.writeAs(left, common);
    Value b = writer.writeAs(right, common);
    String equal = "(" + order(Function.EQUAL, common, a, b) + ")";
    String same =
        a.isNever() && b.isNever()
            ? equal
            : String.format("(%1$s == %2$s && (%1$s || %3$s))", a.isNull(), b.isNull(), equal);
    String not = call.function() == Function.IS_DISTINCT_FROM ? "!" : "";
    return writer.total(DataType.BOOLEAN, Value.NEVER, not + same);
  }

  Value extreme(Expression.Call call) {
    DataType type = call.type();
    List<Value> values = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      values.add(writer.writeAs(argument, type));
    }
    String isNull = ExpressionWriter.anyNull(values);
    if (isNull.equals(Value.ALWAYS)) {
      return Value.nothing(type.layout());
    }
    String nullName = writer.atom(isNull);
    Value best = variable(type.layout(), nullName, values.get(0));
    Function order = call.function() == Function.GREATEST ? Function.GREATER : Function.LESS;
    for (Value candidate : values.subList(1, values.size())) {
      String assign = best.first() + " = " + candidate.first() + ";";
      if (type.layout() == Layout.INT128) {
        assign += " " + best.second() + " = " + candidate.second() + ";";
      } else if (type.layout() == Layout.BYTES) {
        assign += " " + best.second() + " = " + candidate.second() + ";";
        assign += " " + best.third() + " = " + candidate.third() + ";";
      }
      writer.line("if (" + order(order, type, candidate, best) + ") { " + assign + " }");
    }
    return best;
  }

  private Value variable(Layout layout, String nullName, Value initial) {
    String name = writer.name("v");
    writer.line(JavaTypes.variable(layout) + " " + name + " = " + initial.first() + ";");
    if (layout == Layout.INT128) {
      writer.line("long " + name + "h = " + initial.second() + ";");
      return Value.wide(nullName, name, name + "h");
    } else if (layout == Layout.BYTES) {
      writer.line("int " + name + "s = " + initial.second() + ";");
      writer.line("int " + name + "l = " + initial.third() + ";");
      return new Value(nullName, name, name + "s", name + "l");
    }
    return Value.of(nullName, name);
  }

  /** A condition on two values of one type. */
  String order(Function function, DataType type, Value a, Value b) {
    String operator = operator(function);
    return switch (type.layout()) {
      case BOOLEAN ->
          function == Function.EQUAL || function == Function.NOT_EQUAL
              ? a.first() + " " + operator + " " + b.first()
              : "(" + a.first() + " ? 1 : 0) " + operator + " (" + b.first() + " ? 1 : 0)";
      case INT, LONG -> a.first() + " " + operator + " " + b.first();
      case DOUBLE ->
          switch (function) {
            case EQUAL -> "Floats.equal(" + a.first() + ", " + b.first() + ")";
            case NOT_EQUAL -> "!Floats.equal(" + a.first() + ", " + b.first() + ")";
            case LESS -> "Floats.less(" + a.first() + ", " + b.first() + ")";
            case GREATER -> "Floats.less(" + b.first() + ", " + a.first() + ")";
            case LESS_OR_EQUAL -> "!Floats.less(" + b.first() + ", " + a.first() + ")";
            case GREATER_OR_EQUAL -> "!Floats.less(" + a.first() + ", " + b.first() + ")";
            default -> throw new IllegalArgumentException("not a comparison: " + function);
          };
      case INT128 -> "Int128.compare(" + a.words() + ", " + b.words() + ") " + operator + " 0";
      case BYTES ->
          switch (function) {
            case EQUAL -> "Texts.equal(" + a.range() + ", " + b.range() + ")";
            case NOT_EQUAL -> "!Texts.equal(" + a.range() + ", " + b.range() + ")";
            default -> "Texts.compare(" + a.range() + ", " + b.range() + ") " + operator + " 0";
          };
    };
  }

  private static String operator(Function function) {
    return switch (function) {
      case EQUAL -> "==";
      case NOT_EQUAL -> "!=";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
      default -> throw new IllegalArgumentException("not a comparison: " + function);
    };
  }

  Value inList(Expression.InList list) {
    DataType type = list.value().type();
    boolean hasNull = false;
    List<Expression.Literal> constants = new ArrayList<>();
    for (Expression.Literal constant : list.constants()) {
      if (constant.value() == null) {
        hasNull = true;
      } else {
        type = commonType(type, constant.type());
        constants.add(constant);
      }
    }
    Value value = writer.writeAs(list.value(), type);
    String found;
    if (constants.isEmpty()) {
      found = "false";
    } else if (constants.size() <= SMALL_LIST || type.layout() == Layout.INT128) {
      List<String> tests = new ArrayList<>();
      for (Expression.Literal constant : constants) {
        tests.add(order(Function.EQUAL, type, value, writer.writeAs(constant, type)));
      }
      found = String.join(" || ", tests);
    } else {
      found = hashed(type, value, constants);
    }
    Value hit = writer.total(DataType.BOOLEAN, value.isNull(), found);
    if (!hasNull || hit.isAlways()) {
      return hit;
    }
    // A miss is unknown if NULL is among the constants.
    String miss = hit.isNever() ? "!" + hit.first() : hit.isNull() + " | !" + hit.first();
    String nullName = writer.name("n");
    writer.line("boolean " + nullName + " = " + miss + ";");
    return hit.withNull(nullName);
  }

  private String hashed(DataType type, Value value, List<Expression.Literal> constants) {
    if (type.layout() == Layout.BYTES) {
      List<byte[]> texts = new ArrayList<>();
      for (Expression.Literal constant : constants) {
        texts.add(Constants.bytes(constant.value()));
      }
      String set = writer.owner().constant(ConstantSet.ofTexts(texts), "ConstantSet");
      return set + ".contains(" + value.range() + ")";
    }
    long[] longs = new long[constants.size()];
    for (int i = 0; i < longs.length; i++) {
      Object constant = constants.get(i).value();
      longs[i] =
          switch (type.layout()) {
            case DOUBLE -> ConstantSet.bits(((Number) constant).doubleValue());
            case BOOLEAN -> Boolean.TRUE.equals(constant) ? 1 : 0;
            default -> longOf(constant, type);
          };
    }
    String set = writer.owner().constant(ConstantSet.ofLongs(longs), "ConstantSet");
    String key =
        switch (type.layout()) {
          case DOUBLE -> "ConstantSet.bits(" + value.first() + ")";
          case BOOLEAN -> value.first() + " ? 1L : 0L";
          default -> "(long) " + value.first();
        };
    return set + ".contains(" + key + ")";
  }

  private static long longOf(Object constant, DataType type) {
    if (type.kind() == TypeKind.DECIMAL && !(constant instanceof BigDecimal)) {
      return ExpressionWriter.longOf(BigDecimal.valueOf(((Number) constant).longValue()), type);
    }
    return ExpressionWriter.longOf(constant, type);
  }

  /** The type in which two values are compared; usually they have it already. */
  static DataType commonType(DataType a, DataType b) {
    if (a.kind() == TypeKind.NULL) {
      return b;
    }
    if (b.kind() == TypeKind.NULL || (a.kind() == b.kind() && a.kind() != TypeKind.DECIMAL)) {
      return a;
    }
    if (a.kind().isNumeric() && b.kind().isNumeric()) {
      if (a.kind().isFloating() || b.kind().isFloating()) {
        return DataType.DOUBLE;
      }
      if (a.kind().isInteger() && b.kind().isInteger()) {
        return DataType.BIGINT;
      }
      int scale = Math.max(a.scale(), b.scale());
      int whole =
          Math.max(DecimalOperand.digits(a) - a.scale(), DecimalOperand.digits(b) - b.scale());
      return DataType.decimal(
          Math.min(DataType.MAX_DECIMAL_PRECISION, Math.max(1, whole + scale)), scale);
    }
    if (a.kind() == TypeKind.DATE && b.kind().isTimestamp()) {
      return b;
    }
    if (b.kind() == TypeKind.DATE && a.kind().isTimestamp()) {
      return a;
    }
    if (a.kind().isTimestamp() && b.kind().isTimestamp()) {
      return DataType.TIMESTAMP_LTZ;
    }
    return a;
  }
}
