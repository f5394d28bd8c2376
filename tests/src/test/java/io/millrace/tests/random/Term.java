package io.millrace.tests.random;

/** An expression and the kind of its values. */
record Term(String sql, Kind kind) {}
