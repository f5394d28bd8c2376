package io.millrace.tests.random;

import java.util.List;

/** The types of random columns. */
enum Kind {
  FLAG("BOOLEAN", "TRUE", "FALSE"),
  INT("INTEGER", "0", "1", "2", "3", "-7", "40"),
  BIG("BIGINT", "0", "1", "2", "5", "-4", "100"),
  DEC("DECIMAL(10, 2)", "1.50", "0.00", "-2.25", "3.10", "99.99"),
  // quarters add up exactly, whatever the order
  REAL("DOUBLE", "0.5", "0", "-1.25", "2", "10.75"),
  TEXT("VARCHAR", "'a'", "'b'", "'ab'", "''", "'B'", "'éa'"),
  DAY("DATE", "DATE '1969-12-31'", "DATE '2026-01-01'", "DATE '2024-02-29'"),
  CLOCK("TIME", "TIME '00:00:00'", "TIME '12:30:00'", "TIME '23:59:59'"),
  STAMP(
      "TIMESTAMP",
      "TIMESTAMP '2026-01-01 12:00:00'",
      "TIMESTAMP '2026-01-01 12:45:10'",
      "TIMESTAMP '1969-12-31 23:59:59'"),
  LIST("BIGINT[]", "[1]", "[1, NULL]", "[2, 1, 1]"),
  PAIR(
      Dialect.either("STRUCT<a: BIGINT, b: STRING>", "STRUCT(a BIGINT, b VARCHAR)"),
      "{'a': 1, 'b': 'x'}",
      "{'a': 2, 'b': NULL}",
      "{'a': NULL, 'b': 'y'}"),
  MAP(
      Dialect.either("MAP<STRING, BIGINT>", "MAP(VARCHAR, BIGINT)"),
      "MAP {'a': 1}",
      "MAP {'a': 2, 'b': NULL}"),
  /** A statistic, of which the oracle has lost some digits: it is shown, and nothing else. */
  STATISTIC("DOUBLE", "0.5");

  private final String type;
  private final List<String> values;

  Kind(String type, String... values) {
    this.type = type;
    this.values = List.of(values);
  }

  /** Its name in both dialects. */
  String type() {
    return type;
  }

  boolean isComparable() {
    return this != MAP && this != STATISTIC;
  }

  boolean isNumber() {
    return this == INT || this == BIG || this == DEC || this == REAL;
  }

  /** A constant of exactly this type. */
  String constant(Choice choice) {
    return "CAST(" + (choice.oneIn(10) ? "NULL" : choice.of(values)) + " AS " + type + ")";
  }

  /** A value in a row that is inserted. */
  String cell(Choice choice) {
    if (choice.oneIn(8)) {
      return "NULL";
    }
    return switch (this) {
      case INT -> Integer.toString(choice.below(6) - (choice.oneIn(4) ? 3 : 0));
      case BIG -> Integer.toString(choice.below(30) - 10);
      case REAL -> "CAST(" + choice.of(values) + " AS DOUBLE)";
      default -> choice.of(values);
    };
  }
}
