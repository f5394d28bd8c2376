package io.millrace.tests.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.tests.property.WindowReference.Event;
import io.millrace.tests.property.WindowReference.Expected;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Windows over rows that come out of order, late or without time: in every mode and batch the
 * output, the rejected contributions, the rows in state and the watermark are those of a slow
 * reference.
 */
class EventTimeTest {
  private static final long MINUTE = 60_000_000L;
  private static final int[][] SHAPES = {
    {10, 10}, {10, 5}, {12, 5}, {5, 10}, {60, 20}, {60, 1}, {15, 6}
  };

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void everyBatchIsThatOfTheReference(@ForAll long seed) {
    Random random = new Random(seed);
    int[] shape = SHAPES[random.nextInt(SHAPES.length)];
    int delay = random.nextInt(25);
    String mode = List.of("APPEND", "UPDATE", "COMPLETE").get(random.nextInt(3));
    WindowReference reference =
        new WindowReference(mode, shape[0] * MINUTE, shape[1] * MINUTE, delay * MINUTE);
    String parallelism = Integer.toString(1 + random.nextInt(4));
    try (MillraceSession session =
        (MillraceSession) Millrace.builder().set("parallelism", parallelism).open()) {
      session.sql(
          "CREATE SOURCE s (k STRING, v BIGINT, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '"
              + delay
              + "' MINUTE) USING memory");
      SteppedQuery query = session.startStepped(query(shape) + " OUTPUT MODE " + mode);
      long now = -3 * 60 * MINUTE;
      int inserts = 1 + random.nextInt(8);
      for (int i = 0; i < inserts; i++) {
        List<Event> events = events(random, now);
        now += random.nextInt(20) * MINUTE;
        session.sql("INSERT INTO s VALUES " + values(events));
        check(seed, query.step(), reference.batch(events), true);
        // Under backlog the next rows come before a batch without rows has a chance.
        if (random.nextInt(3) > 0) {
          if (reference.isNoDataBatchDue()) {
            check(seed, query.step(), reference.batch(List.of()), false);
          }
          assertThat(query.step()).as("seed %s: nothing is due", seed).isEmpty();
        }
      }
    }
  }

  private static String query(int[] shape) {
    String window =
        shape[0] == shape[1]
            ? "TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '" + shape[0] + "' MINUTE)"
            : "HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '"
                + shape[1]
                + "' MINUTE, INTERVAL '"
                + shape[0]
                + "' MINUTE)";
    return "SELECT window_start, k, COUNT(*) AS n, SUM(v) AS total FROM TABLE("
        + window
        + ") GROUP BY window_start, window_end, k";
  }

  private static List<Event> events(Random random, long now) {
    List<Event> events = new ArrayList<>();
    int count = 1 + random.nextInt(random.nextBoolean() ? 4 : 60);
    for (int i = 0; i < count; i++) {
      // Mostly recent, some long ago, a few without time; before 1970 and after it.
      long back = random.nextInt(10) == 0 ? random.nextInt(300) : random.nextInt(30);
      OptionalLong time =
          random.nextInt(12) == 0
              ? OptionalLong.empty()
              : OptionalLong.of(
                  now
                      - back * MINUTE
                      + (random.nextBoolean() ? 0 : random.nextInt(60)) * 1_000_000L);
      events.add(new Event(List.of("a", "b", "c").get(random.nextInt(3)), random.nextInt(9), time));
    }
    return events;
  }

  private static String values(List<Event> events) {
    List<String> rows = new ArrayList<>();
    for (Event event : events) {
      String time = "CAST(NULL AS TIMESTAMP)";
      if (event.time().isPresent()) {
        LocalDateTime local =
            LocalDateTime.ofInstant(
                Instant.ofEpochSecond(event.time().getAsLong() / 1_000_000L), ZoneOffset.UTC);
        time = "TIMESTAMP '" + local.toLocalDate() + " " + String.format("%tT", local) + "'";
      }
      rows.add("('" + event.key() + "', " + event.value() + ", " + time + ")");
    }
    return String.join(", ", rows);
  }

  private static void check(
      long seed, Optional<SteppedQuery.Step> step, Expected expected, boolean hasData) {
    assertThat(step).as("seed %s: a batch is due", seed).isPresent();
    assertThat(step.get().hasData()).as("seed %s", seed).isEqualTo(hasData);
    Set<String> output = new LinkedHashSet<>();
    for (ChangeBatch changes : step.get().changes()) {
      for (int i = 0; i < changes.size(); i++) {
        List<Object> row = changes.rows().values(i);
        long start = ((LocalDateTime) row.get(0)).toEpochSecond(ZoneOffset.UTC) * 1_000_000L;
        assertThat(output.add(start + "|" + row.get(1) + "|" + row.get(2) + "|" + row.get(3)))
            .as("seed %s: %s comes once", seed, row)
            .isTrue();
      }
    }
    assertThat(output).as("seed %s, output", seed).isEqualTo(expected.output());
    StateOperatorProgress state = step.get().progress().stateOperators().get(0);
    assertThat(state.numRowsDroppedByWatermark())
        .as("seed %s, dropped", seed)
        .isEqualTo(expected.dropped());
    assertThat(state.numRowsTotal()).as("seed %s, state", seed).isEqualTo(expected.stateRows());
    assertThat(
            step.get()
                .progress()
                .eventTime()
                .flatMap(time -> time.watermark())
                .map(instant -> instant.toEpochMilli() * 1000)
                .orElse(WindowReference.NONE))
        .as("seed %s, watermark", seed)
        .isEqualTo(expected.watermark());
  }
}
