package io.millrace.connector.foreach;

import io.millrace.api.BatchWriter;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What {@code Millrace.foreachBatch} registers: a {@link BatchWriter}, attached to the sink. */
public final class ForeachBatchConnector implements Connector.SinkConnector {

  @Override
  public String name() {
    return "foreachbatch";
  }

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    return List.of();
  }

  @Override
  public Set<SinkCapability> sinkCapabilities(String format) {
    Set<SinkCapability> capabilities = EnumSet.of(SinkCapability.WHOLE_BATCHES);
    capabilities.addAll(ProgramSink.CAPABILITIES);
    return capabilities;
  }

  @Override
  public Sink openSink(SinkContext context) {
    BatchWriter writer =
        context
            .attachment()
            .get(BatchWriter.class)
            .orElseThrow(() -> ProgramSink.withoutCode(context, "foreachBatch"));
    return new ProgramSink(context, "foreachbatch", writer);
  }
}
