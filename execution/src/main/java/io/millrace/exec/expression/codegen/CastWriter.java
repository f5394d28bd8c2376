package io.millrace.exec.expression.codegen;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Layout;
import io.millrace.api.types.TypeKind;
import io.millrace.exec.expression.runtime.TextTimes;
import io.millrace.plan.expression.Expression;

/** Conversions among all types that have one. */
final class CastWriter {
  private final ExpressionWriter writer;

  CastWriter(ExpressionWriter writer) {
    this.writer = writer;
  }

  Value write(Expression.Cast cast) {
    DataType from = cast.operand().type();
    DataType to = cast.type();
    if (!isSupported(from, to)) {
      throw MillraceException.error(
              ErrorCode.TYPE_MISMATCH,
              "there is no conversion from " + from.sql() + " to " + to.sql())
          .at(cast.position())
          .build();
    }
    boolean ranges = from.layout() == Layout.BYTES && to.layout() == Layout.BYTES;
    Value operand = ranges ? writer.writeTail(cast.operand()) : writer.write(cast.operand());
    if (operand.isAlways()) {
      return Value.nothing(to.layout());
    }
    String site = writer.owner().site(cast.position(), to.sql(), cast.nullOnFailure());
    if (!cast.nullOnFailure()) {
      return convert(operand, from, to, site);
    }
    writer.line(site + ".failed = false;");
    Value converted = convert(operand, from, to, site);
    String isNull = writer.name("n");
    String before = converted.isNever() ? "" : converted.isNull() + " | ";
    writer.line("boolean " + isNull + " = " + before + site + ".failed;");
    return converted.withNull(isNull);
  }

  /** Whether there is a conversion. */
  private static boolean isSupported(DataType from, DataType to) {
    TypeKind a = from.kind();
    TypeKind b = to.kind();
    if (a == b || a == TypeKind.NULL || (a.isText() && b != TypeKind.NULL)) {
      return true;
    }
    if (b.isText()) {
      return true;
    }
    return switch (a) {
      case BOOLEAN -> b.isNumeric();
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          b == TypeKind.BOOLEAN
              || b.isNumeric()
              || b == TypeKind.TIMESTAMP_LTZ
              || b == TypeKind.INTERVAL_MONTH;
      case DECIMAL, REAL, DOUBLE -> b == TypeKind.BOOLEAN || b.isNumeric();
      case DATE -> b.isTimestamp();
      case TIME -> b.isTimestamp();
      case TIMESTAMP, TIMESTAMP_LTZ ->
          b == TypeKind.DATE
              || b == TypeKind.TIME
              || b.isTimestamp()
              || (a == TypeKind.TIMESTAMP_LTZ && b == TypeKind.BIGINT);
      case INTERVAL_MONTH -> b == TypeKind.INTEGER || b == TypeKind.BIGINT;
      default -> false;
    };
  }

  /** Converts a value; failures are reported at the site. */
  Value convert(Value value, DataType from, DataType to, String site) {
    TypeKind target = to.kind();
    if (from.kind() == TypeKind.NULL) {
      // a value that nobody knows, whatever its type is to be
      return Value.nothing(to.layout());
    }
    if (from.kind().isText()) {
      return fromText(value, to, site);
    }
    if (target.isText()) {
      return toText(value, from, to, site);
    }
    if (from.kind() == TypeKind.BINARY) {
      return value;
    }
    if (from.kind().isNumeric() || from.kind() == TypeKind.BOOLEAN) {
      return fromNumber(value, from, to, site);
    }
    return fromTime(value, from, to, site);
  }

