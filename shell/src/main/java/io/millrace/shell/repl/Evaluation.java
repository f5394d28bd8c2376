package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.shell.render.Announcements;
import io.millrace.shell.render.ErrorPrinter;
import io.millrace.shell.render.OutputClosedException;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import io.millrace.shell.render.Showing;
import io.millrace.shell.repl.Interrupts.Outcome;
import io.millrace.shell.repl.Interrupts.Running;
import java.util.Optional;

/** Runs the statements of an entry and shows what they give, until one fails or Ctrl-C comes. */
final class Evaluation {
  private final Engine engine;
  private final PromptTerminal terminal;
  private final LiveViews views;
  private final Modes modes;
  private final BackgroundQueries background;

  Evaluation(
      Engine engine,
      PromptTerminal terminal,
      LiveViews views,
      Modes modes,
      BackgroundQueries background) {
    this.engine = engine;
    this.terminal = terminal;
    this.views = views;
    this.modes = modes;
    this.background = background;
  }

  /** Whether an entry did what it said. */
  boolean run(SourceText entry) {
    try (GatedScreen output = terminal.output()) {
      Task task = new Task(entry, output.screen());
      Outcome outcome = new Interrupts(terminal.terminal()).run(task);
      if (outcome == Outcome.ABANDONED) {
        output.shut();
        terminal.screen().status("not waited for any longer: the statement is still ending");
      }
      return outcome == Outcome.DONE && task.fine;
    }
  }

  /** The statements of one entry, one after the other. */
  private final class Task implements Interrupts.Work {
    private final SourceText entry;
    private final Screen screen;
    private final ErrorPrinter errors;
    private volatile boolean fine;

    Task(SourceText entry, Screen screen) {
      this.entry = entry;
      this.screen = screen;
      this.errors = new ErrorPrinter(screen, modes.log());
    }

    @Override
    public void run(Running running) {
      try {
        Millrace session = engine.session();
        for (ScriptStatement statement : session.script(entry)) {
          if (running.isInterrupted()) {
            return;
          }
          run(session, statement, running);
        }
        fine = true;
      } catch (OutputClosedException e) {
        // Nobody waits for it any longer.
        fine = false;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        report(ErrorPrinter.asError(e).in(entry));
      }
    }

    private void report(MillraceException error) {
      screen.out().flush();
      if (error.code() == ErrorCode.INTERRUPTED) {
        screen.status(
            "interrupted" + error.details().stream().findFirst().map(d -> ": " + d).orElse(""));
      } else {
        errors.report(error);
      }
    }

    private void run(Millrace session, ScriptStatement statement, Running running) {
      long startNanos = System.nanoTime();
      Showing showing = new Showing(startNanos, session.zone(), modes.timing());
      Watching watching = new Watching(terminal.terminal(), screen, showing, statement.text());
      StatementResult result = views.during(session, statement::execute, watching);
      show(session, result, watching, running);
    }

    private void show(
        Millrace session, StatementResult result, Watching watching, Running running) {
      if (result instanceof StatementResult.Rows rows) {
        printer().rows(rows, watching.showing());
      } else if (result instanceof StatementResult.Changes changes) {
        running.onInterrupt(changes.query()::stop);
        if (modes.format().filter(format -> format != OutputFormat.TABLE).isPresent()) {
          printer().changes(changes, watching.showing());
        } else {
          views.changes(changes, watching);
        }
        running.onInterruptOfThread();
      } else if (result instanceof StatementResult.Text text) {
        printer().text(text);
      } else if (result instanceof StatementResult.Done done) {
        screen.status(done.message() + took(watching));
      } else if (result instanceof StatementResult.Started started) {
        background.watch(started.query());
        views.started(started, watching);
      } else if (result instanceof StatementResult.Finished finished) {
        screen.status(Announcements.finished(finished));
      }
    }

    private ResultPrinter printer() {
      Optional<OutputFormat> format = modes.format();
      return format
          .map(chosen -> ResultPrinter.of(chosen, screen))
          .orElseGet(() -> ResultPrinter.automatic(screen));
    }

    private String took(Watching watching) {
      return "";
    }
  }
}
