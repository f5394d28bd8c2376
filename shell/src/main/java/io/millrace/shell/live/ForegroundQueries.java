package io.millrace.shell.live;

import io.millrace.api.Millrace;
import io.millrace.api.query.StreamingQuery;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The queries that somebody waits for who waits for a statement. */
public final class ForegroundQueries {
  private static final String AWAIT = "AWAIT";

  private ForegroundQueries() {}

  /**
   * Those that begin from now on, which the statement runs to their end; as long as there are none,
   * nothing is shown. Of {@code AWAIT}, all that run.
   *
   * @param statement its text
   */
  public static ProgressArea.Shown of(Millrace session, String statement) {
    if (statement.stripLeading().regionMatches(true, 0, AWAIT, 0, AWAIT.length())) {
      return new ProgressArea.Shown(session::activeQueries, false, session.zone());
    }
    Set<UUID> before =
        session.activeQueries().stream().map(StreamingQuery::runId).collect(Collectors.toSet());
    return new ProgressArea.Shown(() -> begun(session, before), true, session.zone());
  }

  private static List<StreamingQuery> begun(Millrace session, Set<UUID> before) {
    return session.activeQueries().stream()
        .filter(query -> !before.contains(query.runId()))
        .toList();
  }
}