  private Value fromNumber(Value value, DataType from, DataType to, String site) {
    String isNull = value.isNull();
    String v = value.first();
    if (from.kind() == TypeKind.BOOLEAN) {
      if (to.kind() == TypeKind.BOOLEAN) {
        return value;
      }
      Value number = writer.total(DataType.INTEGER, isNull, v + " ? 1 : 0");
      return fromNumber(number, DataType.INTEGER, to, site);
    }
    return switch (to.kind()) {
      case BOOLEAN ->
          writer.total(
              to,
              isNull,
              from.layout() == Layout.INT128
                  ? "(" + v + " | " + value.second() + ") != 0L"
                  : v + " != 0");
      case TINYINT, SMALLINT, INTEGER, BIGINT, INTERVAL_MONTH -> toWhole(value, from, to, site);
      case DECIMAL -> toDecimal(value, from, to, site);
      case REAL, DOUBLE -> {
        String number =
            switch (from.layout()) {
              case INT128 -> "Decimals.toDouble(" + value.words() + ", " + from.scale() + ")";
              case LONG ->
                  from.kind() == TypeKind.DECIMAL
                      ? "Decimals.toDouble(" + v + ", " + from.scale() + ")"
                      : "(double) " + v;
              default -> "(double) " + v;
            };
        if (to.kind() == TypeKind.REAL && from.kind() != TypeKind.REAL) {
          boolean whole = from.kind().isInteger();
          number = whole ? "(double) (float) " + v : "(double) (float) (" + number + ")";
        }
        yield from.layout() == Layout.DOUBLE && number.equals("(double) " + v)
            ? value
            : writer.total(to, isNull, number);
      }
      case TIMESTAMP_LTZ ->
          writer.guarded(
              to, isNull, "Times.multiply((long) " + v + ", Dates.SECOND, " + site + ")");
      default -> throw new IllegalArgumentException("no cast from " + from + " to " + to);
    };
  }

  private Value toWhole(Value value, DataType from, DataType to, String site) {
    boolean narrow = to.layout() == Layout.INT;
    String least = narrow ? JavaTypes.least(to) : "Long.MIN_VALUE";
    String greatest = narrow ? JavaTypes.greatest(to) : "Long.MAX_VALUE";
    String result = narrow ? "(int) " : "";
    String v = value.first();
    String isNull = value.isNull();
    if (from.kind() == TypeKind.DECIMAL) {
      DecimalOperand words = DecimalOperand.of(value, from);
      return writer.guarded(
          to,
          isNull,
          String.format(
              "%sDecimals.toLong(wide, %s, %d, %s, %s, %s)",
              result, words.words(), from.scale(), least, greatest, site));
    }
    if (from.layout() == Layout.DOUBLE) {
      return writer.guarded(
          to,
          isNull,
          String.format("%sFloats.toLong(%s, %s, %s, %s)", result, v, least, greatest, site));
    }
    if (!narrow) {
      return from.layout() == Layout.LONG ? value : writer.total(to, isNull, "(long) " + v);
    }
    boolean fits =
        from.layout() == Layout.INT
            && DecimalOperand.digits(from) <= DecimalOperand.digits(to)
            && to.kind() != TypeKind.INTERVAL_MONTH;
    if (fits || (from.layout() == Layout.INT && to.kind() == TypeKind.INTERVAL_MONTH)) {
      return value;
    }
    return writer.guarded(
        to,
        isNull,
        String.format("Integers.narrow((long) %s, %s, %s, %s)", v, least, greatest, site));
  }

  private Value toDecimal(Value value, DataType from, DataType to, String site) {
    String isNull = value.isNull();
    if (from.layout() == Layout.DOUBLE) {
      Value wide =
          writer.wide(
              isNull,
              String.format(
                  "Decimals.fromDouble(wide, %s, %b, %d, %d, %s)",
                  value.first(), from.kind() == TypeKind.REAL, to.precision(), to.scale(), site));
      return DecimalOperand.narrowed(writer, to, wide);
    }
    DecimalOperand words = DecimalOperand.of(value, from);
    boolean widens = to.scale() == words.scale() && to.precision() >= words.digits();
    if (widens) {
      if (to.layout() == Layout.LONG) {
        return from.layout() == Layout.INT
            ? writer.total(to, isNull, words.low())
            : Value.of(isNull, words.low());
      }
      if (from.layout() == Layout.INT128) {
        return value;
      }
      String low = writer.name("v");
      writer.line("long " + low + " = " + words.low() + ";");
      writer.line("long " + low + "h = " + low + " >> 63;");
      return Value.wide(isNull, low, low + "h");
    }
    if (to.layout() == Layout.LONG && words.digits() <= 18) {
      return writer.guarded(
          to,
          isNull,
          String.format(
              "Decimals.castShort(%s, %d, %d, %d, %s)",
              words.low(), words.scale(), to.precision(), to.scale(), site));
    }
    Value wide =
        writer.wide(
            isNull,
            String.format(
                "Decimals.cast(wide, %s, %d, %d, %d, %s)",
                words.words(), words.scale(), to.precision(), to.scale(), site));
    return DecimalOperand.narrowed(writer, to, wide);
  }

