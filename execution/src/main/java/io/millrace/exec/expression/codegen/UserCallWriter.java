package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.exec.expression.runtime.UserCode;
import io.millrace.plan.expression.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of functions in the user's Java code: the value of the call is an object, which is looked
 * into while what it throws is still the function's error.
 */
final class UserCallWriter {
  private UserCallWriter() {}

  static Value write(ExpressionWriter writer, Expression.UserCall call) {
    List<String> arguments = new ArrayList<>();
    List<Value> skipped = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Expression argument = call.arguments().get(i);
      Value value = writer.write(argument);
      arguments.add("UserValues." + box(writer, argument.type(), value));
      if (call.code().skipsNull(i)) {
        skipped.add(value);
      }
    }
    String site = writer.owner().site(call.position(), call.name(), false);
    String code = writer.owner().constant(new UserCode(call.code()), "UserCode");
    String result = writer.name("o");
    writer.line("Object " + result + " = null;");
    writer.guard(
        writer.atom(ExpressionWriter.anyNull(skipped)),
        String.format(
            "try { %s = %s.call(%s); } catch (Throwable thrown) { throw %s.userFunction(thrown); }",
            result, code, String.join(", ", arguments), site));
    return unbox(writer, call.type(), result, site);
  }

  private static String box(ExpressionWriter writer, DataType type, Value value) {
    String isNull = value.isNull() + ", ";
    return switch (type.kind()) {
      case BOOLEAN -> "ofBoolean(" + isNull + value.first() + ")";
      case TINYINT,
          SMALLINT,
          INTEGER,
          DATE,
          INTERVAL_MONTH,
          BIGINT,
          TIME,
          TIMESTAMP,
          TIMESTAMP_LTZ,
          INTERVAL_DAY ->
          "ofWhole(" + isNull + value.first() + ", " + constant(writer, type) + ")";
      case DECIMAL ->
          "ofDecimal("
              + isNull
              + DecimalOperand.of(value, type).words()
              + ", "
              + type.scale()
              + ")";
      case REAL -> "ofFloat(" + isNull + value.first() + ")";
      case DOUBLE -> "ofDouble(" + isNull + value.first() + ")";
      case CHAR, VARCHAR, JSON, JSONB, VARIANT -> "ofText(" + isNull + value.range() + ")";
      case BINARY -> "ofBinary(" + isNull + value.range() + ")";
      case ARRAY, MAP, ROW ->
          "ofNested(" + isNull + value.range() + ", " + constant(writer, type) + ")";
      case NULL -> "ofNothing()";
    };
  }

  private static String constant(ExpressionWriter writer, DataType type) {
    return writer.owner().sharedConstant(type, "DataType");
  }

  private static Value unbox(ExpressionWriter writer, DataType type, String object, String site) {
    String isNull = writer.name("n");
    writer.line("boolean " + isNull + " = " + object + " == null;");
    return switch (type.kind()) {
      case BOOLEAN -> value(writer, type, isNull, "toBoolean(" + object + ")", site);
      case TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_MONTH ->
          value(
              writer, type, isNull, "toInt(" + object + ", " + constant(writer, type) + ")", site);
      case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY ->
          value(
              writer,
              type,
              isNull,
              "toWhole(" + object + ", " + constant(writer, type) + ")",
              site);
      case REAL -> value(writer, type, isNull, "toReal(" + object + ")", site);
      case DOUBLE -> value(writer, type, isNull, "toDouble(" + object + ")", site);
      case DECIMAL -> {
        Value wide =
            writer.wide(
                isNull,
                caught(
                    "UserValues.toDecimal(wide, " + object + ", " + constant(writer, type) + ")",
                    site));
        yield type.precision() > DataType.MAX_SHORT_DECIMAL_PRECISION
            ? wide
            : Value.of(wide.isNull(), wide.first());
      }
      case CHAR, VARCHAR, BINARY, JSON, JSONB, VARIANT ->
          writer.newText(
              isNull, caught("UserValues.append(" + writer.buffer() + ", " + object + ")", site));
      case ARRAY, MAP, ROW ->
          writer.newText(
              isNull,
              caught(
                  "UserValues.appendNested("
                      + writer.buffer()
                      + ", "
                      + object
                      + ", "
                      + constant(writer, type)
                      + ")",
                  site));
      case NULL -> Value.nothing(type.layout());
    };
  }

  private static Value value(
      ExpressionWriter writer, DataType type, String isNull, String conversion, String site) {
    String name = writer.name("v");
    String nothing = Value.nothing(type.layout()).first();
    writer.line(JavaTypes.variable(type.layout()) + " " + name + " = " + nothing + ";");
    writer.guard(isNull, caught(name + " = UserValues." + conversion, site));
    return Value.of(isNull, name);
  }

  private static String caught(String statement, String site) {
    return "try { "
        + statement
        + "; } catch (RuntimeException thrown) { throw "
        + site
        + ".userResult(thrown); }";
  }
}
