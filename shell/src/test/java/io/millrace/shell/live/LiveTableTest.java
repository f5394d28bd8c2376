package io.millrace.shell.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.shell.Tmux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Running queries as people see them, in a real terminal; each batch is a file of the test's. */
class LiveTableTest {
  private static final String SOURCE =
      "CREATE SOURCE clicks (at TIMESTAMP, page STRING, WATERMARK FOR at AS at - INTERVAL '5' SECOND)"
          + " WITH (connector = 'file', path = 'in', format = 'json');";
  private static final String WINDOWS =
      "SELECT window_start, page, count(*) AS views"
          + " FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(at), INTERVAL '10' SECOND))"
          + " GROUP BY window_start, window_end, page EMIT UPDATE;";

  @TempDir private Path directory;

  private Tmux terminal(int columns, int rows, Map<String, String> environment) throws IOException {
    Files.createDirectory(directory.resolve("in"));
    Tmux terminal = Tmux.millrace(directory, columns, rows, environment);
    terminal.run(SOURCE);
    return terminal;
  }

  /** A batch: clicks at seconds behind ten, {@code 1 /home}. */
  private void clicks(String name, String... clicks) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String click : clicks) {
      String[] parts = click.split(" ", 2);
      text.append(
          "{\"at\": \"2026-03-01T10:00:%02d\", \"page\": \"%s\"}%n"
              .formatted(Integer.parseInt(parts[0]), parts[1]));
    }
    Path hidden = directory.resolve("." + name);
    Files.writeString(hidden, text);
    Files.move(hidden, directory.resolve("in").resolve(name + ".json"));
  }

  /** The lines of a screen that are not about the time that has passed. */
  private static String still(String screen) {
    return screen
        .replaceAll("(?m)^[●○] .*$", "STATUS")
        .replaceAll("(?m)^  (watermark|state|late) .*$\\n?", "");
  }

  private static void open(Tmux terminal, String statement) {
    terminal.enter(statement);
    terminal.waitFor("no rows yet");
  }

  @Test
  void marksTellWhatTheNewestBatchDid() throws IOException {
    try (Tmux terminal = terminal(80, 24, Map.of())) {
      open(terminal, WINDOWS);
      assertThat(terminal.screen()).contains("○ ", "waiting for data from file in (0 new files)");
      clicks("1", "1 /home", "2 /home", "3 /cart");
      terminal.waitFor("│      2 │ new");
      clicks("2", "4 /home", "12 日本語");
      terminal.waitFor("│ new").waitFor("│ +1");
      assertThat(still(terminal.screen()))
          .isEqualTo(
              """
              ┌─────────────────────┬─────────┬────────┐
              │    window_start     │  page   │ views  │
              │      timestamp      │ varchar │ bigint │
              ├─────────────────────┼─────────┼────────┤
              │ 2026-03-01 10:00:10 │ 日本語  │      1 │ new
              │ 2026-03-01 10:00:00 │ /home   │      3 │ +1
              │ 2026-03-01 10:00:00 │ /cart   │      1 │
              └─────────────────────┴─────────┴────────┘
               3 rows, 2 changed in batch 2   mode UPDATE
              STATUS
               q stop  space freeze  c changelog  s sort  / filter  d details  ? keys""");
      clicks("3", "17 /help");
      terminal.waitFor("│ 2026-03-01 10:00:00 │ /home   │      3 │ final");
      terminal.press("c").waitFor("batch  op");
      assertThat(terminal.screen())
          .startsWith(
              """
               batch  op  window_start         page    views
                   0  +I  2026-03-01 10:00:00  /home       2
                   0  +I  2026-03-01 10:00:00  /cart       1
                   2  -U  2026-03-01 10:00:00  /home       2
                   2  +U  2026-03-01 10:00:00  /home       3
                   2  +I  2026-03-01 10:00:10  日本語      1
              """);
      terminal.press("c").waitFor("window_start     │");
      terminal.press("d").waitFor("operator").waitFor("source file[in]");
    }
  }

  @Test
  void ctrlCLeavesATableAndThePrompt() throws IOException {
    try (Tmux terminal = terminal(60, 20, Map.of())) {
      open(terminal, WINDOWS);
      clicks("1", "1 /home", "2 /home", "3 /cart");
      terminal.waitFor("│      2 │ new");
      assertThat(terminal.screen()).containsPattern("(?m)^[●○] ").contains("? keys");
      terminal.press("C-c").waitFor("2 rows\n");
      terminal.waitFor(screen -> screen.endsWith("\nmillrace>"));
      assertThat(terminal.screen())
          .contains("EMIT UPDATE;", "│ 2026-03-01 10:00:00 │ /home   │      2 │\n")
          .containsPattern("3 rows in .* 2 rows out");
      terminal.run("SELECT 7 AS seven;");
      assertThat(terminal.screen()).contains("│       7 │");
    }
  }

  @Test
  void theFrozenPictureStandsStillAndTheQueryGoesOn() throws IOException {
    try (Tmux terminal = terminal(80, 24, Map.of())) {
      open(terminal, WINDOWS);
      clicks("1", "1 /home");
      terminal.waitFor("│ new");
      terminal.press("Space").waitFor("frozen");
      clicks("2", "2 /home", "3 /cart");
      // The status goes on: it has seen the batch, the table has not.
      terminal.waitFor(screen -> screen.contains("batch 2 ") || screen.contains("batch 3 "));
      assertThat(terminal.screen()).contains("│      1 │ new").doesNotContain("/cart");
      terminal.press("Space").waitFor("/cart").waitFor("│ +1");
      terminal.press("q").waitFor("2 rows\n");
    }
  }

  @Test
  void thePictureFitsWhateverSizeTheTerminalGets() throws IOException {
    try (Tmux terminal = terminal(80, 24, Map.of())) {
      open(terminal, WINDOWS);
      String[] clicks = new String[15];
      for (int i = 0; i < clicks.length; i++) {
        clicks[i] = "1 /page" + i;
      }
      clicks("1", clicks);
      terminal.waitFor("15 rows");
      for (int[] size : new int[][] {{60, 12}, {100, 30}, {50, 16}, {80, 24}}) {
        terminal.resize(size[0], size[1]);
        terminal.waitFor(screen -> isWhole(screen, size[1]));
      }
      terminal.resize(80, 14).waitFor("11 hidden");
      terminal.press("End").waitFor("/page14");
      terminal.press("/").type("page7").waitFor("filter: page7");
      terminal.press("Enter").waitFor("14 hidden   filter \"page7\"");
      terminal.press("q").waitFor("15 rows\n");
    }
  }

  private static boolean isWhole(String screen, int rows) {
    List<String> lines = screen.lines().toList();
    return !lines.isEmpty()
        && lines.size() <= rows
        && lines.get(0).startsWith("┌")
        && lines.get(0).endsWith("┐")
        && lines.stream().filter(line -> line.startsWith("┌")).count() == 1
        && lines.stream().filter(line -> line.startsWith("└")).count() == 1
        && lines.stream().filter(line -> line.startsWith("│")).allMatch(LiveTableTest::isRow)
        && lines.get(lines.size() - 1).startsWith(" q stop")
        && (rows < 24 || screen.contains("/page14"));
  }

  private static boolean isRow(String line) {
    return line.chars().filter(c -> c == '│').count() == 4;
  }

  @Test
  void aQueryBehindThePromptIsFollowedAndGoesOn() throws IOException {
    try (Tmux terminal = terminal(80, 24, Map.of())) {
      terminal.run("CREATE SINK nowhere WITH (connector = 'noop');");
      terminal.run("START QUERY pages AS INSERT INTO nowhere SELECT page FROM clicks;");
      assertThat(terminal.screen()).contains("started pages   mode APPEND");
      terminal.enter("TAIL QUERY 1;");
      terminal.waitFor("○ pages  0:00:").waitFor("waiting for data from file in (0 new files)");
      terminal.waitFor("no changes yet   mode APPEND");
      clicks("1", "1 /home", "2 /cart");
      terminal.waitFor("● pages").waitFor("batch 0 ").waitFor("the last 2 changes");
      assertThat(terminal.screen())
          .startsWith(" batch  op  page\n     0  +I  /home\n     0  +I  /cart\n");
      terminal.press("q").waitFor("pages goes on: 2 rows in");
      assertThat(terminal.screen())
          .contains("TAIL QUERY 1;\n batch  op  page\n     0  +I  /home\n     0  +I  /cart\npages");
      terminal.enter("TAIL QUERY pages;").waitFor("○ pages");
      terminal.press("C-c").waitFor(screen -> screen.split("pages goes on:").length == 3);
      terminal.waitFor(screen -> screen.endsWith("\nmillrace>"));
      terminal.run("STOP QUERY 1;");
      assertThat(terminal.screen()).contains("STOP QUERY pages").doesNotContain("● ", "○ ");
    }
  }

  @Test
  void coloursAreLeftOutWhereTheyAreNotWanted() throws IOException {
    try (Tmux terminal = terminal(80, 24, Map.of("NO_COLOR", "1"))) {
      open(terminal, WINDOWS);
      clicks("1", "1 /home");
      terminal.waitFor("│ new");
      assertThat(terminal.colored()).doesNotContain("\033[");
    }
  }

  @Test
  void whoWantsThemSeesMarksInColour() throws IOException {
    try (Tmux terminal = terminal(80, 24, Map.of())) {
      open(terminal, WINDOWS);
      clicks("1", "1 /home");
      terminal.waitFor("│ new");
      assertThat(terminal.colored()).contains("\033[32mnew");
    }
  }

  @Test
  void ctrlCEndsAScriptWithTheLastStateAndTheTotals() throws IOException {
    Files.createDirectory(directory.resolve("in"));
    Files.writeString(directory.resolve("live.sql"), SOURCE + WINDOWS + "SELECT 'not ' || 'run';");
    List<String> java = Tmux.command(directory, "-f", "live.sql");
    String script = "trap : INT; " + String.join(" ", java) + "; echo code $?; stty -a; sleep 600";
    try (Tmux terminal = Tmux.start(directory, 80, 24, Map.of(), List.of("sh", "-c", script))) {
      terminal.waitFor("no rows yet");
      clicks("1", "1 /home");
      terminal.waitFor("│ new").press("C-c").waitFor("code 130").waitFor("echoke");
      assertThat(terminal.screen())
          .contains("│ /home   │      1 │\n", "1 row\n1 row in ")
          .doesNotContain("not run")
          .containsPattern("[^-]icanon");
    }
  }

  @Test
  void theSecondCtrlCEndsAScriptAtOnce() {
    String sql =
        "SET stop.timeout = '0'; CREATE FUNCTION stubborn AS 'io.millrace.shell.Stubborn';"
            + " SELECT stubborn(n) FROM (VALUES (1)) AS t (n);";
    String java = String.join(" ", Tmux.command(directory, "-e"));
    String script = "trap : INT; " + java + " \"" + sql + "\"; echo code $?; sleep 600";
    try (Tmux terminal = Tmux.start(directory, 80, 24, Map.of(), List.of("sh", "-c", script))) {
      terminal.waitFor(screen -> Files.exists(directory.resolve("begun")));
      // Whoever waits for the query waits for ever: pressed once it would not end.
      terminal.press("C-c").press("C-c");
      terminal.waitFor(
          screen -> {
            terminal.press("C-c");
            return screen.contains("code 130");
          });
    }
  }

  @Test
  void scriptsShowLiveTablesTooAndAPoliteKillRestoresTheTerminal() throws IOException {
    Files.createDirectory(directory.resolve("in"));
    Files.writeString(directory.resolve("live.sql"), SOURCE + WINDOWS);
    List<String> java = Tmux.command(directory, "-f", "live.sql");
    String script = String.join(" ", java) + "; echo code $?; stty -a; echo that is all; sleep 600";
    try (Tmux terminal = Tmux.start(directory, 80, 24, Map.of(), List.of("sh", "-c", script))) {
      terminal.waitFor("no rows yet");
      clicks("1", "1 /home");
      terminal.waitFor("│ new");
      ProcessHandle shell = ProcessHandle.of(terminal.pid()).orElseThrow();
      shell.children().forEach(ProcessHandle::destroy);
      terminal.waitFor("code 143").waitFor("that is all");
      assertThat(terminal.screen())
          .contains("CREATE SOURCE clicks", "│ /home   │      1 │\n", "1 row\n")
          .containsPattern("[^-]icanon")
          .containsPattern("[^-]echo ");
    }
  }
}
