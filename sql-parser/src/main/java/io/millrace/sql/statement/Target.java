package io.millrace.sql.statement;

/**
 * The table whose rows a statement changes.
 *
 * @param table its name
 * @param alias what its expressions call it; the name of the table without one
 */
public record Target(Identifier table, Identifier alias) {}
