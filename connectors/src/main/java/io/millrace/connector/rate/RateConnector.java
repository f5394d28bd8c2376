package io.millrace.connector.rate;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.types.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code USING rate}: so many rows a second, with a running number. */
public final class RateConnector implements Connector.SourceConnector {

  @Override
  public String name() {
    return "rate";
  }

  @Override
  public Set<String> identityOptions() {
    return Set.of("rowsPerSecond", "rampUpTime");
  }

  @Override
  public List<OptionSpec> sourceOptions(String format) {
    return List.of(
        OptionSpec.withDefault("rowsPerSecond", Kind.INTEGER, "1", "rows made in each second"),
        OptionSpec.withDefault(
            "rampUpTime", Kind.DURATION, "0s", "how long it takes to get to that speed"),
        OptionSpec.optional("numPartitions", Kind.INTEGER, "accepted and not needed"));
  }

  @Override
  public Optional<Schema> defaultSchema(String format) {
    return Optional.of(GeneratedColumns.DEFAULT);
  }

  @Override
  public Set<SourceCapability> sourceCapabilities() {
    return EnumSet.of(SourceCapability.REPLAY);
  }

  @Override
  public Source openSource(SourceContext context) {
    return new RateSource(context);
  }
}
