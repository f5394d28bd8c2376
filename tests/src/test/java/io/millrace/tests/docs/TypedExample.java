package io.millrace.tests.docs;

import io.millrace.api.Millrace;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.state.testing.GroupStateTester;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The programs of the guide to typed programs. */
final class TypedExample {
  private TypedExample() {}

  record Click(String user, LocalDateTime ts) {}

  record Session(int clicks, long end) {
    Session with(Click click) {
      return new Session(clicks + 1, Math.max(end, millis(click.ts().plusMinutes(5))));
    }
  }

  record Summary(String user, int clicks) {}

  private static long millis(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static FlatMapGroupsWithStateFunction<String, Click, Session, Summary> function() {
    FlatMapGroupsWithStateFunction<String, Click, Session, Summary> sessions =
        (user, clicks, state) -> {
          if (state.hasTimedOut()) {
            Session ended = state.get();
            state.remove();
            return List.of(new Summary(user, ended.clicks())).iterator();
          }
          Session session = state.getOption().orElse(new Session(0, 0));
          while (clicks.hasNext()) {
            session = session.with(clicks.next());
          }
          state.update(session);
          state.setTimeoutTimestamp(session.end());
          return List.<Summary>of().iterator();
        };
    return sessions;
  }

  static List<String> users() {
    try (Millrace millrace = Millrace.open()) {
      millrace.sql("CREATE TABLE clicks (user STRING, ts TIMESTAMP)");
      millrace.sql(
          "INSERT INTO clicks VALUES ('ann', TIMESTAMP '2026-01-01 11:00:00'),"
              + " ('bob', TIMESTAMP '2026-01-01 12:30:00')");
      Dataset<Click> clicks = millrace.table("clicks").as(Encoders.bean(Click.class));
      Dataset<String> users =
          clicks
              .filter(click -> click.ts().getHour() >= 12)
              .map(click -> click.user().toUpperCase(Locale.ROOT), Encoders.STRING());
      return users.collectAsList();
    }
  }

  record Visit(String usr) {}

  static String mistaken() {
    try (Millrace millrace = Millrace.open()) {
      millrace.sql("CREATE TABLE clicks (user STRING, ts TIMESTAMP)");
      return millrace
          .table("clicks")
          .as(Encoders.bean(Visit.class))
          .map(Visit::usr, Encoders.STRING())
          .schema()
          .toString();
    }
  }

  static List<Summary> summaries() {
    FlatMapGroupsWithStateFunction<String, Click, Session, Summary> sessions = function();
    List<Summary> given = Collections.synchronizedList(new ArrayList<>());
    try (Millrace millrace = Millrace.open()) {
      millrace.sql(
          "CREATE SOURCE clicks (user STRING, ts TIMESTAMP,"
              + " WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE) USING memory");
      Dataset<Click> clicks = millrace.table("clicks").as(Encoders.bean(Click.class));
      Dataset<Summary> summaries =
          clicks
              .groupByKey(click -> click.user(), Encoders.STRING())
              .flatMapGroupsWithState(
                  sessions,
                  OutputMode.Append(),
                  Encoders.bean(Session.class),
                  Encoders.bean(Summary.class),
                  GroupStateTimeout.EventTimeTimeout());
      StreamingQuery query =
          summaries
              .writeStream()
              .foreachBatch((batch, id) -> given.addAll(batch.collectAsList()))
              .start();
      millrace.sql(
          "INSERT INTO clicks VALUES ('ann', TIMESTAMP '2026-01-01 12:00:00'),"
              + " ('ann', TIMESTAMP '2026-01-01 12:04:00')");
      query.processAllAvailable();
      millrace.sql("INSERT INTO clicks VALUES ('bob', TIMESTAMP '2026-01-01 12:30:00')");
      query.processAllAvailable();
    }
    return given;
  }

  static List<List<Summary>> tested() throws Exception {
    FlatMapGroupsWithStateFunction<String, Click, Session, Summary> sessions = function();
    LocalDateTime noon = LocalDateTime.of(2026, 1, 1, 12, 0);
    GroupStateTester<String, Click, Session, Summary> tester =
        GroupStateTester.of(sessions, GroupStateTimeout.EventTimeTimeout());
    List<Summary> nothing = tester.batch("ann", new Click("ann", noon));
    tester.setWatermarkMs(millis(noon.plusMinutes(6)));
    List<Summary> ended = tester.runTimeouts();
    return List.of(nothing, ended);
  }
}
