/**
 * Step 2 of the way of the data: {@link io.millrace.sql.parse.StatementParser} makes a {@link
 * io.millrace.sql.statement.Statement} of the text of a statement.
 *
 * <p>A statement is cut into tokens ({@code StatementTokens}), statements that are known but not
 * built are refused ({@code UnsupportedStatements}), the words of a query are folded into one token
 * ({@code QueryFolder}), the generated parser checks the rest ({@code sql.grammar}), and {@code
 * StatementBuilder} makes the record. Nothing outside this package sees generated code.
 */
@NullMarked
package io.millrace.sql.parse;

import org.jspecify.annotations.NullMarked;
