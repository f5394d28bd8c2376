package io.millrace.exec.expression;

import static io.millrace.exec.expression.Expressions.call;
import static io.millrace.exec.expression.Expressions.column;
import static io.millrace.exec.expression.Expressions.literal;
import static io.millrace.exec.expression.Expressions.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.plan.expression.Expression;
import io.millrace.plan.expression.Function;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each function gives for typical and for extreme arguments. */
final class FunctionTableTest {
  private static final DataType TINY = DataType.TINYINT;
  private static final DataType INT = DataType.INTEGER;
  private static final DataType BIG = DataType.BIGINT;
  private static final DataType REAL = DataType.REAL;
  private static final DataType DOUBLE = DataType.DOUBLE;
  private static final DataType BOOL = DataType.BOOLEAN;
  private static final DataType TEXT = DataType.STRING;
  private static final DataType DATE = DataType.DATE;
  private static final DataType TIME = DataType.TIME;
  private static final DataType TS = DataType.TIMESTAMP;
  private static final DataType LTZ = DataType.TIMESTAMP_LTZ;
  private static final DataType DAYS = DataType.INTERVAL_DAY;
  private static final DataType MONTHS = DataType.INTERVAL_MONTH;

  /** A call with arguments, some of them always literals, and its value or error. */
  private record Case(
      Function function,
      DataType type,
      Object expected,
      List<Object> values,
      List<DataType> types) {
    @Override
    public String toString() {
      return function + "" + values + " = " + expected;
    }
  }

  private static final List<Case> CASES = new ArrayList<>();

  private static DataType typeOf(Object value) {
    if (value instanceof Integer) {
      return INT;
    } else if (value instanceof Long) {
      return BIG;
    } else if (value instanceof Double) {
      return DOUBLE;
    } else if (value instanceof Float) {
      return REAL;
    } else if (value instanceof Boolean) {
      return BOOL;
    } else if (value instanceof String) {
      return TEXT;
    } else if (value instanceof BigDecimal decimal) {
      return DataType.decimal(
          Math.max(decimal.precision(), Math.max(1, decimal.scale())), decimal.scale());
    } else if (value instanceof LocalDate) {
      return DATE;
    } else if (value instanceof LocalTime) {
      return TIME;
    } else if (value instanceof LocalDateTime) {
      return TS;
    } else if (value instanceof Instant) {
      return LTZ;
    }
    throw new IllegalArgumentException("no type for " + value);
  }

  private record Typed(Object value, DataType type) {
    @Override
    public String toString() {
      return value + ":" + type.sql();
    }
  }

  private static Typed typed(Object value, DataType type) {
    return new Typed(value, type);
  }

