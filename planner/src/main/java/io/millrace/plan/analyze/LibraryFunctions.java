package io.millrace.plan.analyze;

import static io.millrace.plan.analyze.LibraryFunction.Parameter.BIGINT;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.BINARY;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.DATE;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.DECIMAL;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.DOUBLE;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.EXACT_OR_DOUBLE;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.INTEGER;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.LIKE_RESULT;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.TEXT;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.TIME;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.VALUES;
import static io.millrace.plan.analyze.LibraryFunction.Parameter.WHOLE;

import io.millrace.plan.analyze.LibraryFunction.Parameter;
import io.millrace.plan.analyze.LibraryFunction.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The functions that are computed value by value, outside of the fast path. */
final class LibraryFunctions {
  private final List<LibraryFunction> all = new ArrayList<>();

  private LibraryFunctions() {
    numbers();
    bases();
    bits();
    text();
    regularExpressions();
    bytes();
    urls();
    time();
  }

  static List<LibraryFunction> all() {
    return List.copyOf(new LibraryFunctions().all);
  }

  private void numbers() {
    add("GCD", "NumberLibrary.gcd", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
    add("LCM", "NumberLibrary.lcm", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
    add("PMOD", "NumberLibrary.pmod", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
    add("DIV", "NumberLibrary.div", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
    for (String name : List.of("SINH", "COSH", "TANH", "ASINH", "ACOSH", "ATANH", "EXPM1")) {
      add(name, "NumberLibrary." + name.toLowerCase(Locale.ROOT), Result.DOUBLE, DOUBLE);
    }
    add("FACTORIAL", "NumberLibrary.factorial", Result.BIGINT, BIGINT);
    add("RINT", "NumberLibrary.rint", Result.DOUBLE, DOUBLE);
    add("ISFINITE", "NumberLibrary.isFinite", Result.BOOLEAN, DOUBLE);
    add("ISINF", "NumberLibrary.isInfinite", Result.BOOLEAN, DOUBLE);
    add(
        "WIDTH_BUCKET",
        "NumberLibrary.widthBucket",
        Result.INTEGER,
        EXACT_OR_DOUBLE,
        EXACT_OR_DOUBLE,
        EXACT_OR_DOUBLE,
        INTEGER);
    add("TRY_ADD", "NumberLibrary.tryAdd", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
    add("TRY_SUBTRACT", "NumberLibrary.trySubtract", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
    add("TRY_MULTIPLY", "NumberLibrary.tryMultiply", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
    add("TRY_MOD", "NumberLibrary.tryMod", Result.WIDEST, LIKE_RESULT, LIKE_RESULT);
  }

  private void bases() {
    add("$CONV", "NumberLibrary.convert", Result.TEXT, TEXT, INTEGER, INTEGER);
    add("$BROUND", "NumberLibrary.bround", Result.DOUBLE, DOUBLE, INTEGER);
  }

  private void urls() {
    add("URL_ENCODE", "UrlLibrary.encode", Result.TEXT, TEXT);
    add("URL_DECODE", "UrlLibrary.decode", Result.TEXT, TEXT);
    add("TRY_URL_DECODE", "UrlLibrary.tryDecode", Result.TEXT, TEXT);
    add("$PARSE_URL", "UrlLibrary.part", Result.TEXT, TEXT, TEXT);
    add("$TRY_PARSE_URL", "UrlLibrary.tryPart", Result.TEXT, TEXT, TEXT);
    add("$PARSE_URL_KEY", "UrlLibrary.value", Result.TEXT, TEXT, TEXT, TEXT);
    add("$TRY_PARSE_URL_KEY", "UrlLibrary.tryValue", Result.TEXT, TEXT, TEXT, TEXT);
  }

  private void bits() {
    add("SHIFTLEFT", "NumberLibrary.shiftLeft", Result.FIRST, WHOLE, INTEGER);
    add("SHIFTRIGHT", "NumberLibrary.shiftRight", Result.FIRST, WHOLE, INTEGER);
    add("SHIFTRIGHTUNSIGNED", "NumberLibrary.shiftRightUnsigned", Result.FIRST, WHOLE, INTEGER);
  }

  private void text() {
    add("TO_HEX", "TextLibrary.toHex", Result.TEXT, WHOLE);
    add("HEX", "TextLibrary.hex", Result.TEXT, VALUES);
    add("QUOTE_LITERAL", "TextLibrary.quoteLiteral", Result.TEXT, TEXT);
    add("HAMMING", "TextLibrary.hamming", Result.BIGINT, TEXT, TEXT);
    add("LUHN_CHECK", "TextLibrary.luhnCheck", Result.BOOLEAN, TEXT);
    add("MASK", "TextLibrary.mask", Result.TEXT, TEXT);
    add("$MASK", "TextLibrary.mask", Result.TEXT, TEXT, TEXT, TEXT, TEXT, TEXT);
    add("FIND_IN_SET", "TextLibrary.findInSet", Result.INTEGER, TEXT, TEXT);
    add("RAISE_ERROR", "TextLibrary.raiseError", Result.TEXT, TEXT);
    for (String name : List.of("FORMAT_STRING", "PRINTF")) {
      all.add(
          new LibraryFunction(name, "TextLibrary.print", Result.TEXT, 1, List.of(TEXT, VALUES)));
    }
    all.add(
        new LibraryFunction("FORMAT", "TextLibrary.format", Result.TEXT, 1, List.of(TEXT, VALUES)));
  }

  private void regularExpressions() {
    add("REGEXP_COUNT", "RegexLibrary.count", Result.INTEGER, TEXT, TEXT);
    add("REGEXP_EXTRACT", "RegexLibrary.extract", Result.TEXT, TEXT, TEXT, INTEGER);
    add("$REGEXP_LIKE", "RegexLibrary.like", Result.BOOLEAN, TEXT, TEXT, TEXT);
    add("$REGEXP_REPLACE", "RegexLibrary.replace", Result.TEXT, TEXT, TEXT, TEXT, TEXT);
  }

  private void bytes() {
    add("UNHEX", "TextLibrary.unhex", Result.BINARY, TEXT);
    add("TO_BINARY", "BytesLibrary.toBinary", Result.BINARY, TEXT, TEXT);
    add("TRY_TO_BINARY", "BytesLibrary.tryToBinary", Result.BINARY, TEXT, TEXT);
    add("SHA224", "TextLibrary.sha224", Result.TEXT, VALUES);
    add("SHA384", "TextLibrary.sha384", Result.TEXT, VALUES);
    add("ENCODE", "TextLibrary.encode", Result.TEXT, BINARY, TEXT);
    add("$ENCODE", "TextLibrary.encodeText", Result.BINARY, TEXT, TEXT);
    add("$DECODE", "TextLibrary.decode", Result.TEXT, BINARY, TEXT);
    add("$DECODE_FORM", "TextLibrary.decodeText", Result.BINARY, TEXT, TEXT);
  }

  private void time() {
    add("TO_CHAR", "TimeLibrary.toChar", Result.TEXT, TIME, TEXT);
    add("MONTHS_BETWEEN", "TimeLibrary.monthsBetween", Result.DOUBLE, TIME, TIME);
    add("$FROM_UTC_TIMESTAMP", "TimeLibrary.fromUtc", Result.TEXT, TIME, TEXT);
    add("$TO_UTC_TIMESTAMP", "TimeLibrary.toUtc", Result.TEXT, TIME, TEXT);
    add("NEXT_DAY", "TimeLibrary.nextDay", Result.DATE, DATE, TEXT);
    add(
        "$MAKE_TIMESTAMP",
        "TimeLibrary.timestamp",
        Result.TEXT,
        BIGINT,
        BIGINT,
        BIGINT,
        BIGINT,
        BIGINT,
        DECIMAL);
    add("$MAKE_TIME", "TimeLibrary.time", Result.TEXT, BIGINT, BIGINT, DECIMAL);
  }

  private void add(String name, String method, Result result, Parameter... parameters) {
    all.add(new LibraryFunction(name, method, result, parameters.length, List.of(parameters)));
  }
}
