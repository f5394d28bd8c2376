package io.millrace.connector.memory;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkCapability;
import io.millrace.api.connector.SinkContext.Checkpoint;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceState;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.SinkContract;
import io.millrace.connector.SourceContract;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;

class MemoryContractTest {

  @Nested
  class AsSource extends SourceContract {
    private final Schema schema = Contexts.schema("n", DataType.BIGINT);
    private final Attachment attachment = new Attachment();
    private final MemoryConnector connector = new MemoryConnector();
    private long next;

    @Override
    protected Source open(SourceState state) {
      return connector.openSource(
          Contexts.withState(Contexts.source(connector, "", schema, schema, attachment), state));
    }

    @Override
    protected void produce() {
      connector
          .insertTarget(schema, attachment)
          .insert(Rows.batch(schema, Rows.row(next++), Rows.row(next++)));
    }
  }

  @Nested
  class AsSink extends SinkContract {
    private final Attachment attachment = new Attachment();
    private final MemoryConnector connector = new MemoryConnector();

    @Override
    protected Sink open(OutputMode mode, Checkpoint checkpoint) {
      return connector.openSink(
          Contexts.withQuery(
              Contexts.sink(connector, "", SCHEMA, mode, List.of(), attachment, Contexts.nowhere()),
              Contexts.QUERY,
              checkpoint));
    }

    @Override
    protected List<List<Object>> content() {
      return Rows.all(
              connector.openSource(Contexts.source(connector, "", SCHEMA, SCHEMA, attachment)))
          .rows();
    }

    @Override
    protected Set<SinkCapability> capabilities() {
      return connector.sinkCapabilities("");
    }
  }
}
