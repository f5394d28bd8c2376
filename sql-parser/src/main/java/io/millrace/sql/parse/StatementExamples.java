package io.millrace.sql.parse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How statements look, for those who have written one of them wrongly. */
final class StatementExamples {
  private static final String CREATE_FUNCTION =
      "CREATE FUNCTION f (x INT) RETURNS INT RETURN x + 1";

  /** By how they begin, the longer beginnings first. */
  private static final List<Map.Entry<String, String>> EXAMPLES =
      List.of(
          Map.entry("CREATE TABLE", "CREATE TABLE t (id BIGINT, name STRING)"),
          Map.entry(
              "CREATE SOURCE",
              "CREATE SOURCE s (id BIGINT) WITH (connector = 'file', path = 'in', format = 'json')"),
          Map.entry("CREATE SINK", "CREATE SINK s WITH (connector = 'console')"),
          Map.entry("CREATE VIEW", "CREATE VIEW v AS SELECT id FROM t"),
          Map.entry("CREATE FUNCTION", CREATE_FUNCTION),
          Map.entry("CREATE TEMPORARY FUNCTION", CREATE_FUNCTION),
          Map.entry("CREATE", "CREATE TABLE t (id BIGINT, name STRING)"),
          Map.entry("DROP CHECKPOINT", "DROP CHECKPOINT 'directory'"),
          Map.entry("DROP", "DROP TABLE IF EXISTS t"),
          Map.entry("INSERT", "INSERT INTO t VALUES (1, 'a')"),
          Map.entry("START", "START QUERY q AS INSERT INTO t SELECT id FROM s"),
          Map.entry("STOP", "STOP QUERY q"),
          Map.entry("TAIL", "TAIL QUERY q"),
          Map.entry("AWAIT", "AWAIT QUERY q"),
          Map.entry("SHOW", "SHOW TABLES"),
          Map.entry("DESCRIBE QUERY", "DESCRIBE QUERY q PROGRESS"),
          Map.entry("DESCRIBE", "DESCRIBE t"),
          Map.entry("EXPLAIN", "EXPLAIN SELECT id FROM t"),
          Map.entry("SET", "SET parallelism = 4"),
          Map.entry("RESET", "RESET parallelism"),
          Map.entry("REPAIR", "REPAIR CHECKPOINT 'directory'"),
          Map.entry("SELECT", "SELECT id FROM t EMIT UPDATE"));

  private static final String ANY = "SELECT id FROM t";

  private StatementExamples() {}

  /** A statement that begins with these words; empty if there is none. */
  static Optional<String> of(String beginning) {
    for (Map.Entry<String, String> example : EXAMPLES) {
      if ((beginning + " ").startsWith(example.getKey() + " ")) {
        return Optional.of(example.getValue());
      }
    }
    return Optional.empty();
  }

  /** Some statement. */
  static String any() {
    return ANY;
  }
}