  private Value fromText(Value value, DataType to, String site) {
    String isNull = value.isNull();
    String text = value.range();
    return switch (to.kind()) {
      case BOOLEAN ->
          writer.guarded(to, isNull, "TextNumbers.toBoolean(" + text + ", " + site + ")");
      case TINYINT, SMALLINT, INTEGER ->
          writer.guarded(
              to,
              isNull,
              String.format(
                  "(int) TextNumbers.toLong(%s, %s, %s, %s)",
                  text, JavaTypes.least(to), JavaTypes.greatest(to), site));
      case BIGINT ->
          writer.guarded(
              to,
              isNull,
              "TextNumbers.toLong(" + text + ", Long.MIN_VALUE, Long.MAX_VALUE, " + site + ")");
      case DECIMAL -> {
        Value wide =
            writer.wide(
                isNull,
                String.format(
                    "TextNumbers.toDecimal(wide, %s, %d, %d, %s)",
                    text, to.precision(), to.scale(), site));
        yield DecimalOperand.narrowed(writer, to, wide);
      }
      case REAL, DOUBLE ->
          writer.guarded(
              to,
              isNull,
              String.format(
                  "TextNumbers.toDouble(%s, %b, %s)", text, to.kind() == TypeKind.REAL, site));
      case CHAR ->
          to.precision() == DataType.UNBOUNDED
              ? value
              : writer.newText(
                  isNull,
                  String.format(
                      "TextFunctions.character(%s, %s, %d);",
                      writer.buffer(), text, to.precision()));
      case VARCHAR ->
          to.precision() == DataType.UNBOUNDED
              ? value
              : writer.range(isNull, value, "Texts.left(" + text + ", " + to.precision() + ")");
      case BINARY -> value;
      case DATE -> readTime(to, isNull, "date", text, site);
      case TIME -> precise(readTime(to, isNull, "time", text, site), to);
      case TIMESTAMP -> precise(readTime(to, isNull, "timestamp", text, site), to);
      case TIMESTAMP_LTZ ->
          precise(readTime(to, isNull, "instant", text + ", " + writer.owner().zone(), site), to);
      case INTERVAL_DAY -> readTime(to, isNull, "dayInterval", text, site);
      case INTERVAL_MONTH -> readTime(to, isNull, "monthInterval", text, site);
      case ARRAY, MAP, ROW, JSON, JSONB, VARIANT ->
          throw new IllegalArgumentException("no cast to " + to);
      case NULL -> Value.nothing(to.layout());
    };
  }

  private Value readTime(DataType to, String isNull, String method, String arguments, String site) {
    String reader = writer.owner().constant(new TextTimes(), "TextTimes");
    return writer.guarded(to, isNull, reader + "." + method + "(" + arguments + ", " + site + ")");
  }

