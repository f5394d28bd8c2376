package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.Stepping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that are stopped and started again, in the same session and in others. */
@Timeout(120)
class RestartTest {
  @TempDir Path directory;

  private static final String SUMS = "INSERT INTO out SELECT SUM(v) AS n FROM s EMIT UPDATE";

  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final List<Millrace> sessions = new ArrayList<>();
  private Millrace session = open();

  private Millrace open() {
    Millrace opened = Millrace.builder().set("parallelism", "2").open();
    sessions.add(opened);
    return opened;
  }

  /** What a new process is: a session that knows nothing of the old one. */
  private void newSession() {
    session.close();
    session = open();
  }

  @AfterEach
  void close() {
    sessions.forEach(Millrace::close);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void drop(String file, String... lines) throws IOException {
    Path in = Files.createDirectories(directory.resolve("in"));
    Path hidden = Files.write(in.resolve("." + file), List.of(lines));
    Files.move(hidden, in.resolve(file));
  }

  private void declare() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    session.sql(
        "CREATE SOURCE clicks (page STRING, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '1'"
            + " MINUTE) USING file OPTIONS (path = '"
            + path("in")
            + "') FORMAT json");
    session.sql(
        "CREATE SINK counts (at TIMESTAMP, page STRING, n BIGINT) USING file OPTIONS (path = '"
            + path("out")
            + "') FORMAT csv");
  }

  private static final String WINDOWS =
      "SELECT window_start, page, COUNT(*) FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL"
          + " '10' MINUTE)) GROUP BY window_start, window_end, page";

  private String insert(String query, String clauses) {
    return "INSERT INTO counts " + query + " CHECKPOINT '" + path("cp") + "' " + clauses;
  }

  private StreamingQuery start(String statement) {
    return ((Started) session.sql(statement)).query();
  }

  private void runToEnd(String statement) {
    assertThat(session.sql(statement)).isInstanceOf(StatementResult.Finished.class);
  }

  private List<String> output() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("out"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    lines.sort(null);
    return lines;
  }

