package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Queries that are stopped and started again, in the same session and in others. */
class RestartTest extends RestartFixture {

  @Test
  void scenario16FinishedWindowsAppearWithoutNewRowsAfterARestart() throws IOException {
    declare();
    drop("1.json", click("/a", "12:01:00"), click("/a", "12:02:00"), click("/b", "12:30:00"));
    // ONCE ends behind the batch of the rows, before the watermark that they move is used.
    runToEnd(insert(WINDOWS, "TRIGGER ONCE"));
    assertThat(output()).isEmpty();
    newSession();
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    assertThat(output()).containsExactly("2026-01-01T12:00:00,/a,2");
  }

  @Test
  void stateWatermarkAndTakenFilesGoOnInANewSession() throws IOException {
    declare();
    drop("1.json", click("/a", "12:01:00"), click("/b", "12:09:00"));
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    newSession();
    declare();
    drop("2.json", click("/a", "12:02:00"), click("/late", "11:50:00"));
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    newSession();
    declare();
    drop("3.json", click("/c", "12:40:00"));
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    assertThat(output()).containsExactly("2026-01-01T12:00:00,/a,2", "2026-01-01T12:00:00,/b,1");
  }

  @Test
  void theQueryKeepsItsIdAndEveryRunHasItsOwn() throws IOException {
    declare();
    StreamingQuery first = start("START QUERY q AS " + insert(WINDOWS, ""));
    session.sql("STOP QUERY q");
    StreamingQuery second = start("START QUERY q");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.runId()).isNotEqualTo(first.runId());
    newSession();
    declare();
    assertThat(start(insert(WINDOWS, "")).id()).isEqualTo(first.id());
  }

  @Test
  void aQueryWithoutCheckpointCannotBeStartedAgain() throws IOException {
    declare();
    session.sql("START QUERY q AS INSERT INTO counts " + WINDOWS);
    fails(ErrorCode.QUERY_NAME_IN_USE, "START QUERY q");
    session.sql("STOP QUERY q");
    assertThat(fails(ErrorCode.NOT_SUPPORTED, "START QUERY q").hints())
        .containsExactly("give it one:  START QUERY q AS INSERT … CHECKPOINT 'directory'");
  }

  @Test
  void aFailedQueryMeetsTheSameRowAgainAndGoesOnOnceItIsMended() throws IOException {
    session.sql("CREATE SOURCE s (a INT, b INT) USING memory");
    session.foreachBatch("out", (batch, id) -> seen.add(id + " " + batch.rows()));
    String query = "INSERT INTO out SELECT SUM(a / b) AS n FROM s EMIT UPDATE";
    StreamingQuery failing =
        start("START QUERY q AS " + query + " CHECKPOINT '" + path("cp") + "'");
    session.sql("INSERT INTO s VALUES (6, 2)");
    failing.processAllAvailable();
    session.sql("INSERT INTO s VALUES (1, 0)");
    assertThatThrownBy(failing::awaitTermination).hasMessageContaining("division by zero");
    assertThatThrownBy(() -> start("START QUERY q").awaitTermination())
        .hasMessageContaining("division by zero")
        .hasMessageContaining("1 batch is committed");
    session.sql("DROP QUERY q");
    String mended =
        query
            .replace("a / b", "TRY_DIVIDE(a, b)")
            .replace("TRY_DIVIDE(a, b)", "CASE WHEN b = 0 THEN 0 ELSE a / b END");
    start(mended + " CHECKPOINT '" + path("cp") + "'").processAllAvailable();
    assertThat(seen).containsExactly("0 [+I[3]]", "1 []");
  }

  @Test
  void namedQueriesHaveTheirCheckpointsInTheSessionsDirectory() throws IOException {
    declare();
    session.sql("SET checkpoint.location = '" + path("all") + "'");
    StreamingQuery query = start("START QUERY Daily AS INSERT INTO counts " + WINDOWS);
    assertThat(directory.resolve("all/daily/metadata")).exists();
    query.stop();
    session.sql("INSERT INTO counts VALUES (TIMESTAMP '2026-01-01 12:00:00', '/a', 1)");
    assertThat(directory.resolve("all")).isDirectoryNotContaining("glob:**counts*");
  }

  @Test
  void whatASocketGaveBeforeItsServerWentIsKept() throws IOException {
    session.sql(
        "CREATE SINK lines (line STRING) USING file OPTIONS (path = '"
            + path("out")
            + "') FORMAT csv");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      session.sql(
          "CREATE SOURCE s (value STRING) USING socket OPTIONS (host = '"
              + server.getInetAddress().getHostAddress()
              + "', port = "
              + server.getLocalPort()
              + ")");
      StreamingQuery query =
          start(
              "INSERT INTO lines SELECT value FROM s TRIGGER REAL TIME CHECKPOINT '"
                  + path("cp")
                  + "'");
      try (Socket client = server.accept()) {
        client.getOutputStream().write("1\n2\n3\n".getBytes(StandardCharsets.UTF_8));
      }
      assertThatThrownBy(query::awaitTermination)
          .hasMessageContaining("all 3 lines that it sent were read")
          .hasMessageContaining("1 batch is committed");
    }
    assertThat(output()).containsExactly("1", "2", "3");
  }

  @Test
  void aSessionThatHasNotRunAQueryAsksForItsStatement() throws IOException {
    declare();
    session.sql("SET checkpoint.location = '" + path("all") + "'");
    assertThat(fails(ErrorCode.QUERY_NOT_FOUND, "START QUERY Daily").hints())
        .contains(
            "one that another session has run is started by its whole statement:  START QUERY Daily"
                + " AS INSERT … CHECKPOINT 'directory'");
    start("START QUERY Daily AS INSERT INTO counts " + WINDOWS).stop();
    newSession();
    session.sql("SET checkpoint.location = '" + path("all") + "'");
    MillraceException error = fails(ErrorCode.QUERY_NOT_FOUND, "START QUERY Daily");
    assertThat(error.details()).containsExactly("its checkpoint is there: " + path("all/daily"));
    assertThat(error.hints())
        .containsExactly(
            "no query has been started in this session",
            "one that another session has run is started by its whole statement:  START QUERY Daily"
                + " AS INSERT …");
  }

  @Test
  void aCompleteResultInMemoryIsThereAgainInANewProcess() throws IOException {
    for (int run = 0; run < 2; run++) {
      declare();
      session.sql("CREATE TABLE totals (page STRING, n BIGINT)");
      if (run == 0) {
        drop("1.json", click("/a", "12:01:00"), click("/a", "12:02:00"));
      }
      String insert =
          "INSERT INTO totals SELECT page, COUNT(*) FROM clicks GROUP BY page EMIT COMPLETE"
              + " TRIGGER AVAILABLE NOW CHECKPOINT '"
              + path("cp")
              + "'";
      runToEnd(insert);
      assertThat(rows("SELECT * FROM totals")).containsExactly("[/a, 2]");
      newSession();
    }
  }

  @Test
  void settingsThatResultsDependOnStayAsTheyWere() throws IOException {
    declare();
    session.sql("SET watermark.policy = max");
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    newSession();
    declare();
    session.sql("SET session.zone = 'Asia/Tokyo'");
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    String metadata = Files.readString(directory.resolve("cp/metadata"));
    assertThat(metadata).contains("\"watermark.policy\" : \"max\"").contains("\"UTC\"");
  }

  @Test
  void explainSaysWhereTheCheckpointIsAndWhatItGuarantees() throws IOException {
    declare();
    session.sql("CREATE SINK screen USING console");
    session.sql("CREATE SOURCE lines USING socket OPTIONS (port = 9)");
    assertThat(explained(insert(WINDOWS, "")))
        .contains("\nCheckpoint " + path("cp") + "   exactly once\n");
    assertThat(explained("INSERT INTO screen SELECT page FROM clicks CHECKPOINT 'c'"))
        .contains(
            "\nCheckpoint c   at least once (after a crash the last batch may be written again)\n");
    assertThat(explained("INSERT INTO screen SELECT * FROM lines CHECKPOINT 'c'"))
        .contains(
            "\nCheckpoint c   at least once (after a crash the last batch may be written again); rows"
                + " of lines at most once: it cannot give them again\n");
  }

  private String explained(String statement) {
    return ((StatementResult.Text) session.sql("EXPLAIN " + statement)).text();
  }

  @Test
  void aQueryThatGoesOnShowsItsWatermarkBeforeItsFirstBatch() throws IOException {
    declare();
    drop("1.json", click("/a", "12:01:00"), click("/a", "12:32:00"));
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    newSession();
    declare();
    start("START QUERY q AS " + insert(WINDOWS, "")).processAllAvailable();
    assertThat(rows("SHOW QUERIES"))
        .singleElement()
        .asString()
        .contains("2026-01-01T12:31:00Z, null, null,");
  }

  @Test
  void theStartSaysWhereTheCheckpointIsAndWhatItGuarantees() throws IOException {
    declare();
    Started started = (Started) session.sql(insert(WINDOWS, ""));
    assertThat(started.checkpoint()).isEqualTo(path("cp") + ": exactly once");
    assertThat(started.query().id()).isNotEqualTo(new UUID(0, 0));
  }
}
