/**
 * Step 2 of the way of the data: statements as records, made by {@code sql.parse} and taken by the
 * planner and the session. Query bodies stay text ({@link io.millrace.sql.statement.QueryText}) for
 * Calcite's parser.
 */
@NullMarked
package io.millrace.sql.statement;

import org.jspecify.annotations.NullMarked;
