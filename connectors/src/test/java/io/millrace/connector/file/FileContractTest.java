package io.millrace.connector.file;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.Source;
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
import java.util.List;
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
    protected Source open() {
      return connector.openSource(
          Contexts.source(connector, "json", schema, "path", directory.toString()));
    }

    @Override
    protected void produce() throws IOException {
      Path file = directory.resolve(next + ".json");
      Files.writeString(file, "{\"n\":" + next + "}\n");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * next++));
    }
  }

  private Sink sink(String format, OutputMode mode, String... options) {
    String[] all = java.util.Arrays.copyOf(options, options.length + 2);
    all[options.length] = "path";
    all[options.length + 1] = directory.resolve("out").toString();
    return connector.openSink(
        Contexts.sink(
            connector,
            format,
            SINK_SCHEMA,
            mode,
            List.of(),
            new Attachment(),
            Contexts.nowhere(),
            all));
  }

  private List<List<Object>> content(String format) {
    return Rows.all(
            connector.openSource(
                Contexts.source(
                    connector, format, SINK_SCHEMA, "path", directory.resolve("out").toString())))
        .rows();
  }

  private static final Schema SINK_SCHEMA =
      Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);

  @Nested
  class AsJsonSink extends SinkContract {
    @Override
    protected Sink open(OutputMode mode) {
      return sink("json", mode);
    }

    @Override
    protected List<List<Object>> content() {
      return FileContractTest.this.content("json");
    }

    @Override
    protected boolean survives() {
      return true;
    }
  }

  @Nested
  class AsCompressedCsvSink extends SinkContract {
    @Override
    protected Sink open(OutputMode mode) {
      return sink("csv", mode, "compression", "gzip");
    }

    @Override
    protected List<List<Object>> content() {
      return FileContractTest.this.content("csv");
    }

    @Override
    protected boolean survives() {
      return true;
    }
  }
}
