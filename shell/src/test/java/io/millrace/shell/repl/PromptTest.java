package io.millrace.shell.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.shell.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt as people see it, in a terminal. */
class PromptTest {
  private static final String ORDERS =
      "CREATE TABLE orders (id BIGINT, customer STRING, amount DECIMAL(10, 2));";

  @TempDir private Path directory;

  private Tmux start(int columns) {
    return Tmux.millrace(directory, columns, 40, Map.of());
  }

  @Test
  void statementsGoOnUntilTheirSemicolon() {
    try (Tmux terminal = start(80)) {
      assertThat(terminal.screen().lines()).hasSizeLessThanOrEqualTo(3);
      terminal.run("SELECT 1 AS a,\n  'x;y' AS b\n;");
      assertThat(terminal.screen())
          .endsWith(
              """
              millrace> SELECT 1 AS a,
                    ..>   'x;y' AS b
                    ..> ;
              ┌─────────┬─────────┐
              │    a    │    b    │
              │ integer │ varchar │
              ├─────────┼─────────┤
              │       1 │ x;y     │
              └─────────┴─────────┘
              1 row
              millrace>""");
    }
  }

  @Test
  void theContinuationTellsWhatIsOpenAndCtrlCDropsTheEntry() {
    try (Tmux terminal = start(80)) {
      terminal.enter("SELECT (1,\n'two").waitFor("     '..>");
      assertThat(terminal.screen())
          .endsWith(
              """
              millrace> SELECT (1,
                   (..> 'two
                   '..>""");
      terminal.press("C-c").waitFor(screen -> screen.endsWith("\nmillrace>"));
      terminal.run("SELECT 2 AS two;");
      assertThat(terminal.screen()).contains("│       2 │").doesNotContain("ERROR");
    }
  }

  @Test
  void theSecondCtrlCDoesNotWaitForTheStatement() {
    try (Tmux terminal = start(80)) {
      terminal.run("CREATE FUNCTION stubborn AS 'io.millrace.shell.Stubborn';");
      terminal.run("SET stop.timeout = '0';");
      terminal.run("CREATE SOURCE numbers WITH (connector = 'rate');");
      terminal.enter("SELECT stubborn(value) FROM numbers;").waitFor("no rows yet");
      terminal.waitFor(screen -> Files.exists(directory.resolve("begun")));
      terminal.press("C-c").waitFor("stopping …");
      terminal.press("C-c").waitFor("not waited for any longer");
      terminal.run("SELECT 7 AS seven;");
      assertThat(terminal.screen()).contains("│       7 │");
    }
  }

  @Test
  void errorsPointIntoTheEntry() {
    try (Tmux terminal = start(80)) {
      terminal.run(ORDERS).run("SELECT id,\n  custmer\nFROM orders;");
      assertThat(terminal.screen())
          .contains(
              """
              ERROR [COLUMN_NOT_FOUND] column "custmer" does not exist in orders
                2 │   custmer
                  │   ^^^^^^^
              """);
    }
  }

  @Test
  void resultsFitTheTerminalAsItIsNow() {
    String wide =
        "SELECT 'a long text that needs much room' AS first, 'another one that is long' AS second;";
    try (Tmux terminal = start(80)) {
      terminal.run(wide);
      assertThat(terminal.screen())
          .contains(
              """
              ┌──────────────────────────────────┬──────────────────────────┐
              │              first               │          second          │
              │             varchar              │         varchar          │
              ├──────────────────────────────────┼──────────────────────────┤
              │ a long text that needs much room │ another one that is long │
              └──────────────────────────────────┴──────────────────────────┘
              """);
      terminal.resize(60, 40).run(wide);
      assertThat(terminal.screen())
          .contains(
              """
              ┌────────────────────────────┬─────────────────────────────┐
              """
                  .substring(0, 10))
          .contains("…");
      assertThat(terminal.screen().lines()).allMatch(line -> line.length() <= 60);
    }
  }

  @Test
  void longResultsShowTheirBeginningAndTheirEnd() {
    try (Tmux terminal = start(60)) {
      terminal.run(".maxrows 4");
      terminal.run("SELECT n FROM (VALUES (1),(2),(3),(4),(5),(6)) AS t (n);");
      assertThat(terminal.screen())
          .contains(
              """
              ├─────────┤
              │       1 │
              │       2 │
              │    ·    │
              │    ·    │
              │    ·    │
              │       5 │
              │       6 │
              └─────────┘
              6 rows, 4 shown
              """);
    }
  }

  @Test
  void ctrlCStopsWhatRunsAndNotTheShell() {
    try (Tmux terminal = start(80)) {
      terminal.run("CREATE SOURCE ticks USING rate OPTIONS (rowsPerSecond = 100);");
      terminal.run("CREATE SINK nothing USING noop;");
      terminal.run("INSERT INTO nothing SELECT value FROM ticks;").enter("AWAIT ALL;");
      terminal.waitFor("● nothing").press("C-c").waitFor("interrupted");
      terminal.run(".mode csv").enter("SELECT value FROM ticks;").waitFor("\nop,batch,value");
      terminal.press("C-c").waitFor(screen -> screen.endsWith("\nmillrace>"));
      terminal.run("SELECT 'there' AS still;");
      assertThat(terminal.screen()).contains("still\nthere").doesNotContain("ERROR");
      // The query in the background was left alone, and leaving tells of it.
      terminal.press("C-d").waitFor("a query is running: nothing.");
      terminal.press("C-d").waitForEnd();
      assertThat(terminal.exitCode()).isZero();
    }
  }

