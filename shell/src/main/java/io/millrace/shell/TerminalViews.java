package io.millrace.shell;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StatementResult.Rows;
import io.millrace.api.StatementResult.Started;
import io.millrace.shell.live.ForegroundQueries;
import io.millrace.shell.live.LiveTable;
import io.millrace.shell.live.ProgressArea;
import io.millrace.shell.repl.LiveViews;
import io.millrace.shell.repl.Watching;
import java.util.function.Supplier;

/** The views of a terminal that can be painted on: live tables and progress lines. */
final class TerminalViews implements LiveViews {
  private final LiveViews plain = LiveViews.plain();

  @Override
  public void changes(Changes changes, Watching watching) {
    if (LiveTable.isPossible(watching.terminal())) {
      new LiveTable(watching.terminal(), watching.screen(), watching.showing().zone())
          .show(changes);
    } else {
      plain.changes(changes, watching);
    }
  }

  @Override
  public Rows watched(Rows rows, Watching watching) {
    return LiveTable.isPossible(watching.terminal())
        ? area(watching).watched(rows, watching.showing().zone())
        : rows;
  }

  @Override
  public void follow(Changes changes, Watching watching) {
    if (LiveTable.isPossible(watching.terminal())) {
      new LiveTable(watching.terminal(), watching.screen(), watching.showing().zone())
          .follow(changes);
    } else {
      plain.follow(changes, watching);
    }
  }

  @Override
  public void started(Started query, Watching watching) {
    plain.started(query, watching);
  }

  @Override
  public <T> T during(Millrace session, Supplier<T> work, Watching watching) {
    if (!LiveTable.isPossible(watching.terminal())) {
      return plain.during(session, work, watching);
    }
    return area(watching).during(ForegroundQueries.of(session, watching.statement()), work);
  }

  private static ProgressArea area(Watching watching) {
    return new ProgressArea(watching.screen(), watching.terminal()::getWidth);
  }
}
