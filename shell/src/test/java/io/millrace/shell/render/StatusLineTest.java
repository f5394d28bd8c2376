package io.millrace.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.progress.EventTimeProgress;
import io.millrace.api.progress.SinkProgress;
import io.millrace.api.progress.StateOperatorProgress;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import io.millrace.shell.FakeQuery;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:10Z");
  private static final long SECOND = 1_000_000_000L;

  private static StreamingQueryProgress progress(long batch, long late) {
    return new StreamingQueryProgress(
        new UUID(0, 1),
        new UUID(0, 2),
        Optional.of("views"),
        batch,
        NOW,
        12,
        Map.of(),
        500,
        48_200,
        61,
        Optional.of(
            new EventTimeProgress(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.parse("2026-03-01T10:00:06.900Z")))),
        List.of(
            new StateOperatorProgress(
                "aggregate", 8_100, 1, 0, late, 0, 0, 0, 1_258_291, 1, 1, Map.of())),
        List.of(),
        new SinkProgress("console", 3));
  }

  @Test
  void saysHowTheQueryIsDoing() {
    StreamingQuery query = FakeQuery.fine("views").with(progress(56, 2), progress(57, 3));
    assertThat(new StatusLine(query, 0).text(42 * SECOND, NOW, 200))
        .isEqualTo(
            "● views  0:00:42  in 48.2k/s  processed 61/s  batch 57 12ms"
                + "  watermark 2026-03-01T10:00:06.900Z lag 3.1s  state 8.1k rows 1.2MB  late 5");
  }

  @Test
  void keepsTheMostImportantOnANarrowTerminal() {
    StreamingQuery query = FakeQuery.fine("views").with(progress(57, 3));
    assertThat(new StatusLine(query, 0).text(42 * SECOND, NOW, 60))
        .isEqualTo("● in 48.2k/s batch 57 12ms lag 3.1s state 1.2MB");
    assertThat(new StatusLine(query, 0).text(42 * SECOND, NOW, 20)).hasSize(19).endsWith("…");
  }

  @Test
  void saysWhatIsWaitedForBeforeTheFirstBatch() {
    StatusLine line = new StatusLine(FakeQuery.fine("views"), 0);
    assertThat(line.text(3 * SECOND, NOW, 80)).isEqualTo("○ 0:00:03  Stopped");
  }

  @Test
  void isPaintedWhileSomethingIsWaitedForAndGoneAfterwards() {
    CountDownLatch painted = new CountDownLatch(1);
    ByteArrayOutputStream err =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            if (size() > 0) {
              painted.countDown();
            }
          }
        };
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Screen screen = new Screen(stream, stream, true, true, true, 80, false);
    StreamingQuery query = FakeQuery.fine("views").running().with(progress(57, 3));
    int result =
        new LiveStatus(screen)
            .during(
                List.of(query),
                () -> {
                  awaitUninterruptibly(painted);
                  return 7;
                });
    assertThat(result).isEqualTo(7);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("\r\033[K● views")
        .endsWith("\r\033[K");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