  @Test
  void tabCompletesColumnsAndTellsWhatOptionsAreFor() {
    try (Tmux terminal = start(80)) {
      terminal.run(ORDERS);
      terminal.type("SELECT cust").press("Tab").waitFor("millrace> SELECT customer");
      terminal.type("FROM ord").press("Tab").waitFor("SELECT customer FROM orders");
      terminal.press("C-c").waitFor(screen -> screen.endsWith("\nmillrace>"));
      terminal.type("CREATE SOURCE s USING rate OPTIONS (ramp").press("Tab");
      terminal.waitFor("OPTIONS (rampUpTime =");
      terminal.press("C-c").waitFor(screen -> screen.endsWith("\nmillrace>"));
      terminal.type("CREATE SOURCE s USING file OPTIONS (").press("Tab");
      terminal.waitFor("required: a directory");
    }
  }

  @Test
  void entriesAreFoundAgainAfterAnotherStart() {
    String entry = "SELECT 1 AS one,\n  2 AS two;";
    try (Tmux terminal = start(80)) {
      terminal.run(entry).run("SHOW TABLES;").enter(".exit").waitForEnd();
    }
    try (Tmux terminal = start(80)) {
      terminal.type("SEL").press("Up").waitFor("millrace> SELECT 1 AS one,\n      ..>   2 AS two;");
      terminal.press("C-c").waitFor(screen -> screen.endsWith("\nmillrace>"));
      terminal.press("C-r").type("TABL").waitFor("SHOW TABLES;");
    }
  }

  @Test
  void nothingIsKeptIfThatIsWanted() {
    try (Tmux terminal = Tmux.millrace(directory, 80, 24, Map.of(HistoryPlace.VARIABLE, "off"))) {
      terminal.run("SHOW TABLES;").enter(".exit").waitForEnd();
    }
    assertThat(directory.resolve(".millrace")).doesNotExist();
  }

  @Test
  void keywordsAreColouredUnlessThatIsUnwanted() {
    try (Tmux terminal = start(80)) {
      terminal.type("SELECT 'text' SELEC").waitFor("SELECT 'text' SELEC");
      assertThat(terminal.colored())
          .containsPattern("\033\\[1m\033\\[34mSELECT|\033\\[1;34mSELECT|\033\\[34mSELECT")
          .contains("\033[32m'text'")
          .doesNotContain("mSELEC\033");
    }
    try (Tmux terminal = Tmux.millrace(directory, 80, 24, Map.of("NO_COLOR", "1"))) {
      terminal.type("SELECT 'text' SELEC").waitFor("SELECT 'text' SELEC");
      terminal.press("C-c").run("SELECT wrong;");
      assertThat(terminal.colored()).doesNotContain("\033[");
    }
  }

  @Test
  void commandsLookAroundAndSetHowResultsLook() {
    try (Tmux terminal = start(80)) {
      terminal.run(ORDERS).run("\\dt");
      assertThat(terminal.screen()).contains("│ orders  │ table   │ memory    │");
      terminal.run("\\d orders");
      assertThat(terminal.screen()).contains("│ amount   │ decimal(10, 2) │");
      terminal.run(".tabels");
      assertThat(terminal.screen()).contains("unknown command .tabels; did you mean .tables?");
      terminal.run(".mode line").run("SELECT 1 AS one, 'b' AS two;");
      assertThat(terminal.screen()).contains(" one │ 1\n two │ b\n1 row");
      terminal.run("\\x").run(".timing on").run("SELECT 2 AS two;");
      assertThat(terminal.screen()).containsPattern("1 row \\([0-9.]+s\\)");
    }
  }

  @Test
  void aScriptIsReadAndItsErrorsNameTheFile() throws IOException {
    Files.writeString(directory.resolve("job.sql"), "SELECT 1 AS one;\nSELECT\n  nothing;\n");
    try (Tmux terminal = start(80)) {
      terminal.run(".read job.sql");
      assertThat(terminal.screen())
          .contains("│       1 │")
          .contains("job.sql:3:3: ERROR [COLUMN_NOT_FOUND]");
      terminal.run(".read missing.sql");
      assertThat(terminal.screen()).contains("script missing.sql does not exist");
    }
  }

  @Test
  void ctrlCLeavesTheShellOfATerminalThatCanOnlyPrintLines() {
    try (Tmux terminal = Tmux.millrace(directory, 80, 24, Map.of("TERM", "dumb"))) {
      terminal.run("CREATE SOURCE r USING rate OPTIONS (rowsPerSecond = 5);");
      terminal.enter("SELECT value % 2 AS g, COUNT(*) AS n FROM r GROUP BY value % 2;");
      terminal.waitFor("+I").press("C-c").waitFor("changes");
      terminal.run("SELECT 'still ' || 'there' AS it;");
      assertThat(terminal.screen()).contains("│ still there │");
    }
  }

  @Test
  void helpFitsTheTerminalAndBareWordsWork() {
    try (Tmux terminal = start(60)) {
      terminal.run("help");
      assertThat(terminal.screen())
          .contains("what there is", ".tables, \\dt", "how results look", ".exit");
      assertThat(terminal.screen().lines()).allMatch(line -> line.length() <= 60);
      terminal.enter("exit").waitForEnd();
      assertThat(terminal.exitCode()).isZero();
    }
  }
}
