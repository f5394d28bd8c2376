package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.util.List;

/** Three-valued logic and CASE. Operands behind a deciding one lie in code that is jumped over. */
final class LogicWriter {
  private final ExpressionWriter writer;

  LogicWriter(ExpressionWriter writer) {
    this.writer = writer;
  }

  Value junction(Expression.Call call) {
    boolean and = call.function() == Function.AND;
    // The value of one operand that decides.
    String decides = and ? "!" : "";
    String result = writer.name("v");
    String isNull = writer.name("n");
    writer.line("boolean " + result + " = " + and + "; boolean " + isNull + " = false;");
    writer.line("do {");
    boolean nullable = false;
    List<Expression> operands = call.arguments();
    for (int i = 0; i < operands.size(); i++) {
      Value operand = writer.write(operands.get(i));
      boolean last = i == operands.size() - 1;
      if (operand.isNever() && isConstant(operand)) {
        if (operand.first().equals(String.valueOf(!and))) {
          writer.line(result + " = " + !and + "; " + isNull + " = false;");
          break;
        }
        continue;
      }
      if (operand.isAlways()) {
        writer.line(isNull + " = true;");
        nullable = true;
        continue;
      }
      String decided = decides + operand.first();
      String reset = result + " = " + !and + "; " + isNull + " = false;" + (last ? "" : " break;");
      if (operand.isNever()) {
        writer.line("if (" + decided + ") { " + reset + " }");
      } else {
        nullable = true;
        writer.line("if (" + operand.isNull() + ") { " + isNull + " = true; }");
        writer.line("else if (" + decided + ") { " + reset + " }");
      }
    }
    writer.line("} while (false);");
    return Value.of(nullable ? isNull : Value.NEVER, result);
  }

  Value test(Expression.Call call) {
    Value operand = writer.write(call.arguments().get(0));
    DataType type = call.type();
    String isNull = operand.isNull();
    String value = operand.first();
    return switch (call.function()) {
      case NOT -> operand.isAlways() ? operand : writer.total(type, isNull, "!" + value);
      case IS_NULL -> Value.of(Value.NEVER, isNull);
      case IS_NOT_NULL -> writer.total(type, Value.NEVER, "!" + isNull);
      case IS_TRUE -> writer.total(type, Value.NEVER, "!" + isNull + " && " + value);
      case IS_NOT_TRUE -> writer.total(type, Value.NEVER, isNull + " || !" + value);
      case IS_FALSE -> writer.total(type, Value.NEVER, "!" + isNull + " && !" + value);
      case IS_NOT_FALSE -> writer.total(type, Value.NEVER, isNull + " || " + value);
      default -> throw new IllegalArgumentException("not a test: " + call.function());
    };
  }

  Value choice(Expression.Case choice) {
    DataType type = choice.type();
    Layout layout = type.layout();
    Value nothing = Value.nothing(layout);
    String name = writer.name("v");
    String isNull = writer.name("n");
    writer.line("boolean " + isNull + " = false;");
    writer.line(JavaTypes.variable(layout) + " " + name + " = " + nothing.first() + ";");
    if (layout == Layout.INT128) {
      writer.line("long " + name + "h = 0L;");
    } else if (layout == Layout.BYTES) {
      writer.line("int " + name + "s = 0; int " + name + "l = 0;");
    }
    boolean nullable = false;
    Expression otherwise = choice.otherwise();
    writer.line("do {");
    for (int i = 0; i < choice.conditions().size(); i++) {
      Value condition = writer.write(choice.conditions().get(i));
      if (condition.isAlways() || (isConstant(condition) && condition.first().equals("false"))) {
        continue;
      }
      if (condition.isNever() && isConstant(condition)) {
        otherwise = choice.values().get(i);
        break;
      }
      String holds =
          condition.isNever()
              ? condition.first()
              : "!" + condition.isNull() + " && " + condition.first();
      writer.line("if (" + holds + ") {");
      nullable |= branch(choice.values().get(i), type, isNull, name);
      writer.line("break; }");
    }
    nullable |= branch(otherwise, type, isNull, name);
    writer.line("} while (false);");
    String nullName = nullable ? isNull : Value.NEVER;
    return switch (layout) {
      case BOOLEAN, INT, LONG, DOUBLE -> Value.of(nullName, name);
      case INT128 -> Value.wide(nullName, name, name + "h");
      case BYTES -> new Value(nullName, name, name + "s", name + "l");
    };
  }

  private static boolean isConstant(Value condition) {
    return condition.first().equals("true") || condition.first().equals("false");
  }

  private boolean branch(Expression expression, DataType type, String isNull, String name) {
    if (expression instanceof Expression.Literal literal && literal.value() == null) {
      writer.line(isNull + " = true;");
      return true;
    }
    Value value =
        type.layout() == Layout.BYTES
            ? writer.writeTail(expression)
            : writer.writeAs(expression, type);
    StringBuilder assign = new StringBuilder();
    if (!value.isNever()) {
      assign.append(isNull).append(" = ").append(value.isNull()).append("; ");
    }
    assign.append(name).append(" = ").append(value.first()).append(';');
    if (type.layout() == Layout.INT128) {
      assign.append(' ').append(name).append("h = ").append(value.second()).append(';');
    } else if (type.layout() == Layout.BYTES) {
      assign.append(' ').append(name).append("s = ").append(value.second()).append(';');
      assign.append(' ').append(name).append("l = ").append(value.third()).append(';');
    }
    writer.line(assign.toString());
    return !value.isNever();
  }
}
