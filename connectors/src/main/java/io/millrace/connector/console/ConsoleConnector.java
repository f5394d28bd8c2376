package io.millrace.connector.console;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code USING console}: prints the rows of each batch. */
public final class ConsoleConnector implements Connector.SinkConnector {

  @Override
  public String name() {
    return "console";
  }

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    return List.of(
        OptionSpec.withDefault("numRows", Kind.INTEGER, "20", "rows shown of each batch"),
        OptionSpec.withDefault(
            "truncate",
            Kind.TEXT,
            "true",
            "characters shown of a value: true for 20, false for all, or a number"));
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
  public Sink openSink(SinkContext context) {
    return new ConsoleSink(context);
  }
}
