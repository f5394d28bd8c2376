package io.millrace.plan.analyze;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Queries that are made, not written. */
final class Selects {
  private Selects() {}

  /**
   * {@code SELECT items FROM from}.
   *
   * @param from null for one row of nothing
   */
  static SqlSelect of(SqlParserPos position, SqlNodeList items, @Nullable SqlNode from) {
    return new SqlSelect(
        position, null, items, from, null, null, null, null, null, null, null, null, null);
  }
}
