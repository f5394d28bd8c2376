package io.millrace.sql.statement;

/** {@code column = value}. */
public record Assignment(Identifier column, ValueRow.Cell value) {}
