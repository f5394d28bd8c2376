package io.millrace.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.exec.query.ProtocolObserver;
import io.millrace.exec.query.SteppedQuery;
import io.millrace.exec.session.MillraceSession;
import io.millrace.exec.session.query.Stepping;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports say of durable state. */
class StateProgressTest {
  private static final String COUNT =
      "SELECT k, COUNT(*) AS n FROM s WHERE k IS NOT NULL GROUP BY k EMIT UPDATE";

  @Test
  void eachBatchWritesAsManyRowsAsItChanges(@TempDir Path directory) {
    try (MillraceSession session = session();
        SteppedQuery query =
            session.startStepped(
                COUNT, new Stepping(Optional.of(directory), ProtocolObserver.NONE))) {
      session.sql("INSERT INTO s VALUES ('a'), ('b'), ('c'), ('a')");
      Map<String, Long> first = metrics(query);
      assertThat(first).containsEntry("dirtyRows", 3L);
      assertThat(first.get("loggedBytes")).isPositive();
      session.sql("INSERT INTO s VALUES ('b')");
      Map<String, Long> second = metrics(query);
      assertThat(second).containsEntry("dirtyRows", 1L);
      assertThat(second.get("loggedBytes")).isPositive().isLessThan(first.get("loggedBytes"));
      session.sql("INSERT INTO s VALUES (NULL)");
      assertThat(metrics(query)).containsEntry("dirtyRows", 0L).containsEntry("loggedBytes", 0L);
    }
  }

  @Test
  void withoutACheckpointNothingIsWritten() {
    try (MillraceSession session = session();
        SteppedQuery query = session.startStepped(COUNT)) {
      session.sql("INSERT INTO s VALUES ('a')");
      assertThat(metrics(query)).containsEntry("dirtyRows", 0L).containsEntry("loggedBytes", 0L);
    }
  }

  private static Map<String, Long> metrics(SteppedQuery query) {
    StateOperatorProgress operator = query.step().orElseThrow().progress().stateOperators().get(0);
    return operator.customMetrics();
  }

  private static MillraceSession session() {
    MillraceSession session = (MillraceSession) Millrace.builder().open();
    session.sql("CREATE SOURCE s (k STRING) USING memory");
    return session;
  }
}
