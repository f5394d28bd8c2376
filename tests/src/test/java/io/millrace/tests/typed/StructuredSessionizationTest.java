package io.millrace.tests.typed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.query.StreamingQuery;
import io.millrace.exec.session.MillraceSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessionization as Spark's users write it; the columns of beans come in the order of names. */
class StructuredSessionizationTest {
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private final InstantSource clock = () -> now;
  private MillraceSession millrace;

  @BeforeEach
  void open() {
    millrace = (MillraceSession) Millrace.builder().clock(clock).open();
    millrace.sql("CREATE SOURCE lines (value STRING, timestamp TIMESTAMP_LTZ) USING memory");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private void line(String text, int second) {
    millrace.sql(
        "INSERT INTO lines VALUES ('%s', CAST('2026-01-01 12:00:%02d' AS TIMESTAMP_LTZ))"
            .formatted(text, second));
  }

  @Test
  void oneRunningSessionAWord() {
    try (Steps steps =
        Steps.of(
            millrace,
            StructuredSessionization.byProcessingTime(millrace.table("lines")),
            "UPDATE")) {
      line("apache spark", 1);
      line("spark", 4);
      assertThat(steps.run())
          .containsExactly("+I [0, false, apache, 1]", "+I [3000, false, spark, 2]");
      now = now.plusMillis(10_001);
      line("spark", 11);
      assertThat(steps.run())
          .as("rows of a word clear its timeout")
          .containsExactly("+I [10000, false, spark, 3]", "+I [0, true, apache, 1]");
      now = now.plusMillis(10_001);
      assertThat(steps.run()).containsExactly("+I [10000, true, spark, 3]");
    }
  }

  @Test
  void severalSessionsAWord() {
    try (Steps steps =
        Steps.of(
            millrace, StructuredSessionization.byEventTime(millrace.table("lines")), "APPEND")) {
      line("a b", 10);
      line("a", 20);
      assertThat(steps.run())
          .as("b and the first of a are over")
          .containsExactlyInAnyOrder("+I [5000, true, a, 1]", "+I [5000, true, b, 1]");
      line("a", 24);
      line("c", 40);
      assertThat(steps.run()).containsExactly("+I [9000, true, a, 2]");
    }
  }

  @Test
  void aProgramStartsItAndReadsWhatItGives() {
    List<String> updates = new CopyOnWriteArrayList<>();
    StreamingQuery query =
        StructuredSessionization.byProcessingTime(millrace.table("lines"))
            .writeStream()
            .outputMode("update")
            .foreachBatch(
                (batch, id) ->
                    batch
                        .collectAsList()
                        .forEach(
                            update ->
                                updates.add(
                                    update.getId()
                                        + " "
                                        + update.getNumEvents()
                                        + (update.isExpired() ? " expired" : ""))))
            .start();
    line("apache spark", 1);
    query.processAllAvailable();
    line("spark", 2);
    query.processAllAvailable();
    query.stop();
    assertThat(updates).containsExactly("apache 1", "spark 1", "spark 2");
  }
}
