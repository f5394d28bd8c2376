package io.millrace.connector.file;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Offset;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class FileContractTest {
  private final FileConnector connector = new FileConnector();

  @TempDir Path directory;

  @Nested
  class AsSource extends SourceContract {
    private final Schema schema = Contexts.schema("n", DataType.BIGINT);
    private int next;

    @Override
    protected Source open(SourceState state) {
      return connector.openSource(
          Contexts.withState(
              Contexts.source(connector, "json", schema, "path", directory.toString()), state));
    }

    @Override
    protected List<List<Object>> everything(Source source, Offset end) {
      return Rows.all(open(SourceState.inMemory())).rows();
    }

    @Override
    protected void produce() throws IOException {
      Path file = directory.resolve(next + ".json");
      Files.writeString(file, "{\"n\":" + next + "}\n");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * next++));
    }
  }

  /** A sink for JSON or CSV. When a process dies another goes on in a copy of the directory. */
  private abstract class AsSink extends SinkContract {
    private final String format;
    private final List<String> options;
    private int deaths;

    AsSink(String format, String... options) {
      this.format = format;
      this.options = List.of(options);
    }

    private Path target() {
      return directory.resolve("out" + deaths);
    }

    @Override
    protected Sink open(OutputMode mode, Checkpoint checkpoint) {
      List<String> all = new ArrayList<>(options);
      all.addAll(List.of("path", target().toString()));
      return connector.openSink(
          Contexts.withQuery(
              Contexts.sink(
                  connector,
                  format,
                  SCHEMA,
                  mode,
                  List.of(),
                  new Attachment(),
                  Contexts.nowhere(),
                  all.toArray(new String[0])),
              Contexts.QUERY,
              checkpoint));
    }

    @Override
    protected void die(Sink sink) throws IOException {
      Path dead = target();
      deaths++;
      DirectoryCopies.copyWithoutLocks(dead, target());
    }

    @Override
    protected List<List<Object>> content() {
      return Rows.all(
              connector.openSource(
                  Contexts.source(connector, format, SCHEMA, "path", target().toString())))
          .rows();
    }

    @Override
    protected Set<SinkCapability> capabilities() {
      return connector.sinkCapabilities(format);
    }
  }

  @Nested
  class AsJsonSink extends AsSink {
    AsJsonSink() {
      super("json");
    }
  }

  @Nested
  class AsCompressedCsvSink extends AsSink {
    AsCompressedCsvSink() {
      super("csv", "compression", "gzip");
    }
  }
}
