package io.millrace.connector.foreach;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What {@code Millrace.foreach} registers: something that makes {@link io.millrace.api.RowWriter}s,
 * attached to the sink.
 */
public final class ForeachConnector implements Connector.SinkConnector {

  @Override
  public String name() {
    return "foreach";
  }

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    return List.of();
  }

  @Override
  public Set<SinkCapability> sinkCapabilities(String format) {
    return ProgramSink.CAPABILITIES;
  }

  @Override
  public Sink openSink(SinkContext context) {
    Supplier<?> writers =
        context
            .attachment()
            .get(Supplier.class)
            .orElseThrow(() -> ProgramSink.withoutCode(context, "foreach"));
    return new ProgramSink(context, "foreach", new RowByRow(writers));
  }
}
