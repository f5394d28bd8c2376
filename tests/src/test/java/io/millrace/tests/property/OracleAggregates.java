package io.millrace.tests.property;

/**
 * Aggregates in DuckDB's words. Of several rows that decide we take the one with the smallest
 * value; DuckDB takes the first one, so it has to see them in order. Conditions that are all NULL
 * are true 0 times, which DuckDB does not say.
 */
final class OracleAggregates {
  private OracleAggregates() {}

  static String of(String sql) {
    return sql.replaceAll("MODE\\((\\w+)\\)", "mode($1 ORDER BY $1)")
        .replaceAll("COUNT_IF\\(([^()]*)\\)", "COUNT(CASE WHEN $1 THEN 1 END)")
        .replaceAll("(ARG_M(?:IN|AX))\\((\\w+), (\\w+)\\)", "$1($2, $3 ORDER BY $2)");
  }
}