  private List<String> rows(String statement) {
    List<String> rows = new ArrayList<>();
    try (StatementResult.Rows result = (StatementResult.Rows) session.sql(statement)) {
      for (Optional<ColumnBatch> batch = result.next(); batch.isPresent(); batch = result.next()) {
        for (int i = 0; i < batch.get().size(); i++) {
          rows.add(batch.get().values(i).toString());
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  private MillraceException fails(ErrorCode code, String statement) {
    MillraceException[] failure = new MillraceException[1];
    assertThatThrownBy(() -> session.sql(statement))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              failure[0] = e;
            });
    return failure[0];
  }

  private static String click(String page, String time) {
    return "{\"page\":\"" + page + "\",\"ts\":\"2026-01-01T" + time + "\"}";
  }

  // Going on.

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

  // Going back.

  @Test
  void aQueryGoesBackToABatchAndTheSinkSeesItAgain() throws IOException {
    sums(3);
    MillraceException future = fails(ErrorCode.BATCH_NOT_RETAINED, "START QUERY q FROM BATCH 4");
    assertThat(future.details())
        .contains("it has run batches up to 2, and can go back to batch 0 and those behind it");
    assertThat(future.hints())
        .containsExactly("it goes on with batch 3 by itself, without FROM BATCH");
    start("START QUERY q FROM BATCH 1").processAllAvailable();
    assertThat(seen).containsExactly("0 [+I[1]]", "1 [+U[3]]", "2 [+U[6]]", "1 [+U[6]]");
    session.sql("STOP QUERY q");
    start("START QUERY q FROM BATCH 0").processAllAvailable();
    assertThat(seen).last().isEqualTo("0 [+I[6]]");
  }

  /** Runs four batches of three rows each that count the rows; the newest count is seen last. */
  private void countedInFourBatches() throws IOException {
    for (int file = 1; file <= 4; file++) {
      drop(
          file + ".json",
          click("/a", "12:00:01"),
          click("/a", "12:00:02"),
          click("/a", "12:00:03"));
    }
  }

  private void declareCount(String options) throws IOException {
    Files.createDirectories(directory.resolve("in"));
    session.sql(
        "CREATE SOURCE clicks (page STRING, ts TIMESTAMP) USING file OPTIONS (path = '"
            + path("in")
            + "', maxFilesPerTrigger = 1"
            + options
            + ") FORMAT json");
    session.foreachBatch("out", (batch, id) -> seen.add(id + " " + batch.rows()));
  }

  private String count(String clauses) {
    return "START QUERY p AS "
        + counts("SELECT COUNT(*) AS n FROM clicks EMIT COMPLETE", "")
        + clauses;
  }

  @Test
  void aNewProcessGoesBackToABatchOnce() throws IOException {
    declareCount("");
    countedInFourBatches();
    runToEnd(count(""));
    assertThat(seen).containsExactly("0 [+I[3]]", "1 [+I[6]]", "2 [+I[9]]", "3 [+I[12]]");
    newSession();
    declareCount("");
    seen.clear();
    runToEnd(count(" FROM BATCH 2"));
    assertThat(seen).containsExactly("2 [+I[9]]", "3 [+I[12]]");
    seen.clear();
    runToEnd("START QUERY p");
    assertThat(seen).isEmpty();
  }

  @Test
  void goingBackNeedsACheckpoint() throws IOException {
    declareCount("");
    assertThat(
            fails(
                    ErrorCode.NOT_SUPPORTED,
                    "INSERT INTO out SELECT COUNT(*) AS n FROM clicks EMIT COMPLETE FROM BATCH 2")
                .hints())
        .containsExactly(
            "name the one to go back in:  INSERT … CHECKPOINT 'directory' FROM BATCH 2");
  }

  @ParameterizedTest
  @CsvSource({"delete, 2", "delete, 0", "archive, 2"})
  void aQueryDoesNotGoBackBeforeFilesThatAreGone(String clean, int batch) throws IOException {
    String options = ", cleanSource = '" + clean + "', sourceArchiveDir = '" + path("old") + "'";
    declareCount(options);
    countedInFourBatches();
    runToEnd(count(""));
    MillraceException refused =
        fails(ErrorCode.SOURCE_FILE_MISSING, "START QUERY p FROM BATCH " + batch);
    assertThat(refused.summary()).contains(path("in/" + (batch + 1) + ".json"));
    assertThat(refused.details())
        .containsExactly("the query would go back before it, and its rows would be lost");
    drop("5.json", click("/a", "12:00:01"));
    runToEnd("START QUERY p");
    assertThat(seen).last().isEqualTo("4 [+I[13]]");
  }

  @Test
  void aQueryGoesBackOnceItsFilesAreThereAgain() throws IOException {
    declareCount(", cleanSource = 'archive', sourceArchiveDir = '" + path("old") + "'");
    countedInFourBatches();
    runToEnd(count(""));
    for (String file : List.of("3.json", "4.json")) {
      Files.move(directory.resolve("old").resolve(file), directory.resolve("in").resolve(file));
    }
    runToEnd("START QUERY p FROM BATCH 2");
    assertThat(seen).last().isEqualTo("3 [+I[12]]");
  }

  @Test
  void batchesOlderThanTheRetainedOnesAreGone() throws IOException {
    session.sql("CREATE SOURCE s (v INT) USING memory");
    session.foreachBatch("out", (batch, id) -> {});
    StreamingQuery query =
        start(
            "START QUERY q AS INSERT INTO out SELECT SUM(v) AS n FROM s EMIT UPDATE CHECKPOINT '"
                + path("cp")
                + "' OPTIONS (checkpoint.retention = 2)");
    for (int v = 1; v <= 6; v++) {
      session.sql("INSERT INTO s VALUES (" + v + ")");
      query.processAllAvailable();
    }
    query.stop();
    fails(ErrorCode.BATCH_NOT_RETAINED, "START QUERY q FROM BATCH 2");
    start("START QUERY q FROM BATCH 4").processAllAvailable();
  }

  /** Also when more are retained now, and the record of the batch is still there. */
  @Test
  void batchesThatAreInTheStateAreGone() throws IOException {
    sumsUntilStateIsMoved();
    MillraceException gone = fails(ErrorCode.BATCH_NOT_RETAINED, "START QUERY q FROM BATCH 0");
    assertThat(gone.details().get(0)).doesNotContain("batch 0 and");
    assertThat(directory.resolve("cp/rewind")).doesNotExist();
    start("START QUERY q").processAllAvailable();
  }

  /** Runs batches of which only the last is retained, until those before it are in the state. */
  private void sumsUntilStateIsMoved() throws IOException {
    sums(5);
    session.sql("SET checkpoint.log.size = '0'");
    session.sql("SET checkpoint.retention = 1");
    StreamingQuery query = start("START QUERY q");
    while (tablesOfState().isEmpty()) {
      session.sql("INSERT INTO s VALUES (1)");
      query.processAllAvailable();
    }
    query.stop();
    session.sql("SET checkpoint.retention = 1000");
  }

  private List<Path> tablesOfState() throws IOException {
    if (!Files.exists(directory.resolve("cp/state"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory.resolve("cp/state"))) {
      return files.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
  }

  // The directory.

  @Test
  void scenario60TheSameQueryCannotRunTwice() throws IOException {
    declare();
    session.sql("START QUERY q AS " + insert(WINDOWS, ""));
    MillraceException inUse = fails(ErrorCode.CHECKPOINT_IN_USE, insert(WINDOWS, ""));
    assertThat(inUse.summary()).contains(path("cp")).contains("process");
    assertThat(inUse.position()).isPresent();
  }

  @Test
  void whateverFailsAtTheStartLeavesTheCheckpointFree() throws IOException {
    LinkageError broken = new LinkageError("no such library");
    boolean[] breaks = {true};
    InstantSource clock =
        () -> {
          if (breaks[0] && Files.exists(directory.resolve("cp/lease"))) {
            throw broken;
          }
          return Instant.parse("2026-01-01T12:00:00Z");
        };
    session = Millrace.builder().clock(clock).open();
    sessions.add(session);
    declare();
    assertThatThrownBy(() -> session.sql(insert(WINDOWS, "TRIGGER AVAILABLE NOW")))
        .isSameAs(broken);
    breaks[0] = false;
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
  }

  @Test
  void scenario61DamageIsNamed() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    Path plan = directory.resolve("cp/plan");
    Files.writeString(plan, Files.readString(plan).replace("clicks", "klicks"));
    MillraceException corrupt =
        fails(ErrorCode.CHECKPOINT_CORRUPT, insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    assertThat(corrupt.summary())
        .isEqualTo("checkpoint file " + plan + " is damaged: it does not fit its checksum");
  }

  @Test
  void scenario62WhatUnfinishedWritesLeftIsCleaned() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    Path leftover = Files.writeString(directory.resolve("cp/plan.tmp"), "{");
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    assertThat(leftover).doesNotExist();
  }

  /** Runs a query of some batches in which each row is a batch. */
  private void sums(int batches) {
    session.sql("CREATE SOURCE s (v INT) USING memory");
    session.foreachBatch("out", (batch, id) -> seen.add(id + " " + batch.rows()));
    StreamingQuery query = start("START QUERY q AS " + SUMS + " CHECKPOINT '" + path("cp") + "'");
    for (int v = 1; v <= batches; v++) {
      session.sql("INSERT INTO s VALUES (" + v + ")");
      query.processAllAvailable();
    }
    query.stop();
  }

  /** Changes a byte of the record of a batch. */
  private void damage(int batch) throws IOException {
    Path log = directory.resolve("cp/log/00000001.log");
    byte[] bytes = Files.readAllBytes(log);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("\"batch\":" + batch)] ^= 4;
    Files.write(log, bytes);
  }

  @Test
  void aLogThatHasLostWhatWasPublishedIsRefused() throws IOException {
    sums(3);
    Path log = directory.resolve("cp/log");
    Path lost = directory.resolve("lost");
    Files.move(log, lost);
    assertThat(fails(ErrorCode.CHECKPOINT_CORRUPT, "START QUERY q").summary())
        .isEqualTo(
            "checkpoint file "
                + log
                + " is damaged: it is empty, but batch 2 was decided and has reached the sink");
    fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
    assertThat(seen).hasSize(3);
  }

  /** Lets the device lose the record of the newest batch, as if it had never been written. */
  private void loseNewest(int batch) throws IOException {
    Path log = directory.resolve("cp/log/00000001.log");
    byte[] bytes = Files.readAllBytes(log);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int page = text.indexOf("\"batch\":" + batch) / 4096 * 4096;
    Arrays.fill(bytes, page, bytes.length, (byte) 0);
    Files.write(log, bytes);
  }

  @Test
  void aLogThatHasLostItsNewestRecordIsRefused() throws IOException {
    sums(3);
    loseNewest(2);
    assertThat(fails(ErrorCode.CHECKPOINT_CORRUPT, "START QUERY q").summary())
        .endsWith("it ends with batch 1, but batch 2 was decided and has reached the sink");
    String done =
        ((StatementResult.Text) session.sql("REPAIR CHECKPOINT '" + path("cp") + "'")).text();
    assertThat(done)
        .startsWith("the log has lost its end: batch 2 had been decided\n")
        .contains("everything up to batch 1 is kept");
    start("START QUERY q").processAllAvailable();
    assertThat(seen).last().isEqualTo("2 [+U[6]]");
  }

  @Test
  void aDamagedEndOfTheLogCanBeGivenUp() throws IOException {
    sums(3);
    damage(2);
    MillraceException corrupt = fails(ErrorCode.CHECKPOINT_CORRUPT, "START QUERY q");
    assertThat(corrupt.summary()).contains(path("cp/log/00000001.log"));
    assertThat(corrupt.hints())
        .contains(
            "to give up what is damaged at its end, if it is there:  REPAIR CHECKPOINT '"
                + path("cp")
                + "'");
    String done =
        ((StatementResult.Text) session.sql("REPAIR CHECKPOINT '" + path("cp") + "'")).text();
    assertThat(done.lines().skip(1))
        .containsExactly(
            "everything up to batch 1 is kept; what came behind is given up",
            "the query goes on with batch 2: if the sink has rows of it already, it sees them a"
                + " second time");
    start("START QUERY q").processAllAvailable();
    assertThat(seen).containsExactly("0 [+I[1]]", "1 [+U[3]]", "2 [+U[6]]", "2 [+U[6]]");
  }

  @Test
  void damageInTheMiddleOfTheLogIsLeftAsItIs() throws IOException {
    sums(4);
    damage(1);
    byte[] before = Files.readAllBytes(directory.resolve("cp/log/00000001.log"));
    MillraceException refused =
        fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
    assertThat(refused).hasMessageContaining("batches from 2 on lie behind the damage");
    assertThat(directory.resolve("cp/log/00000001.log")).hasBinaryContent(before);
  }

  @Test
  void damagedStateIsToldOfAndLeftAsItIs() throws IOException {
    sumsUntilStateIsMoved();
    for (Path table : tablesOfState()) {
      byte[] good = Files.readAllBytes(table);
      byte[] bad = good.clone();
      bad[3] ^= 1;
      Files.write(table, bad);
      MillraceException damaged =
          fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
      assertThat(damaged.summary())
          .isEqualTo(
              "checkpoint file "
                  + table
                  + " is damaged: at byte 0, what it holds is not what was written");
      assertThat(damaged.hints()).noneMatch(hint -> hint.contains("REPAIR"));
      Files.delete(table);
      MillraceException missing =
          fails(ErrorCode.CHECKPOINT_CORRUPT, "REPAIR CHECKPOINT '" + path("cp") + "'");
      assertThat(missing.summary())
          .isEqualTo("checkpoint file " + table + " is damaged: it is missing");
      Files.write(table, good);
    }
    assertThat(
            ((StatementResult.Text) session.sql("REPAIR CHECKPOINT '" + path("cp") + "'")).text())
        .startsWith("nothing is damaged");
    start("START QUERY q").processAllAvailable();
  }

  @Test
  void theLogIsNotCutInFrontOfTheState() throws IOException {
    sumsUntilStateIsMoved();
    Path log = directory.resolve("cp/log/00000001.log");
    byte[] bytes = Files.readAllBytes(log);
    int record = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"batch\":1");
    Arrays.fill(bytes, record / 4096 * 4096, bytes.length, (byte) 0);
    Files.write(log, bytes);
    byte[] published = Files.readAllBytes(directory.resolve("cp/published"));
    MillraceException refused =
        fails(ErrorCode.CHECKPOINT_INCONSISTENT, "REPAIR CHECKPOINT '" + path("cp") + "'");
    assertThat(refused.summary())
        .contains("the state is that of batch")
        .endsWith("already, and the log would end with batch 0");
    assertThat(directory.resolve("cp/published")).hasBinaryContent(published);
  }

  @Test
  void aQueryWhoseLeaseWasDeletedDecidesNothingMore() throws IOException {
    session.sql("CREATE SOURCE s (v INT) USING memory");
    session.foreachBatch("out", (batch, id) -> seen.add(id + " " + batch.rows()));
    StreamingQuery query = start("START QUERY q AS " + SUMS + " CHECKPOINT '" + path("cp") + "'");
    session.sql("INSERT INTO s VALUES (1)");
    query.processAllAvailable();
    Path lease = directory.resolve("cp/lease");
    Files.delete(lease);
    Files.createFile(lease);
    session.sql("INSERT INTO s VALUES (2)");
    assertThatThrownBy(query::processAllAvailable)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_IN_USE);
              assertThat(e.details()).anyMatch(detail -> detail.contains("was deleted"));
            });
    assertThat(seen).containsExactly("0 [+I[1]]");
    start("START QUERY q").processAllAvailable();
    assertThat(seen).last().isEqualTo("1 [+U[3]]");
  }

  @Test
  void aBatchIsKnownToBeVisibleByTheDamagedOneBehindIt() throws IOException {
    declare();
    session.sql(
        "CREATE SINK totals (n BIGINT) USING file OPTIONS (path = '"
            + path("out")
            + "') FORMAT csv");
    String query =
        "INSERT INTO totals SELECT COUNT(*) FROM clicks EMIT COMPLETE CHECKPOINT '"
            + path("cp")
            + "'";
    ProtocolObserver deadly =
        (step, batch) -> {
          if (step == ProtocolStep.PUBLISH && batch == 2) {
            throw new AssertionError("dead");
          }
        };
    try (SteppedQuery dying =
        ((MillraceSession) session).startStepped(query, new Stepping(Optional.empty(), deadly))) {
      for (int file = 0; file < 2; file++) {
        drop(file + ".json", click("/a", "12:01:00"));
        dying.step();
      }
      drop("2.json", click("/a", "12:01:00"));
      assertThatThrownBy(dying::step).hasMessageContaining("dead");
    }
    damage(2);
    session.sql("REPAIR CHECKPOINT '" + path("cp") + "'");
    runToEnd(query + " TRIGGER AVAILABLE NOW");
    assertThat(output()).containsExactly("3");
  }

  @Test
  void aLogWithoutDamageIsLeftAsItIs() {
    sums(2);
    assertThat(session.sql("REPAIR CHECKPOINT '" + path("cp") + "'"))
        .isEqualTo(
            new StatementResult.Text(
                "repaired", "nothing is damaged: everything up to batch 1 can be read"));
    start("START QUERY q").processAllAvailable();
    assertThat(seen).hasSize(2);
  }

  @Test
  void newerFormatsAreRefused() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    rewrite("metadata", "\"format\" : 1", "\"format\" : 2");
    fails(ErrorCode.CHECKPOINT_TOO_NEW, insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
  }

  /** Changes a file and its checksum. */
  private void rewrite(String file, String from, String to) throws IOException {
    Path path = directory.resolve("cp").resolve(file);
    String text = Files.readString(path);
    String body = text.substring(0, text.lastIndexOf("crc32c ")).replace(from, to);
    CRC32C checksum = new CRC32C();
    checksum.update(body.getBytes(StandardCharsets.UTF_8));
    Files.writeString(path, body + String.format("crc32c %08x%n", checksum.getValue()));
  }

  @Test
  void aCheckpointGoesWithItsQuery() throws IOException {
    declare();
    session.sql("START QUERY q AS " + insert(WINDOWS, ""));
    fails(ErrorCode.OBJECT_IN_USE, "DROP QUERY q WITH CHECKPOINT");
    session.sql("STOP QUERY q");
    session.sql("DROP QUERY q WITH CHECKPOINT");
    assertThat(directory.resolve("cp")).doesNotExist();
  }

  @Test
  void aCheckpointGoesWithoutItsQueryToo() throws IOException {
    declare();
    session.sql("START QUERY q AS " + insert(WINDOWS, ""));
    String drop = "DROP CHECKPOINT '" + path("cp") + "'";
    fails(ErrorCode.CHECKPOINT_IN_USE, drop);
    session.sql("STOP QUERY q");
    session.sql(drop);
    assertThat(directory.resolve("cp")).doesNotExist();
    fails(ErrorCode.CHECKPOINT_NOT_FOUND, drop);
    session.sql("DROP CHECKPOINT IF EXISTS '" + path("cp") + "'");
  }

  @Test
  void whatIsNoCheckpointIsNeitherDroppedNorRepaired() throws IOException {
    drop("1.json", click("/a", "12:00:01"));
    for (String verb : List.of("DROP", "REPAIR")) {
      MillraceException error =
          fails(ErrorCode.CHECKPOINT_NOT_FOUND, verb + " CHECKPOINT '" + path("in") + "'");
      assertThat(error.details()).containsExactly("it holds 1.json");
      assertThat(error.hints())
          .containsExactly("name the directory that stands behind CHECKPOINT in the query");
    }
    assertThat(directory.resolve("in/1.json")).exists();
  }

  // What may change (§8.2).

  private static final String COUNTS = "SELECT page, COUNT(*) AS n FROM clicks GROUP BY page";

  private void tables() throws IOException {
    declare();
    session.foreachBatch("out", (batch, id) -> {});
    session.foreachBatch("other", (batch, id) -> {});
    session.sql(
        "CREATE SOURCE more (page STRING, ts TIMESTAMP) USING file OPTIONS (path = '"
            + path("in")
            + "') FORMAT json");
  }

  private String counts(String query, String clauses) {
    return "INSERT INTO out "
        + query
        + " TRIGGER AVAILABLE NOW CHECKPOINT '"
        + path("cp")
        + "' "
        + clauses;
  }

  private void ran(String query) throws IOException {
    tables();
    drop("1.json", click("/a", "12:01:00"), click("/a", "12:02:00"));
    runToEnd(query);
    newSession();
    tables();
  }

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
    assertThat(error.position()).isPresent();
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

  @Test
  void sourcesMayChangeOnlyWhenThatIsMeant() throws IOException {
    String query = "SELECT page FROM clicks";
    String union = "SELECT page FROM clicks UNION ALL SELECT page FROM more";
    ran(counts(query, ""));
    assertThat(fails(ErrorCode.SOURCE_SET_CHANGED, counts(union, "")).hints())
        .first()
        .isEqualTo("if that is meant, add  ALLOW SOURCE CHANGE  behind the query");
    runToEnd(counts(union, "ALLOW SOURCE CHANGE"));
    fails(ErrorCode.SOURCE_SET_CHANGED, counts(query, ""));
    runToEnd(counts(query, "ALLOW SOURCE CHANGE"));
    fails(
        ErrorCode.SOURCE_SET_CHANGED,
        counts("SELECT page FROM more UNION ALL SELECT page FROM clicks", "ALLOW SOURCE CHANGE"));
  }

  @Test
  void whatARemovedSourceLeftIsNotTakenForThatOfANewOne() throws IOException {
    List<String> queries =
        List.of(
            "SELECT page FROM a UNION ALL SELECT page FROM b",
            "SELECT page FROM a",
            "SELECT page FROM a UNION ALL SELECT page FROM c");
    for (String source : List.of("a", "b", "c")) {
      Path in = Files.createDirectories(directory.resolve(source));
      for (int file = 0; file < 3; file++) {
        Files.writeString(
            in.resolve(source + file + ".json"), "{\"page\":\"" + source + file + "\"}");
      }
    }
    for (int run = 0; run < 3; run++) {
      newSession();
      seen.clear();
      for (String source : List.of("a", "b", "c")) {
        session.sql(
            "CREATE SOURCE "
                + source
                + " (page STRING) USING file OPTIONS (path = '"
                + path(source)
                + "') FORMAT json");
      }
      session.foreachBatch(
          "out", (batch, id) -> batch.rows().forEach(row -> seen.add(row.toString())));
      Files.writeString(directory.resolve("a/more" + run + ".json"), "{\"page\":\"more\"}");
      runToEnd(counts(queries.get(run), "ALLOW SOURCE CHANGE"));
    }
    assertThat(seen).containsExactlyInAnyOrder("+I[more]", "+I[c0]", "+I[c1]", "+I[c2]");
  }

  @Test
  void aSourceThatIsReadTwiceStandsTwiceWhereSourcesChange() throws IOException {
    declare();
    session.sql(
        "CREATE SOURCE others (page STRING) USING file OPTIONS (path = '"
            + path("others")
            + "') FORMAT json");
    Files.createDirectories(directory.resolve("others"));
    session.foreachBatch(
        "out", (batch, id) -> batch.rows().forEach(row -> seen.add(row.toString())));
    String twice =
        "SELECT page FROM clicks UNION ALL SELECT CAST(ts AS STRING) AS page FROM clicks";
    drop("1.json", click("/a", "12:01:00"));
    runToEnd(counts(twice, ""));
    drop("2.json", click("/b", "12:02:00"));
    runToEnd(counts(twice + " UNION ALL SELECT page FROM others", "ALLOW SOURCE CHANGE"));
    drop("3.json", click("/c", "12:03:00"));
    Files.writeString(directory.resolve("others/1.json"), "{\"page\":\"/other\"}");
    runToEnd(counts(twice + " UNION ALL SELECT page FROM others", ""));
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "+I[/a]",
            "+I[2026-01-01 12:01:00]",
            "+I[/b]",
            "+I[2026-01-01 12:02:00]",
            "+I[/c]",
            "+I[2026-01-01 12:03:00]",
            "+I[/other]");
  }

  @Test
  void aSourceMayNotReadFromElsewhere() throws IOException {
    ran(counts("SELECT page FROM clicks", ""));
    Files.createDirectories(directory.resolve("elsewhere"));
    session.sql(
        "CREATE OR REPLACE SOURCE clicks (page STRING) USING file OPTIONS (path = '"
            + path("elsewhere")
            + "') FORMAT json");
    assertThat(
            fails(
                    ErrorCode.SOURCE_SET_CHANGED,
                    counts("SELECT page FROM clicks", "ALLOW SOURCE CHANGE"))
                .summary())
        .contains(path("in"))
        .contains(path("elsewhere"));
  }

  /** From a directory in /tmp to one in /work, say: by way of the root. */
  private String relative(String name) {
    return Path.of("").toAbsolutePath().relativize(directory.resolve(name)).toString();
  }

  private void declareAt(String in, String out) throws IOException {
    Files.createDirectories(directory.resolve("in"));
    session.sql(
        "CREATE OR REPLACE SOURCE clicks (page STRING) USING file OPTIONS (path = '"
            + in
            + "') FORMAT json");
    session.sql(
        "CREATE OR REPLACE SINK counts (page STRING) USING file OPTIONS (path = '"
            + out
            + "') FORMAT csv");
  }

  private static final String PAGES = "SELECT page FROM clicks";

  @Test
  void howAPathIsWrittenDoesNotMatterButWhereItLeads() throws IOException {
    declareAt(path("in"), path("out"));
    drop("1.json", "{\"page\":\"/a\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    newSession();
    declareAt(path("in/../in/"), "file:" + path("out"));
    drop("2.json", "{\"page\":\"/b\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    newSession();
    declareAt(relative("in"), relative("out"));
    drop("3.json", "{\"page\":\"/c\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    assertThat(output()).containsExactly("/a", "/b", "/c");
  }

  @Test
  void aRelativePathThatLeadsElsewhereMustBeMeant() throws IOException {
    declareAt(relative("in"), relative("out"));
    drop("1.json", "{\"page\":\"/a\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    newSession();
    // as if the query had run in another directory
    rewrite("plan", "\"path\" : \"" + path(""), "\"path\" : \"/elsewhere");
    declareAt(relative("in"), relative("out"));
    drop("2.json", "{\"page\":\"/b\"}");
    MillraceException source =
        fails(ErrorCode.SOURCE_SET_CHANGED, insert(PAGES, "TRIGGER AVAILABLE NOW"));
    assertThat(source.details())
        .first()
        .isEqualTo("that was /elsewhere/in, and here it is " + path("in"));
    MillraceException sink =
        fails(ErrorCode.SINK_CHANGED, insert(PAGES, "TRIGGER AVAILABLE NOW ALLOW SOURCE CHANGE"));
    assertThat(sink.details())
        .first()
        .isEqualTo("that was /elsewhere/out, and here it is " + path("out"));
    String moved = "TRIGGER AVAILABLE NOW ALLOW SOURCE CHANGE ACCEPT PARTIAL OUTPUT";
    runToEnd(insert(PAGES, moved));
    drop("3.json", "{\"page\":\"/c\"}");
    runToEnd(insert(PAGES, "TRIGGER AVAILABLE NOW"));
    assertThat(output()).containsExactly("/a", "/b", "/c");
  }

  @Test
  void anotherSinkMustBeAccepted() throws IOException {
    ran(counts(COUNTS + " EMIT UPDATE", ""));
    String other = counts(COUNTS + " EMIT UPDATE", "").replace("INTO out", "INTO other");
    assertThat(fails(ErrorCode.SINK_CHANGED, other).hints())
        .first()
        .isEqualTo("if that is meant, add  ACCEPT PARTIAL OUTPUT  behind the query");
    runToEnd(other + " ACCEPT PARTIAL OUTPUT");
  }

  @Test
  void theDirectoryOfAFileSinkMayNotChange() throws IOException {
    declare();
    runToEnd(insert(WINDOWS, "TRIGGER AVAILABLE NOW"));
    session.sql(
        "CREATE OR REPLACE SINK counts (at TIMESTAMP, page STRING, n BIGINT) USING file OPTIONS"
            + " (path = '"
            + path("out2")
            + "') FORMAT csv");
    MillraceException refused =
        fails(
            ErrorCode.SINK_CHANGED, insert(WINDOWS, "TRIGGER AVAILABLE NOW ACCEPT PARTIAL OUTPUT"));
    assertThat(refused.details())
        .containsExactly(
            "the new directory would lack the rows that are in the old one; ACCEPT PARTIAL OUTPUT is"
                + " not for that");
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
