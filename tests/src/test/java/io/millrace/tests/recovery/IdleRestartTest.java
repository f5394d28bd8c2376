package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.exec.query.ProtocolStep;
import io.millrace.exec.session.MillraceSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time that passes between two runs makes no source idle, whatever the first run left undone. */
class IdleRestartTest {
  private static final String QUERY =
      "SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE((SELECT ts FROM slow UNION ALL SELECT"
          + " ts FROM fast), DESCRIPTOR(ts), INTERVAL '10' MINUTE)) GROUP BY window_start,"
          + " window_end EMIT APPEND";

  @TempDir private Path directory;

  private Instant now = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aSourceWhoseBatchRunsAgainIsNotIdle() {
    BiPredicate<ProtocolStep, Long> dies =
        (step, batch) -> step == ProtocolStep.COMMIT && now.getEpochSecond() % 60 == 5;
    try (MillraceSession session = (MillraceSession) Millrace.builder().clock(() -> now).open()) {
      session.sql("SET watermark.idle-timeout = '1 minute'");
      for (String source : List.of("slow", "fast")) {
        session.sql(
            "CREATE SOURCE "
                + source
                + " (ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '0' SECOND) USING memory");
      }
      try (DyingQuery query =
          new DyingQuery(session, QUERY, Optional.of(directory), dies, () -> 2)) {
        insert(session, "slow", "10:00:00");
        insert(session, "fast", "13:00:00");
        query.runAll();
        now = now.plusSeconds(5);
        insert(session, "slow", "10:01:00");
        query.runUntilDeath();
        now = now.plus(Duration.ofHours(1).plusSeconds(5));
        query.runAll();
        insert(session, "slow", "10:02:00");
        query.runAll();
        insert(session, "slow", "13:00:00");
        query.runAll();
        assertThat(query.batches().values().stream().flatMap(List::stream))
            .containsExactly("+I [2026-01-01T10:00, 3]");
      }
    }
  }

  private static void insert(MillraceSession session, String source, String time) {
    session.sql("INSERT INTO " + source + " VALUES (TIMESTAMP '2026-01-01 " + time + "')");
  }
}
