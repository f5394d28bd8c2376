package io.millrace.shell.command;

import io.millrace.api.Millrace;
import io.millrace.api.ScriptStatement;
import io.millrace.api.StatementResult;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.api.query.StreamingQuery;
import io.millrace.shell.live.ForegroundQueries;
import io.millrace.shell.live.ProgressArea;
import io.millrace.shell.render.Announcements;
import io.millrace.shell.render.ErrorPrinter;
import io.millrace.shell.render.OutputClosedException;
import io.millrace.shell.render.ResultPrinter;
import io.millrace.shell.render.Screen;
import io.millrace.shell.render.Showing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Runs scripts in one session, statement after statement, and then waits for the queries they have
 * started.
 */
public final class ScriptRunner {
  private final Millrace session;
  private final Screen screen;
  private final ResultPrinter results;
  private final ErrorPrinter errors;
  private final ProgressArea progress;
  private final boolean keepGoing;
  private final List<StreamingQuery> started = new ArrayList<>();
  private final Set<Throwable> reported = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Runs of queries whose totals have been told. */
  private final Set<UUID> told = new HashSet<>();

  private volatile boolean interrupted;

  /** What ran when the run was interrupted; written before that is. */
  private List<StreamingQuery> interruptedQueries = List.of();

  /** A runner that shows progress where nothing else does. */
  public ScriptRunner(
      Millrace session,
      Screen screen,
      ResultPrinter results,
      ErrorPrinter errors,
      boolean keepGoing) {
    this(session, screen, results, errors, new ProgressArea(screen, screen::columns), keepGoing);
  }

  /**
   * A runner of scripts.
   *
   * @param progress shows how queries do that are waited for
   * @param keepGoing whether statements behind one that fails are run
   */
  public ScriptRunner(
      Millrace session,
      Screen screen,
      ResultPrinter results,
      ErrorPrinter errors,
      ProgressArea progress,
      boolean keepGoing) {
    this.session = session;
    this.screen = screen;
    this.results = results;
    this.errors = errors;
    this.progress = progress;
    this.keepGoing = keepGoing;
  }

  /** Makes a run end soon with {@link ExitCode#INTERRUPTED}. Called from another thread. */
  public void interrupt() {
    interruptedQueries = session.activeQueries();
    interrupted = true;
    session.close();
  }

  /** Runs the scripts in order, then waits for their queries; gives what to exit with. */
  public ExitCode run(List<SourceText> scripts) {
    ExitCode code;
    try {
      code = runAll(scripts);
    } catch (OutputClosedException e) {
      code = ExitCode.OUTPUT_CLOSED;
    }
    if (interrupted) {
      interruptedQueries.stream()
          .filter(query -> !told.contains(query.runId()))
          .forEach(this::showStopped);
      return ExitCode.INTERRUPTED;
    }
    return code;
  }

  private ExitCode runAll(List<SourceText> scripts) {
    ExitCode code = ExitCode.FINE;
    for (SourceText script : scripts) {
      code = code.or(run(script));
      if (isOver(code)) {
        return code;
      }
    }
    return code.or(awaitAll());
  }

  /** What a query that was interrupted has done; a failure while it ended is told too. */
  private void showStopped(StreamingQuery query) {
    try {
      query.awaitTermination();
      screen.status("stopped " + query.name() + ": " + query.summary(session.zone()));
    } catch (RuntimeException e) {
      errors.report(ErrorPrinter.asError(e));
    }
  }

  private boolean isOver(ExitCode code) {
    return interrupted || (code != ExitCode.FINE && !keepGoing);
  }

  private ExitCode run(SourceText script) {
    ExitCode code = ExitCode.FINE;
    try {
      Iterator<ScriptStatement> statements = session.script(script).iterator();
      while (statements.hasNext() && !isOver(code)) {
        code = code.or(run(statements.next(), script));
      }
      return code;
    } catch (MillraceException e) {
      // The text cannot even be taken apart.
      return code.or(fail(e.in(script), false));
    }
  }

  private ExitCode run(ScriptStatement statement, SourceText script) {
    boolean running = false;
    try {
      long startNanos = System.nanoTime();
      StatementResult result =
          progress.during(ForegroundQueries.of(session, statement.text()), statement::execute);
      running = result instanceof StatementResult.Changes;
      show(result, new Showing(startNanos, session.zone(), true));
      return ExitCode.FINE;
    } catch (OutputClosedException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail(ErrorPrinter.asError(e).in(script), running);
    }
  }

  private void show(StatementResult result, Showing showing) {
    if (result instanceof StatementResult.Rows rows) {
      results.rows(rows, showing);
    } else if (result instanceof StatementResult.Changes changes) {
      try {
        results.changes(changes, showing);
      } finally {
        if (results.tellsTotals()) {
          told.add(changes.query().runId());
        }
      }
    } else if (result instanceof StatementResult.Followed followed) {
      follow(followed.changes(), showing);
    } else if (result instanceof StatementResult.Text text) {
      results.text(text);
    } else if (result instanceof StatementResult.Done done) {
      screen.status(done.message());
    } else if (result instanceof StatementResult.Started running) {
      started.add(running.query());
      screen.status(Announcements.started(running));
    } else if (result instanceof StatementResult.Finished finished) {
      screen.status(Announcements.finished(finished));
    }
  }

  /** A script goes on when the query has ended, or whoever watches has seen enough. */
  private void follow(StatementResult.Changes changes, Showing showing) {
    results.follow(changes, showing);
    screen.status(Announcements.followed(changes, session.zone()));
  }

  /**
   * What `AWAIT QUERY ALL` at the end of every script does, for each query in the order of start.
   */
  private ExitCode awaitAll() {
    ExitCode code = ExitCode.FINE;
    for (StreamingQuery query : started) {
      try {
        progress.during(
            new ProgressArea.Shown(() -> started, false, session.zone()),
            () -> {
              query.awaitTermination();
              return query;
            });
      } catch (RuntimeException e) {
        code = code.or(fail(ErrorPrinter.asError(e), true));
      }
    }
    return code;
  }

  private ExitCode fail(MillraceException error, boolean running) {
    if (interrupted) {
      return ExitCode.INTERRUPTED;
    }
    String line = ErrorPrinter.line(error);
    if (!reported.add(root(error)) && running) {
      // A query that has failed says so to everyone who awaits it.
      return ExitCode.QUERY_FAILED;
    }
    if (keepGoing) {
      errors.logIfOurs(error);
      results.error(line);
    } else {
      screen.flush();
      errors.report(error);
    }
    return running || isRuntimeFailure(error) ? ExitCode.QUERY_FAILED : ExitCode.SQL_ERROR;
  }

  /**
   * What began it: the same object however often a failure is thrown again with more said about it.
   */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof MillraceException coded ? coded.origin() : root;
  }

  /** Whether the statement was fine and its query failed later, by its data or its surroundings. */
  private static boolean isRuntimeFailure(MillraceException error) {
    return error.query().isPresent()
        || switch (error.code().kind()) {
          case USER, UNSUPPORTED -> false;
          case RESOURCE, EXTERNAL, INTERNAL -> true;
        };
  }
}
