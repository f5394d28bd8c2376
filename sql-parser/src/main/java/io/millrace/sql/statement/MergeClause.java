package io.millrace.sql.statement;

import io.millrace.api.error.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * {@code WHEN [NOT] MATCHED [BY SOURCE] [AND condition] THEN action}.
 *
 * @param match for which rows
 * @param condition that they meet beside
 */
public record MergeClause(
    SourcePosition position, Match match, Optional<QueryText> condition, Action action) {

  /** Which rows a clause is about. */
  public enum Match {
    /** Rows of the table with a row of the source. */
    MATCHED,
    /** Rows of the source without a row of the table. */
    NOT_MATCHED,
    /** Rows of the table without a row of the source. */
    NOT_MATCHED_BY_SOURCE
  }

  /** What becomes of them. */
  public sealed interface Action {}

  /**
   * {@code UPDATE SET …}.
   *
   * @param assignments empty for {@code SET *}: all columns by name
   */
  public record Update(List<Assignment> assignments) implements Action {}

  /** {@code DELETE}. */
  public record Delete() implements Action {}

  /**
   * {@code INSERT (columns) VALUES (values)}.
   *
   * @param columns empty for all
   * @param values a row in parentheses; empty for {@code INSERT *}
   */
  public record Insert(List<Identifier> columns, Optional<ValueRow> values) implements Action {}

  /** {@code DO NOTHING}. */
  public record Nothing() implements Action {}
}
