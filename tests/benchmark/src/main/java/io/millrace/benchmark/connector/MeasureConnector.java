package io.millrace.benchmark.connector;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import io.millrace.benchmark.measure.RowHash;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code USING measure}: counts what comes, and keeps a checksum of it if asked to. */
public final class MeasureConnector implements Connector.SinkConnector {
  private static final OptionSpec RESULT =
      OptionSpec.required("result", OptionSpec.Kind.TEXT, "the file that is written at the end");
  private static final OptionSpec CHECKSUM =
      OptionSpec.withDefault(
          "checksum", OptionSpec.Kind.BOOLEAN, "false", "whether rows are hashed, too");
  private static final OptionSpec COLUMNS =
      OptionSpec.withDefault(
          "columns",
          OptionSpec.Kind.TEXT,
          "",
          "positions of the columns that are hashed; else all");

  @Override
  public String name() {
    return "measure";
  }

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    return List.of(RESULT, CHECKSUM, COLUMNS);
  }

  @Override
  public Set<SinkCapability> sinkCapabilities(String format) {
    return EnumSet.of(
        SinkCapability.APPEND,
        SinkCapability.UPSERT,
        SinkCapability.DELETE,
        SinkCapability.CHANGELOG);
  }

  @Override
  public Sink openSink(SinkContext context) {
    boolean checksum = context.options().bool(CHECKSUM.name());
    if (checksum && context.mode() == OutputMode.UPDATE) {
      throw context
          .options()
          .invalid(CHECKSUM.name(), "needs old rows, which mode update does not give");
    }
    String columns = context.options().text(COLUMNS.name()).orElse("");
    int[] hashed =
        columns.isEmpty()
            ? new int[0]
            : Arrays.stream(columns.split(",")).mapToInt(Integer::parseInt).toArray();
    return new MeasureSink(
        Path.of(context.options().requiredText(RESULT.name())), checksum, new RowHash(hashed));
  }
}
