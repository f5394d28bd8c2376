package io.millrace.tests.random;

/** A column of a table or a query. */
record Column(String name, Kind kind) {}
