package io.millrace.connector.socket;

import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.connector.format.OnError;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code USING socket}: lines of text from a server. */
public final class SocketConnector implements Connector.SourceConnector {

  private static final String INCLUDE_TIMESTAMP = "includeTimestamp";

  @Override
  public String name() {
    return "socket";
  }

  @Override
  public Set<String> identityOptions() {
    return Set.of("host", "port");
  }

  @Override
  public Set<String> formats() {
    return Set.of("text");
  }

  @Override
  public List<OptionSpec> sourceOptions(String format) {
    return List.of(
        OptionSpec.withDefault("host", Kind.TEXT, "localhost", "the server"),
        OptionSpec.required("port", Kind.INTEGER, "the port to connect to"),
        OptionSpec.withDefault(
            INCLUDE_TIMESTAMP,
            Kind.BOOLEAN,
            "false",
            "accepted; a declared column timestamp holds the time of arrival anyhow"),
        OptionSpec.withDefault(
            "maxBufferSize",
            Kind.SIZE,
            "64MB",
            "how much may wait to be read before the server is held back"),
        OptionSpec.withDefault(
            "maxRecordSize", Kind.SIZE, "16MB", "the most bytes that one line may have"),
        OnError.OPTION);
  }

  @Override
  public Optional<Schema> defaultSchema(String format) {
    return Optional.of(
        new Schema(
            List.of(
                new Field("value", DataType.STRING),
                new Field("timestamp", DataType.TIMESTAMP_LTZ))));
  }

  /** As in Spark: the time of arrival is a column for programs that ask for it. */
  @Override
  public Optional<Schema> defaultSchema(String format, Map<String, String> options) {
    boolean withTime =
        options.entrySet().stream()
            .anyMatch(
                option ->
                    option.getKey().equalsIgnoreCase(INCLUDE_TIMESTAMP)
                        && option.getValue().equalsIgnoreCase("true"));
    return defaultSchema(format).map(schema -> withTime ? schema : schema.project(0));
  }

  @Override
  public Set<SourceCapability> sourceCapabilities() {
    return EnumSet.of(SourceCapability.WAKES);
  }

  @Override
  public Source openSource(SourceContext context) {
    return new SocketSource(context);
  }
}
