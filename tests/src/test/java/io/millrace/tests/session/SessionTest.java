package io.millrace.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StatementResult.Done;
import io.millrace.api.StatementResult.Finished;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.LongColumn;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.SourceText;
import io.millrace.api.query.StreamingQuery;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions with real connectors, planner and operators. */
@Timeout(120)
class SessionTest {
  private final MillraceSession session =
      (MillraceSession) Millrace.builder().set("parallelism", "2").open();

  @AfterEach
  void close() {
    session.close();
  }

  private List<List<Object>> rows(String statement) {
    try (StatementResult.Rows result = (StatementResult.Rows) session.sql(statement)) {
      return rows(result);
    }
  }

  private static List<List<Object>> rows(StatementResult.Rows result) {
    List<List<Object>> rows = new ArrayList<>();
    for (Optional<ColumnBatch> batch = result.next(); batch.isPresent(); batch = result.next()) {
      for (int i = 0; i < batch.get().size(); i++) {
        rows.add(batch.get().values(i));
      }
    }
    return rows;
  }

  private static void assertFails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static List<String> text(List<ChangeBatch> batches) {
    List<String> lines = new ArrayList<>();
    for (ChangeBatch changes : batches) {
      for (int i = 0; i < changes.size(); i++) {
        StringBuilder line = new StringBuilder(changes.kind(i).symbol());
        changes.rows().values(i).forEach(value -> line.append(' ').append(value));
        lines.add(line.toString());
      }
    }
    return lines;
  }

  @Test
  void tableIsCreatedFilledAndRead() {
    assertThat(session.sql("CREATE TABLE t (a INT, b STRING)"))
        .isInstanceOfSatisfying(
            Done.class, done -> assertThat(done.message()).isEqualTo("CREATE TABLE t"));
    assertThat(session.sql("INSERT INTO t VALUES (1, 'x'), (2, 'y')"))
        .isInstanceOfSatisfying(
            Done.class,
            done -> {
              assertThat(done.rows()).hasValue(2);
              assertThat(done.message()).isEqualTo("2 rows inserted");
            });
    session.sql("INSERT INTO t (b) VALUES ('z')");
    assertThat(rows("SELECT a, b FROM t"))
        .containsExactlyInAnyOrder(
            List.of(1, "x"), List.of(2, "y"), java.util.Arrays.asList(null, "z"));
    assertThat(rows("SELECT sum(a), count(*) FROM t")).containsExactly(List.of(3L, 3L));
    assertThat(session.activeQueries()).isEmpty();
  }

  @Test
  void constantQueryNeedsNoTable() {
    assertThat(rows("SELECT 1 + 1 AS two")).containsExactly(List.of(2));
    assertThat(rows("VALUES (1), (2)")).hasSize(2);
  }

  @Test
  void scenario36CountOfNothingIsZero() {
    session.sql("CREATE TABLE t (a INT)");
    assertThat(rows("SELECT count(*) FROM t")).containsExactly(List.of(0L));
    assertThat(rows("SELECT * FROM t")).isEmpty();
  }

  @Test
  void tableIsReadAsItIsWhenTheStatementStarts() {
    session.sql("CREATE TABLE t (a INT)");
    session.sql("INSERT INTO t VALUES (1), (2)");
    assertThat(session.sql("INSERT INTO t SELECT a + 10 FROM t"))
        .isInstanceOfSatisfying(
            Finished.class,
            finished -> assertThat(finished.summary()).contains("2 rows in ", "2 rows out"));
    assertThat(rows("SELECT a FROM t ORDER BY a"))
        .containsExactly(List.of(1), List.of(2), List.of(11), List.of(12));
  }

