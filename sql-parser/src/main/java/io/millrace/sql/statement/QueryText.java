package io.millrace.sql.statement;

import io.millrace.api.error.SourcePosition;

/**
 * A query or expression for Calcite's parser, written so that the parser counts the script's lines
 * and columns by itself: everything before it in the script is blanked out, and every token stands
 * at the line and column it has in the script.
 *
 * @param text blank space up to the query, then the query with all identifiers that were in
 *     backticks in double quotes
 * @param original the query as written, without what stands before it
 * @param position its place in the script
 */
public record QueryText(String text, String original, SourcePosition position) {}
