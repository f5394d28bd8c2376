package io.millrace.exec.fluent;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.OutputRow;
import io.millrace.api.RowWriter;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.function.VoidFunction2;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.DataStreamWriter;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.ForeachWriter;
import io.millrace.api.table.Trigger;
import io.millrace.exec.fluent.WriteRequest.Destination;
import java.util.Locale;
import java.util.Optional;

/** Collects how a query is to write, and starts it. */
final class StreamWriter<T> extends Written<DataStreamWriter<T>> implements DataStreamWriter<T> {
  private final TableBase<T, ?> table;
  private Destination destination = new WriteRequest.Format("file");
  private Optional<OutputMode> mode = Optional.empty();
  private Optional<Trigger> trigger = Optional.empty();
  private Optional<String> queryName = Optional.empty();

  StreamWriter(TableBase<T, ?> table) {
    this.table = table;
  }

  @Override
  DataStreamWriter<T> self() {
    return this;
  }

  @Override
  public DataStreamWriter<T> outputMode(OutputMode newMode) {
    mode = Optional.of(newMode);
    return this;
  }

  @Override
  public DataStreamWriter<T> outputMode(String newMode) {
    for (OutputMode known : OutputMode.values()) {
      if (known.name().equalsIgnoreCase(newMode)) {
        return outputMode(known);
      }
    }
    throw error(ErrorCode.QUERY_INVALID, "there is no output mode \"" + newMode + "\"")
        .hint("modes: append, update, complete, changelog")
        .build();
  }

  @Override
  public DataStreamWriter<T> trigger(Trigger newTrigger) {
    trigger = Optional.of(newTrigger);
    return this;
  }

  @Override
  public DataStreamWriter<T> queryName(String name) {
    queryName = Optional.of(name);
    return this;
  }

  @Override
  public DataStreamWriter<T> format(String format) {
    destination = new WriteRequest.Format(format.toLowerCase(Locale.ROOT));
    return this;
  }

  @Override
  public DataStreamWriter<T> foreach(ForeachWriter<T> writer) {
    table.requireReadable();
    destination =
        new WriteRequest.Rows(
            () -> new ProgramRows<>(writer, new ObjectDecoder<>(table.encoder())));
    return this;
  }

  /** A program's writer as the sink's. */
  private record ProgramRows<T>(ForeachWriter<T> writer, ObjectDecoder<T> decoder)
      implements RowWriter {
    @Override
    public boolean open(long partition, long batchId) {
      return writer.open(partition, batchId);
    }

    @Override
    public void process(OutputRow row) {
      writer.process(decoder.decode(row.piece().rows(), row.index()));
    }

    @Override
    public void close(Optional<Throwable> failure) {
      writer.close(failure.orElse(null));
    }
  }

  @Override
  public DataStreamWriter<T> foreachBatch(VoidFunction2<Dataset<T>, Long> function) {
    destination =
        new WriteRequest.Batches(
            (batch, batchId) ->
                function.call(
                    table.batch(
                        table
                            .engine()
                            .batches(
                                batch.schema(),
                                batch.changes().stream().map(piece -> piece.rows()).toList())),
                    batchId));
    return this;
  }

  @Override
  public StreamingQuery start() {
    return start(destination);
  }

  @Override
  public StreamingQuery start(String path) {
    return option("path", path).start();
  }

  @Override
  public StreamingQuery toTable(String name) {
    return start(new WriteRequest.Named(name));
  }

  private StreamingQuery start(Destination to) {
    return table
        .engine()
        .start(
            table.tree(),
            new WriteRequest(to, mode, trigger, queryName, options(), partitionedBy()));
  }
}
