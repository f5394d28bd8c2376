package io.millrace.shell;

import static io.millrace.shell.Results.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StatementResult;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.shell.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final Schema ONE = Schema.of(new Field("a", DataType.INTEGER));
  private static final Schema VIEWS =
      Schema.of(
          new Field("window_start", DataType.TIMESTAMP),
          new Field("page", DataType.STRING),
          new Field("views", DataType.BIGINT));
  private static final LocalDateTime TEN = LocalDateTime.parse("2026-03-01T10:00:10");

  private final FakeMillrace session = new FakeMillrace();
  private final Command command = new Command(session);

  private static StatementResult one() {
    return Results.rows(ONE, row(1));
  }

  private static StatementResult views() {
    return new Results.FakeChanges(VIEWS)
        .batch(56, row(RowKind.INSERT, TEN, "/home", 1167))
        .batch(
            57,
            row(RowKind.UPDATE_BEFORE, TEN, "/home", 1167),
            row(RowKind.UPDATE_AFTER, TEN, "/home", 1204));
  }

  private static MillraceException queryFailed() {
    return MillraceException.error(ErrorCode.SINK_FAILED, "q", "division by zero").build();
  }

  @Test
  void statementsOfAnExecuteOptionRunInOrder() {
    session.answer("a", MainTest::one).answer("b", MainTest::one);
    assertThat(command.run("-e", "a\nb", "--format", "csv")).isEqualTo(ExitCode.FINE);
    assertThat(command.out()).isEqualTo("a\n1\n\na\n1\n\n");
    assertThat(command.err()).isEmpty();
    assertThat(session.executed()).containsExactly("a", "b");
    assertThat(session.isClosed()).isTrue();
  }

  @Test
  void filesAndTextRunInTheOrderGiven(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("my script.sql");
    Files.writeString(file, "\uFEFFb");
    session.answer("a", MainTest::one).answer("b", MainTest::one).answer("c", MainTest::one);
    assertThat(command.run("-e", "a", "-f", file.toString(), "-c", "c")).isEqualTo(ExitCode.FINE);
    assertThat(session.executed()).containsExactly("a", "b", "c");
  }

  @Test
  void standardInputIsTheScriptIfNoneIsNamed() {
    session.answer("a", MainTest::one);
    assertThat(command.reading("a\n").run("--format=csv")).isEqualTo(ExitCode.FINE);
    assertThat(command.out()).isEqualTo("a\n1\n\n");
  }

  @Test
  void standardInputIsLeftAloneBesideAnExecuteOption() {
    session.answer("a", MainTest::one);
    assertThat(command.reading("data").run("-e", "a")).isEqualTo(ExitCode.FINE);
    assertThat(session.executed()).containsExactly("a");
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertThat(command.run("--help")).isEqualTo(ExitCode.FINE);
    assertThat(command.run("--version")).isEqualTo(ExitCode.FINE);
    assertThat(command.out()).startsWith("usage: millrace").contains("\nmillrace ");
  }

  @Test
  void aMissingScriptIsAUsageError(@TempDir Path directory) {
    String missing = directory.resolve("no.sql").toString();
    assertThat(command.run("-f", missing)).isEqualTo(ExitCode.USAGE);
    assertThat(command.err()).isEqualTo("millrace: script " + missing + " does not exist\n");
  }

  @Test
  void aScriptThatIsNoTextIsAUsageError(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("latin.sql");
    Files.write(file, "SELECT 'é'".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(command.run("-f", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(command.err()).contains("is not UTF-8 text");
  }

  @Test
  void theScriptStopsAtTheFirstError(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("daily.sql");
    Files.writeString(file, "a\nwrong\na\n");
    session.answer("a", MainTest::one);
    assertThat(command.run("-f", file.toString(), "--format", "csv")).isEqualTo(ExitCode.SQL_ERROR);
    assertThat(command.out()).isEqualTo("a\n1\n\n");
    assertThat(command.err())
        .isEqualTo(
            file
                + """
                :2:1: ERROR [SYNTAX_ERROR] unknown statement
                  2 │ wrong
                    │ ^^^^^
                  hint: try another one
                """);
  }

  @Test
  void keepGoingPutsTheErrorInPlaceOfTheResult() {
    session.answer("a", MainTest::one);
    assertThat(command.run("--keep-going", "-e", "a\nwrong\na", "--format", "csv"))
        .isEqualTo(ExitCode.SQL_ERROR);
    assertThat(command.out())
        .isEqualTo("a\n1\n\n!ERROR [SYNTAX_ERROR] unknown statement\na\n1\n\n");
    assertThat(command.err()).isEmpty();
  }

  @Test
  void theLineOfAnErrorIsOneLine() {
    session.answer(
        "a",
        () -> {
          throw MillraceException.error(ErrorCode.QUERY_INVALID, "two\nlines").build();
        });
    command.run("--keep-going", "-e", "a");
    assertThat(command.out()).isEqualTo("!ERROR [QUERY_INVALID] two\\nlines\n");
  }

  @Test
  void rowsBeforeAFailureArePrintedAndClosed() {
    Results.FakeRows rows =
        Results.rows(ONE, row(1))
            .thenFailing(MillraceException.error(ErrorCode.DIVIDE_BY_ZERO).build());
    session.answer("a", () -> rows);
    assertThat(command.run("-e", "a", "--format", "csv")).isEqualTo(ExitCode.SQL_ERROR);
    assertThat(command.out()).isEqualTo("a\n1\n");
    assertThat(command.err()).startsWith("ERROR [DIVIDE_BY_ZERO] division by zero");
    assertThat(rows.isClosed()).isTrue();
  }

  @Test
  void aFailureBeforeTheFirstRowLeavesNothingElse() {
    session.answer(
        "a",
        () ->
            Results.rows(ONE)
                .thenFailing(
                    FakeQuery.failed(
                        "q", MillraceException.error(ErrorCode.DIVIDE_BY_ZERO).build())));
    assertThat(command.run("-e", "a", "--format", "csv", "--keep-going"))
        .isEqualTo(ExitCode.QUERY_FAILED);
    assertThat(command.out()).isEqualTo("!ERROR [DIVIDE_BY_ZERO] division by zero\n");
  }

  @Test
  void anOutsideFailureIsARuntimeFailure() {
    session.answer(
        "a",
        () -> {
          throw MillraceException.error(ErrorCode.SOURCE_FAILED, "s", "gone").build();
        });
    assertThat(command.run("-e", "a")).isEqualTo(ExitCode.QUERY_FAILED);
  }

  @Test
  void queriesAreAwaitedAtTheEnd() {
    session.answer(
        "a",
        () ->
            new StatementResult.Started(
                FakeQuery.failing("q", queryFailed()), OutputMode.APPEND, "", ""));
    session.answer("b", MainTest::one);
    assertThat(command.run("-e", "a\nb", "--format", "csv")).isEqualTo(ExitCode.QUERY_FAILED);
    assertThat(command.out()).isEqualTo("a\n1\n\n");
    assertThat(command.err()).isEqualTo("ERROR [SINK_FAILED] sink q failed: division by zero\n");
  }

  @Test
  void aFailureIsReportedOnceHoweverOftenItIsAwaited() {
    MillraceException failure = queryFailed();
    session.answer(
        "a",
        () ->
            new StatementResult.Started(
                FakeQuery.failing("q", failure), OutputMode.APPEND, "", ""));
    session.answer(
        "await",
        () -> {
          throw failure.in(new SourceText("", "await"));
        });
    assertThat(command.run("--keep-going", "-e", "a\nawait")).isEqualTo(ExitCode.QUERY_FAILED);
    assertThat(command.out()).isEqualTo("!ERROR [SINK_FAILED] sink q failed: division by zero\n");
  }

  @Test
  void twoQueriesThatFailAlikeAreBothReported() {
    for (String statement : List.of("a", "b")) {
      session.answer(
          statement,
          () -> {
            throw queryFailed();
          });
    }
    assertThat(command.run("--keep-going", "-e", "a\nb")).isEqualTo(ExitCode.QUERY_FAILED);
    assertThat(command.out())
        .isEqualTo("!ERROR [SINK_FAILED] sink q failed: division by zero\n".repeat(2));
  }

  @Test
  void whatGoesOnIsToldToSomebodyWhoWatchesOnly() {
    session
        .answer("a", () -> new StatementResult.Done("CREATE SOURCE clicks", OptionalLong.empty()))
        .answer(
            "b",
            () ->
                new StatementResult.Started(
                    FakeQuery.fine("q"), OutputMode.UPDATE, "the query has an aggregate", ""))
        .answer("c", () -> new StatementResult.Finished(FakeQuery.fine("r"), "3 rows in 0.1s"));
    assertThat(command.run("-e", "a\nb\nc")).isEqualTo(ExitCode.FINE);
    assertThat(command.out()).isEmpty();
    assertThat(command.err()).isEmpty();

    Command watched = new Command(session).onTerminal(80);
    assertThat(watched.run("-e", "a\nb\nc")).isEqualTo(ExitCode.FINE);
    assertThat(watched.out()).isEmpty();
    assertThat(watched.err())
        .isEqualTo(
            """
            CREATE SOURCE clicks
            started q   mode UPDATE: the query has an aggregate
            r: 3 rows in 0.1s
            """);
  }

  @Test
  void aLongStatusIsBrokenBetweenWords() {
    session.answer(
        "c",
        () ->
            new StatementResult.Finished(
                FakeQuery.fine("delays"),
                "10,000 rows in 0.37s (27.2k/s), 4 batches, 12 rows out"));
    Command narrow = new Command(session).onTerminal(40);
    narrow.run("-e", "c");
    assertThat(narrow.err())
        .isEqualTo("delays: 10,000 rows in 0.37s (27.2k/s),\n  4 batches, 12 rows out\n");
  }

  @Test
  void changesInAPipeAreJsonLines() {
    session.answer("a", MainTest::views);
    assertThat(command.run("-e", "a")).isEqualTo(ExitCode.FINE);
    assertThat(command.out())
        .isEqualTo(
            """
            {"op":"+I","batch":56,"window_start":"2026-03-01T10:00:10","page":"/home","views":1167}
            {"op":"-U","batch":57,"window_start":"2026-03-01T10:00:10","page":"/home","views":1167}
            {"op":"+U","batch":57,"window_start":"2026-03-01T10:00:10","page":"/home","views":1204}
            """);
  }

  @Test
  void changesAsCsvHaveTheirKindAndBatchFirst() {
    session.answer("a", MainTest::views);
    assertThat(command.run("-e", "a", "--format", "csv")).isEqualTo(ExitCode.FINE);
    assertThat(command.out())
        .isEqualTo(
            """
            op,batch,window_start,page,views
            +I,56,2026-03-01 10:00:10,/home,1167
            -U,57,2026-03-01 10:00:10,/home,1167
            +U,57,2026-03-01 10:00:10,/home,1204

            """);
  }

  @Test
  void changesAsTableAreAChangelog() {
    session.answer("a", MainTest::views);
    assertThat(command.run("-e", "a", "--format", "table")).isEqualTo(ExitCode.FINE);
    assertThat(command.out())
        .isEqualTo(
            """
             batch  op  window_start         page       views
                56  +I  2026-03-01 10:00:10  /home      1,167
                57  -U  2026-03-01 10:00:10  /home      1,167
                57  +U  2026-03-01 10:00:10  /home      1,204
            3 changes
            """);
  }

  @Test
  void aQueryThatFailsWhileItsChangesAreReadIsARuntimeFailure() {
    session.answer(
        "a",
        () ->
            new Results.FakeChanges(ONE)
                .batch(0, row(RowKind.INSERT, 1))
                .thenFailing(MillraceException.error(ErrorCode.DIVIDE_BY_ZERO).build()));
    assertThat(command.run("-e", "a")).isEqualTo(ExitCode.QUERY_FAILED);
    assertThat(command.out()).isEqualTo("{\"op\":\"+I\",\"batch\":0,\"a\":1}\n");
  }

  @Test
  void settingsReachTheSession() {
    List<String> seen = new ArrayList<>();
    Command setting =
        new Command(
            builder -> {
              builder.settings().forEach((name, value) -> seen.add(name + "=" + value));
              return session;
            });
    session.answer("a", MainTest::one);
    assertThat(setting.run("--set", "parallelism=2", "-e", "a")).isEqualTo(ExitCode.FINE);
    assertThat(seen).containsExactly("parallelism=2");
  }

  @Test
  void aWrongSettingIsAUsageError() {
    Command setting =
        new Command(
            builder -> {
              throw MillraceException.error(ErrorCode.SETTING_UNKNOWN, "paralelism").build();
            });
    assertThat(setting.run("--set", "paralelism=2", "-e", "a")).isEqualTo(ExitCode.USAGE);
    assertThat(setting.err()).startsWith("ERROR [SETTING_UNKNOWN] unknown setting \"paralelism\"");
  }

  @Test
  void whatNobodyExpectedIsOneLineAndAStackTraceInTheLog(@TempDir Path directory)
      throws IOException {
    Path log = directory.resolve("millrace.log");
    session.answer(
        "a",
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThat(command.loggingTo(log).run("-e", "a")).isEqualTo(ExitCode.QUERY_FAILED);
    assertThat(command.err())
        .isEqualTo(
            "ERROR [INTERNAL_ERROR] internal error: IllegalStateException: broken\n"
                + "  please report this; full log: "
                + log
                + "\n");
    assertThat(Files.readString(log)).contains("java.lang.IllegalStateException: broken\n\tat ");
  }

  @Test
  void errorsAreRedOnlyInColour() {
    assertThat(command.onTerminal(80).colored().run("-e", "x")).isEqualTo(ExitCode.SQL_ERROR);
    assertThat(command.err()).startsWith("\033[1;31mERROR [SYNTAX_ERROR]\033[0m unknown");
  }
}
