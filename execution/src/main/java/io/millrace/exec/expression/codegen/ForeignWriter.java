package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.exec.expression.runtime.PatternMemory;
import io.millrace.plan.expression.Expression;
import java.util.ArrayList;
import java.util.List;

/** Calls of functions of the long tail, whose source is compiled into a nested class. */
final class ForeignWriter {
  private ForeignWriter() {}

  static Value write(ExpressionWriter writer, Expression.Foreign foreign) {
    List<String> arguments = new ArrayList<>();
    if (foreign.remembers()) {
      arguments.add(writer.owner().constant(new PatternMemory(), Expression.Foreign.MEMORY));
    }
    for (Expression argument : foreign.arguments()) {
      Value value = writer.write(argument);
      arguments.add(
          String.format(
              "(%s) Boxes.%s",
              Expression.Foreign.javaClass(argument.type()), box(argument.type(), value)));
    }
    String holder = writer.owner().foreignClass(foreign.methodSource());
    String site = writer.owner().site(foreign.position(), foreign.name(), false);
    String result = writer.name("o");
    writer.line("Object " + result + ";");
    writer.line(
        String.format(
            "try { %s = %s.%s(%s); } catch (Throwable thrown) { throw %s.foreign(thrown); }",
            result, holder, foreign.methodName(), String.join(", ", arguments), site));
    return unbox(writer, foreign.type(), result, site);
  }

  private static String box(DataType type, Value value) {
    String isNull = value.isNull() + ", ";
    return switch (type.kind()) {
      case BOOLEAN -> "ofBoolean(" + isNull + value.first() + ")";
      case TINYINT -> "ofByte(" + isNull + value.first() + ")";
      case SMALLINT -> "ofShort(" + isNull + value.first() + ")";
      case INTEGER, DATE, INTERVAL_MONTH -> "ofInt(" + isNull + value.first() + ")";
      case BIGINT -> "ofLong(" + isNull + value.first() + ")";
      case TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY ->
          "ofMillis(" + isNull + value.first() + ")";
      case DECIMAL -> {
        DecimalOperand words = DecimalOperand.of(value, type);
        yield "ofDecimal(" + isNull + words.words() + ", " + type.scale() + ")";
      }
      case REAL -> "ofFloat(" + isNull + value.first() + ")";
      case DOUBLE -> "ofDouble(" + isNull + value.first() + ")";
      case CHAR, VARCHAR -> "ofText(" + isNull + value.range() + ")";
      case BINARY -> "ofBinary(" + isNull + value.range() + ")";
      case ARRAY, MAP, ROW, JSON, JSONB, VARIANT ->
          throw new IllegalArgumentException("foreign " + type);
      case NULL -> "ofNothing()";
    };
  }

  private static Value unbox(ExpressionWriter writer, DataType type, String object, String site) {
    Layout layout = type.layout();
    String isNull = writer.name("n");
    writer.line("boolean " + isNull + " = " + object + " == null;");
    return switch (type.kind()) {
      case BOOLEAN -> writer.guarded(type, isNull, "((Boolean) " + object + ").booleanValue()");
      case TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_MONTH ->
          writer.guarded(type, isNull, "((Number) " + object + ").intValue()");
      case BIGINT -> writer.guarded(type, isNull, "((Number) " + object + ").longValue()");
      case TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY ->
          writer.guarded(
              type,
              isNull,
              "Times.multiply(((Number) " + object + ").longValue(), 1000L, " + site + ")");
      case REAL, DOUBLE -> writer.guarded(type, isNull, "((Number) " + object + ").doubleValue()");
      case DECIMAL -> {
        Value wide =
            writer.wide(
                isNull,
                String.format(
                    "Boxes.toDecimal(wide, (Number) %s, %d, %d, %s)",
                    object, type.precision(), type.scale(), site));
        yield layout == Layout.INT128 ? wide : Value.of(wide.isNull(), wide.first());
      }
      case CHAR, VARCHAR, BINARY ->
          writer.newText(isNull, "Boxes.append(" + writer.buffer() + ", " + object + ");");
      case ARRAY, MAP, ROW, JSON, JSONB, VARIANT ->
          throw new IllegalArgumentException("foreign " + type);
      case NULL -> Value.nothing(layout);
    };
  }
}
