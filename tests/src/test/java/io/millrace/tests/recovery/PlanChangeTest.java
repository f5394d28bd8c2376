package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a query may change over a restart, its sources and its sink apart. */
class PlanChangeTest extends RestartFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT page, COUNT(*) AS n FROM clicks GROUP BY page EMIT UPDATE",
        "SELECT page, COUNT(*) AS n FROM clicks GROUP BY page EMIT CHANGELOG",
        "SELECT page, COUNT(*) AS n FROM clicks WHERE page <> '/b' GROUP BY page EMIT UPDATE",
        "SELECT page, 2 * COUNT(*) AS n FROM clicks GROUP BY page EMIT UPDATE",
        "SELECT page, COUNT(*) AS n FROM clicks GROUP BY page EMIT UPDATE OPTIONS (no-data-batches = false)",
      })
  void whatStateDoesNotDependOnMayChange(String query) throws IOException {
    ran(counts(COUNTS + " EMIT UPDATE", ""));
    session.sql("SET parallelism = 3");
    drop("2.json", click("/a", "12:03:00"));
    runToEnd(counts(query, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT ts, COUNT(*) AS n FROM clicks GROUP BY ts EMIT UPDATE | group keys were (page varchar), are (ts timestamp)",
        "SELECT page, ts, COUNT(*) AS n FROM clicks GROUP BY page, ts EMIT UPDATE | group keys were (page varchar), are (page varchar, ts timestamp)",
        "SELECT page, COUNT(ts) AS n FROM clicks GROUP BY page EMIT UPDATE | aggregates were (COUNT(*) bigint not null), are (COUNT(ts timestamp) bigint not null)",
        "SELECT page, COUNT(*) AS n, MAX(ts) AS m FROM clicks GROUP BY page EMIT UPDATE | aggregates were (COUNT(*) bigint not null), are (COUNT(*) bigint not null, MAX(ts timestamp) timestamp)",
        "SELECT DISTINCT page FROM clicks EMIT UPDATE | the query has DISTINCT in its place",
        "SELECT n, COUNT(*) AS c FROM (SELECT page, COUNT(*) AS n FROM clicks GROUP BY page) GROUP BY n EMIT UPDATE | the checkpoint has no such operation",
      })
  void whatStateDependsOnMayNot(String query, String difference) throws IOException {
    ran(counts(COUNTS + " EMIT UPDATE", ""));
    MillraceException error = fails(ErrorCode.STATE_INCOMPATIBLE, counts(query, ""));
    assertThat(error.summary()).contains(difference);
    assertThat(error.position().orElseThrow().column()).isEqualTo("INSERT INTO out ".length() + 1);
    assertThat(error.hints())
        .containsExactly(
            "run the query as it was: what its state depends on must stay",
            "or begin anew:  CHECKPOINT 'another directory'");
    assertThat(error.details())
        .last()
        .isEqualTo(
            "a query that begins anew reads its sources from their start: out gets rows that it has"
                + " already a second time");
  }

  @Test
  void windowsMayNotChange() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    MillraceException error =
        fails(
            ErrorCode.STATE_INCOMPATIBLE,
            insert(WINDOWS.replace("'10' MINUTE", "'5' MINUTE"), "TRIGGER AVAILABLE NOW"));
    assertThat(error.summary())
        .contains("window was 10 min every 10 min by ts, is 5 min every 5 min");
  }

  @Test
  void windowsOfWhatIsJoinedMayNotChange() throws IOException {
    String query =
        "SELECT w.window_start AS at, w.page, d.n FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts),"
            + " INTERVAL '10' MINUTE)) AS w JOIN (SELECT DISTINCT page, 1 AS n FROM clicks) AS d"
            + " ON w.page = d.page";
    declare();
    runToEnd(insert(query, "TRIGGER AVAILABLE NOW"));
    MillraceException error =
        fails(
            ErrorCode.STATE_INCOMPATIBLE,
            insert(query.replace("'10' MINUTE", "'5' MINUTE"), "TRIGGER AVAILABLE NOW"));
    assertThat(error.summary())
        .contains("JOIN", "window was 10 min every 10 min by ts, is 5 min every 5 min");
  }

  @ParameterizedTest
  @CsvSource({"LEFT JOIN, FULL JOIN", "a.n < b.n, a.n > b.n", "a.page = b.page, a.n = b.n"})
  void joinsMayNotChange(String part, String other) throws IOException {
    String query =
        "SELECT a.page, a.n, b.n AS m FROM ("
            + COUNTS
            + ") AS a LEFT JOIN ("
            + COUNTS
            + ") AS b ON a.page = b.page AND a.n < b.n EMIT CHANGELOG";
    ran(counts(query, ""));
    fails(ErrorCode.STATE_INCOMPATIBLE, counts(query.replace(part, other), ""));
  }

  @Test
  void theOutputModeMayNotChange() throws IOException {
    ran(counts(COUNTS + " EMIT COMPLETE", ""));
    MillraceException error = fails(ErrorCode.MODE_CHANGED, counts(COUNTS + " EMIT UPDATE", ""));
    assertThat(error.summary()).isEqualTo("output mode COMPLETE cannot become UPDATE on a restart");
    assertThat(error.details())
        .first()
        .isEqualTo("what the one mode has given, the other would have to give again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE | SELECT page, COUNT(*) AS n FROM clicks GROUP BY page",
        "CHANGELOG | SELECT page, COUNT(*) AS n FROM clicks GROUP BY page",
        "UPDATE | SELECT COUNT(*) AS n FROM clicks",
        "UPDATE | SELECT n, COUNT(*) AS c FROM (SELECT page, COUNT(*) AS n FROM clicks GROUP BY page) GROUP BY n",
        "UPDATE | SELECT page, 2 * MAX(m) AS n FROM (SELECT page, EXTRACT(MINUTE FROM ts) AS m FROM clicks) GROUP BY page",
        "APPEND | SELECT DISTINCT page FROM clicks",
        "UPDATE | SELECT DISTINCT n FROM (SELECT page, COUNT(*) AS n FROM clicks GROUP BY page)",
      })
  void completeMayBeEnteredWhileAllIsHeld(String mode, String query) throws IOException {
    ran(counts(query + " EMIT " + mode, ""));
    session.sql("DROP SINK out");
    session.foreachBatch(
        "out",
        (batch, id) -> {
          seen.clear();
          batch.rows().forEach(row -> seen.add(row.toString().substring(2)));
        });
    drop("2.json", click("/a", "12:03:00"), click("/new", "12:04:00"));
    runToEnd(counts(query + " EMIT COMPLETE", ""));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(wholeResult(query));
    drop("3.json", click("/b", "12:05:00"));
    runToEnd(counts(query + " EMIT COMPLETE", ""));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(wholeResult(query));
  }

  private List<String> wholeResult(String query) {
    Millrace running = session;
    session = open();
    session.sql(
        "CREATE TABLE clicks (page STRING, ts TIMESTAMP) USING file OPTIONS (path = '"
            + path("in")
            + "') FORMAT json BOUNDED");
    List<String> rows = rows(query);
    session = running;
    return rows;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "APPEND | SELECT page FROM clicks | COMPLETE gives the whole result, and no operation holds what was given",
        "UPDATE | SELECT ts, COUNT(*) AS n FROM clicks GROUP BY ts | COMPLETE gives the whole result, and groups of the aggregation leave its state when the watermark makes them final",
      })
  void completeMayNotBeEnteredOnceSomethingIsGone(String mode, String query, String reason)
      throws IOException {
    ran(counts(query + " EMIT " + mode, ""));
    MillraceException error = fails(ErrorCode.MODE_CHANGED, counts(query + " EMIT COMPLETE", ""));
    assertThat(error.summary())
        .isEqualTo("output mode " + mode + " cannot become COMPLETE on a restart");
    assertThat(error.details()).contains(reason);
  }
}