  @Test
  void tableIsCreatedFromAQuery() {
    session.sql("CREATE TABLE t (a INT, b STRING)");
    session.sql("INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'x')");
    assertThat(session.sql("CREATE TABLE sums AS SELECT b, sum(a) AS s FROM t GROUP BY b"))
        .isInstanceOfSatisfying(Done.class, done -> assertThat(done.rows()).hasValue(2));
    assertThat(rows("SELECT s FROM sums ORDER BY b")).containsExactly(List.of(4L), List.of(2L));
    assertFails(ErrorCode.OBJECT_EXISTS, () -> session.sql("CREATE TABLE sums AS SELECT 1 AS one"));
    session.sql("CREATE TABLE IF NOT EXISTS sums AS SELECT 1 AS one");
    session.sql("CREATE OR REPLACE TABLE sums AS SELECT 1 AS one");
    assertThat(rows("SELECT * FROM sums")).containsExactly(List.of(1));
  }

  @Test
  void whatIsInUseCannotBeDropped() {
    session.sql("CREATE TABLE t (a INT)");
    session.sql("CREATE VIEW v AS SELECT a FROM t WHERE a > 1");
    session.sql("CREATE VIEW w AS SELECT a + 1 AS b FROM v");
    session.sql("INSERT INTO t VALUES (1), (2)");
    assertThat(rows("SELECT b FROM w")).containsExactly(List.of(3));
    assertFails(ErrorCode.OBJECT_IN_USE, () -> session.sql("DROP TABLE t"));
    assertFails(ErrorCode.OBJECT_IN_USE, () -> session.sql("DROP VIEW v"));
    assertFails(ErrorCode.OBJECT_WRONG_KIND, () -> session.sql("DROP TABLE v"));
    session.sql("DROP VIEW w");
    session.sql("DROP VIEW v");
    session.sql("DROP TABLE t");
    assertFails(ErrorCode.TABLE_NOT_FOUND, () -> session.sql("SELECT * FROM t"));
  }

  @Test
  void streamIsWrittenIntoATableUntilItIsStopped() {
    session.sql("CREATE SOURCE s (k STRING, v INT) USING memory");
    session.sql("CREATE TABLE totals (k STRING, total BIGINT, PRIMARY KEY (k) NOT ENFORCED)");
    Started started =
        (Started)
            session.sql(
                "START QUERY sums AS INSERT INTO totals SELECT k, sum(v) FROM s GROUP BY k");
    assertThat(started.mode()).isEqualTo(OutputMode.UPDATE);
    assertThat(started.reason()).isNotEmpty();
    StreamingQuery query = started.query();
    assertThat(query.name()).isEqualTo("sums");
    assertThat(session.activeQueries()).containsExactly(query);
    session.sql("INSERT INTO s VALUES ('a', 1), ('b', 2)");
    query.processAllAvailable();
    session.sql("INSERT INTO s VALUES ('a', 5)");
    query.processAllAvailable();
    assertThat(rows("SELECT k, total FROM totals ORDER BY k"))
        .containsExactly(List.of("a", 6L), List.of("b", 2L));
    assertFails(ErrorCode.OBJECT_IN_USE, () -> session.sql("DROP SOURCE s"));
    assertFails(ErrorCode.OBJECT_IN_USE, () -> session.sql("DROP TABLE totals"));
    assertFails(ErrorCode.OBJECT_IN_USE, () -> session.sql("DROP QUERY sums"));
    assertFails(
        ErrorCode.QUERY_NAME_IN_USE,
        () ->
            session.sql(
                "START QUERY sums AS INSERT INTO totals SELECT k, sum(v) FROM s GROUP BY k"));
    assertThat(rows("SHOW QUERIES"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.subList(0, 5))
                    .containsExactly(1, "sums", "running", "update", "totals"));
    tail((StatementResult.Followed) session.sql("TAIL QUERY 1"), query);
    assertThat(((StatementResult.Text) session.sql("DESCRIBE QUERY sums PROGRESS")).text())
        .contains("\"numInputRows\"", "\"batchId\"");
    assertThat(rows("DESCRIBE QUERY sums STATE")).hasSize(1);
    assertThat(rows("DESCRIBE QUERY sums")).contains(List.of("name", "sums"));
    session.sql("STOP QUERY sums");
    assertThat(query.isActive()).isFalse();
    assertThat(rows("SHOW QUERIES").get(0)).contains("stopped");
    session.sql("AWAIT QUERY sums");
    session.sql("DROP QUERY sums");
    assertThat(rows("SHOW QUERIES")).isEmpty();
    session.sql("DROP SOURCE s");
  }

