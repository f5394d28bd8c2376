package io.millrace.connector.foreach;

import static io.millrace.connector.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BatchWriter;
import io.millrace.api.OutputRow;
import io.millrace.api.RowWriter;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.SinkContext.Checkpoint;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.SinkContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ForeachTest {
  private static final Schema SCHEMA = Contexts.schema("n", DataType.BIGINT);

  private final List<String> calls = new ArrayList<>();

  private static Sink open(Connector.SinkConnector connector, Attachment code, OutputMode mode) {
    return connector.openSink(context(connector, code, mode));
  }

  private static SinkContext context(
      Connector.SinkConnector connector, Attachment code, OutputMode mode) {
    return Contexts.sink(connector, "", SCHEMA, mode, List.of(), code, Contexts.nowhere());
  }

  private static Sink batches(BatchWriter writer) {
    return batches(writer, OutputMode.APPEND);
  }

  private static Sink batches(BatchWriter writer, OutputMode mode) {
    Attachment code = new Attachment();
    code.getOrCreate(BatchWriter.class, () -> writer);
    return open(new ForeachBatchConnector(), code, mode);
  }

  private static Sink rows(Supplier<RowWriter> writers) {
    Attachment code = new Attachment();
    code.getOrCreate(Supplier.class, () -> writers);
    return open(new ForeachConnector(), code, OutputMode.APPEND);
  }

  private static String prepare(Sink sink, long batchId, long... numbers) {
    Sink.Writer writer = sink.begin(batchId);
    for (long number : numbers) {
      writer.write(Rows.inserts(SCHEMA, row(number)));
    }
    return writer.prepare();
  }

  private static void assertFailsWith(Throwable cause, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.SINK_CODE_FAILED);
              assertThat(e).hasCause(cause);
            });
  }

  @Test
  void batchesAreWrittenOnceWhenTheyArePublishedTheEmptyOnesToo() {
    Sink sink =
        batches((batch, batchId) -> calls.add(batchId + " " + batch.mode() + " " + batch.rows()));
    String first = prepare(sink, 0, 1, 2);
    assertThat(calls).isEmpty();
    sink.publish(0, first);
    sink.publish(0, first);
    sink.publish(1, prepare(sink, 1));
    assertThat(calls).containsExactly("0 APPEND [+I[1], +I[2]]", "1 APPEND []");
  }

  @Test
  void changesComeWithTheirKinds() {
    Sink sink =
        batches(
            (batch, batchId) -> {
              OutputRow row = batch.rows().get(0);
              calls.add(row.kind() + " " + row.value("N").orElseThrow() + " of " + batch.size());
            },
            OutputMode.UPDATE);
    Sink.Writer writer = sink.begin(0);
    writer.write(Rows.changes(SCHEMA, row(RowKind.DELETE, 1L), row(RowKind.INSERT, 2L)));
    sink.publish(0, writer.prepare());
    assertThat(calls).containsExactly("DELETE 1 of 2");
  }

  @Test
  void scenario58CrashBeforeTheBatchIsWrittenGivesItAgainUnderItsNumber() {
    BatchWriter writer = (batch, batchId) -> calls.add(batchId + " " + batch.rows());
    prepare(batches(writer), 3, 1, 2);
    Sink next = batches(writer);
    next.publish(3, prepare(next, 3, 1, 2));
    assertThat(calls).containsExactly("3 [+I[1], +I[2]]");
  }

  @Test
  void whatTheCodeThrowsIsTheCauseOfTheFailure() {
    IOException cause = new IOException("no space");
    Sink sink =
        batches(
            (batch, batchId) -> {
              throw cause;
            });
    String manifest = prepare(sink, 0, 1);
    assertFailsWith(cause, () -> sink.publish(0, manifest));
    AssertionError error = new AssertionError("wrong");
    Sink other =
        batches(
            (batch, batchId) -> {
              throw error;
            });
    assertFailsWith(error, () -> other.publish(0, prepare(other, 0)));
  }

  @Test
  void sinkWithoutCodeSaysHowToRegisterIt() {
    for (Connector.SinkConnector connector :
        List.of(new ForeachConnector(), new ForeachBatchConnector())) {
      assertThatThrownBy(() -> open(connector, new Attachment(), OutputMode.APPEND))
          .hasMessageContaining("sink k has no code")
          .hasMessageContaining("(\"k\", …)");
    }
  }

  /** Notes its calls, and throws where it is told to. */
  private final class Noting implements RowWriter {
    private final boolean wanted;
    private final String failsIn;

    Noting(boolean wanted, String failsIn) {
      this.wanted = wanted;
      this.failsIn = failsIn;
    }

    private void called(String call, String text) {
      calls.add(call + " " + text);
      if (call.equals(failsIn)) {
        throw new IllegalStateException(call);
      }
    }

    @Override
    public boolean open(long partition, long batchId) {
      called("open", partition + " " + batchId);
      return wanted;
    }

    @Override
    public void process(OutputRow row) {
      called("process", row.values().toString());
    }

    @Override
    public void close(Optional<Throwable> error) {
      called("close", error.map(Throwable::getMessage).orElse("well"));
    }
  }

  private void publish(boolean wanted, String failsIn) {
    Sink sink = rows(() -> new Noting(wanted, failsIn));
    sink.publish(4, prepare(sink, 4, 1, 2));
  }

  @Test
  void scenario59RowsAreProcessedBetweenOpenAndClose() {
    publish(true, "");
    assertThat(calls).containsExactly("open 0 4", "process [1]", "process [2]", "close well");
  }

  @Test
  void scenario59RowsThatAreNotWantedAreSkipped() {
    publish(false, "");
    assertThat(calls).containsExactly("open 0 4", "close well");
  }

  @Test
  void scenario59CloseIsNotCalledIfOpenThrows() {
    assertThatThrownBy(() -> publish(true, "open")).hasRootCauseMessage("open");
    assertThat(calls).containsExactly("open 0 4");
  }

  @Test
  void scenario59CloseGetsTheErrorOfProcess() {
    assertThatThrownBy(() -> publish(true, "process")).hasRootCauseMessage("process");
    assertThat(calls).containsExactly("open 0 4", "process [1]", "close process");
  }

  @Test
  void failingCloseFailsTheQueryAndDoesNotHideAnEarlierError() {
    assertThatThrownBy(() -> publish(true, "close")).hasRootCauseMessage("close");
    Sink sink =
        rows(
            () ->
                new RowWriter() {
                  @Override
                  public void process(OutputRow row) {
                    throw new IllegalStateException("first");
                  }

                  @Override
                  public void close(Optional<Throwable> error) {
                    throw new IllegalStateException("second");
                  }
                });
    assertThatThrownBy(() -> sink.publish(0, prepare(sink, 0, 1)))
        .hasRootCauseMessage("first")
        .satisfies(e -> assertThat(e.getCause().getSuppressed()).hasSize(1));
  }

  /** Code that keeps rows by batch, as a table that has the batch's number in a column would. */
  private abstract class Contract extends SinkContract {
    private final List<List<Object>> content = new ArrayList<>();

    Sink open(Connector.SinkConnector connector, Attachment code, OutputMode mode) {
      return connector.openSink(
          Contexts.sink(connector, "", SCHEMA, mode, List.of(), code, Contexts.nowhere()));
    }

    void begin(OutputMode mode) {
      if (mode == OutputMode.COMPLETE) {
        content.clear();
      }
    }

    void add(OutputRow row) {
      content.add(row.values());
    }

    @Override
    protected List<List<Object>> content() {
      return content;
    }

    @Override
    protected Set<SinkCapability> capabilities() {
      return ProgramSink.CAPABILITIES;
    }
  }

  @Nested
  class ForeachBatchContract extends Contract {
    @Override
    protected Sink open(OutputMode mode, Checkpoint checkpoint) {
      Attachment code = new Attachment();
      BatchWriter writer =
          (batch, batchId) -> {
            begin(batch.mode());
            batch.rows().forEach(this::add);
          };
      code.getOrCreate(BatchWriter.class, () -> writer);
      return open(new ForeachBatchConnector(), code, mode);
    }
  }

  @Nested
  class ForeachContract extends Contract {
    @Override
    protected Sink open(OutputMode mode, Checkpoint checkpoint) {
      Supplier<RowWriter> writers =
          () ->
              new RowWriter() {
                @Override
                public boolean open(long partition, long batchId) {
                  begin(mode);
                  return true;
                }

                @Override
                public void process(OutputRow row) {
                  add(row);
                }
              };
      Attachment code = new Attachment();
      code.getOrCreate(Supplier.class, () -> writers);
      return open(new ForeachConnector(), code, mode);
    }
  }
}