  private Value toText(Value value, DataType from, DataType to, String site) {
    String isNull = value.isNull();
    if (from.kind().isJson()) {
      return fromText(value, to, site);
    }
    if (from.kind() == TypeKind.BINARY) {
      Value checked =
          writer.range(isNull, value, "Utf8.check(" + value.range() + ", " + site + ")");
      return fromText(checked, to, site);
    }
    boolean plain = to.kind() == TypeKind.VARCHAR && to.precision() == DataType.UNBOUNDED;
    String out = plain ? writer.buffer() : ExpressionWriter.SCRATCH;
    String v = value.first();
    String call =
        switch (from.kind()) {
          case BOOLEAN -> "ofBoolean(" + out + ", " + v + ")";
          case TINYINT, SMALLINT, INTEGER, BIGINT -> "ofLong(" + out + ", (long) " + v + ")";
          case DECIMAL ->
              "ofDecimal("
                  + out
                  + ", "
                  + (from.layout() == Layout.INT128 ? value.words() : v)
                  + ", "
                  + from.scale()
                  + ")";
          case REAL -> "ofReal(" + out + ", " + v + ")";
          case DOUBLE -> "ofDouble(" + out + ", " + v + ")";
          case DATE -> "ofDate(" + out + ", " + v + ")";
          case TIME -> "ofTime(" + out + ", " + v + ")";
          case TIMESTAMP -> "ofTimestamp(" + out + ", " + v + ")";
          case TIMESTAMP_LTZ ->
              "ofTimestamp(" + out + ", " + writer.owner().zone() + ".toLocal(" + v + "))";
          case INTERVAL_DAY -> "ofDayInterval(" + out + ", " + v + ")";
          case INTERVAL_MONTH -> "ofMonthInterval(" + out + ", " + v + ")";
          default -> throw new IllegalArgumentException("no text of " + from);
        };
    Value text = writer.newText(isNull, out, "TextFormats." + call + ";");
    // A number that is cut would be another number.
    return plain ? text : bounded(text, to, site);
  }

  private Value bounded(Value text, DataType to, String site) {
    Value checked =
        writer.range(
            text.isNull(),
            text,
            "Texts.fitting(" + text.range() + ", " + to.precision() + ", " + site + ")");
    return to.kind() == TypeKind.CHAR ? fromText(checked, to, site) : checked;
  }

  private Value fromTime(Value value, DataType from, DataType to, String site) {
    String isNull = value.isNull();
    String v = value.first();
    TypeKind a = from.kind();
    TypeKind b = to.kind();
    if (a == b) {
      return to.precision() < from.precision() ? precise(value, to) : value;
    }
    String zone =
        b == TypeKind.TIMESTAMP_LTZ || a == TypeKind.TIMESTAMP_LTZ ? writer.owner().zone() : "";
    if (a == TypeKind.INTERVAL_MONTH) {
      return b == TypeKind.BIGINT ? writer.total(to, isNull, "(long) " + v) : value;
    }
    if (b == TypeKind.BIGINT) {
      return writer.total(to, isNull, "Math.floorDiv(" + v + ", Dates.SECOND)");
    }
    String local =
        switch (a) {
          case DATE -> "Times.ofDay((long) " + v + ", " + site + ")";
          case TIME ->
              writer
                      .owner()
                      .batchValue("long", writer.owner().zone() + ".dateOf(batchTime) * Dates.DAY")
                  + " + "
                  + v;
          case TIMESTAMP -> v;
          default -> zone + ".toLocal(" + v + ")";
        };
    String expression =
        switch (b) {
          case DATE -> "Dates.dayOf(" + local + ")";
          case TIME -> "Math.floorMod(" + local + ", Dates.DAY)";
          case TIMESTAMP -> local;
          default -> zone + ".toInstant(" + local + ")";
        };
    Value converted = writer.guarded(to, isNull, expression);
    return b == TypeKind.DATE ? converted : precise(converted, to);
  }

  /** Cuts off the digits of a fraction that the type does not have. */
  private Value precise(Value value, DataType to) {
    if (to.precision() < 0 || to.precision() >= 6 || value.isAlways()) {
      return value;
    }
    long unit = 1;
    for (int i = to.precision(); i < 6; i++) {
      unit *= 10;
    }
    return writer.total(
        to,
        value.isNull(),
        value.first() + " - Math.floorMod(" + value.first() + ", " + unit + "L)");
  }
}