  @Test
  void anErrorInAComputedColumnPointsToNothingInAnotherStatement() {
    session.sql("CREATE SOURCE s (name STRING, num AS CAST(name AS INT)) USING memory");
    session.sql("INSERT INTO s VALUES ('abc')");
    MillraceException error;
    try (Changes changes =
        (Changes) session.sql("SELECT name, num, name AS again FROM s TRIGGER AVAILABLE NOW")) {
      error = catchThrowableOfType(MillraceException.class, changes::next);
    }
    assertThat(error.code()).isEqualTo(ErrorCode.CAST_INVALID_INPUT);
    assertThat(error.position()).isEmpty();
    session.sql("DROP SOURCE s");
  }

  private void tail(StatementResult.Followed followed, StreamingQuery query) {
    assertThat(followed.query()).isSameAs(query);
    try (StatementResult.Changes changes = followed.changes()) {
      session.sql("INSERT INTO s VALUES ('b', 5)");
      StatementResult.Changes.Step step = changes.next().orElseThrow();
      assertThat(step.changes().size()).isEqualTo(1);
      assertThat(step.changes().kind(0)).isEqualTo(RowKind.UPDATE_AFTER);
      assertThat(((LongColumn) step.changes().rows().column(1)).values()[0]).isEqualTo(7);
      changes.close();
      assertThat(changes.next()).isEmpty();
    }
    assertThat(query.isActive()).isTrue();
  }

  @Test
  void unboundedSelectGivesItsChanges() {
    session.sql("CREATE SOURCE s (k STRING) USING memory");
    try (Changes changes =
        (Changes) session.sql("SELECT k, count(*) AS n FROM s GROUP BY k EMIT CHANGELOG")) {
      session.sql("INSERT INTO s VALUES ('a'), ('a')");
      assertThat(text(List.of(changes.next().orElseThrow().changes()))).containsExactly("+I a 2");
      session.sql("INSERT INTO s VALUES ('a')");
      assertThat(text(List.of(changes.next().orElseThrow().changes())))
          .containsExactly("-U a 2", "+U a 3");
      assertThat(session.activeQueries()).containsExactly(changes.query());
      changes.query().stop();
      assertThat(changes.next()).isEmpty();
    }
    assertThat(session.activeQueries()).isEmpty();
  }

  @Test
  void changesTellWhatTheirRowsAreKnownByAndWhenTheyAreFinal() {
    session.sql("CREATE SOURCE s (k STRING, ts TIMESTAMP, WATERMARK FOR ts AS ts) USING memory");
    // Windows of slices and windows of rows; by the end, and by the start where that is all there
    // is.
    for (String windows :
        List.of(
            "HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '10' MINUTE)",
            "TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '10' MINUTE)")) {
      for (String bound : List.of("window_start", "window_end")) {
        try (Changes changes =
            (Changes)
                session.sql(
                    "SELECT k, count(*) AS n, %s FROM TABLE(%s)".formatted(bound, windows)
                        + " GROUP BY k, window_start, window_end EMIT UPDATE")) {
          assertThat(changes.key()).as(windows).contains(List.of(0, 2));
          session.sql("INSERT INTO s VALUES ('a', TIMESTAMP '2026-03-01 10:00:00')");
          Changes.Step step = changes.next().orElseThrow();
          Changes.Finality finality = changes.finality().orElseThrow();
          assertThat(finality.column()).isEqualTo(2);
          assertThat(
                  IntStream.range(0, step.changes().size())
                      .mapToObj(i -> finality.micros(step.changes().rows(), i))
                      .map(micros -> Instant.ofEpochSecond(micros / 1_000_000).toString()))
              .as(windows + " " + bound)
              .contains("2026-03-01T10:10:00Z");
        }
      }
    }
    try (Changes changes = (Changes) session.sql("SELECT k FROM s")) {
      assertThat(changes.key()).isEmpty();
      assertThat(changes.finality()).isEmpty();
    }
  }

