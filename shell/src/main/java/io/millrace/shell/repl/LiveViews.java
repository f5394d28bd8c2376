package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StatementResult.Rows;
import io.millrace.api.StatementResult.Started;
import io.millrace.shell.render.Announcements;
import io.millrace.shell.render.ResultPrinter;
import java.util.function.Supplier;

/**
 * Shows on the terminal of the prompt what changes while it is looked at.
 *
 * <p>Ctrl-C is the prompt's: it stops the query, so that {@link Changes#next()} gives what is left
 * and then is empty, or interrupts the thread that works. A view need not handle it, and must not
 * take it for itself; whatever else it changes of the terminal (raw mode, a hidden cursor), it puts
 * back. Should a query not end in time, the prompt goes on without it: whatever the view writes
 * then is lost, and the next write throws {@link io.millrace.shell.render.OutputClosedException}.
 */
public interface LiveViews {

  /**
   * Shows the changes of an unbounded SELECT until its query has ended, and closes them.
   *
   * @throws io.millrace.api.error.MillraceException if the query fails
   */
  void changes(Changes changes, Watching watching);

  /** The rows, with the progress of their query shown while they are waited for. */
  Rows watched(Rows rows, Watching watching);

  /**
   * Shows what a query writes and how it does, until it ends or the changes are closed; it goes on
   * all the same. Closes the changes.
   *
   * @throws io.millrace.api.error.MillraceException if the query fails
   */
  void follow(Changes changes, Watching watching);

  /** Tells that a query runs in the background. */
  void started(Started query, Watching watching);

  /**
   * Does some work, and shows meanwhile how far the queries of the session are that began with it.
   *
   * @param work what a statement does until it has a result; may throw anything
   */
  <T> T during(Millrace session, Supplier<T> work, Watching watching);

  /** The views of a terminal that can only be written line by line. */
  static LiveViews plain() {
    return new LiveViews() {
      @Override
      public void changes(Changes changes, Watching watching) {
        ResultPrinter.automatic(watching.screen()).changes(changes, watching.showing());
      }

      @Override
      public Rows watched(Rows rows, Watching watching) {
        return rows;
      }

      @Override
      public void follow(Changes changes, Watching watching) {
        changes(changes, watching);
      }

      @Override
      public void started(Started query, Watching watching) {
        watching.screen().status(Announcements.started(query));
      }

      @Override
      public <T> T during(Millrace session, Supplier<T> work, Watching watching) {
        return work.get();
      }
    };
  }
}
