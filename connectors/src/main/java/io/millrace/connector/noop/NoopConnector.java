package io.millrace.connector.noop;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Options;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code USING noop}: computes everything, keeps nothing. For measuring and trying out. */
public final class NoopConnector implements Connector.SinkConnector {

  @Override
  public String name() {
    return "noop";
  }

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    return List.of();
  }

  @Override
  public Set<SinkCapability> sinkCapabilities(String format) {
    return EnumSet.of(
        SinkCapability.APPEND,
        SinkCapability.UPSERT,
        SinkCapability.DELETE,
        SinkCapability.REPLACE,
        SinkCapability.CHANGELOG);
  }

  @Override
  public boolean isKnownEmpty(Options options, Attachment attachment) {
    return true;
  }

  @Override
  public Sink openSink(SinkContext context) {
    return new NoopSink();
  }

  /** Has no state, so one object is its own writer. */
  private static final class NoopSink implements Sink, Sink.Writer {
    @Override
    public String description() {
      return "noop";
    }

    @Override
    public Writer begin(long batchId) {
      return this;
    }

    @Override
    public void publish(long batchId, String manifest) {}

    @Override
    public void close() {}

    @Override
    public void write(ChangeBatch changes) {}

    @Override
    public boolean keepsRows() {
      return false;
    }

    @Override
    public String prepare() {
      return "";
    }

    @Override
    public void abort() {}
  }
}
