package io.millrace.exec.expression.codegen;

import io.millrace.api.error.SourcePosition;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.expression.runtime.Constants;
import io.millrace.plan.expression.Expression;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes expressions into the body of one method: one statement or block for each, inner first. */
final class ExpressionWriter {
  static final String SCRATCH = "scratch";

  private final MethodBody body;
  private final Splitter splitter;
  private final ComparisonWriter comparisons = new ComparisonWriter(this);
  private final LogicWriter logic = new LogicWriter(this);
  private final ArithmeticWriter arithmetic = new ArithmeticWriter(this);
  private final TextWriter texts = new TextWriter(this);
  private final TimeWriter times = new TimeWriter(this);
  private final CastWriter casts = new CastWriter(this);
  // Where new text goes: the column's buffer at the outermost level, the scratch buffer below.
  private String buffer = SCRATCH;

  ExpressionWriter(MethodBody body, Splitter splitter) {
    this.body = body;
    this.splitter = splitter;
  }

  MethodBody body() {
    return body;
  }

  ClassWriter owner() {
    return body.owner();
  }

  ComparisonWriter comparisons() {
    return comparisons;
  }

  CastWriter casts() {
    return casts;
  }

  String name(String prefix) {
    return owner().name(prefix);
  }

  void line(String statement) {
    body.line(statement);
  }

  /** The buffer that the text being computed goes to. */
  String buffer() {
    return buffer;
  }

  /** Writes the outermost expression of a kernel, with new text going to that buffer. */
  Value writeRoot(Expression expression, String textBuffer) {
    buffer = textBuffer;
    Value value = writeHere(expression);
    buffer = SCRATCH;
    return value;
  }

  /** Writes an operand; its text is temporary. */
  Value write(Expression expression) {
    String outer = buffer;
    buffer = SCRATCH;
    Value value = writeTail(expression);
    buffer = outer;
    return value;
  }

  /** Writes an expression whose value is the value of the one around it. */
  Value writeTail(Expression expression) {
    if (splitter.isSeparate(expression)) {
      return callSeparate(expression);
    }
    return writeHere(expression);
  }

  private Value writeHere(Expression expression) {
    if (expression instanceof Expression.ColumnReference column) {
      return body.column(column.index());
    } else if (expression instanceof Expression.Literal literal) {
      return literal(literal);
    } else if (expression instanceof Expression.Cast cast) {
      return casts.write(cast);
    } else if (expression instanceof Expression.Case choice) {
      return logic.choice(choice);
    } else if (expression instanceof Expression.InList list) {
      return comparisons.inList(list);
    } else if (expression instanceof Expression.BatchTime time) {
      return times.batchTime(time);
    } else if (expression instanceof Expression.Foreign foreign) {
      return ForeignWriter.write(this, foreign);
    } else if (expression instanceof Expression.UserCall user) {
      return UserCallWriter.write(this, user);
    } else if (expression instanceof Expression.Nested nested) {
      return NestedCallWriter.write(this, nested);
    } else if (expression instanceof Expression.LambdaParameter parameter) {
      return NestedCallWriter.parameter(this, parameter);
    }
    return call((Expression.Call) expression);
  }

