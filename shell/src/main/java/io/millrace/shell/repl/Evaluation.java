package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.shell.log.LogFile;
import io.millrace.shell.render.Announcements;
import io.millrace.shell.render.ErrorPrinter;
import io.millrace.shell.render.OutputClosedException;
import io.millrace.shell.render.OutputFormat;
import io.millrace.shell.render.Quantities;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import io.millrace.shell.render.Showing;
import io.millrace.shell.repl.Interrupts.Outcome;
import io.millrace.shell.repl.Interrupts.Running;
import java.util.function.Function;

/** Runs the statements of an entry and shows what they give, until one fails or Ctrl-C comes. */
final class Evaluation {
  private final Engine engine;
  private final PromptTerminal terminal;
  private final LiveViews views;
  private final Modes modes;
  private final LogFile log;
  private final BackgroundQueries background;

  Evaluation(
      Engine engine,
      PromptTerminal terminal,
      LiveViews views,
      Modes modes,
      LogFile log,
      BackgroundQueries background) {
    this.engine = engine;
    this.terminal = terminal;
    this.views = views;
    this.modes = modes;
    this.log = log;
    this.background = background;
  }

  /** What is done for an entry. */
  private interface Work {
    void run(Millrace session, Task task);
  }

  /** Runs statements. */
  void run(SourceText entry) {
    run(
        entry,
        (session, task) -> {
          for (ScriptStatement statement : session.script(entry)) {
            if (task.running.isInterrupted()) {
              return;
            }
            task.run(session, statement);
          }
        });
  }

  /** Shows rows that are made of what the session knows. */
  void list(Function<Millrace, Listing> lister) {
    run(
        new SourceText("", ""),
        (session, task) -> {
          Showing showing =
              new Showing(System.nanoTime(), session.zone(), modes.timing(), modes.maxRows());
          task.printer().rows(lister.apply(session), showing);
        });
  }

  private void run(SourceText entry, Work work) {
    try (GatedScreen output = terminal.output()) {
      Outcome outcome =
          new Interrupts(terminal).run(running -> new Task(entry, output, running).run(work));
      if (outcome == Outcome.ABANDONED) {
        output.shut();
        terminal.screen().status("not waited for any longer: the statement is still ending");
      }
    } finally {
      terminal.restore();
    }
  }

  /** The work of one entry. */
  private final class Task {
    private final SourceText entry;
    private final GatedScreen output;
    private final Screen screen;
    private final Running running;

    Task(SourceText entry, GatedScreen output, Running running) {
      this.entry = entry;
      this.output = output;
      this.screen = output.screen();
      this.running = running;
    }

    void run(Work work) {
      try {
        output.await("starting");
        Millrace session = engine.session();
        output.endWait();
        work.run(session, this);
      } catch (OutputClosedException e) {
        // Nobody waits for it any longer, and was told so.
        output.shut();
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        report(ErrorPrinter.asError(e).in(entry));
      }
    }

    private void report(MillraceException error) {
      screen.out().flush();
      output.endWait();
      ErrorPrinter errors = new ErrorPrinter(screen, log);
      if (error.code() == ErrorCode.INTERRUPTED) {
        String detail = error.details().stream().findFirst().map(why -> ": " + why).orElse("");
        screen.status("interrupted" + detail);
      } else if (modes.debug()) {
        errors.reportWithTrace(error);
      } else {
        errors.report(error);
      }
    }

    private void run(Millrace session, ScriptStatement statement) {
      Showing showing =
          new Showing(System.nanoTime(), session.zone(), modes.timing(), modes.maxRows());
      Watching watching = new Watching(terminal.terminal(), screen, showing, statement.text());
      show(views.during(session, statement::execute, watching), watching);
    }

    private void show(StatementResult result, Watching watching) {
      if (result instanceof StatementResult.Rows rows && isBriefly(watching)) {
        Listing queries = QueryList.of(rows, watching.showing().zone());
        boolean none = queries.isEmpty();
        printer().rows(queries, watching.showing());
        screen.status(
            none
                ? "START QUERY name AS INSERT INTO sink SELECT …   starts one"
                : "\\x or .mode line shows all columns");
      } else if (result instanceof StatementResult.Rows rows) {
        output.await("running");
        printer().rows(views.watched(rows, watching), watching.showing());
      } else if (result instanceof StatementResult.Changes changes) {
        changes(changes, watching);
      } else if (result instanceof StatementResult.Followed followed) {
        follow(followed.changes(), watching);
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

    /** Whether of many columns the most important ones are shown. */
    private boolean isBriefly(Watching watching) {
      boolean boxes = modes.format().filter(format -> format != OutputFormat.TABLE).isEmpty();
      return boxes && QueryList.isFor(watching.statement());
    }

    private void changes(StatementResult.Changes changes, Watching watching) {
      running.onInterrupt(changes.query()::stop);
      if (modes.format().filter(format -> format != OutputFormat.TABLE).isPresent()) {
        printer().changes(changes, watching.showing());
      } else {
        views.changes(changes, watching);
      }
      running.onInterruptOfThread();
    }

    private void follow(StatementResult.Changes changes, Watching watching) {
      running.onInterrupt(changes::close);
      if (modes.format().filter(format -> format != OutputFormat.TABLE).isPresent()) {
        printer().changes(changes, watching.showing());
      } else {
        views.follow(changes, watching);
      }
      running.onInterruptOfThread();
      screen.status(Announcements.followed(changes, watching.showing().zone()));
    }

    private ResultPrinter printer() {
      return modes
          .format()
          .map(chosen -> ResultPrinter.of(chosen, screen))
          .orElseGet(() -> ResultPrinter.automatic(screen));
    }

    private String took(Watching watching) {
      if (!modes.timing()) {
        return "";
      }
      long nanos = System.nanoTime() - watching.showing().startNanos();
      return " (" + Quantities.seconds(nanos) + ")";
    }
  }
}
