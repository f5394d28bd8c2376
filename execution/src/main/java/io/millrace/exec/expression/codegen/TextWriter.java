package io.millrace.exec.expression.codegen;

import io.millrace.api.types.DataType;
import io.millrace.exec.expression.runtime.Digests;
import io.millrace.exec.expression.runtime.LikePattern;
import io.millrace.exec.expression.runtime.RegularExpression;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.util.ArrayList;
import java.util.List;

/** Text. */
final class TextWriter {
  private static final Value NO_ESCAPE = new Value(Value.NEVER, "Texts.EMPTY", "0", "0");

  private final ExpressionWriter writer;

  TextWriter(ExpressionWriter writer) {
    this.writer = writer;
  }

  Value write(Expression.Call call) {
    List<Value> values = arguments(call);
    String isNull = ExpressionWriter.anyNull(values);
    if (isNull.equals(Value.ALWAYS)) {
      return Value.nothing(call.type().layout());
    }
    Value first = values.get(0);
    String text = first.range();
    DataType type = call.type();
    return switch (call.function()) {
      case CONCAT -> {
        StringBuilder statements = new StringBuilder();
        for (Value value : values) {
          statements.append(writer.buffer()).append(".append(").append(value.range());
          statements.append("); ");
        }
        yield writer.newText(isNull, statements.toString());
      }
      case UPPER -> build(isNull, "upper", text);
      case LOWER -> build(isNull, "lower", text);
      case INITCAP -> build(isNull, "initcap", text);
      case REVERSE -> build(isNull, "reverse", text);
      case TRIM -> trim(call, values, isNull, true, true);
      case TRIM_LEADING -> trim(call, values, isNull, true, false);
      case TRIM_TRAILING -> trim(call, values, isNull, false, true);
      case SUBSTRING -> {
        String arguments = text + ", " + values.get(1).first();
        if (values.size() > 2) {
          arguments += ", " + values.get(2).first() + ", " + writer.site(call);
        }
        yield writer.range(isNull, first, "Texts.substring(" + arguments + ")");
      }
      case LEFT, RIGHT ->
          writer.range(
              isNull,
              first,
              String.format(
                  "Texts.%s(%s, %s)",
                  call.function() == Function.LEFT ? "left" : "right",
                  text,
                  values.get(1).first()));
      case SPLIT_PART ->
          writer.range(
              isNull,
              first,
              String.format(
                  "Texts.splitPart(%s, %s, %s, %s)",
                  text, values.get(1).range(), values.get(2).first(), writer.site(call)));
      case CHARACTER_LENGTH -> writer.guarded(type, isNull, "Utf8.count(" + text + ")");
      case OCTET_LENGTH -> writer.total(type, isNull, first.third());
      case POSITION -> test(type, isNull, "position", first, values.get(1));
      case STARTS_WITH -> test(type, isNull, "startsWith", first, values.get(1));
      case ENDS_WITH -> test(type, isNull, "endsWith", first, values.get(1));
      case CONTAINS -> test(type, isNull, "contains", first, values.get(1));
      case REPLACE ->
          build(
              isNull,
              "replace",
              text + ", " + values.get(1).range() + ", " + values.get(2).range());
      case LPAD, RPAD -> pad(call, values, isNull);
      case REPEAT ->
          build(isNull, "repeat", text + ", " + values.get(1).first() + ", " + writer.site(call));
      case LIKE, ILIKE -> like(call, values, isNull);
      case REGEXP_LIKE -> {
        String pattern = writer.owner().constant(new RegularExpression(), "RegularExpression");
        yield writer.guarded(
            type,
            isNull,
            String.format(
                "%s.find(%s, %s, %s)", pattern, text, values.get(1).range(), functionSite(call)));
      }
      case REGEXP_REPLACE -> {
        String pattern = writer.owner().constant(new RegularExpression(), "RegularExpression");
        yield writer.newText(
            isNull,
            String.format(
                "%s.replace(%s, %s, %s, %s, %s);",
                pattern,
                writer.buffer(),
                text,
                values.get(1).range(),
                values.get(2).range(),
                functionSite(call)));
      }
      case MD5 -> digest("MD5", isNull, text);
      case SHA1 -> digest("SHA-1", isNull, text);
      case SHA256 -> digest("SHA-256", isNull, text);
      default -> throw new IllegalArgumentException("not of text: " + call.function());
    };
  }

  /** Operands; numbers among them as INTEGER. */
  private List<Value> arguments(Expression.Call call) {
    List<Value> values = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      values.add(
          argument.type().kind().isNumeric()
              ? writer.writeAs(argument, DataType.INTEGER)
              : writer.write(argument));
    }
    return values;
  }

  private String functionSite(Expression.Call call) {
    return writer.site(call.position(), call.function().name());
  }

  private Value build(String isNull, String method, String arguments) {
    return writer.newText(
        isNull, "TextFunctions." + method + "(" + writer.buffer() + ", " + arguments + ");");
  }

  private Value test(DataType type, String isNull, String method, Value a, Value b) {
    return writer.guarded(
        type, isNull, "Texts." + method + "(" + a.range() + ", " + b.range() + ")");
  }

  private Value trim(
      Expression.Call call, List<Value> values, String isNull, boolean leading, boolean trailing) {
    Value text = values.get(0);
    boolean blanks =
        values.size() == 1
            || (call.arguments().get(1) instanceof Expression.Literal literal
                && " ".equals(literal.value()));
    String arguments = text.range() + (blanks ? "" : ", " + values.get(1).range());
    return writer.range(
        isNull,
        text,
        String.format(
            "Texts.%s(%s, %b, %b)", blanks ? "trimBlanks" : "trim", arguments, leading, trailing));
  }

  private Value pad(Expression.Call call, List<Value> values, String isNull) {
    String fill =
        values.size() > 2
            ? values.get(2).range()
            : writer.owner().constant(new byte[] {' '}, "byte[]") + ", 0, 1";
    return build(
        isNull,
        "pad",
        String.join(
            ", ",
            values.get(0).range(),
            values.get(1).first(),
            fill,
            String.valueOf(call.function() == Function.LPAD),
            writer.site(call)));
  }

  private Value like(Expression.Call call, List<Value> values, String isNull) {
    boolean ignoreCase = call.function() == Function.ILIKE;
    String pattern = writer.owner().constant(new LikePattern(ignoreCase), "LikePattern");
    Value escape = values.size() > 2 ? values.get(2) : NO_ESCAPE;
    return writer.guarded(
        call.type(),
        isNull,
        String.format(
            "%s.matches(%s, %s, %s, %s)",
            pattern,
            values.get(0).range(),
            values.get(1).range(),
            escape.range(),
            functionSite(call)));
  }

  private Value digest(String algorithm, String isNull, String text) {
    String digest = writer.owner().constant(new Digests(algorithm), "Digests");
    return writer.newText(isNull, digest + ".append(" + writer.buffer() + ", " + text + ");");
  }
}
