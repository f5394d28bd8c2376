package io.millrace.shell.repl;

import java.util.Locale;
import java.util.Set;

/**
 * The words that are coloured. The engine knows them too, but it is not there yet when the first
 * ones are typed; a test compares the two.
 */
public final class Keywords {
  private static final Set<String> WORDS =
      Set.of(
          """
          ACCEPT AGGREGATE ALL ALLOW ANALYZE AND ANY APPEND ARRAY AS AVAILABLE AWAIT BATCH BETWEEN
          BOUNDED BY CASE CAST CHANGE CHANGELOG CHAR CHARACTER CHECKPOINT COMMENT COMPLETE
          CONNECTORS CONTINUOUS CREATE CROSS DAY DAYS DEFAULT DESC DESCRIBE DETERMINISTIC DISTINCT
          DOT DOUBLE DRAIN DROP ELSE EMIT END ENFORCED EXCEPT EXISTS EXPLAIN EXTENDED FALSE FETCH
          FOR FORMAT FROM FULL FUNCTION FUNCTIONS GROUP HAVING HOUR HOURS IF IN INCREMENTAL INNER
          INSERT INTERSECT INTERVAL INTO IS JAR JOIN JSON KEY LANGUAGE LATERAL LEFT LIKE LIMIT LOCAL
          LOGICAL MAP METADATA MICROSECOND MICROSECONDS MILLISECOND MILLISECONDS MINUTE MINUTES MODE
          MONTH MONTHS MULTISET NAME NATURAL NOT NOW NULL OFFSET ON ONCE OPTIONS OR ORDER OUTER
          OUTPUT PARTIAL PARTITIONED PHYSICAL PLAN PRECISION PRIMARY PROCESSING PROGRESS QUERIES
          QUERY REAL REPAIR REPLACE RESET RETURN RETURNS RIGHT ROW SECOND SECONDS SELECT SET
          SETTINGS SHOW SINK SINKS SOME SOURCE SOURCES SPARK START STATE STOP STRUCT SYSTEM TABLE
          TABLES TAIL TEMP TEMPORARY TEXT THEN TIME TIMEOUT TIMESTAMP TO TRIGGER TRUE UNION UPDATE
          USER USING VALUES VARYING VIEW VIEWS WATERMARK WEEK WEEKS WHEN WHERE WINDOW WITH WITHOUT
          YEAR YEARS ZONE
          """
              .strip()
              .split("\\s+"));

  /** Words of queries that can be names too, and names of types. */
  private static final Set<String> MORE_WORDS =
      Set.of(
          """
          ASC BIGINT BINARY BOOLEAN CUBE DATE DECIMAL DESCRIPTOR ESCAPE FILTER FIRST FLOAT GROUPING
          ILIKE INT INTEGER LAST NULLS NUMERIC OVER PARTITION QUALIFY RANGE ROLLUP ROWS SETS
          SMALLINT STRING TIMESTAMP_LTZ TINYINT VARCHAR
          """
              .strip()
              .split("\\s+"));

  private Keywords() {}

  /** The words that statements are made of. */
  public static Set<String> ofStatements() {
    return WORDS;
  }

  /** Whether a word is coloured. */
  static boolean contains(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    return WORDS.contains(upper) || MORE_WORDS.contains(upper);
  }
}