  private Value call(Expression.Call call) {
    return switch (call.function()) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          comparisons.compare(call);
      case IS_DISTINCT_FROM, IS_NOT_DISTINCT_FROM -> comparisons.distinct(call);
      case GREATEST, LEAST -> comparisons.extreme(call);
      case AND, OR -> logic.junction(call);
      case NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
          logic.test(call);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> arithmetic.binary(call);
      case BIT_AND, BIT_OR, BIT_XOR -> arithmetic.bitwise(call);
      case NEGATE, ABSOLUTE, SIGN -> arithmetic.unary(call);
      case FLOOR, CEILING, ROUND, TRUNCATE -> arithmetic.round(call);
      case SQUARE_ROOT, POWER, EXPONENTIAL, LOGARITHM, LOGARITHM_10 -> arithmetic.real(call);
      case CONCAT,
          UPPER,
          LOWER,
          TRIM,
          TRIM_LEADING,
          TRIM_TRAILING,
          SUBSTRING,
          CHARACTER_LENGTH,
          OCTET_LENGTH,
          POSITION,
          REPLACE,
          LIKE,
          ILIKE,
          STARTS_WITH,
          ENDS_WITH,
          CONTAINS,
          LEFT,
          RIGHT,
          LPAD,
          RPAD,
          REVERSE,
          REPEAT,
          INITCAP,
          SPLIT_PART,
          REGEXP_LIKE,
          REGEXP_REPLACE,
          MD5,
          SHA1,
          SHA256 ->
          texts.write(call);
      case EXTRACT,
          FLOOR_TIME,
          CEIL_TIME,
          ADD_INTERVAL,
          TIME_DIFFERENCE,
          UNIT_DIFFERENCE,
          INTERVAL_MULTIPLY,
          FORMAT_TIME,
          PARSE_TIME,
          FROM_EPOCH_SECONDS,
          FROM_EPOCH_MILLIS,
          TUMBLE_START ->
          times.write(call);
      case REQUIRE_NOT_NULL -> notNull(call);
      case REQUIRE_SINGLE -> single(call);
      case REQUIRE_LENGTH -> limited(call);
    };
  }

  private Value notNull(Expression.Call call) {
    Value value = writeTail(call.arguments().get(0));
    if (value.isNever()) {
      return value;
    }
    String column = textOf(call.arguments().get(1));
    String table = textOf(call.arguments().get(2));
    // A site's names never reach the generated source as they are.
    String site = owner().site(call.position(), column, false);
    String tableSite = owner().site(call.position(), table, false);
    line("if (" + value.isNull() + ") { " + site + ".nullNotAllowed(" + tableSite + "); }");
    return value.isAlways() ? value : value.withNull(Value.NEVER);
  }

  private Value single(Expression.Call call) {
    Value value = writeTail(call.arguments().get(0));
    Value rows = write(call.arguments().get(1));
    line("if (" + rows.first() + " > 1L) { " + site(call.position(), "") + ".manyRows(); }");
    return value;
  }

  private Value limited(Expression.Call call) {
    Value value = writeTail(call.arguments().get(0));
    if (value.isAlways()) {
      return value;
    }
    long limit = ((Number) ((Expression.Literal) call.arguments().get(1)).value()).longValue();
    String site = site(call.position(), call.type().sql());
    guard(
        value.isNull(),
        String.format(
            "if (%1$s > %2$d) { %3$s.demandLength(%4$s, %2$d); }",
            value.third(), limit, site, value.range()));
    return value;
  }

  private static String textOf(Expression literal) {
    return String.valueOf(((Expression.Literal) literal).value());
  }

  /** Writes all operands, in order. */
  List<Value> writeAll(List<Expression> expressions) {
    List<Value> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(write(expression));
    }
    return values;
  }

  /** Writes an operand as a value of a type that it may not have yet. */
  Value writeAs(Expression expression, DataType type) {
    DataType from = expression.type();
    boolean decimal = from.kind() == TypeKind.DECIMAL || type.kind() == TypeKind.DECIMAL;
    boolean same =
        from.layout() == type.layout()
            && (!decimal || (from.kind() == type.kind() && from.scale() == type.scale()))
            && (type.kind() != TypeKind.REAL || from.kind() == TypeKind.REAL);
    if (same) {
      return write(expression);
    }
    return write(new Expression.Cast(expression, type, false, Optional.empty()));
  }

  String site(Optional<SourcePosition> position, String target) {
    return owner().site(position, target, false);
  }

  /** A site for a call, whose errors name the type of its result. */
  String site(Expression.Call call) {
    return site(call.position(), call.type().sql());
  }

  /** Whether any of the values is NULL, as an expression. */
  static String anyNull(List<Value> values) {
    Set<String> parts = new LinkedHashSet<>();
    for (Value value : values) {
      if (value.isAlways()) {
        return Value.ALWAYS;
      }
      if (!value.isNever()) {
        parts.add(value.isNull());
      }
    }
    return parts.isEmpty() ? Value.NEVER : String.join(" | ", parts);
  }

  static String anyNull(Value... values) {
    return anyNull(List.of(values));
  }

  /** A name or literal for a boolean expression. */
  String atom(String expression) {
    if (!expression.contains(" ")) {
      return expression;
    }
    String name = name("n");
    line("boolean " + name + " = " + expression + ";");
    return name;
  }

  /** A value that any row may compute, NULL or not: its operands at NULL rows do no harm. */
  Value total(DataType type, String isNull, String expression) {
    if (isNull.equals(Value.ALWAYS)) {
      return Value.nothing(type.layout());
    }
    String nullName = atom(isNull);
    String name = name("v");
    line(JavaTypes.variable(type.layout()) + " " + name + " = " + expression + ";");
    return Value.of(nullName, name);
  }

  /** A value that is computed only for rows where nothing is NULL. */
  Value guarded(DataType type, String isNull, String expression) {
    if (isNull.equals(Value.NEVER) || isNull.equals(Value.ALWAYS)) {
      return total(type, isNull, expression);
    }
    String nullName = atom(isNull);
    String nothing = Value.nothing(type.layout()).first();
    return total(type, nullName, nullName + " ? " + nothing + " : " + expression);
  }

  /** Runs statements where nothing is NULL. */
  void guard(String nullName, String statements) {
    line(
        nullName.equals(Value.NEVER)
            ? statements
            : "if (!" + nullName + ") { " + statements + " }");
  }

  /** A 128-bit value that a call leaves in {@code wide}. */
  Value wide(String isNull, String call) {
    if (isNull.equals(Value.ALWAYS)) {
      return Value.nothing(Layout.INT128);
    }
    String nullName = atom(isNull);
    String name = name("v");
    line("long " + name + " = 0L; long " + name + "h = 0L;");
    guard(nullName, call + "; " + name + " = wide.low; " + name + "h = wide.high;");
    return Value.wide(nullName, name, name + "h");
  }

  /** A range of {@code source}'s array that a call returns packed. */
  Value range(String isNull, Value source, String call) {
    if (isNull.equals(Value.ALWAYS)) {
      return Value.nothing(Layout.BYTES);
    }
    String nullName = atom(isNull);
    String name = name("v");
    String guarded = nullName.equals(Value.NEVER) ? call : nullName + " ? 0L : " + call;
    line("long " + name + " = " + guarded + ";");
    line("int " + name + "s = (int) (" + name + " >>> 32);");
    line("int " + name + "l = (int) " + name + ";");
    return new Value(nullName, source.first(), name + "s", name + "l");
  }

  /** New text that statements append to {@link #buffer()}. */
  Value newText(String isNull, String statements) {
    return newText(isNull, buffer, statements);
  }

  /** New text that statements append to the given buffer. */
  Value newText(String isNull, String out, String statements) {
    if (isNull.equals(Value.ALWAYS)) {
      return Value.nothing(Layout.BYTES);
    }
    String nullName = atom(isNull);
    String name = name("v");
    line("byte[] " + name + " = Texts.EMPTY; int " + name + "s = 0; int " + name + "l = 0;");
    guard(
        nullName,
        String.format(
            "%1$ss = %2$s.end; %3$s %1$sl = %2$s.end - %1$ss; %1$s = %2$s.data;",
            name, out, statements));
    return new Value(nullName, name, name + "s", name + "l");
  }

  private Value literal(Expression.Literal literal) {
    Object value = literal.value();
    DataType type = literal.type();
    if (value == null) {
      return Value.nothing(type.layout());
    }
    return switch (type.layout()) {
      case BOOLEAN -> Value.of(Value.NEVER, value.toString());
      case INT -> Value.of(Value.NEVER, JavaTypes.literal(((Number) value).intValue()));
      case LONG -> Value.of(Value.NEVER, JavaTypes.literal(longOf(value, type)));
      case DOUBLE -> Value.of(Value.NEVER, JavaTypes.literal(((Number) value).doubleValue()));
      case INT128 -> {
        BigInteger unscaled = ((BigDecimal) value).setScale(type.scale()).unscaledValue();
        yield Value.wide(
            Value.NEVER,
            JavaTypes.literal(unscaled.longValue()),
            JavaTypes.literal(unscaled.shiftRight(64).longValue()));
      }
      case BYTES -> {
        byte[] bytes = Constants.bytes(value);
        String name = owner().constant(bytes, "byte[]");
        yield new Value(Value.NEVER, name, "0", Integer.toString(bytes.length));
      }
    };
  }

  static long longOf(Object value, DataType type) {
    return value instanceof BigDecimal decimal
        ? decimal.setScale(type.scale()).unscaledValue().longValueExact()
        : ((Number) value).longValue();
  }

  /** Calls a method of its own for an expression that would make this one too large. */
  private Value callSeparate(Expression expression) {
    String method = name("s");
    Layout layout = expression.type().layout();
    String field = method + "r";
    owner().field(JavaTypes.variable(layout), field);
    if (layout == Layout.INT128) {
      owner().field("long", field + "h");
    } else if (layout == Layout.BYTES) {
      owner().field("int", field + "s");
      owner().field("int", field + "l");
    }
    MethodBody inner = new MethodBody(owner(), body.checksNulls());
    Value result = new ExpressionWriter(inner, splitter).writeRoot(expression, SCRATCH);
    StringBuilder assign = new StringBuilder("      " + field + " = " + result.first() + ";\n");
    if (layout == Layout.INT128) {
      assign.append("      ").append(field).append("h = ").append(result.second()).append(";\n");
    } else if (layout == Layout.BYTES) {
      assign.append("      ").append(field).append("s = ").append(result.second()).append(";\n");
      assign.append("      ").append(field).append("l = ").append(result.third()).append(";\n");
    }
    owner()
        .method(
            "  private boolean "
                + method
                + "(int i) {\n"
                + inner.prologue()
                + inner.row()
                + assign
                + "      return "
                + result.isNull()
                + ";\n  }");
    for (int column : inner.columns()) {
      body.column(column);
    }
    String isNull = name("n");
    line("boolean " + isNull + " = " + method + "(i);");
    String nullName = result.isNever() || result.isAlways() ? result.isNull() : isNull;
    String name = name("v");
    line(JavaTypes.variable(layout) + " " + name + " = " + field + ";");
    if (layout == Layout.INT128) {
      line("long " + name + "h = " + field + "h;");
      return Value.wide(nullName, name, name + "h");
    } else if (layout == Layout.BYTES) {
      line("int " + name + "s = " + field + "s;");
      line("int " + name + "l = " + field + "l;");
      return new Value(nullName, name, name + "s", name + "l");
    }
    return Value.of(nullName, name);
  }
}
