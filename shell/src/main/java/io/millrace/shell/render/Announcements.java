package io.millrace.shell.render;

import io.millrace.api.StatementResult;
import io.millrace.api.query.StreamingQuery;
import java.time.ZoneId;
import java.util.Locale;

/** Lines about what a statement has begun or done. */
public final class Announcements {
  private Announcements() {}

  /** {@code started views mode UPDATE: the query has an aggregate checkpoint …}. */
  public static String started(StatementResult.Started running) {
    String mode = running.mode().name().toUpperCase(Locale.ROOT);
    String reason = running.reason().isEmpty() ? "" : ": " + running.reason();
    String checkpoint =
        running.checkpoint().isEmpty() ? "" : "   checkpoint " + running.checkpoint();
    return "started " + running.query().name() + "   mode " + mode + reason + checkpoint;
  }

  /** What a query has done that somebody has watched. */
  public static String followed(StatementResult.Changes changes, ZoneId zone) {
    StreamingQuery query = changes.query();
    String how = query.isActive() ? " goes on: " : ": ";
    long missed = changes.leftOut();
    return query.name()
        + how
        + query.summary(zone)
        + (missed == 0 ? "" : "; " + Quantities.count(missed, "change") + " came too fast to show");
  }

  /** What a query did that has run to its end. */
  public static String finished(StatementResult.Finished finished) {
    return finished.query().name() + ": " + finished.summary();
  }
}
