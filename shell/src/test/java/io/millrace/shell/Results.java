package io.millrace.shell;

import io.millrace.api.StatementResult;
import io.millrace.api.StatementResult.Changes;
import io.millrace.api.batch.BatchBuilder;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.batch.RowKind;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Results made by hand. */
public final class Results {
  private Results() {}

  public static FakeRows rows(Schema schema, Object[]... rows) {
    FakeRows result = new FakeRows(schema);
    BatchBuilder builder = new BatchBuilder(schema);
    for (Object[] row : rows) {
      builder.row(row);
      if (builder.size() == 3) {
        result.batches.add(builder.build());
      }
    }
    if (builder.size() > 0) {
      result.batches.add(builder.build());
    }
    return result;
  }

  public static Object[] row(Object... values) {
    return values;
  }

  /** Rows in batches of three. */
  public static final class FakeRows implements StatementResult.Rows {
    private final Schema schema;
    private final Deque<ColumnBatch> batches = new ArrayDeque<>();
    private Optional<MillraceException> failure = Optional.empty();
    private boolean closed;

    private FakeRows(Schema schema) {
      this.schema = schema;
    }

    /** The rows come, and then the failure. */
    public FakeRows thenFailing(MillraceException error) {
      failure = Optional.of(error);
      return this;
    }

    public boolean isClosed() {
      return closed;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public Optional<ColumnBatch> next() {
      if (batches.isEmpty() && failure.isPresent()) {
        throw failure.get();
      }
      return Optional.ofNullable(batches.poll());
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Changes, batch by batch. */
  public static final class FakeChanges implements Changes {
    private final Schema schema;
    private final Deque<Step> steps = new ArrayDeque<>();
    private Optional<MillraceException> failure = Optional.empty();
    private OutputMode mode = OutputMode.CHANGELOG;
    private Optional<List<Integer>> key = Optional.empty();
    private Optional<Finality> finality = Optional.empty();

    public FakeChanges(Schema schema) {
      this.schema = schema;
    }

    /** UPDATE by those columns. */
    public FakeChanges updating(Integer... keyColumns) {
      mode = OutputMode.UPDATE;
      key = Optional.of(List.of(keyColumns));
      return this;
    }

    /** Rows are final when the watermark has come to that column. */
    public FakeChanges finalBy(int column) {
      finality = Optional.of(new Finality(column, 1, 0));
      return this;
    }

    public FakeChanges in(OutputMode outputMode) {
      mode = outputMode;
      return this;
    }

    /** Adds a batch; each row begins with its kind. */
    public FakeChanges batch(long id, Object[]... rows) {
      BatchBuilder builder = new BatchBuilder(schema);
      List<RowKind> kinds = new ArrayList<>();
      for (Object[] row : rows) {
        kinds.add((RowKind) row[0]);
        builder.row(Arrays.copyOfRange(row, 1, row.length));
      }
      steps.add(
          new Step(id, new ChangeBatch(builder.build(), kinds.toArray(new RowKind[0])), true));
      return this;
    }

    public FakeChanges thenFailing(MillraceException error) {
      failure = Optional.of(error);
      return this;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public OutputMode mode() {
      return mode;
    }

    @Override
    public StreamingQuery query() {
      return FakeQuery.fine("changes");
    }

    @Override
    public Optional<List<Integer>> key() {
      return key;
    }

    @Override
    public Optional<Finality> finality() {
      return finality;
    }

    @Override
    public Optional<Step> next() {
      if (steps.isEmpty() && failure.isPresent()) {
        throw failure.get();
      }
      return Optional.ofNullable(steps.poll());
    }

    @Override
    public void close() {}
  }
}