  private static void of(Function function, DataType type, Object expected, Object... arguments) {
    List<Object> values = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof Typed both) {
        values.add(both.value());
        types.add(both.type());
      } else {
        values.add(argument);
        types.add(typeOf(argument));
      }
    }
    CASES.add(new Case(function, type, expected, values, types));
  }

  private static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(text);
  }

  private static LocalDateTime ts(String text) {
    return LocalDateTime.parse(text);
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  static {
    comparisons();
    logic();
    integers();
    decimals();
    doubles();
    text();
    patterns();
    times();
    intervals();
  }

  private static void comparisons() {
    Object nan = Double.NaN;
    of(Function.EQUAL, BOOL, true, 3, 3);
    of(Function.EQUAL, BOOL, false, "a", "a ");
    of(Function.EQUAL, BOOL, true, nan, nan);
    of(Function.EQUAL, BOOL, true, 0.0, -0.0);
    of(Function.EQUAL, BOOL, null, typed(null, INT), 3);
    of(Function.EQUAL, BOOL, true, dec("123456789012345678901.5"), dec("123456789012345678901.5"));
    of(Function.EQUAL, BOOL, true, dec("1.50"), dec("1.5"));
    of(Function.EQUAL, BOOL, true, 2, dec("2.0"));
    of(Function.EQUAL, BOOL, true, date("2026-01-01"), ts("2026-01-01T00:00"));
    of(Function.NOT_EQUAL, BOOL, true, 3L, 4L);
    of(Function.NOT_EQUAL, BOOL, false, nan, nan);
    of(Function.LESS, BOOL, true, "a", "ä");
    of(Function.LESS, BOOL, false, nan, Double.POSITIVE_INFINITY);
    of(Function.LESS, BOOL, true, false, true);
    of(Function.LESS_OR_EQUAL, BOOL, true, date("2026-01-01"), date("2026-01-01"));
    of(Function.LESS_OR_EQUAL, BOOL, true, 1.0, nan);
    of(Function.GREATER, BOOL, true, nan, Double.POSITIVE_INFINITY);
    of(Function.GREATER, BOOL, true, dec("99999999999999999999"), dec("-99999999999999999999"));
    of(Function.GREATER_OR_EQUAL, BOOL, false, 1, 2L);
    of(Function.IS_DISTINCT_FROM, BOOL, false, typed(null, INT), typed(null, INT));
    of(Function.IS_DISTINCT_FROM, BOOL, true, 1, typed(null, INT));
    of(Function.IS_NOT_DISTINCT_FROM, BOOL, true, "x", "x");
    of(Function.IS_NOT_DISTINCT_FROM, BOOL, false, typed(null, TEXT), "x");
    of(Function.GREATEST, INT, 9, 3, 9, 5);
    of(Function.GREATEST, TEXT, "b", "a", "b", "");
    of(Function.GREATEST, DOUBLE, nan, 1.0, nan);
    of(Function.LEAST, INT, 3, 3, 9, 5);
    of(Function.LEAST, INT, null, 3, typed(null, INT));
    of(
        Function.LEAST,
        DataType.decimal(25, 1),
        dec("-1.5"),
        typed(dec("-1.5"), DataType.decimal(25, 1)),
        typed(dec("7.0"), DataType.decimal(25, 1)));
  }

  private static void logic() {
    Typed unknown = typed(null, BOOL);
    of(Function.AND, BOOL, false, unknown, false);
    of(Function.AND, BOOL, false, false, unknown);
    of(Function.AND, BOOL, null, true, unknown, true);
    of(Function.AND, BOOL, true, true, true, true);
    of(Function.OR, BOOL, true, unknown, true);
    of(Function.OR, BOOL, null, false, unknown);
    of(Function.OR, BOOL, false, false, false);
    of(Function.NOT, BOOL, false, true);
    of(Function.NOT, BOOL, null, unknown);
    of(Function.IS_NULL, BOOL, true, unknown);
    of(Function.IS_NULL, BOOL, false, 1);
    of(Function.IS_NOT_NULL, BOOL, true, "");
    of(Function.IS_TRUE, BOOL, false, unknown);
    of(Function.IS_TRUE, BOOL, true, true);
    of(Function.IS_NOT_TRUE, BOOL, true, unknown);
    of(Function.IS_FALSE, BOOL, true, false);
    of(Function.IS_FALSE, BOOL, false, unknown);
    of(Function.IS_NOT_FALSE, BOOL, true, unknown);
  }

  private static void integers() {
    of(Function.ADD, INT, 5, 2, 3);
    of(Function.ADD, INT, ErrorCode.ARITHMETIC_OVERFLOW, Integer.MAX_VALUE, 1);
    of(Function.ADD, BIG, ErrorCode.ARITHMETIC_OVERFLOW, Long.MAX_VALUE, 1L);
    of(Function.ADD, TINY, ErrorCode.ARITHMETIC_OVERFLOW, typed(100, TINY), typed(100, TINY));
    of(Function.SUBTRACT, BIG, -1L, 2L, 3L);
    of(Function.SUBTRACT, BIG, ErrorCode.ARITHMETIC_OVERFLOW, Long.MIN_VALUE, 1L);
    of(Function.SUBTRACT, INT, ErrorCode.ARITHMETIC_OVERFLOW, Integer.MIN_VALUE, 1);
    of(Function.MULTIPLY, INT, -6, 2, -3);
    of(Function.MULTIPLY, BIG, ErrorCode.ARITHMETIC_OVERFLOW, Long.MIN_VALUE, -1L);
    of(Function.MULTIPLY, INT, ErrorCode.ARITHMETIC_OVERFLOW, 65536, 65536);
    of(Function.DIVIDE, INT, -2, -7, 3);
    of(Function.DIVIDE, INT, ErrorCode.DIVIDE_BY_ZERO, 1, 0);
    of(Function.DIVIDE, BIG, ErrorCode.ARITHMETIC_OVERFLOW, Long.MIN_VALUE, -1L);
    of(Function.DIVIDE, BIG, null, typed(null, BIG), 0L);
    of(Function.MODULO, INT, -1, -7, 3);
    of(Function.MODULO, BIG, 0L, Long.MIN_VALUE, -1L);
    of(Function.MODULO, INT, 0, Integer.MIN_VALUE, -1);
    of(Function.MODULO, BIG, ErrorCode.DIVIDE_BY_ZERO, 1L, 0L);
    of(Function.BIT_AND, INT, 0b1000, 0b1100, 0b1010);
    of(Function.BIT_OR, INT, 0b1110, 0b1100, 0b1010);
    of(Function.BIT_XOR, INT, 0b0110, 0b1100, 0b1010);
    of(Function.BIT_XOR, TINY, -128, typed(-1, TINY), typed(127, TINY));
    of(Function.BIT_XOR, INT, null, typed(null, INT), 3);
    of(Function.BIT_XOR, BIG, Long.MIN_VALUE, Long.MAX_VALUE, -1L);
    of(Function.NEGATE, INT, -5, 5);
    of(Function.NEGATE, INT, ErrorCode.ARITHMETIC_OVERFLOW, Integer.MIN_VALUE);
    of(Function.NEGATE, BIG, ErrorCode.ARITHMETIC_OVERFLOW, Long.MIN_VALUE);
    of(Function.NEGATE, TINY, ErrorCode.ARITHMETIC_OVERFLOW, typed(-128, TINY));
    of(Function.ABSOLUTE, BIG, 5L, -5L);
    of(Function.ABSOLUTE, INT, ErrorCode.ARITHMETIC_OVERFLOW, Integer.MIN_VALUE);
    of(Function.SIGN, INT, -1, -5);
    of(Function.SIGN, BIG, 1L, 5L);
    of(Function.FLOOR, INT, 7, 7);
    of(Function.ROUND, INT, 1300, 1250, -2);
    of(Function.ROUND, INT, -1300, -1250, -2);
    of(Function.ROUND, BIG, ErrorCode.ARITHMETIC_OVERFLOW, Long.MAX_VALUE, -19);
    of(Function.ROUND, BIG, 0L, 4L, -30);
    of(Function.TRUNCATE, BIG, 1200L, 1299L, -2);
  }

  private static void decimals() {
    DataType d102 = DataType.decimal(10, 2);
    DataType d38 = DataType.decimal(38, 0);
    String nines = "99999999999999999999999999999999999999";
    of(Function.ADD, DataType.decimal(11, 2), dec("3.75"), dec("1.50"), dec("2.25"));
    of(Function.ADD, DataType.decimal(5, 3), dec("3.755"), dec("1.505"), dec("2.25"));
    of(
        Function.ADD,
        DataType.decimal(3, 2),
        ErrorCode.ARITHMETIC_OVERFLOW,
        dec("9.99"),
        dec("0.01"));
    of(Function.ADD, d38, ErrorCode.ARITHMETIC_OVERFLOW, dec(nines), dec("1"));
    of(
        Function.ADD,
        DataType.decimal(38, 10),
        dec("12345678901234567890.1234567890"),
        dec("12345678901234567890"),
        dec("0.123456789"));
    of(
        Function.ADD,
        DataType.decimal(20, 0),
        dec("9223372036854775808"),
        typed(dec("9223372036854775807"), DataType.decimal(19, 0)),
        1);
    of(Function.SUBTRACT, DataType.decimal(11, 2), dec("-0.75"), dec("1.50"), dec("2.25"));
    of(Function.SUBTRACT, d38, dec("-" + nines), typed(dec("0"), d38), dec(nines));
    of(Function.MULTIPLY, DataType.decimal(6, 4), dec("3.3750"), dec("1.50"), dec("2.25"));
    of(
        Function.MULTIPLY,
        d38,
        dec("98765432109876543210987654321"),
        dec("98765432109876543210987654321"),
        dec("1"));
    of(Function.MULTIPLY, d38, ErrorCode.ARITHMETIC_OVERFLOW, dec(nines), dec("10"));
    of(
        Function.MULTIPLY,
        DataType.decimal(38, 6),
        dec("1.000000"),
        typed(dec("0.00000000000000000001"), DataType.decimal(38, 20)),
        typed(dec("100000000000000000000.0"), DataType.decimal(38, 1)));
    of(
        Function.DIVIDE,
        DataType.decimal(23, 13),
        dec("0.6666666666667"),
        typed(dec("2.00"), d102),
        typed(dec("3.00"), d102));
    of(
        Function.DIVIDE,
        DataType.decimal(10, 2),
        dec("-0.67"),
        typed(dec("-2.0"), DataType.decimal(5, 1)),
        typed(dec("3.0"), DataType.decimal(5, 1)));
    of(
        Function.DIVIDE,
        DataType.decimal(38, 6),
        dec("0.333333"),
        dec("12345678901234567890123456789"),
        dec("37037036703703703670370370367"));
    of(
        Function.DIVIDE,
        DataType.decimal(38, 6),
        dec("33333333333333333333333333333333.333333"),
        typed(dec("99999999999999999999999999999999.999999"), DataType.decimal(38, 6)),
        dec("3"));
    of(Function.DIVIDE, d102, ErrorCode.DIVIDE_BY_ZERO, dec("1.50"), dec("0.00"));
    of(Function.DIVIDE, DataType.decimal(38, 6), ErrorCode.DIVIDE_BY_ZERO, dec(nines), dec("0"));
    of(Function.MODULO, DataType.decimal(3, 2), dec("-0.50"), dec("-5.5"), dec("1.25"));
    of(
        Function.MODULO,
        DataType.decimal(21, 1),
        dec("1.0"),
        dec("99999999999999999999.0"),
        dec("7"));
    of(Function.MODULO, d102, ErrorCode.DIVIDE_BY_ZERO, dec("1.50"), dec("0.00"));
    of(Function.NEGATE, d102, dec("-1.50"), typed(dec("1.50"), d102));
    of(Function.NEGATE, DataType.decimal(38, 0), dec("-" + nines), dec(nines));
    of(Function.ABSOLUTE, DataType.decimal(38, 0), dec(nines), dec("-" + nines));
    of(Function.ABSOLUTE, d102, dec("1.50"), typed(dec("-1.50"), d102));
    of(Function.SIGN, DataType.decimal(10, 2), dec("-1.00"), typed(dec("-1.50"), d102));
    of(Function.SIGN, INT, -1, dec("-" + nines));
    of(Function.FLOOR, DataType.decimal(10, 0), dec("-2"), typed(dec("-1.50"), d102));
    of(Function.FLOOR, DataType.decimal(10, 0), dec("1"), typed(dec("1.50"), d102));
    of(Function.CEILING, DataType.decimal(10, 0), dec("-1"), typed(dec("-1.50"), d102));
    of(
        Function.CEILING,
        DataType.decimal(38, 0),
        dec("12345678901234567890123456790"),
        dec("12345678901234567890123456789.000000001"));
    of(Function.ROUND, DataType.decimal(10, 0), dec("3"), typed(dec("2.50"), d102));
    of(Function.ROUND, DataType.decimal(10, 0), dec("-3"), typed(dec("-2.50"), d102));
    of(Function.ROUND, DataType.decimal(10, 2), dec("1.30"), typed(dec("1.25"), d102), 1);
    of(Function.ROUND, DataType.decimal(10, 2), dec("100.00"), typed(dec("125.25"), d102), -2);
    of(Function.ROUND, DataType.decimal(10, 2), dec("0.00"), typed(dec("125.25"), d102), -50);
    of(Function.ROUND, DataType.decimal(4, 2), ErrorCode.ARITHMETIC_OVERFLOW, dec("99.99"), 1);
    of(Function.TRUNCATE, DataType.decimal(10, 0), dec("-2"), typed(dec("-2.99"), d102));
    of(Function.TRUNCATE, DataType.decimal(10, 2), dec("1.20"), typed(dec("1.29"), d102), 1);
  }

  private static void doubles() {
    of(Function.ADD, DOUBLE, 0.30000000000000004, 0.1, 0.2);
    of(Function.ADD, REAL, 0.3f, 0.1f, 0.2f);
    of(Function.SUBTRACT, DOUBLE, -1.0, 1.5, 2.5);
    of(Function.MULTIPLY, REAL, 0.1f * 3.3f, 0.1f, 3.3f);
    of(Function.MULTIPLY, DOUBLE, Double.POSITIVE_INFINITY, 1e308, 10.0);
    of(Function.DIVIDE, DOUBLE, 0.5, 1.0, 2.0);
    of(Function.DIVIDE, DOUBLE, ErrorCode.DIVIDE_BY_ZERO, 1.0, -0.0);
    of(Function.DIVIDE, REAL, 1f / 3f, 1f, 3f);
    of(Function.MODULO, DOUBLE, -1.5, -5.5, 2.0);
    of(Function.MODULO, DOUBLE, ErrorCode.DIVIDE_BY_ZERO, 1.0, 0.0);
    of(Function.NEGATE, DOUBLE, -1.5, 1.5);
    of(Function.ABSOLUTE, DOUBLE, 1.5, -1.5);
    of(Function.SIGN, DOUBLE, -1.0, -0.1);
    of(Function.FLOOR, DOUBLE, -2.0, -1.5);
    of(Function.CEILING, DOUBLE, 2.0, 1.5);
    of(Function.ROUND, DOUBLE, 3.0, 2.5);
    of(Function.ROUND, DOUBLE, -3.0, -2.5);
    of(Function.ROUND, DOUBLE, 0.0, 0.49999999999999994);
    of(Function.ROUND, DOUBLE, 1.01, 1.005, 2);
    of(Function.ROUND, DOUBLE, 1200.0, 1234.0, -2);
    of(Function.TRUNCATE, DOUBLE, -2.0, -2.7);
    of(Function.TRUNCATE, DOUBLE, 1.12, 1.129, 2);
    of(Function.SQUARE_ROOT, DOUBLE, 1.5, 2.25);
    of(Function.SQUARE_ROOT, DOUBLE, ErrorCode.VALUE_INVALID, -1.0);
    of(Function.POWER, DOUBLE, 8.0, 2.0, 3.0);
    of(Function.POWER, DOUBLE, ErrorCode.DIVIDE_BY_ZERO, 0.0, -1.0);
    of(Function.POWER, DOUBLE, ErrorCode.VALUE_INVALID, -8.0, 0.5);
    of(Function.EXPONENTIAL, DOUBLE, 1.0, 0.0);
    of(Function.LOGARITHM, DOUBLE, 0.0, 1.0);
    of(Function.LOGARITHM, DOUBLE, ErrorCode.VALUE_INVALID, 0.0);
    of(Function.LOGARITHM_10, DOUBLE, 3.0, 1000.0);
    of(Function.LOGARITHM_10, DOUBLE, ErrorCode.VALUE_INVALID, -1.0);
  }

  private static void text() {
    of(Function.CONCAT, TEXT, "aäz", "a", "ä", "z");
    of(Function.CONCAT, TEXT, null, "a", typed(null, TEXT));
    of(Function.UPPER, TEXT, "AZ09", "az09");
    of(Function.UPPER, TEXT, "STRASSE ÄÖ", "straße äö");
    of(Function.LOWER, TEXT, "az{`", "AZ{`");
    of(Function.LOWER, TEXT, "äöü", "ÄÖÜ");
    of(Function.TRIM, TEXT, "a b", "  a b ", " ");
    of(Function.TRIM, TEXT, "b", "äxbxä", "xä");
    of(Function.TRIM, TEXT, "", "xxx", "x");
    of(Function.TRIM_LEADING, TEXT, "a ", "  a ", " ");
    of(Function.TRIM_TRAILING, TEXT, "  a", "  a ", " ");
    of(Function.TRIM_TRAILING, TEXT, "xa", "xaxx", "x");
    of(Function.SUBSTRING, TEXT, "llo", "hello", 3);
    of(Function.SUBSTRING, TEXT, "hello", "hello", -3);
    of(Function.SUBSTRING, TEXT, "äö", "äöü", 1, 2);
    of(Function.SUBSTRING, TEXT, "h", "hello", -1, 3);
    of(Function.SUBSTRING, TEXT, "", "hello", 9, 3);
    of(Function.SUBSTRING, TEXT, "ello", "hello", 2, Integer.MAX_VALUE);
    of(Function.SUBSTRING, TEXT, ErrorCode.VALUE_INVALID, "hello", 2, -1);
    of(Function.CHARACTER_LENGTH, INT, 12, "héllo wörld€");
    of(Function.CHARACTER_LENGTH, INT, 1, "😀");
    of(Function.OCTET_LENGTH, INT, 4, "😀");
    of(Function.POSITION, INT, 3, "ü", "äöü");
    of(Function.POSITION, INT, 0, "x", "äöü");
    of(Function.POSITION, INT, 1, "", "abc");
    of(Function.REPLACE, TEXT, "x--y--", "x.y.", ".", "--");
    of(Function.REPLACE, TEXT, "abc", "abc", "", "x");
    of(Function.LEFT, TEXT, "äö", "äöü", 2);
    of(Function.LEFT, TEXT, "ä", "äöü", -2);
    of(Function.RIGHT, TEXT, "öü", "äöü", 2);
    of(Function.RIGHT, TEXT, "ü", "äöü", -2);
    of(Function.RIGHT, TEXT, "", "äöü", 0);
    of(Function.LPAD, TEXT, "ababx", "x", 5, "ab");
    of(Function.LPAD, TEXT, "hel", "hello", 3, "ab");
    of(Function.LPAD, TEXT, "  7", "7", 3);
    of(Function.RPAD, TEXT, "xäöä", "x", 4, "äö");
    of(Function.RPAD, TEXT, "x", "x", 4, "");
    of(Function.REVERSE, TEXT, "😀öa", "aö😀");
    of(Function.REPEAT, TEXT, "ababab", "ab", 3);
    of(Function.REPEAT, TEXT, "", "ab", -3);
    of(Function.INITCAP, TEXT, "Hello Wörld-X2y", "hELLO wÖRLD-x2Y");
    of(Function.SPLIT_PART, TEXT, "b", "a,b,c", ",", 2);
    of(Function.SPLIT_PART, TEXT, "c", "a,b,c", ",", -1);
    of(Function.SPLIT_PART, TEXT, "", "a,b,c", ",", 4);
    of(Function.SPLIT_PART, TEXT, ErrorCode.VALUE_INVALID, "a,b,c", ",", 0);
    of(Function.REQUIRE_LENGTH, TEXT, "日本語", "日本語", 3);
    of(Function.REQUIRE_LENGTH, TEXT, ErrorCode.VALUE_TOO_LONG, "日本語", 2);
    of(Function.REQUIRE_SINGLE, INT, 7, 7, 1L);
    of(Function.REQUIRE_SINGLE, INT, ErrorCode.SUBQUERY_ROWS, 7, 2L);
    of(Function.REQUIRE_NOT_NULL, BIG, ErrorCode.NULL_NOT_ALLOWED, typed(null, BIG), "a", "t");
    of(Function.STARTS_WITH, BOOL, true, "hello", "he");
    of(Function.ENDS_WITH, BOOL, false, "hello", "he");
    of(Function.ENDS_WITH, BOOL, true, "hello", "llo");
    of(Function.CONTAINS, BOOL, true, "hello", "ell");
    of(Function.MD5, TEXT, "900150983cd24fb0d6963f7d28e17f72", "abc");
    of(Function.SHA1, TEXT, "a9993e364706816aba3e25717850c26c9cd0d89d", "abc");
    of(
        Function.SHA256,
        TEXT,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "abc");
  }

  private static void patterns() {
    of(Function.LIKE, BOOL, true, "hello", "hello");
    of(Function.LIKE, BOOL, true, "hello", "he%");
    of(Function.LIKE, BOOL, true, "hello", "%lo");
    of(Function.LIKE, BOOL, true, "hello", "%ll%");
    of(Function.LIKE, BOOL, true, "hello", "h%l_");
    of(Function.LIKE, BOOL, false, "hello", "h_o");
    of(Function.LIKE, BOOL, true, "aäb", "a_b");
    of(Function.LIKE, BOOL, true, "", "%");
    of(Function.LIKE, BOOL, false, "", "_%");
    of(Function.LIKE, BOOL, true, "abcabd", "%ab_");
    of(Function.LIKE, BOOL, false, "ab", "ab%ab");
    of(Function.LIKE, BOOL, true, "10%", "10!%", "!");
    of(Function.LIKE, BOOL, false, "100", "10!%", "!");
    of(Function.LIKE, BOOL, true, "a%b_c", "%!%_!_%", "!");
    of(Function.LIKE, BOOL, ErrorCode.VALUE_INVALID, "a", "a!", "!");
    of(Function.LIKE, BOOL, ErrorCode.VALUE_INVALID, "a", "a", "!!");
    of(Function.ILIKE, BOOL, true, "HÄLLO", "hä%");
    of(Function.REGEXP_LIKE, BOOL, true, "abc123", "[0-9]+");
    of(Function.REGEXP_LIKE, BOOL, ErrorCode.VALUE_INVALID, "abc", "[");
    of(Function.REGEXP_REPLACE, TEXT, "a#b#", "a1b22", "[0-9]+", "#");
    of(Function.REGEXP_REPLACE, TEXT, "<1>", "1", "(.)", "<$1>");
    of(Function.REGEXP_REPLACE, TEXT, ErrorCode.VALUE_INVALID, "1", "(.)", "$7");
  }

  private static void times() {
    Object leap = ts("2024-02-29T13:14:15.123456");
    String[] units = {
      "YEAR",
      "QUARTER",
      "MONTH",
      "WEEK",
      "DAY",
      "DOW",
      "ISODOW",
      "DOY",
      "HOUR",
      "MINUTE",
      "SECOND",
      "MILLISECOND",
      "MICROSECOND",
      "EPOCH",
      "CENTURY",
      "DECADE",
      "ISOYEAR",
      "MILLENNIUM"
    };
    long[] parts = {
      2024, 1, 2, 9, 29, 5, 4, 60, 13, 14, 15, 15123, 15123456, 1709212455L, 21, 202, 2024, 3
    };
    for (int i = 0; i < units.length; i++) {
      of(Function.EXTRACT, BIG, parts[i], units[i], leap);
    }
    of(Function.EXTRACT, BIG, 1L, "HOUR", at("2026-03-29T23:30:00Z"));
    of(Function.EXTRACT, BIG, 30L, "DAY", at("2026-03-29T23:30:00Z"));
    of(Function.EXTRACT, BIG, -1L, "EPOCH", at("1969-12-31T23:59:59.5Z"));
    of(Function.EXTRACT, BIG, 23L, "HOUR", ts("1969-12-31T23:59:59"));
    of(Function.EXTRACT, BIG, 2020L, "ISOYEAR", date("2021-01-03"));
    of(Function.EXTRACT, BIG, 53L, "WEEK", date("2021-01-03"));
    of(Function.EXTRACT, BIG, 5L, "MINUTE", LocalTime.parse("04:05:06"));
    of(Function.EXTRACT, BIG, 2L, "DAY", typed(180_000_000_000L, DAYS));
    of(Function.EXTRACT, BIG, 2L, "HOUR", typed(180_000_000_000L, DAYS));
    of(Function.EXTRACT, BIG, -1L, "YEAR", typed(-14, MONTHS));
    of(Function.EXTRACT, BIG, -2L, "MONTH", typed(-14, MONTHS));
    of(Function.FLOOR_TIME, TS, ts("2024-02-29T13:00"), "HOUR", leap);
    of(Function.FLOOR_TIME, TS, ts("2024-02-29T00:00"), "DAY", leap);
    of(Function.FLOOR_TIME, TS, ts("2024-02-26T00:00"), "WEEK", leap);
    of(Function.FLOOR_TIME, TS, ts("2024-02-01T00:00"), "MONTH", leap);
    of(Function.FLOOR_TIME, TS, ts("2024-01-01T00:00"), "QUARTER", leap);
    of(Function.FLOOR_TIME, TS, ts("2020-01-01T00:00"), "DECADE", leap);
    of(Function.FLOOR_TIME, TS, ts("2001-01-01T00:00"), "CENTURY", leap);
    of(Function.FLOOR_TIME, TS, ts("2001-01-01T00:00"), "MILLENNIUM", leap);
    of(Function.FLOOR_TIME, TS, ts("1969-12-31T23:00"), "HOUR", ts("1969-12-31T23:59:59"));
    of(Function.FLOOR_TIME, DATE, date("2024-01-01"), "YEAR", date("2024-02-29"));
    of(Function.FLOOR_TIME, LTZ, at("2026-03-28T23:00:00Z"), "DAY", at("2026-03-29T12:00:00Z"));
    of(Function.FLOOR_TIME, LTZ, at("2026-10-25T01:00:00Z"), "HOUR", at("2026-10-25T01:30:00Z"));
    of(Function.CEIL_TIME, TS, ts("2024-03-01T00:00"), "MONTH", leap);
    of(Function.CEIL_TIME, TS, ts("2024-02-01T00:00"), "MONTH", ts("2024-02-01T00:00"));
    of(Function.CEIL_TIME, TS, ts("2024-02-29T14:00"), "HOUR", leap);
    of(Function.CEIL_TIME, DATE, date("2024-04-01"), "QUARTER", date("2024-02-29"));
    of(Function.CEIL_TIME, LTZ, at("2026-03-29T22:00:00Z"), "DAY", at("2026-03-29T12:00:00Z"));
    of(
        Function.TUMBLE_START,
        TS,
        ts("2026-01-01T12:00"),
        ts("2026-01-01T12:09:59"),
        600_000_000L,
        0L);
    of(
        Function.TUMBLE_START,
        TS,
        ts("1969-12-31T23:59:50"),
        ts("1969-12-31T23:59:55"),
        10_000_000L,
        0L);
    of(
        Function.TUMBLE_START,
        TS,
        ts("1969-12-31T23:59:50"),
        ts("1969-12-31T23:59:50"),
        10_000_000L,
        0L);
    of(Function.FORMAT_TIME, TEXT, "29/02/24 13h", leap, "dd/MM/yy HH'h'");
    of(
        Function.FORMAT_TIME,
        TEXT,
        "2026-01-01 13:00 +01",
        at("2026-01-01T12:00:00Z"),
        "yyyy-MM-dd HH:mm x");
    of(Function.FORMAT_TIME, TEXT, "2026", date("2026-01-01"), "yyyy");
    of(Function.PARSE_TIME, TS, ts("2024-02-29T13:14"), "29.02.2024 13:14", "dd.MM.yyyy HH:mm");
    of(Function.PARSE_TIME, TS, ts("2024-02-29T00:00"), "29.02.2024", "dd.MM.yyyy");
    of(Function.PARSE_TIME, TS, ErrorCode.VALUE_INVALID, "x", "dd.MM.yyyy");
    of(Function.FROM_EPOCH_SECONDS, LTZ, at("1970-01-01T00:01:00Z"), 60L);
    of(Function.FROM_EPOCH_SECONDS, LTZ, ErrorCode.ARITHMETIC_OVERFLOW, Long.MAX_VALUE);
    of(Function.FROM_EPOCH_MILLIS, LTZ, at("1969-12-31T23:59:59.999Z"), -1L);
  }

  private static void intervals() {
    of(Function.ADD, DAYS, 5L, typed(2L, DAYS), typed(3L, DAYS));
    of(Function.SUBTRACT, MONTHS, -1, typed(2, MONTHS), typed(3, MONTHS));
    of(Function.NEGATE, DAYS, -2L, typed(2L, DAYS));
    of(
        Function.ADD_INTERVAL,
        TS,
        ts("2026-01-02T00:00"),
        ts("2026-01-01T23:00"),
        typed(3_600_000_000L, DAYS));
    of(Function.ADD_INTERVAL, TS, ts("2024-02-29T10:00"), ts("2024-01-31T10:00"), typed(1, MONTHS));
    of(
        Function.ADD_INTERVAL,
        TS,
        ts("2023-12-31T10:00"),
        ts("2024-01-31T10:00"),
        typed(-1, MONTHS));
    of(Function.ADD_INTERVAL, DATE, date("2025-02-28"), date("2024-02-29"), typed(12, MONTHS));
    of(
        Function.ADD_INTERVAL,
        DATE,
        date("2024-03-01"),
        date("2024-02-29"),
        typed(86_400_000_000L, DAYS));
    of(
        Function.ADD_INTERVAL,
        TIME,
        LocalTime.parse("01:00"),
        LocalTime.parse("23:00"),
        typed(7_200_000_000L, DAYS));
    of(
        Function.ADD_INTERVAL,
        LTZ,
        at("2026-04-28T10:00:00Z"),
        at("2026-03-28T11:00:00Z"),
        typed(1, MONTHS));
    of(
        Function.TIME_DIFFERENCE,
        DAYS,
        3_600_000_000L,
        ts("2026-01-01T13:00"),
        ts("2026-01-01T12:00"));
    of(Function.TIME_DIFFERENCE, DAYS, -86_400_000_000L, date("2026-01-01"), date("2026-01-02"));
    of(Function.UNIT_DIFFERENCE, BIG, 1L, "MONTH", ts("2026-03-01T00:00"), ts("2026-01-31T00:00"));
    of(Function.UNIT_DIFFERENCE, BIG, 0L, "MONTH", ts("2026-01-31T00:00"), ts("2026-01-01T00:00"));
    of(Function.UNIT_DIFFERENCE, BIG, -1L, "YEAR", date("2024-01-01"), date("2025-06-01"));
    of(Function.UNIT_DIFFERENCE, BIG, 26L, "HOUR", ts("2026-01-02T14:30"), ts("2026-01-01T12:00"));
    of(
        Function.UNIT_DIFFERENCE,
        BIG,
        1L,
        "DAY",
        at("2026-03-29T22:00:00Z"),
        at("2026-03-28T23:00:00Z"));
    of(
        Function.UNIT_DIFFERENCE,
        BIG,
        23L,
        "HOUR",
        at("2026-03-29T22:00:00Z"),
        at("2026-03-28T23:00:00Z"));
    of(Function.INTERVAL_MULTIPLY, DAYS, 3_000_000L, typed(1_000_000L, DAYS), 3);
    of(Function.INTERVAL_MULTIPLY, DAYS, 1_500_001L, typed(1_000_000L, DAYS), dec("1.5000005"));
    of(Function.INTERVAL_MULTIPLY, MONTHS, 24, typed(12, MONTHS), 2);
    of(
        Function.INTERVAL_MULTIPLY,
        DAYS,
        ErrorCode.ARITHMETIC_OVERFLOW,
        typed(Long.MAX_VALUE, DAYS),
        2);
  }

  static Stream<Case> cases() {
    return CASES.stream();
  }

  @Test
  void everyFunctionHasACase() {
    Set<Function> missing = EnumSet.allOf(Function.class);
    CASES.forEach(example -> missing.remove(example.function()));
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesItsValueForLiterals(Case example) {
    Expression[] arguments = new Expression[example.values().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = literal(example.values().get(i), example.types().get(i));
    }
    ColumnBatch one = new BatchBuilder(schema(INT)).row(1).build();
    check(example, one, call(example.function(), example.type(), arguments), 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesItsValueForColumnsThatMayBeNull(Case example) {
    runColumns(example, true);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesItsValueForColumnsThatAreNotNull(Case example) {
    if (example.values().stream().noneMatch(value -> value == null)) {
      runColumns(example, false);
    }
  }

  private static void runColumns(Case example, boolean nullable) {
    int count = example.values().size();
    DataType[] types = new DataType[count];
    Expression[] arguments = new Expression[count];
    Object[] nulls = new Object[count];
    for (int i = 0; i < count; i++) {
      types[i] = example.types().get(i).withNullable(nullable);
      arguments[i] =
          mustBeLiteral(example.function(), i)
              ? literal(example.values().get(i), types[i])
              : column(i, types[i]);
    }
    BatchBuilder rows = new BatchBuilder(schema(types));
    if (nullable) {
      rows.row(nulls).row(example.values().toArray()).row(nulls);
    } else {
      rows.row(example.values().toArray());
    }
    check(
        example,
        rows.build(),
        call(example.function(), example.type().withNullable(true), arguments),
        nullable ? 1 : 0);
  }

  private static boolean mustBeLiteral(Function function, int argument) {
    return switch (function) {
      case EXTRACT, FLOOR_TIME, CEIL_TIME, UNIT_DIFFERENCE -> argument == 0;
      case FORMAT_TIME, PARSE_TIME, TUMBLE_START, REQUIRE_NOT_NULL, REQUIRE_LENGTH -> argument > 0;
      default -> false;
    };
  }

  private static void check(Case example, ColumnBatch input, Expression expression, int row) {
    if (example.expected() instanceof ErrorCode code) {
      MillraceException error =
          catchThrowableOfType(
              MillraceException.class, () -> Expressions.evaluate(input, expression));
      assertThat(error).as("error of %s", example).isNotNull();
      assertThat(error.code()).isEqualTo(code);
      assertThat(error.position()).contains(Expressions.PLACE);
      return;
    }
    assertThat(Expressions.evaluate(input, expression).get(row)).isEqualTo(example.expected());
  }
}
