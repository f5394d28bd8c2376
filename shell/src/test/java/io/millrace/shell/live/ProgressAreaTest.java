package io.millrace.shell.live;

import static io.millrace.shell.Results.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.shell.FakeQuery;
import io.millrace.shell.Results;
import io.millrace.shell.render.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Progress is there while something is waited for, and gone before anything else. */
class ProgressAreaTest {
  private static final StreamingQuery QUERY = FakeQuery.fine("views").running();

  private final CountDownLatch painted = new CountDownLatch(1);
  private final ByteArrayOutputStream terminal =
      new ByteArrayOutputStream() {
        @Override
        public void flush() {
          if (size() > 0) {
            painted.countDown();
          }
        }
      };

  private ProgressArea area(boolean errIsTerminal) {
    PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    return new ProgressArea(
        new Screen(stream, stream, true, true, errIsTerminal, 80, false), () -> 80);
  }

  private static ProgressArea.Shown shown() {
    return new ProgressArea.Shown(() -> List.of(QUERY), false, ZoneOffset.UTC);
  }

  private String written() {
    return terminal.toString(StandardCharsets.UTF_8);
  }

  @Test
  void progressIsGoneWhenTheWorkIsDone() {
    int result =
        area(true)
            .during(
                shown(),
                () -> {
                  awaitPainting();
                  return 7;
                });
    assertThat(result).isEqualTo(7);
    assertThat(written())
        .startsWith("\r○ views  0:00:00  waiting for data from file ./in/*.json (0 new files)")
        .endsWith("\r\033[J");
  }

  @Test
  void whoPrintsMeanwhilePrintsAboveIt() {
    ProgressArea area = area(true);
    area.during(
        shown(),
        () -> {
          awaitPainting();
          try (OutputStream above = area.above(terminal)) {
            above.write("row\n".getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return 0;
        });
    assertThat(written()).contains("\r\033[Jrow\n");
  }

  @Test
  void nothingIsPaintedWhereNobodyWatches() {
    assertThat(area(false).during(shown(), () -> 7)).isEqualTo(7);
    assertThat(written()).isEmpty();
  }

  @Test
  void rowsThatAreThereNeedNoProgress() {
    Results.FakeRows rows = Results.rows(Schema.of(new Field("a", DataType.BIGINT)), row(1L));
    assertThat(area(true).watched(rows, ZoneOffset.UTC)).isSameAs(rows);
  }

  private void awaitPainting() {
    try {
      painted.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