  @Test
  void aQueryThatWaitsSaysWhatFor() {
    session.sql("CREATE SOURCE s (k STRING) USING memory");
    try (Changes changes = (Changes) session.sql("SELECT k FROM s")) {
      changes.query().processAllAvailable();
      assertThat(changes.query().activity()).isEqualTo("waiting for data from INSERT INTO s");
    }
  }

  @Test
  void anEmptyWholeResultIsNewsToo() {
    session.sql("CREATE SOURCE s (k STRING) USING memory");
    try (Changes changes =
        (Changes)
            session.sql("SELECT k, count(*) AS n FROM s WHERE k > 'b' GROUP BY k EMIT COMPLETE")) {
      session.sql("INSERT INTO s VALUES ('a')");
      Changes.Step step = changes.next().orElseThrow();
      assertThat(step.changes().size()).isZero();
      assertThat(step.last()).isTrue();
    }
  }

  @Test
  void scenarios03To05HoppingWindowsWithEachMode() {
    record Expected(OutputMode mode, List<List<String>> batches, List<Long> dropped) {}
    for (OutputMode mode : List.of(OutputMode.UPDATE, OutputMode.APPEND, OutputMode.COMPLETE)) {
      session.sql(
          "CREATE OR REPLACE SOURCE s (k STRING, ts TIMESTAMP_LTZ,"
              + " WATERMARK FOR ts AS ts - INTERVAL '10' MINUTE) USING memory");
      List<Long> dropped = new ArrayList<>();
      List<List<String>> batches = new ArrayList<>();
      try (SteppedQuery query =
          session.startStepped(
              "SELECT window_start, k, count(*) AS n FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts),"
                  + " INTERVAL '5' MINUTE, INTERVAL '10' MINUTE))"
                  + " GROUP BY window_start, window_end, k EMIT "
                  + mode)) {
        for (String[] input :
            new String[][] {
              {"a@12:07", "b@12:08"},
              {"a@12:14", "b@12:09"},
              {"b@12:15", "a@12:08", "b@12:21"},
              {"a@12:04", "b@12:06", "a@12:26"}
            }) {
          insert(input);
          for (SteppedQuery.Step step : query.stepAll()) {
            batches.add(windows(step.changes()));
            dropped.add(
                step.progress().stateOperators().stream()
                    .mapToLong(operator -> operator.numRowsDroppedByWatermark())
                    .sum());
          }
        }
      }
      switch (mode) {
        case UPDATE -> {
          assertThat(batches.get(0))
              .containsExactlyInAnyOrder("12:00 a=1", "12:00 b=1", "12:05 a=1", "12:05 b=1");
          assertThat(batches.get(6))
              .containsExactlyInAnyOrder("12:05 b=3", "12:20 a=1", "12:25 a=1");
          assertThat(dropped).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 3L, 0L);
        }
        case APPEND -> {
          assertThat(batches.get(5)).containsExactlyInAnyOrder("12:00 a=2", "12:00 b=2");
          assertThat(batches.get(7)).containsExactlyInAnyOrder("12:05 a=3", "12:05 b=3");
          assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(4);
          assertThat(dropped).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 3L, 0L);
        }
        case COMPLETE -> {
          assertThat(dropped).containsExactly(0L, 0L, 0L, 0L);
          assertThat(batches.get(3)).contains("11:55 a=1", "12:00 a=3", "12:00 b=3");
        }
        case CHANGELOG -> throw new AssertionError("not tried");
      }
    }
  }

  private void insert(String... rows) {
    List<String> values = new ArrayList<>();
    for (String row : rows) {
      values.add(
          "('%s', TIMESTAMP '2026-01-01 %s:00')".formatted(row.substring(0, 1), row.substring(2)));
    }
    session.sql("INSERT INTO s VALUES " + String.join(", ", values));
  }

  private static List<String> windows(List<ChangeBatch> batches) {
    List<String> lines = new ArrayList<>();
    for (ChangeBatch changes : batches) {
      for (int i = 0; i < changes.size(); i++) {
        List<Object> row = changes.rows().values(i);
        lines.add(row.get(0).toString().substring(11, 16) + " " + row.get(1) + "=" + row.get(2));
      }
    }
    return lines;
  }

  @Test
  void directoryOfFilesIsReadToItsEnd(@TempDir Path directory) throws IOException {
    Path in = Files.createDirectory(directory.resolve("in"));
    Files.writeString(
        in.resolve("1.json"),
        "{\"ts\":\"2026-01-01T12:00:05Z\",\"k\":\"a\"}\n"
            + "{\"ts\":\"2026-01-01T12:00:07Z\",\"k\":\"a\"}\n");
    Files.writeString(in.resolve("2.json"), "{\"ts\":\"2026-01-01T12:00:31Z\",\"k\":\"b\"}\n");
    session.sql(
        "CREATE SOURCE events (ts TIMESTAMP_LTZ, k STRING,"
            + " WATERMARK FOR ts AS ts - INTERVAL '0' SECOND)"
            + " USING file OPTIONS (path = '"
            + in
            + "', maxFilesPerTrigger = 1) FORMAT json");
    session.sql("CREATE TABLE counts (start_time TIMESTAMP_LTZ, k STRING, n BIGINT)");
    Finished finished =
        (Finished)
            session.sql(
                "INSERT INTO counts SELECT window_start, k, count(*) FROM TABLE(TUMBLE(TABLE"
                    + " events, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start,"
                    + " window_end, k OUTPUT MODE APPEND TRIGGER AVAILABLE NOW");
    assertThat(finished.summary())
        .contains("3 rows in", "3 batches", "1 row out", "watermark 2026");
    assertThat(rows("SELECT k, n FROM counts")).containsExactly(List.of("a", 2L));
  }

  @Test
  void scenario22FailureOfAQueryIsThrownByEachAwait() {
    session.sql("CREATE SOURCE s (a INT) USING memory");
    session.sql("CREATE TABLE t (a INT)");
    session.sql("CREATE TABLE u (a INT)");
    SourceText script = new SourceText("job.sql", "\nINSERT INTO t SELECT 1 / a FROM s");
    Started failing = (Started) session.script(script).iterator().next().execute();
    Started healthy = (Started) session.sql("INSERT INTO u SELECT a FROM s");
    session.sql("INSERT INTO s VALUES (0)");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> failing.query().awaitTermination())
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.DIVIDE_BY_ZERO);
                assertThat(e.source()).contains(script);
                assertThat(e.position().map(SourcePosition::line)).contains(2);
                assertThat(e.details().toString()).contains("query t failed in batch 0");
              });
    }
    assertFails(ErrorCode.DIVIDE_BY_ZERO, () -> session.sql("AWAIT ALL"));
    healthy.query().processAllAvailable();
    assertThat(rows("SELECT a FROM u")).containsExactly(List.of(0));
    assertThat(rows("SELECT a FROM t")).isEmpty();
  }

  @Test
  void failureOfASelectThatEndsIsAnErrorOfTheStatement() {
    session.sql("CREATE TABLE t (a INT)");
    session.sql("INSERT INTO t VALUES (0)");
    try (StatementResult.Rows result = (StatementResult.Rows) session.sql("SELECT 1 / a FROM t")) {
      assertThatThrownBy(result::next)
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.DIVIDE_BY_ZERO);
                assertThat(e.query()).isEmpty();
                assertThat(e.source()).isPresent();
              });
    }
  }

  @Test
  void closingASelectOrTheSessionStopsItAndLeavesNoThread() {
    session.sql("CREATE TABLE t (a INT)");
    session.sql("INSERT INTO t VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)");
    for (int i = 0; i < 5; i++) {
      session.sql("INSERT INTO t SELECT x.a FROM t AS x UNION ALL SELECT a + 1 FROM t");
    }
    StatementResult.Rows abandoned = (StatementResult.Rows) session.sql("SELECT a FROM t");
    abandoned.close();
    session.sql("CREATE SOURCE s (a INT) USING memory");
    StatementResult.Changes changes = (Changes) session.sql("SELECT a FROM s");
    session.sql("INSERT INTO s SELECT a FROM t");
    // Nobody reads on, so that the queries wait for their readers when the session is closed.
    assertThat(changes.next()).isPresent();
    session.sql("SELECT a FROM t");
    session.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("millrace-"))
        .isEmpty();
  }

  @Test
  void whatIsThereIsShownAndDescribed() {
    session.sql(
        "CREATE SOURCE s (k STRING NOT NULL, ts TIMESTAMP_LTZ, up AS upper(k),"
            + " WATERMARK FOR ts AS ts - INTERVAL '90' SECOND) USING memory");
    session.sql("CREATE SINK out USING noop");
    assertThat(rows("SHOW SOURCES").get(0).subList(0, 2)).containsExactly("s", "memory");
    assertThat(rows("SHOW SINKS").get(0)).contains("out", "noop");
    assertThat(rows("SHOW CONNECTORS")).anySatisfy(row -> assertThat(row).contains("memory"));
    assertThat(rows("SHOW FUNCTIONS")).isNotEmpty();
    assertThat(rows("DESCRIBE s"))
        .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(2))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("k", "varchar", "no"),
            org.assertj.core.groups.Tuple.tuple("ts", "timestamp_ltz", "yes"),
            org.assertj.core.groups.Tuple.tuple("up", "varchar", "no"));
    assertThat(rows("DESCRIBE s").get(1)).contains("WATERMARK - 1m30s");
    assertThat(rows("DESCRIBE EXTENDED s"))
        .anySatisfy(row -> assertThat(row.subList(0, 2)).containsExactly("# kind", "source"));
    assertThat(session.sql("EXPLAIN SELECT k FROM s"))
        .isInstanceOfSatisfying(
            StatementResult.Text.class, text -> assertThat(text.text()).contains("s"));
  }

  @Test
  void runningQueriesExplainThemselvesWithNumbers() {
    session.sql("CREATE SOURCE s (k STRING) USING memory");
    session.sql("CREATE SINK n USING noop");
    session.sql("INSERT INTO s VALUES ('a'), ('b'), ('a')");
    session.sql("START QUERY q AS INSERT INTO n SELECT k, count(*) FROM s GROUP BY k");
    session.activeQueries().get(0).processAllAvailable();
    String text = ((StatementResult.Text) session.sql("EXPLAIN ANALYZE QUERY q")).text();
    assertThat(text).contains("Sink n (noop)").contains("now 2 rows").contains("3 rows in");
    String json = ((StatementResult.Text) session.sql("EXPLAIN QUERY q FORMAT JSON")).text();
    assertThat(json).contains("\"rowsIn\": 3").contains("\"rows\": 2");
    String dot = ((StatementResult.Text) session.sql("EXPLAIN QUERY q FORMAT DOT")).text();
    assertThat(dot).startsWith("digraph").contains("n2 -> n1").contains("rows=2");
    session.sql("STOP QUERY q");
    assertThatThrownBy(() -> session.sql("EXPLAIN ANALYZE SELECT k FROM s"))
        .hasMessageContaining("EXPLAIN ANALYZE QUERY name");
  }

  @Test
  void scenario33DeletionsAreIgnoredOrMarkedAsTheQuerySays() {
    session.sql("CREATE SOURCE s (k STRING) USING memory");
    session.sql("CREATE SINK n USING noop");
    String query = "SELECT k, count(*) AS n FROM s GROUP BY k HAVING count(*) < 3";
    session.sql("INSERT INTO s VALUES ('a'), ('b')");
    try (SteppedQuery ignoring =
            session.startStepped(
                "INSERT INTO n " + query + " OUTPUT MODE UPDATE OPTIONS (deletes = 'ignore')");
        SteppedQuery marking =
            session.startStepped(
                "INSERT INTO n "
                    + query
                    + " OUTPUT MODE UPDATE OPTIONS (deletes = 'column:gone')")) {
      assertThat(text(ignoring.step().orElseThrow().changes()))
          .containsExactlyInAnyOrder("+I a 1", "+I b 1");
      assertThat(text(marking.step().orElseThrow().changes()))
          .containsExactlyInAnyOrder("+I a 1 false", "+I b 1 false");
      assertThat(marking.schema().names()).containsExactly("k", "n", "gone");
      session.sql("INSERT INTO s VALUES ('a'), ('a')");
      assertThat(text(ignoring.step().orElseThrow().changes())).isEmpty();
      assertThat(text(marking.step().orElseThrow().changes())).containsExactly("+U a 1 true");
    }
  }

  @Test
  void failureOfAnInsertThatRunsToItsEndIsToldOnce() {
    session.sql("CREATE TABLE t (a INT)");
    session.sql("INSERT INTO t VALUES (0)");
    session.sql("CREATE TABLE u (a INT)");
    assertFails(ErrorCode.DIVIDE_BY_ZERO, () -> session.sql("INSERT INTO u SELECT 1 / a FROM t"));
    assertFails(
        ErrorCode.DIVIDE_BY_ZERO,
        () -> session.sql("START QUERY q AS INSERT INTO u SELECT 1 / a FROM t"));
    session.sql("AWAIT ALL");
    assertFails(ErrorCode.DIVIDE_BY_ZERO, () -> session.sql("AWAIT QUERY q"));
    assertThat(rows("SHOW QUERIES")).hasSize(1);
    assertThat(rows("SELECT * FROM u")).isEmpty();
  }

  @Test
  void optionsAreCheckedWhenTheyAreDeclared() {
    assertFails(
        ErrorCode.OPTION_UNKNOWN,
        () -> session.sql("CREATE SOURCE s (a INT) USING memory OPTIONS (speed = 5)"));
    assertFails(
        ErrorCode.OPTION_MISSING,
        () -> session.sql("CREATE SOURCE s (a INT) USING file FORMAT json"));
    assertFails(
        ErrorCode.FORMAT_NOT_FOUND,
        () -> session.sql("CREATE SOURCE s (a INT) USING file OPTIONS (path = 'x') FORMAT morse"));
    assertFails(
        ErrorCode.CONNECTOR_NOT_FOUND, () -> session.sql("CREATE SOURCE s (a INT) USING telex"));
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        () -> session.sql("CREATE SINK k USING noop OPTIONS (deletes = 'tombstone')"));
    assertFails(
        ErrorCode.OPTION_INVALID,
        () -> session.sql("CREATE SINK k USING noop OPTIONS (deletes = 'maybe')"));
    assertThat(rows("SHOW SOURCES")).isEmpty();
  }

  @Test
  void whatIsNotBuiltIsRefused() {
    session.sql("CREATE SOURCE s (a INT) USING memory");
    session.sql("CREATE TABLE t (a INT)");
    assertFails(
        ErrorCode.SINK_NOT_CONTINUABLE,
        () -> session.sql("INSERT INTO t SELECT a FROM s CHECKPOINT '/tmp/x'"));
    assertFails(
        ErrorCode.OPTION_UNKNOWN,
        () -> session.sql("INSERT INTO t SELECT a FROM s OPTIONS (speed = 5)"));
    assertFails(ErrorCode.NOT_SUPPORTED, () -> session.sql("CREATE TABLE u AS SELECT a FROM s"));
    session.sql("CREATE SOURCE r USING rate");
    assertFails(ErrorCode.OBJECT_WRONG_KIND, () -> session.sql("INSERT INTO r SELECT * FROM r"));
  }
}
