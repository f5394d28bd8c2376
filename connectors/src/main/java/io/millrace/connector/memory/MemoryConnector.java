package io.millrace.connector.memory;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Connector;
import io.millrace.api.connector.InsertTarget;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.connector.OptionSpec.Kind;
import io.millrace.api.connector.Options;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceCapability;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.VersionedTable;
import io.millrace.api.connector.VersionedTable.UniqueKey;
import io.millrace.api.types.Schema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code USING memory}, and tables without a connector: rows in a {@link MemoryTable}. */
public final class MemoryConnector
    implements Connector.SourceConnector, Connector.SinkConnector, Connector.VersionedConnector {

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<OptionSpec> sourceOptions(String format) {
    return List.of(
        OptionSpec.optional(
            "maxRowsPerTrigger", Kind.INTEGER, "the most rows that one batch takes"));
  }

  @Override
  public Set<SourceCapability> sourceCapabilities() {
    return EnumSet.allOf(SourceCapability.class);
  }

  @Override
  public Source openSource(SourceContext context) {
    MemoryTable table = table(context.dataSchema(), context.attachment());
    return context.followsChanges()
        ? new ChangeSource(context, table)
        : new MemorySource(context, table);
  }

  @Override
  public List<OptionSpec> sinkOptions(String format) {
    return sourceOptions(format);
  }

  @Override
  public Set<SinkCapability> sinkCapabilities(String format) {
    return EnumSet.of(
        SinkCapability.APPEND,
        SinkCapability.UPSERT,
        SinkCapability.DELETE,
        SinkCapability.REPLACE,
        SinkCapability.CHANGELOG,
        SinkCapability.READABLE,
        SinkCapability.VOLATILE);
  }

  @Override
  public boolean isKnownEmpty(Options options, Attachment attachment) {
    return attachment.get(MemoryTable.class).map(MemoryTable::isEmpty).orElse(true);
  }

  @Override
  public Sink openSink(SinkContext context) {
    return new MemorySink(context, table(context.schema(), context.attachment()));
  }

  @Override
  public InsertTarget insertTarget(Schema schema, Attachment attachment) {
    return table(schema, attachment);
  }

  @Override
  public VersionedTable table(Schema schema, List<UniqueKey> keys, Attachment attachment) {
    attachment.getOrCreate(MemoryTable.class, () -> new MemoryTable(schema, keys));
    return table(schema, attachment);
  }

  private static MemoryTable table(Schema schema, Attachment attachment) {
    MemoryTable table = attachment.getOrCreate(MemoryTable.class, () -> new MemoryTable(schema));
    table.adopt(schema);
    return table;
  }
}
