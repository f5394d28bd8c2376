package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext.Checkpoint;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every sink promises whose content can be seen. */
public abstract class SinkContract {
  protected static final Schema SCHEMA =
      Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);

  /** Opens a sink for the same query, on the same target. */
  protected abstract Sink open(OutputMode mode, Checkpoint checkpoint) throws Exception;

  /** The rows that a reader sees now, in any order. */
  protected abstract List<List<Object>> content() throws Exception;

  protected abstract Set<SinkCapability> capabilities();

  /** The process of a sink dies; what it would have done at its close is not done. */
  protected void die(Sink sink) throws Exception {}

  private Sink open(OutputMode mode) throws Exception {
    return open(mode, Checkpoint.NEW);
  }

  private boolean can(SinkCapability capability) {
    return capabilities().contains(capability);
  }

  /** Whether a query can continue from a checkpoint. */
  private boolean isContinuable(OutputMode mode) {
    return !can(SinkCapability.VOLATILE) || mode == OutputMode.COMPLETE;
  }

  private static ChangeBatch row(String k, long n) {
    return Rows.inserts(SCHEMA, Rows.row(k, n));
  }

  private static Sink.Writer write(Sink sink, long batchId, ChangeBatch... changes) {
    Sink.Writer writer = sink.begin(batchId);
    for (ChangeBatch change : changes) {
      writer.write(change);
      if (!writer.keepsRows()) {
        Rows.overwrite(change.rows());
      }
    }
    return writer;
  }

  private static String prepare(Sink sink, long batchId, ChangeBatch... changes) {
    return write(sink, batchId, changes).prepare();
  }

  private static void publish(Sink sink, long batchId, ChangeBatch... changes) {
    sink.publish(batchId, prepare(sink, batchId, changes));
  }

  /** What a restart does with a batch that was decided: publishes it, or runs it again first. */
  private Sink recover(OutputMode mode, long batchId, String manifest, ChangeBatch... changes)
      throws Exception {
    Sink sink = open(mode, Checkpoint.CONTINUED);
    if (can(SinkCapability.DURABLE_PREPARE)) {
      sink.publish(batchId, manifest);
    } else {
      publish(sink, batchId, changes);
    }
    return sink;
  }

  @Test
  void preparedRowsAreInvisibleUntilPublished() throws Exception {
    Sink sink = open(OutputMode.APPEND);
    String manifest = prepare(sink, 0, row("a", 1), row("b", 2));
    assertThat(content()).isEmpty();
    sink.publish(0, manifest);
    assertThat(content()).containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 2L));
    sink.close();
    sink.close();
  }

  @Test
  void publishingTwiceChangesNothing() throws Exception {
    Sink sink = open(OutputMode.APPEND);
    String manifest = prepare(sink, 0, row("a", 1));
    sink.publish(0, manifest);
    sink.publish(0, manifest);
    publish(sink, 1, row("b", 2));
    sink.publish(0, manifest);
    if (can(SinkCapability.DURABLE_PREPARE)) {
      die(sink);
      open(OutputMode.APPEND, Checkpoint.CONTINUED).publish(0, manifest);
    }
    assertThat(content()).containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 2L));
  }

  @Test
  void abortedBatchLeavesNothingAndCanBeginAgain() throws Exception {
    Sink sink = open(OutputMode.APPEND);
    write(sink, 0, row("x", 1)).abort();
    assertThat(content()).isEmpty();
    publish(sink, 0, row("a", 1));
    assertThat(content()).containsExactly(List.of("a", 1L));
  }

  @Test
  void batchMayBeginWhileTheOneBeforeIsNotPublished() throws Exception {
    Sink sink = open(OutputMode.APPEND);
    String first = prepare(sink, 0, row("a", 1));
    Sink.Writer second = write(sink, 1, row("b", 2));
    sink.publish(0, first);
    assertThat(content()).containsExactly(List.of("a", 1L));
    sink.publish(1, second.prepare());
    assertThat(content()).containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 2L));
  }

  @Test
  void batchWithoutRows() throws Exception {
    Sink sink = open(OutputMode.APPEND);
    publish(sink, 0);
    publish(sink, 1, Rows.inserts(SCHEMA));
    assertThat(content()).isEmpty();
  }

  @Test
  void completeReplacesEverything() throws Exception {
    Sink sink = open(OutputMode.COMPLETE);
    publish(sink, 0, row("a", 1));
    String second = prepare(sink, 1, row("b", 2));
    assertThat(content()).containsExactly(List.of("a", 1L));
    sink.publish(1, second);
    assertThat(content()).containsExactly(List.of("b", 2L));
    publish(sink, 2);
    assertThat(content()).isEmpty();
  }

  private enum Death {
    WRITING,
    PREPARED,
    ABORTED
  }

  @ParameterizedTest
  @EnumSource(Death.class)
  void whatADeadProcessLeftOfABatchThatWasNotDecidedIsGone(Death death) throws Exception {
    assumeTrue(isContinuable(OutputMode.APPEND));
    Sink dying = open(OutputMode.APPEND);
    publish(dying, 0, row("a", 1));
    Sink.Writer writer = write(dying, 1, row("lost", 1));
    switch (death) {
      case WRITING -> {}
      case PREPARED -> writer.prepare();
      case ABORTED -> writer.abort();
    }
    die(dying);
    assertThat(content()).containsExactly(List.of("a", 1L));
    Sink next = open(OutputMode.APPEND, Checkpoint.CONTINUED);
    assertThat(content()).containsExactly(List.of("a", 1L));
    publish(next, 1, row("b", 2));
    assertThat(content()).containsExactlyInAnyOrder(List.of("a", 1L), List.of("b", 2L));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputMode.class,
      names = {"APPEND", "COMPLETE"})
  void whatADeadProcessHadPreparedAndDecidedIsPublished(OutputMode mode) throws Exception {
    assumeTrue(isContinuable(mode));
    Sink dying = open(mode);
    String manifest = prepare(dying, 0, row("a", 1));
    die(dying);
    Sink next = recover(mode, 0, manifest, row("a", 1));
    assertThat(content()).containsExactly(List.of("a", 1L));
    if (can(SinkCapability.DURABLE_PREPARE)) {
      die(next);
      next = recover(mode, 0, manifest, row("a", 1));
      assertThat(content()).containsExactly(List.of("a", 1L));
    }
    publish(next, 1, row("b", 2));
    assertThat(content()).contains(List.of("b", 2L));
  }

  /** Runs that die at any point; the next one goes on as recovery does. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyDecidedBatchIsThereOnceHoweverRunsDie(long seed) throws Exception {
    assumeTrue(isContinuable(OutputMode.APPEND));
    Random random = new Random(seed);
    List<List<Object>> decided = new ArrayList<>();
    long next = 0;
    Sink sink = open(OutputMode.APPEND);
    while (next < 10) {
      String key = "batch " + next;
      long number = random.nextInt();
      Sink.Writer writer = write(sink, next, row(key, number));
      int death = random.nextInt(12);
      if (death == 0) {
        die(sink);
        sink = open(OutputMode.APPEND, next == 0 ? Checkpoint.NEW : Checkpoint.CONTINUED);
        continue;
      }
      String manifest = writer.prepare();
      if (death == 1) {
        die(sink);
        sink = open(OutputMode.APPEND, next == 0 ? Checkpoint.NEW : Checkpoint.CONTINUED);
        continue;
      }
      decided.add(List.of(key, number));
      if (death == 2) {
        die(sink);
        sink = recover(OutputMode.APPEND, next, manifest, row(key, number));
      } else {
        sink.publish(next, manifest);
      }
      if (death == 3) {
        die(sink);
        sink = recover(OutputMode.APPEND, next, manifest, row(key, number));
      }
      next++;
      if (can(SinkCapability.EXACTLY_ONCE)) {
        assertThat(content()).containsExactlyInAnyOrderElementsOf(decided);
      } else {
        assertThat(new HashSet<>(content())).isEqualTo(new HashSet<>(decided));
      }
    }
  }
}
