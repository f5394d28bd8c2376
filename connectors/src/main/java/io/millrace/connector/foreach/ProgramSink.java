package io.millrace.connector.foreach;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.BatchWriter;
import io.millrace.api.OutputBatch;
import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds each batch in memory until it is decided, and calls the program's code then: once for each
 * batch, with rows or without. A batch that was decided and not written when the process died runs
 * again, and gives the same rows.
 */
final class ProgramSink implements Sink {
  /** Any mode; how often a batch counts is the code's affair. */
  static final Set<SinkCapability> CAPABILITIES =
      EnumSet.of(
          SinkCapability.APPEND,
          SinkCapability.UPSERT,
          SinkCapability.DELETE,
          SinkCapability.REPLACE,
          SinkCapability.CHANGELOG);

  private final SinkContext context;
  private final String kind;
  private final BatchWriter writer;
  private final Map<Long, OutputBatch> prepared = new TreeMap<>();

  ProgramSink(SinkContext context, String kind, BatchWriter writer) {
    this.context = context;
    this.kind = kind;
    this.writer = writer;
  }

  /** The error for a sink that a script declares and no program has registered. */
  static MillraceException withoutCode(SinkContext context, String method) {
    return error(ErrorCode.QUERY_INVALID, "sink " + context.name() + " has no code to call")
        .hint(
            "register it in the program:   millrace." + method + "(\"" + context.name() + "\", …)")
        .build();
  }

  @Override
  public String description() {
    return kind + "[" + context.name() + "]";
  }

  @Override
  public Writer begin(long batchId) {
    prepared.remove(batchId);
    return new HoldingWriter(batchId);
  }

  @Override
  public void publish(long batchId, String manifest) {
    OutputBatch batch = prepared.get(batchId);
    if (batch == null) {
      return; // published before
    }
    try {
      writer.write(batch, batchId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    } catch (Exception | LinkageError | AssertionError e) {
      throw failed(e);
    }
    prepared.remove(batchId);
  }

  private MillraceException failed(Throwable cause) {
    return error(ErrorCode.SINK_CODE_FAILED, context.name(), cause).cause(cause).build();
  }

  @Override
  public void close() {
    prepared.clear();
  }

  private final class HoldingWriter implements Writer {
    private final long batchId;
    private final List<ChangeBatch> changes = new ArrayList<>();
    private long rows;

    HoldingWriter(long batchId) {
      this.batchId = batchId;
    }

    @Override
    public void write(ChangeBatch piece) {
      if (piece.size() > 0) {
        changes.add(piece);
        rows += piece.size();
      }
    }

    @Override
    public String prepare() {
      prepared.put(batchId, new OutputBatch(context.schema(), context.mode(), changes));
      return "{\"rows\":" + rows + "}";
    }

    @Override
    public void abort() {
      prepared.remove(batchId);
    }
  }
}
