package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every sink promises whose content can be seen. */
public abstract class SinkContract {
  protected static final Schema SCHEMA =
      Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);

  /** Opens a sink; each call as if in a new process, on the same target. */
  protected abstract Sink open(OutputMode mode);

  /** The rows that a reader sees now, in any order. */
  protected abstract List<List<Object>> content();

  /** Whether a prepared batch outlives its process. */
  protected abstract boolean survives();

  private static ChangeBatch row(String k, long n) {
    return Rows.inserts(SCHEMA, Rows.row(k, n));
  }

  private static String prepare(Sink sink, long batchId, ChangeBatch... changes) {
    Sink.Writer writer = sink.begin(batchId);
    for (ChangeBatch change : changes) {
      writer.write(change);
    }
    return writer.prepare();
  }

  @Test
  void preparedRowsAreInvisibleUntilPublished() {
    Sink sink = open(OutputMode.APPEND);
    String manifest = prepare(sink, 0, row("a", 1), row("b", 2));
    assertThat(content()).isEmpty();
    sink.publish(0, manifest);
    assertThat(content()).containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 2L));
    sink.close();
    sink.close();
  }

  @Test
  void publishingTwiceChangesNothing() {
    Sink sink = open(OutputMode.APPEND);
    String manifest = prepare(sink, 0, row("a", 1));
    sink.publish(0, manifest);
    sink.publish(0, manifest);
    sink.publish(1, prepare(sink, 1, row("b", 2)));
    sink.publish(0, manifest);
    if (survives()) {
      open(OutputMode.APPEND).publish(0, manifest);
    }
    assertThat(content()).containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 2L));
  }

  @Test
  void abortedBatchLeavesNothingAndCanBeginAgain() {
    Sink sink = open(OutputMode.APPEND);
    Sink.Writer writer = sink.begin(0);
    writer.write(row("x", 1));
    writer.abort();
    assertThat(content()).isEmpty();
    sink.publish(0, prepare(sink, 0, row("a", 1)));
    assertThat(content()).containsExactly(List.of("a", 1L));
  }

  @Test
  void batchThatWasPreparedByADeadProcessIsPublishedOrBegunAgain() {
    String manifest = prepare(open(OutputMode.APPEND), 0, row("a", 1));
    if (survives()) {
      open(OutputMode.APPEND).publish(0, manifest);
      assertThat(content()).containsExactly(List.of("a", 1L));
    }
    prepare(open(OutputMode.APPEND), 1, row("lost", 1));
    Sink next = open(OutputMode.APPEND);
    next.publish(1, prepare(next, 1, row("b", 2)));
    assertThat(content()).contains(List.of("b", 2L)).doesNotContain(List.of("lost", 1L));
  }

  @Test
  void completeReplacesEverything() {
    Sink sink = open(OutputMode.COMPLETE);
    sink.publish(0, prepare(sink, 0, row("a", 1)));
    String second = prepare(sink, 1, row("b", 2));
    assertThat(content()).containsExactly(List.of("a", 1L));
    sink.publish(1, second);
    assertThat(content()).containsExactly(List.of("b", 2L));
    sink.publish(2, prepare(sink, 2));
    assertThat(content()).isEmpty();
  }

  @Test
  void batchWithoutRows() {
    Sink sink = open(OutputMode.APPEND);
    sink.publish(0, prepare(sink, 0));
    sink.publish(1, prepare(sink, 1, Rows.inserts(SCHEMA)));
    assertThat(content()).isEmpty();
  }
}
