package io.millrace.tests.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.FlatMapGroupsWithStateFunction;
import io.millrace.api.function.MapGroupsWithStateFunction;
import io.millrace.api.state.GroupStateTimeout;
import io.millrace.api.state.testing.GroupStateTester;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.exec.session.MillraceSession;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions with state in queries that run batch by batch on a clock of the test. */
class GroupStateTest {
  private final Clock clock = new Clock();
  private MillraceSession millrace;

  private static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(long millis) {
      now = now.plusMillis(millis);
    }
  }

  record Event(String user, LocalDateTime ts) {}

  /** What is remembered of a user, by bean. */
  public static class Session {
    private int events;
    private long end;

    public int getEvents() {
      return events;
    }

    public void setEvents(int events) {
      this.events = events;
    }

    public long getEnd() {
      return end;
    }

    public void setEnd(long end) {
      this.end = end;
    }
  }

  record Update(String user, int events, boolean expired) {}

  @BeforeEach
  void open() {
    millrace = (MillraceSession) Millrace.builder().clock(clock).open();
    millrace.sql(
        "CREATE SOURCE events (user STRING, ts TIMESTAMP,"
            + " WATERMARK FOR ts AS ts - INTERVAL '0' SECOND) USING memory");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private static final MapGroupsWithStateFunction<String, Event, Session, Update>
      BY_PROCESSING_TIME =
          (user, events, state) -> {
            if (state.hasTimedOut()) {
              Update last = new Update(user, state.get().getEvents(), true);
              state.remove();
              return last;
            }
            Session session = state.exists() ? state.get() : new Session();
            session.setEvents(session.getEvents() + count(events));
            state.update(session);
            state.setTimeoutDuration("10 seconds");
            return new Update(user, session.getEvents(), false);
          };

  private static int count(Iterator<?> values) {
    int count = 0;
    while (values.hasNext()) {
      values.next();
      count++;
    }
    return count;
  }

  private static final FlatMapGroupsWithStateFunction<String, Event, Session, Update>
      BY_EVENT_TIME =
          (user, events, state) -> {
            if (state.hasTimedOut()) {
              int seen = state.get().getEvents();
              state.remove();
              return List.of(new Update(user, seen, true)).iterator();
            }
            Session session = state.exists() ? state.get() : new Session();
            while (events.hasNext()) {
              long time = events.next().ts().toInstant(ZoneOffset.UTC).toEpochMilli();
              session.setEvents(session.getEvents() + 1);
              session.setEnd(Math.max(session.getEnd(), time + 10_000));
            }
            state.update(session);
            state.setTimeoutTimestamp(session.getEnd());
            return List.<Update>of().iterator();
          };

  private Dataset<Update> byProcessingTime() {
    return millrace
        .table("events")
        .as(Encoders.bean(Event.class))
        .groupByKey(event -> event.user(), Encoders.STRING())
        .mapGroupsWithState(
            BY_PROCESSING_TIME,
            Encoders.bean(Session.class),
            Encoders.bean(Update.class),
            GroupStateTimeout.ProcessingTimeTimeout());
  }

  private Dataset<Update> byEventTime() {
    return millrace
        .table("events")
        .as(Encoders.bean(Event.class))
        .groupByKey(event -> event.user(), Encoders.STRING())
        .flatMapGroupsWithState(
            BY_EVENT_TIME,
            OutputMode.Append(),
            Encoders.bean(Session.class),
            Encoders.bean(Update.class),
            GroupStateTimeout.EventTimeTimeout());
  }

  private void insert(String... events) {
    List<String> rows = new ArrayList<>();
    for (String event : events) {
      String[] parts = event.split("@");
      rows.add("('" + parts[0] + "', TIMESTAMP '2026-01-01 12:00:" + parts[1] + "')");
    }
    millrace.sql("INSERT INTO events VALUES " + String.join(", ", rows));
  }

  @Test
  void aTimeoutByTheClockRunsABatchOfItsOwn() {
    try (Steps steps = Steps.of(millrace, byProcessingTime(), "UPDATE")) {
      insert("ann@01", "bob@01", "ann@02");
      assertThat(steps.run()).containsExactly("+I [ann, 2, false]", "+I [bob, 1, false]");
      clock.advance(5_000);
      insert("bob@03");
      assertThat(steps.run()).containsExactly("+I [bob, 2, false]");
      clock.advance(5_000);
      assertThat(steps.run()).as("at the timeout, not behind it").isEmpty();
      clock.advance(1);
      assertThat(steps.run()).containsExactly("+I [ann, 2, true]");
      clock.advance(5_000);
      assertThat(steps.run()).containsExactly("+I [bob, 2, true]");
      clock.advance(60_000);
      assertThat(steps.run()).isEmpty();
    }
  }

  @Test
  void inOtherModesTheOldRowOfAKeyIsTakenBack() {
    try (Steps steps = Steps.of(millrace, byProcessingTime(), "CHANGELOG")) {
      insert("ann@01");
      assertThat(steps.run()).containsExactly("+I [ann, 1, false]");
      insert("ann@02");
      assertThat(steps.run()).containsExactlyInAnyOrder("-D [ann, 1, false]", "+I [ann, 2, false]");
    }
    Dataset<?> counts = byProcessingTime().groupBy("events").count();
    try (Steps steps = Steps.of(millrace, counts, "UPDATE")) {
      insert("bob@01");
      assertThat(steps.run()).contains("+I [2, 1]", "+I [1, 1]");
    }
  }

  @Test
  void aSinkWithAKeyOfItsOwnHasTheNewestRowOfEachKey() {
    millrace.sql(
        "CREATE TABLE latest (user STRING, events INT, expired BOOLEAN,"
            + " PRIMARY KEY (user) NOT ENFORCED)");
    byProcessingTime().createOrReplaceTempView("updates");
    StatementResult.Started started =
        (StatementResult.Started)
            millrace.sql("INSERT INTO latest SELECT * FROM updates EMIT UPDATE");
    insert("ann@01", "bob@01");
    started.query().processAllAvailable();
    insert("ann@02");
    started.query().processAllAvailable();
    started.query().stop();
    assertThat(millrace.table("latest").as(Encoders.bean(Update.class)).collectAsList())
        .containsExactlyInAnyOrder(new Update("ann", 2, false), new Update("bob", 1, false));
  }

  @Test
  void timeoutsByEventTimeWaitForTheWatermarkAndLateRowsAreDropped() {
    try (Steps steps = Steps.of(millrace, byEventTime(), "APPEND")) {
      insert("ann@01", "bob@03", "ann@05");
      assertThat(steps.run()).isEmpty();
      insert("cid@14");
      assertThat(steps.run()).containsExactly("+I [bob, 1, true]");
      insert("ann@02", "cid@15");
      assertThat(steps.run()).as("ann@02 is late").isEmpty();
      insert("cid@16");
      assertThat(steps.run()).containsExactly("+I [ann, 2, true]");
    }
  }

  @Test
  void appendIsRefusedForRowsThatTakeThePlaceOfOthers() {
    assertThatThrownBy(() -> Steps.of(millrace, byProcessingTime(), "APPEND"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.APPEND_NOT_FINAL))
        .hasMessageContaining("mapGroupsWithState")
        .hasMessageContaining("flatMapGroupsWithState");
  }

  @Test
  void eventTimeBehindAFunctionHasToBeDeclaredAnew() {
    Dataset<Event> mapped =
        millrace
            .table("events")
            .as(Encoders.bean(Event.class))
            .map(event -> event, Encoders.bean(Event.class));
    Dataset<?> counts = mapped.withWatermark("ts", "5 seconds").groupBy("ts").count();
    try (Steps steps = Steps.of(millrace, counts, "APPEND")) {
      insert("ann@01", "bob@01");
      assertThat(steps.run()).isEmpty();
      insert("ann@07");
      assertThat(steps.run()).containsExactly("+I [2026-01-01T12:00:01, 2]");
    }
  }

  @Test
  void explainSaysWhatIsKept() {
    assertThat(byEventTime().explainString("state"))
        .contains("Groups flatMapGroupsWithState by [key]")
        .contains("1 object per key, until the function removes it or it times out")
        .contains("dropped and counted once ts is at or before the watermark");
  }

  @Test
  void theTesterSaysWhatTheQueryDoes() throws Exception {
    GroupStateTester<String, Event, Session, Update> tester =
        GroupStateTester.of(BY_EVENT_TIME, GroupStateTimeout.EventTimeTimeout());
    LocalDateTime start = LocalDateTime.of(2026, 1, 1, 12, 0, 0);
    assertThat(tester.batch("ann", new Event("ann", start), new Event("ann", start.plusSeconds(5))))
        .isEmpty();
    tester.setWatermarkMs(start.plusSeconds(15).toInstant(ZoneOffset.UTC).toEpochMilli());
    assertThat(tester.runTimeouts()).isEmpty();
    tester.setWatermarkMs(start.plusSeconds(16).toInstant(ZoneOffset.UTC).toEpochMilli());
    assertThat(tester.runTimeouts()).containsExactly(new Update("ann", 2, true));
    assertThat(tester.state("ann")).isEmpty();
  }
}
