package io.millrace.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.StatementResult;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.shell.FakeMillrace;
import io.millrace.shell.FakeQuery;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.ErrorPrinter;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptRunnerTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeMillrace session = new FakeMillrace();

  private ScriptRunner runner(boolean terminal) {
    Screen screen =
        new Screen(
            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            terminal,
            80,
            false);
    return new ScriptRunner(
        session,
        screen,
        ResultPrinter.of(OutputFormat.CSV, screen),
        new ErrorPrinter(screen, new LogFile(Path.of("target", "millrace.log"))),
        false);
  }

  private ExitCode runAndInterrupt(FakeQuery query, boolean terminal) {
    ScriptRunner runner = runner(terminal);
    session.answer(
        "a",
        () -> {
          session.running(query);
          runner.interrupt();
          return new StatementResult.Started(query, OutputMode.APPEND, "", "");
        });
    return runner.run(List.of(new SourceText("", "a\na")));
  }

  @Test
  void anInterruptTellsWhatTheQueriesHaveDone() {
    assertThat(runAndInterrupt(FakeQuery.fine("sf"), true)).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(session.executed()).containsExactly("a");
    assertThat(session.isClosed()).isTrue();
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("\nstopped sf: 0 batches\n");
  }

  @Test
  void aQueryThatFailsWhileItIsInterruptedSaysSo() {
    MillraceException failure =
        MillraceException.error(ErrorCode.SINK_FAILED, "out", "the disk is full").build();
    assertThat(runAndInterrupt(FakeQuery.failing("sf", failure), false))
        .isEqualTo(ExitCode.INTERRUPTED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("ERROR [SINK_FAILED] sink out failed: the disk is full\n");
  }

  @Test
  void whoeverDoesNotWatchIsToldNothing() {
    runAndInterrupt(FakeQuery.fine("sf"), false);
    assertThat(err.size()).isZero();
  }
}
