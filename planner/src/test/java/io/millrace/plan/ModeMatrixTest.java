package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.error.MillraceException;
import io.millrace.plan.physical.QueryPlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which query classes each mode takes, what it is taken as, and which mode is chosen if none is
 * named: {@code I}, {@code U} or {@code D} is the kind of the result in that mode, {@code -} a
 * refusal.
 */
class ModeMatrixTest {
  private static final PlannerTester TESTER =
      PlannerTester.of(
          """
          CREATE SOURCE s (k STRING, n INTEGER, ts TIMESTAMP,
            WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE) USING memory;
          CREATE SOURCE bare (k STRING, n INTEGER, ts TIMESTAMP) USING memory;
          CREATE TABLE b (k STRING, n INTEGER, ts TIMESTAMP);
          """);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT k FROM s WHERE n > 1                                                   | APPEND    | I | I | I | I
          SELECT k FROM s UNION ALL SELECT k FROM bare                                  | APPEND    | I | I | I | I
          SELECT DISTINCT k FROM bare                                                   | APPEND    | I | I | I | I
          SELECT k FROM s UNION SELECT k FROM bare                                      | APPEND    | I | I | I | I
          SELECT k, COUNT(*) FROM s GROUP BY k                                          | UPDATE    | - | U | U | U
          SELECT COUNT(*) FROM s GROUP BY k                                             | CHANGELOG | - | - | D | D
          SELECT window.start, COUNT(*) FROM s GROUP BY window(ts, '1 hour')            | APPEND    | I | U | U | U
          SELECT window.start, COUNT(*) FROM bare GROUP BY window(ts, '1 hour')         | UPDATE    | - | U | U | U
          SELECT ts, COUNT(*) FROM s GROUP BY ts                                        | APPEND    | I | U | U | U
          SELECT date_trunc('day', ts), COUNT(*) FROM s GROUP BY 1                      | APPEND    | I | U | U | U
          SELECT ts + INTERVAL '1' DAY AS d, COUNT(*) FROM s GROUP BY ts + INTERVAL '1' DAY | APPEND | I | U | U | U
          SELECT COUNT(*) FROM s                                                        | UPDATE    | - | U | U | U
          SELECT k, COUNT(*) FROM s GROUP BY k HAVING COUNT(*) < 3                      | UPDATE    | - | D | D | D
          SELECT k, COUNT(*) FROM s GROUP BY k HAVING k < 'x'                           | UPDATE    | - | U | U | U
          SELECT k, COUNT(DISTINCT n) FROM s GROUP BY k                                 | UPDATE    | - | U | U | U
          SELECT k FROM s LIMIT 4                                                       | APPEND    | I | I | I | I
          SELECT k FROM s ORDER BY k                                                    | APPEND    | I | I | I | I
          SELECT c, COUNT(*) FROM (SELECT k, COUNT(*) AS c FROM s GROUP BY k) GROUP BY c | UPDATE   | - | D | D | D
          SELECT COUNT(*), k FROM b GROUP BY k                                          | APPEND    | I | U | U | U
          SELECT COUNT(*) FROM b                                                        | APPEND    | I | U | U | U
          SELECT k FROM b ORDER BY n LIMIT 1                                            | APPEND    | I | U | - | U
          SELECT k, n FROM s ORDER BY n LIMIT 2                                         | CHANGELOG | - | - | I | D
          SELECT k, n FROM s QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY n) = 1  | UPDATE    | - | U | U | U
          """)
  void modes(
      String query,
      String chosen,
      String append,
      String update,
      String complete,
      String changelog) {
    assertThat(TESTER.plan(query).mode().name()).isEqualTo(chosen);
    assertThat(kind(query, "APPEND")).as("append").isEqualTo(append);
    assertThat(kind(query, "UPDATE")).as("update").isEqualTo(update);
    assertThat(kind(query, "COMPLETE")).as("complete").isEqualTo(complete);
    assertThat(kind(query, "CHANGELOG")).as("changelog").isEqualTo(changelog);
  }

  private static String kind(String query, String mode) {
    try {
      QueryPlan plan = TESTER.plan(query + " EMIT " + mode);
      assertThat(plan.modeReason()).isEmpty();
      return plan.kind().name().substring(0, 1);
    } catch (MillraceException e) {
      return "-";
    }
  }
}
