package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a user sees for a wrong query: the code, the marked text, the sentence and the first hint.
 * The query's own text at the error's position must be the one in the second column.
 */
class PlanningErrorsTest {
  private static final PlannerTester TESTER =
      PlannerTester.of(
          """
          CREATE SOURCE clicks (id BIGINT, page STRING, amount DECIMAL(10,2), ts TIMESTAMP,
            WATERMARK FOR ts AS ts - INTERVAL '10' SECOND) USING appends;
          CREATE SOURCE raw (id BIGINT, page STRING, ts TIMESTAMP) USING appends;
          CREATE TABLE t (a INTEGER NOT NULL, b STRING DEFAULT 'x', c DECIMAL(10,2), d TIMESTAMP);
          CREATE SINK log (page STRING, n BIGINT) USING appends;
          CREATE SINK ups (page STRING, n BIGINT) USING upserts;
          CREATE SINK whole (page STRING, n BIGINT) USING replaces;
          """);

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          TABLE_NOT_FOUND       | SELECT * FROM clicsk                                      | clicsk                | table "clicsk" does not exist | did you mean "clicks"?   tables: clicks, log, raw, t, ups, whole
          COLUMN_NOT_FOUND      | SELECT pgae FROM clicks                                   | pgae                  | column "pgae" does not exist in clicks | did you mean "page"?   columns of clicks: id, page, amount, ts
          COLUMN_NOT_FOUND      | SELECT b FROM (VALUES (1)) r(a)                           | b                     | column "b" does not exist in r | columns of r: a
          COLUMN_NOT_FOUND      | SELECT c.pgae FROM clicks c                               | pgae                  | column "pgae" does not exist in clicks | did you mean "page"?   columns of clicks: id, page, amount, ts
          FUNCTION_NOT_FOUND    | SELECT uper(page) FROM clicks                             | uper                  | function uper does not exist | did you mean upper?
          TYPE_NOT_FOUND        | SELECT CAST(id AS strin) FROM clicks                      | strin                 | type "strin" does not exist | did you mean STRING?
          TYPE_MISMATCH         | SELECT page + 1 FROM clicks                               | page + 1              | operator + does not take varchar and integer | text and numbers do not mix by themselves: use CAST(… AS …)
          TYPE_MISMATCH         | SELECT id FROM clicks WHERE page = 1                      | page = 1              | cannot compare varchar with integer | use CAST to give them one type
          TYPE_MISMATCH         | SELECT CASE WHEN id > 1 THEN 1 ELSE 'a' END FROM clicks   | CASE WHEN id > 1 THEN 1 ELSE 'a' END | these values have types that do not fit together | use CAST to give them one type
          TYPE_MISMATCH         | SELECT UPPER(id) FROM clicks                              | UPPER(id)             | function upper does not take bigint | it takes upper(text)
          TYPE_MISMATCH         | SELECT id FROM clicks WHERE id                            | id                    | WHERE needs a condition (a boolean) | compare it with something:   … = value, or … IS NOT NULL
          TYPE_MISMATCH         | SELECT page FROM clicks UNION ALL SELECT id, page FROM raw | id, page             | the two sides of UNION ALL have different numbers of columns | leave columns out, or put NULL AS name where one is missing
          NOT_GROUPED           | SELECT page, id FROM clicks GROUP BY page                 | id                    | id is neither in GROUP BY nor inside an aggregate | add it to GROUP BY, or take for example MAX(id)
          AGGREGATE_MISPLACED   | SELECT page FROM clicks WHERE COUNT(*) > 1                | COUNT(*)              | an aggregate cannot stand in WHERE | conditions on aggregates go into HAVING
          AGGREGATE_MISPLACED   | SELECT SUM(COUNT(*)) FROM clicks                          | SUM(COUNT(*))         | an aggregate cannot stand inside an aggregate | put the inner one into a query in FROM
          SYNTAX_ERROR          | SELECT a frm clicks                                       | frm                   | unexpected "frm" | did you mean FROM?
          SYNTAX_ERROR          | SELECT * FROM order WHERE a > 1                           | order                 | unexpected "order": expected a table | a name that is a keyword stands in double quotes:   "order"
          SYNTAX_ERROR          | SELECT a FROM clicks WHERE                                | behind the end        | the query ends too early: expected an expression | write for example   WHERE id = 1 AND name LIKE 'a%'
          WINDOW_INVALID        | SELECT 1 FROM clicks GROUP BY TUMBLE(ts, INTERVAL '1' MONTH) | INTERVAL '1' MONTH | a window size in months or years has no fixed length | use days: INTERVAL '30' DAY
          WINDOW_INVALID        | SELECT 1 FROM clicks GROUP BY TUMBLE(ts, INTERVAL '0' DAY) | INTERVAL '0' DAY     | a window size must be longer than zero | write for example INTERVAL '10' MINUTE
          WINDOW_INVALID        | SELECT 1 FROM clicks GROUP BY window(ts, '10 parsecs')    | '10 parsecs'          | bad window size: '10 parsecs' is not a length of time | write for example INTERVAL '10' MINUTE or '10 minutes'
          WINDOW_INVALID        | SELECT 1 FROM clicks GROUP BY TUMBLE(page, INTERVAL '1' DAY) | page               | column "page" is varchar, not a timestamp | windows are assigned by a TIMESTAMP or TIMESTAMP_LTZ column
          WINDOW_INVALID        | SELECT TUMBLE_START(ts, INTERVAL '1' DAY) FROM clicks     | TUMBLE_START(ts, INTERVAL '1' DAY) | TUMBLE_START needs TUMBLE in GROUP BY | group by the window, with the same arguments:   GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE)
          NOT_SUPPORTED         | SELECT window FROM clicks GROUP BY window(ts, '1 hour')   | window                | a whole window as a value is not supported yet | select its ends: window.start, window.end
          NOT_SUPPORTED         | SELECT 1 FROM clicks GROUP BY SESSION(ts, INTERVAL '1' DAY) | SESSION(ts, INTERVAL '1' DAY) | a session window is not supported yet | windows there are: TUMBLE and HOP
          NOT_SUPPORTED         | SELECT NOW(), COUNT(*) FROM clicks                        | NOW()                 | NOW over the result of an aggregate or DISTINCT is not supported yet | take it before the aggregate, in a query in FROM
          FUNCTION_NOT_SUPPORTED | SELECT RAND() FROM clicks                                | RAND()                | function rand is not supported yet | -
          VALUE_INVALID         | SELECT date_trunc('parsec', ts) FROM clicks               | date_trunc('parsec', ts) | "parsec" is no unit of time here | units: century, day, decade, hour, microsecond, millisecond, minute, month, quarter, second, week, year
          INSERT_COLUMNS        | INSERT INTO t VALUES (1, 'a')                             | 'a'                   | t has 4 columns, and the query gives 2 | columns of t: a, b, c, d
          INSERT_COLUMNS        | INSERT INTO t (b) VALUES ('a')                            | t                     | column "a" of t is NOT NULL, has no default and is not given | name it among the columns to fill, and give it a value
          COLUMN_NOT_FOUND      | INSERT INTO t (a, bb) VALUES (1, 'a')                     | bb                    | column "bb" does not exist in t | did you mean "b"?   columns of t: a, b, c, d
          TYPE_MISMATCH         | INSERT INTO t (a) VALUES ('a')                            | 'a'                   | column "a" of t is integer, and the query gives varchar | CAST(… AS INTEGER)
          NULL_NOT_ALLOWED      | INSERT INTO t (a) VALUES (NULL)                           | NULL                  | column "a" of t is NOT NULL, and the value is NULL | give it a value, or leave such rows out
          OBJECT_WRONG_KIND     | SELECT * FROM log                                         | SELECT * FROM log     | "log" is a sink, not a source or table | a sink can only be written; a TABLE is written and read:
          APPEND_NOT_FINAL      | SELECT page, COUNT(*) FROM clicks GROUP BY page EMIT APPEND | EMIT APPEND         | APPEND mode cannot be kept: the groups of GROUP BY page can change for ever | group by a window of ts:   GROUP BY TUMBLE(ts, INTERVAL '10' MINUTE)
          APPEND_NOT_FINAL      | SELECT page, COUNT(*) FROM raw GROUP BY page EMIT APPEND  | EMIT APPEND           | APPEND mode needs a watermark, and this query has none | declare one in CREATE SOURCE raw:   WATERMARK FOR ts AS ts - INTERVAL '10' SECOND
          APPEND_NOT_FINAL      | SELECT COUNT(*) FROM clicks EMIT APPEND                   | EMIT APPEND           | APPEND mode cannot be kept: an aggregate without GROUP BY has one row that changes with every batch | group by a window of a column with a watermark
          APPEND_NOT_FINAL      | SELECT id FROM clicks ORDER BY id LIMIT 3 EMIT APPEND     | EMIT APPEND           | APPEND mode cannot be kept: a later row can displace any row of ORDER BY … LIMIT | use:   EMIT COMPLETE
          APPEND_NOT_FINAL      | SELECT page FROM clicks QUALIFY RANK() OVER (PARTITION BY page ORDER BY id) = 1 EMIT APPEND | EMIT APPEND | APPEND mode cannot be kept: a later row can displace any row of ORDER BY … LIMIT | use:   EMIT COMPLETE
          UPDATE_NEEDS_KEY      | SELECT COUNT(*) c FROM clicks GROUP BY page EMIT UPDATE   | EMIT UPDATE           | UPDATE mode needs a key, and this result has none: column page of GROUP BY is not selected | select all columns of GROUP BY, or use EMIT CHANGELOG
          UPDATE_SINK_NO_DELETE | INSERT INTO ups SELECT page, COUNT(*) FROM raw GROUP BY page HAVING COUNT(*) < 3 EMIT UPDATE | EMIT UPDATE | rows of this result can disappear, and sink ups cannot delete | to leave such rows in the sink:   OPTIONS (deletes = 'ignore')
          MODE_SINK_UNSUPPORTED | INSERT INTO log SELECT page, COUNT(*) FROM raw GROUP BY page EMIT UPDATE | EMIT UPDATE | sink log does not take UPDATE mode | modes of sink log: APPEND
          MODE_SINK_UNSUPPORTED | INSERT INTO whole SELECT page, id FROM raw EMIT APPEND    | EMIT APPEND           | sink whole does not take APPEND mode | modes of sink whole: COMPLETE
          COMPLETE_SINK_NO_REPLACE | INSERT INTO log SELECT page, id FROM raw EMIT COMPLETE | EMIT COMPLETE         | COMPLETE mode needs a sink that can replace its content; log cannot | modes of sink log: APPEND
          CHANGELOG_SINK_UNSUPPORTED | INSERT INTO log SELECT page, id FROM raw EMIT CHANGELOG | EMIT CHANGELOG      | CHANGELOG mode needs a sink that takes row kinds; log does not | modes of sink log: APPEND
          TRIGGER_INVALID       | SELECT id FROM clicks TRIGGER CONTINUOUS INTERVAL '0' SECOND | TRIGGER CONTINUOUS INTERVAL '0' SECOND | trigger CONTINUOUS is not possible: its interval is shorter than a microsecond | give it one:   TRIGGER CONTINUOUS INTERVAL '1' SECOND
          NOT_SUPPORTED         | SELECT id FROM clicks CHECKPOINT '/tmp/c'                 | CHECKPOINT '/tmp/c'   | CHECKPOINT of a SELECT is not supported yet | write the rows somewhere:  INSERT INTO sink SELECT … CHECKPOINT '…'
          """)
  void wrongQuery(ErrorCode code, String query, String marked, String summary, String hint) {
    MillraceException error =
        catchThrowableOfType(MillraceException.class, () -> TESTER.plan(query));
    assertThat(error).as(query).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.summary()).isEqualTo(summary);
    assertThat(at(query, error)).isEqualTo(marked);
    if (hint == null) {
      assertThat(error.hints()).isEmpty();
    } else {
      assertThat(error.hints()).first().isEqualTo(hint);
    }
  }

  private static String at(String query, MillraceException error) {
    SourcePosition position = error.position().orElseThrow();
    if (position.column() > query.length()) {
      return "behind the end";
    }
    return query.substring(position.column() - 1, position.endColumn());
  }
}
