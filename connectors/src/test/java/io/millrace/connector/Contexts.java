package io.millrace.connector;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.OptionValue;
import io.millrace.api.connector.Options;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.SinkContext.Checkpoint;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.SourceState;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes the contexts that connectors are opened with. */
public final class Contexts {
  public static final UUID QUERY = new UUID(0x1a2b3c4d5e6f7081L, 0x8192a3b4c5d6e7f8L);

  private Contexts() {}

  /** A schema from names and types in turn. */
  public static Schema schema(Object... namesAndTypes) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(new Field((String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]));
    }
    return new Schema(fields);
  }

  public static List<OptionValue> options(String... namesAndValues) {
    List<OptionValue> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.add(OptionValue.of(namesAndValues[i], namesAndValues[i + 1]));
    }
    return values;
  }

  public static SourceContext source(
      Connector.SourceConnector connector, String format, Schema schema, String... options) {
    return source(connector, format, schema, schema, new Attachment(), options);
  }

  public static SourceContext source(
      Connector.SourceConnector connector,
      String format,
      Schema schema,
      Schema dataSchema,
      Attachment attachment,
      String... options) {
    return new SourceContext(
        "t",
        schema,
        schema.names().stream().map(name -> "").toList(),
        dataSchema,
        format,
        Options.parse(
            "connector " + connector.name(), connector.sourceOptions(format), options(options)),
        ZoneOffset.UTC,
        () -> Instant.parse("2026-01-01T00:00:00Z"),
        attachment,
        SourceState.inMemory());
  }

  /** The same context with a state. */
  public static SourceContext withState(SourceContext context, SourceState state) {
    return new SourceContext(
        context.name(),
        context.schema(),
        context.metadataKeys(),
        context.dataSchema(),
        context.format(),
        context.options(),
        context.zone(),
        context.clock(),
        context.attachment(),
        state);
  }

  /** The same context for another query. */
  public static SinkContext withQuery(SinkContext context, UUID query, Checkpoint checkpoint) {
    return new SinkContext(
        context.name(),
        context.queryName(),
        query,
        checkpoint,
        context.schema(),
        context.mode(),
        context.key(),
        context.keyed(),
        context.format(),
        context.options(),
        context.zone(),
        context.clock(),
        context.console(),
        context.attachment(),
        context.partitionedBy());
  }

  /** The same context with metadata keys for its columns. */
  public static SourceContext withMetadata(SourceContext context, List<String> keys) {
    return new SourceContext(
        context.name(),
        context.schema(),
        keys,
        context.dataSchema(),
        context.format(),
        context.options(),
        context.zone(),
        context.clock(),
        context.attachment(),
        context.state());
  }

  public static SinkContext sink(
      Connector.SinkConnector connector,
      String format,
      Schema schema,
      OutputMode mode,
      List<Integer> key,
      Attachment attachment,
      PrintStream console,
      String... options) {
    return new SinkContext(
        "k",
        "q",
        QUERY,
        Checkpoint.NONE,
        schema,
        mode,
        key,
        !key.isEmpty(),
        format,
        Options.parse(
            "connector " + connector.name(), connector.sinkOptions(format), options(options)),
        ZoneId.of("UTC"),
        () -> Instant.parse("2026-01-01T00:00:00Z"),
        console,
        attachment);
  }

  public static PrintStream nowhere() {
    return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
  }
}
