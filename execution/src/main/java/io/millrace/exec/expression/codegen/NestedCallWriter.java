package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.exec.expression.runtime.NestedCall;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Expression.Lambda;
import io.millrace.plan.expression.Expression.LambdaParameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of functions over nested values. Arguments go in as payloads, and so does what they are
 * called back with; a lambda is a method of the generated class, called by its number.
 */
final class NestedCallWriter {
  private NestedCallWriter() {}

  static Value write(ExpressionWriter writer, Expression.Nested call) {
    List<String> arguments = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    List<Integer> lambdas = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      types.add(argument.type());
      if (argument instanceof Lambda lambda) {
        lambdas.add(lambda(writer, lambda));
        arguments.add("null");
      } else {
        Value value = writer.write(argument);
        values.add(value);
        arguments.add(payload(argument.type(), value));
      }
    }
    String constant =
        writer
            .owner()
            .constant(
                new NestedCall(
                    call.function(),
                    types,
                    call.type(),
                    lambdas,
                    call.position(),
                    writer.owner().zoneId()),
                "NestedCall");
    String result = writer.name("o");
    writer.line("byte[] " + result + " = null;");
    String isNull =
        call.function().takesNull() ? Value.NEVER : writer.atom(ExpressionWriter.anyNull(values));
    if (!isNull.equals(Value.ALWAYS)) {
      writer.guard(
          isNull,
          String.format(
              "%s = %s.call(this, i, new byte[][] {%s});",
              result, constant, String.join(", ", arguments)));
    }
    return read(writer, call.type(), result);
  }

  private static String payload(DataType type, Value value) {
    String isNull = value.isNull() + ", ";
    return switch (type.layout()) {
      case BOOLEAN -> "Payloads.ofBoolean(" + isNull + value.first() + ")";
      case INT -> "Payloads.ofInt(" + isNull + value.first() + ")";
      case LONG -> "Payloads.ofLong(" + isNull + value.first() + ")";
      case DOUBLE -> "Payloads.ofDouble(" + isNull + value.first() + ")";
      case INT128 -> "Payloads.ofWide(" + isNull + value.words() + ")";
      case BYTES -> "Payloads.ofBytes(" + isNull + value.range() + ")";
    };
  }

  /** The value of a payload, which is in a variable or field. */
  private static Value read(ExpressionWriter writer, DataType type, String payload) {
    String isNull = writer.name("n");
    writer.line("boolean " + isNull + " = " + payload + " == null;");
    String word = "NestedReader.longAt(" + payload + ", 0)";
    return switch (type.layout()) {
      case BOOLEAN -> writer.guarded(type, isNull, payload + "[0] != 0");
      case INT -> writer.guarded(type, isNull, "NestedReader.intAt(" + payload + ", 0)");
      case LONG -> writer.guarded(type, isNull, word);
      case DOUBLE -> writer.guarded(type, isNull, "NestedFormat.ofOrderedBits(" + word + ")");
      case INT128 -> {
        String name = writer.name("v");
        writer.line("long " + name + " = 0L; long " + name + "h = 0L;");
        String low = "NestedReader.longAt(" + payload + ", 8) ^ Long.MIN_VALUE";
        writer.guard(isNull, name + " = " + low + "; " + name + "h = " + word + ";");
        yield Value.wide(isNull, name, name + "h");
      }
      case BYTES -> {
        String name = writer.name("v");
        writer.line("byte[] " + name + " = " + isNull + " ? Texts.EMPTY : " + payload + ";");
        writer.line("int " + name + "l = " + name + ".length;");
        yield new Value(isNull, name, "0", name + "l");
      }
    };
  }

  static Value parameter(ExpressionWriter writer, LambdaParameter parameter) {
    return read(writer, parameter.type(), field(parameter));
  }

  private static String field(LambdaParameter parameter) {
    return "lambda" + parameter.number();
  }

  /** Writes the method of a lambda and returns its number. */
  private static int lambda(ExpressionWriter writer, Lambda lambda) {
    ClassWriter owner = writer.owner();
    int number = owner.nextLambda();
    MethodBody inner = new MethodBody(owner, writer.body().checksNulls());
    ExpressionWriter body = new ExpressionWriter(inner, new Splitter(lambda.body()));
    Value value = body.writeRoot(lambda.body(), ExpressionWriter.SCRATCH);
    StringBuilder text = new StringBuilder("  private byte[] lambda");
    text.append(number).append("(int i, byte[] a, byte[] b) {\n");
    for (int k = 0; k < lambda.parameters().size(); k++) {
      String field = field(lambda.parameters().get(k));
      owner.payloadField(field);
      text.append("    ").append(field).append(k == 0 ? " = a;\n" : " = b;\n");
    }
    text.append(inner.prologue()).append("    int mark = scratch.end;\n").append(inner.row());
    text.append("      byte[] result = ").append(payload(lambda.body().type(), value));
    text.append(";\n    scratch.end = mark;\n    return result;\n  }");
    owner.method(text.toString());
    for (int column : inner.columns()) {
      writer.body().column(column);
    }
    return number;
  }
}
