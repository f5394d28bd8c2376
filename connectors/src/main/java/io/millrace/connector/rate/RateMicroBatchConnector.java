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

/** {@code USING "rate-micro-batch"}: so many rows a batch, the same in every run. */
public final class RateMicroBatchConnector implements Connector.SourceConnector {

  @Override
  public String name() {
    return "rate-micro-batch";
  }

  @Override
  public Set<String> identityOptions() {
    return Set.of("rowsPerBatch", "startTimestamp", "advanceMillisPerBatch");
  }

  @Override
  public List<OptionSpec> sourceOptions(String format) {
    return List.of(
        OptionSpec.required("rowsPerBatch", Kind.INTEGER, "rows of each batch"),
        OptionSpec.withDefault(
            "startTimestamp",
            Kind.INTEGER,
            "0",
            "the time of the first batch in milliseconds since 1970"),
        OptionSpec.withDefault(
            "advanceMillisPerBatch",
            Kind.INTEGER,
            "1000",
            "how many milliseconds later each next batch is"),
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
    return new RateMicroBatchSource(context);
  }
}
