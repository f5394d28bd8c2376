package io.millrace.connector.file;

import static io.millrace.connector.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.connector.Sink;
import io.millrace.api.connector.SinkContext;
import io.millrace.api.connector.Source;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
  private static final Schema SCHEMA =
      Contexts.schema(
          "text", DataType.STRING,
          "at", DataType.TIMESTAMP_LTZ,
          "local", DataType.TIMESTAMP,
          "day", DataType.DATE,
          "price", DataType.decimal(8, 2),
          "ratio", DataType.DOUBLE,
          "ok", DataType.BOOLEAN,
          "raw", DataType.BINARY);
  private static final Object[] FULL =
      row(
          "a \"b\",\\\n\u0001é",
          Instant.parse("2026-01-01T12:00:00.5Z"),
          LocalDateTime.parse("1969-12-31T23:59:59.000001"),
          LocalDate.parse("2024-02-29"),
          new BigDecimal("-0.05"),
          Double.NaN,
          true,
          new byte[] {1, 2});
  private static final Object[] NULLS = new Object[8];

  private final FileConnector connector = new FileConnector();

  @TempDir Path directory;

  private SinkContext context(Schema schema, String format, OutputMode mode, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains("path")) {
      all.addAll(List.of("path", directory.toString()));
    }
    return Contexts.sink(
        connector,
        format,
        schema,
        mode,
        List.of(),
        new Attachment(),
        Contexts.nowhere(),
        all.toArray(new String[0]));
  }

  private String written(Schema schema, String format, String[] options, Object[]... rows)
      throws IOException {
    Sink sink = connector.openSink(context(schema, format, OutputMode.APPEND, options));
    publish(sink, 3, Rows.inserts(schema, rows));
    return Files.readString(visible().get(0));
  }

  private static void publish(Sink sink, long batchId, ChangeBatch... changes) {
    Sink.Writer writer = sink.begin(batchId);
    for (ChangeBatch change : changes) {
      writer.write(change);
    }
    sink.publish(batchId, writer.prepare());
  }

  private List<Path> visible() throws IOException {
    return entries(path -> !path.getFileName().toString().matches("[._].*"));
  }

  private List<Path> entries(java.util.function.Predicate<Path> wanted) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(wanted).sorted().toList();
    }
  }

  @Test
  void jsonAsWritten() throws IOException {
    assertThat(written(SCHEMA, "json", new String[0], FULL, NULLS))
        .isEqualTo(
            """
            {"text":"a \\"b\\",\\\\\\n\\u0001é","at":"2026-01-01T12:00:00.500Z",\
            "local":"1969-12-31T23:59:59.000001","day":"2024-02-29","price":-0.05,"ratio":"NaN",\
            "ok":true,"raw":"AQI="}
            {}
            """);
    assertThat(visible().get(0).getFileName())
        .hasToString("part-00003-0-" + Contexts.QUERY + ".json");
  }

  @Test
  void jsonWithNullFields() throws IOException {
    Schema schema = Contexts.schema("a\"b", DataType.BIGINT);
    assertThat(
            written(schema, "json", new String[] {"ignoreNullFields", "false"}, row((Object) null)))
        .isEqualTo("{\"a\\\"b\":null}\n");
  }

  @Test
  void csvAsWritten() throws IOException {
    assertThat(
            written(
                SCHEMA,
                "csv",
                new String[] {"header", "true"},
                FULL,
                NULLS,
                row("", null, null, null, null, Double.NEGATIVE_INFINITY, false, new byte[0])))
        .isEqualTo(
            """
            text,at,local,day,price,ratio,ok,raw
            "a ""b"",\\\n\u0001é",2026-01-01T12:00:00.500Z,1969-12-31T23:59:59.000001,\
            2024-02-29,-0.05,NaN,true,AQI=
            ,,,,,,,
            "",,,,,-Infinity,false,""
            """);
  }

  @Test
  void textAsWritten() throws IOException {
    Schema schema = Contexts.schema("line", DataType.STRING);
    assertThat(written(schema, "text", new String[0], row("a,b"), row((Object) null), row("c")))
        .isEqualTo("a,b\n\nc\n");
    assertFails(context(SCHEMA, "text", OutputMode.APPEND), ErrorCode.TYPE_MISMATCH);
  }

  @Test
  void whatIsWrittenIsRead() {
    for (String format : List.of("json", "csv")) {
      String path = directory.resolve(format).toString();
      String[] options =
          format.equals("csv")
              ? new String[] {"path", path, "delimiter", ";", "nullValue", "NULL"}
              : new String[] {"path", path};
      Sink sink = connector.openSink(context(SCHEMA, format, OutputMode.APPEND, options));
      publish(sink, 0, Rows.inserts(SCHEMA, FULL, NULLS));
      List<String> read = new ArrayList<>(List.of(options));
      if (format.equals("csv")) {
        read.addAll(List.of("multiLine", "true"));
      }
      Rows rows =
          Rows.all(
              connector.openSource(
                  Contexts.source(connector, format, SCHEMA, read.toArray(new String[0]))));
      assertThat(rows.rows()).hasSize(2);
      assertThat(Arrays.deepEquals(rows.rows().get(0).toArray(), FULL))
          .as(rows.rows().get(0).toString())
          .isTrue();
      assertThat(rows.rows().get(1)).containsOnlyNulls();
    }
  }

  private void assertFails(SinkContext context, ErrorCode code) {
    assertThatThrownBy(() -> connector.openSink(context))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.hints()).isNotEmpty();
            });
  }

  @Test
  void unwritableDirectoriesAndUnknownFormatsAreRefusedAtOnce() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertFails(
        context(SCHEMA, "json", OutputMode.APPEND, "path", file.toString()),
        ErrorCode.PATH_INVALID);
    assertFails(
        context(SCHEMA, "json", OutputMode.APPEND, "path", file + "/below"),
        ErrorCode.PATH_INVALID);
    assertFails(context(SCHEMA, "", OutputMode.APPEND), ErrorCode.FORMAT_MISSING);
    assertFails(context(SCHEMA, "avro", OutputMode.APPEND), ErrorCode.FORMAT_NOT_FOUND);
  }

  @Test
  void stagedFilesOfAnUnpublishedBatchAreRemovedWhenItBegins() throws IOException {
    Schema schema = Contexts.schema("n", DataType.BIGINT);
    Sink dead = connector.openSink(context(schema, "json", OutputMode.APPEND));
    Sink.Writer writer = dead.begin(7);
    writer.write(Rows.inserts(schema, row(1L)));
    writer.prepare();
    assertThat(entries(path -> path.getFileName().toString().startsWith(".staged-"))).hasSize(1);
    Sink next = connector.openSink(context(schema, "json", OutputMode.APPEND));
    next.begin(7);
    assertThat(entries(path -> path.getFileName().toString().startsWith("."))).isEmpty();
  }

  @Test
  void otherQueriesAddToTheSameDirectoryAndCompleteReplacesAll() throws IOException {
    Schema schema = Contexts.schema("n", DataType.BIGINT);
    publish(
        connector.openSink(context(schema, "json", OutputMode.APPEND)),
        0,
        Rows.inserts(schema, row(1L)));
    SinkContext other = withQuery(context(schema, "json", OutputMode.APPEND), new UUID(5, 5));
    publish(connector.openSink(other), 0, Rows.inserts(schema, row(2L)));
    assertThat(visible()).hasSize(2);
    Source reader =
        connector.openSource(
            Contexts.source(connector, "json", schema, "path", directory.toString()));
    Optional<Offset> end = reader.latestOffset(Optional.empty(), false);
    Files.writeString(directory.resolve("stray.json"), "{\"n\":9}");
    assertThat(reader.latestOffset(end, false)).isEqualTo(end);
    SinkContext complete = withQuery(context(schema, "json", OutputMode.COMPLETE), new UUID(6, 6));
    publish(connector.openSink(complete), 0, Rows.inserts(schema, row(3L)));
    assertThat(
            Rows.all(
                    connector.openSource(
                        Contexts.source(connector, "json", schema, "path", directory.toString())))
                .rows())
        .isEqualTo(List.of(Arrays.asList(3L)));
    assertThatThrownBy(() -> reader.latestOffset(end, false)).hasMessageContaining("replaced");
  }

  private static SinkContext withQuery(SinkContext context, UUID query) {
    return new SinkContext(
        context.name(),
        context.queryName(),
        query,
        context.checkpoint(),
        context.schema(),
        context.mode(),
        context.key(),
        context.keyed(),
        context.format(),
        context.options(),
        context.zone(),
        context.clock(),
        context.console(),
        context.attachment());
  }

  @Test
  void aDirectoryThatIsGoneFailsTheBatch() throws IOException {
    Schema schema = Contexts.schema("id", DataType.BIGINT);
    try (Sink sink = connector.openSink(context(schema, "json", OutputMode.APPEND))) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      assertThatThrownBy(
              () -> {
                Sink.Writer writer = sink.begin(0);
                writer.write(ChangeBatch.inserts(Rows.batch(schema, row(1L))));
                sink.publish(0, writer.prepare());
              })
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED));
    }
  }
}
