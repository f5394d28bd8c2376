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
import io.millrace.api.connector.SinkContext.Checkpoint;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.RememberedState;
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
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** For what dead processes leave. */
  @TempDir Path graves;

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

  private Rows readApart(String format, Schema schema, Path path) {
    return Rows.all(
        connector.openSource(Contexts.source(connector, format, schema, "path", path.toString())));
  }

  private List<String> directoriesBelow() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> path.getFileName().toString().startsWith("part-"))
          .map(path -> directory.relativize(path.getParent()).toString())
          .distinct()
          .sorted()
          .toList();
    }
  }

  /** What Spark 4 names the directories of the same values. */
  @Test
  void rowsLieApartByTheValuesOfColumns() throws IOException {
    Schema schema =
        Contexts.schema("page", DataType.STRING, "n", DataType.BIGINT, "day", DataType.DATE);
    SinkContext context = context(schema, "json", OutputMode.APPEND).partitionedBy(List.of(2, 0));
    LocalDate day = LocalDate.parse("2026-01-31");
    Object[][] written = {
      row("/home", 1L, day),
      row(null, 2L, day),
      row("a=b c%é", 3L, null),
      row("/home", 4L, day),
      row("__HIVE_DEFAULT_PARTITION__", 5L, day),
      row("", 6L, day)
    };
    publish(connector.openSink(context), 3, Rows.inserts(schema, written));

    assertThat(directoriesBelow())
        .containsExactly(
            "day=2026-01-31/page=",
            "day=2026-01-31/page=%2Fhome",
            "day=2026-01-31/page=%5F_HIVE_DEFAULT_PARTITION__",
            "day=2026-01-31/page=__HIVE_DEFAULT_PARTITION__",
            "day=__HIVE_DEFAULT_PARTITION__/page=a%3Db c%25é");
    try (Stream<Path> files = Files.list(directory.resolve("day=2026-01-31/page=%2Fhome"))) {
      assertThat(Files.readString(files.findFirst().orElseThrow()))
          .isEqualTo("{\"n\":1}\n{\"n\":4}\n");
    }
    assertThat(readApart("json", schema, directory).rows())
        .containsExactlyInAnyOrder(Stream.of(written).map(Arrays::asList).toArray(List[]::new));
  }

  @Test
  void valuesOfAllTypesComeBackFromTheNamesOfDirectories() {
    Schema schema =
        Contexts.schema(
            "at", DataType.TIMESTAMP_LTZ,
            "local", DataType.TIMESTAMP,
            "time", DataType.TIME,
            "price", DataType.decimal(8, 2),
            "wide", DataType.decimal(30, 1),
            "ratio", DataType.DOUBLE,
            "ok", DataType.BOOLEAN,
            "small", DataType.TINYINT,
            "_hidden.key", DataType.STRING,
            "n", DataType.BIGINT);
    Object[] full =
        row(
            Instant.parse("2026-01-01T12:00:00.5Z"),
            LocalDateTime.parse("1969-12-31T23:59:59.000001"),
            java.time.LocalTime.parse("23:59:59"),
            new BigDecimal("-0.05"),
            new BigDecimal("12345678901234567890123456789.5"),
            Double.NEGATIVE_INFINITY,
            true,
            -3,
            "x+y",
            7L);
    Object[] nulls = new Object[10];
    SinkContext context =
        context(schema, "csv", OutputMode.APPEND, "nullValue", "-")
            .partitionedBy(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    publish(connector.openSink(context), 0, Rows.inserts(schema, full, nulls));

    List<List<Object>> read =
        Rows.all(
                connector.openSource(
                    Contexts.source(
                        connector, "csv", schema, "path", directory.toString(), "nullValue", "-")))
            .rows();
    assertThat(read).containsExactlyInAnyOrder(Arrays.asList(full), Arrays.asList(nulls));
  }

  @Test
  void manyDirectoriesNeedFewOpenFiles() throws IOException {
    Schema schema = Contexts.schema("k", DataType.BIGINT, "n", DataType.BIGINT);
    SinkContext context = context(schema, "json", OutputMode.APPEND).partitionedBy(List.of(0));
    Object[][] rows = new Object[660][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(i % 66L, (long) i);
    }
    publish(connector.openSink(context), 0, Rows.inserts(schema, rows), Rows.inserts(schema, rows));

    assertThat(directoriesBelow()).hasSize(66);
    assertThat(readApart("json", schema, directory).rows())
        .hasSize(1_320)
        .containsAll(Stream.of(rows).map(Arrays::asList).toList());
  }

  @Test
  void whatCannotBeANameIsRefused() throws IOException {
    assertFails(
        context(SCHEMA, "json", OutputMode.APPEND).partitionedBy(List.of(7)),
        ErrorCode.NOT_SUPPORTED);
    assertFails(
        context(NUMBERS, "json", OutputMode.APPEND).partitionedBy(List.of(0)),
        ErrorCode.QUERY_INVALID);

    Schema schema = Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);
    Sink sink =
        connector.openSink(context(schema, "json", OutputMode.APPEND).partitionedBy(List.of(0)));
    Sink.Writer writer = sink.begin(0);
    assertThatThrownBy(() -> writer.write(Rows.inserts(schema, row("x".repeat(300), 1L))))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED));
    writer.abort();
    sink.close();
    assertThat(directoriesBelow()).isEmpty();
  }

  @Test
  void completeLeavesNoDirectoriesWithoutFiles() throws IOException {
    Schema schema = Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);
    Sink sink =
        connector.openSink(context(schema, "json", OutputMode.COMPLETE).partitionedBy(List.of(0)));
    publish(sink, 0, Rows.inserts(schema, row("a", 1L), row("b", 2L)));
    publish(sink, 1, Rows.inserts(schema, row("b", 3L), row("c", 4L)));

    assertThat(visible())
        .extracting(path -> path.getFileName().toString())
        .containsExactly("k=b", "k=c");
    assertThat(readApart("json", schema, directory).rows())
        .containsExactlyInAnyOrder(List.of("b", 3L), List.of("c", 4L));
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

  private static final Schema NUMBERS = Contexts.schema("n", DataType.BIGINT);
  private static final UUID OTHER = new UUID(5, 5);

  private Sink open(UUID query, Checkpoint checkpoint, OutputMode mode) {
    return open(directory, query, checkpoint, mode);
  }

  private Sink open(Path path, UUID query, Checkpoint checkpoint, OutputMode mode) {
    return connector.openSink(
        Contexts.withQuery(
            context(NUMBERS, "json", mode, "path", path.toString()), query, checkpoint));
  }

  private Source reader(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains("path")) {
      all.addAll(List.of("path", directory.toString()));
    }
    return connector.openSource(
        Contexts.source(connector, "json", NUMBERS, all.toArray(new String[0])));
  }

  private List<Object> content(String... options) {
    return Rows.all(reader(options)).rows().stream().map(row -> row.get(0)).toList();
  }

  private static String prepare(Sink sink, long batchId, long... numbers) {
    Sink.Writer writer = sink.begin(batchId);
    for (long number : numbers) {
      writer.write(Rows.inserts(NUMBERS, row(number)));
    }
    return writer.prepare();
  }

  private static void write(Sink sink, long batchId, long... numbers) {
    sink.publish(batchId, prepare(sink, batchId, numbers));
  }

  private static List<String> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void stagedFilesHaveNamesThatNobodyTakesForData() throws IOException {
    Sink sink = open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND);
    prepare(sink, 0, 1);
    assertThat(visible()).isEmpty();
    assertThat(filesBelow(directory)).noneMatch(name -> name.matches(".*\\.(json|gz|csv|txt)"));
    sink.publish(0, prepare(sink, 0, 1));
    assertThat(filesBelow(directory).stream().filter(name -> name.endsWith(".json")))
        .containsExactly("part-00000-0-" + Contexts.QUERY + ".json");
  }

  @Test
  void aSecondWriterIsRefusedAndToldWhoWrites() throws IOException {
    Sink first = open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> open(OTHER, Checkpoint.NONE, OutputMode.APPEND))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SINK_IN_USE);
                assertThat(e.getMessage())
                    .contains("query q in process " + ProcessHandle.current().pid());
              });
    }
    write(first, 0, 1);
    first.close();
    Sink second = open(OTHER, Checkpoint.NONE, OutputMode.APPEND);
    write(second, 0, 2);
    second.close();
    assertThat(content()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(filesBelow(directory.resolve("_millrace")))
        .containsExactly(
            "000000000000-000000000000.manifest", "000000000001-000000000001.manifest", "lease");
  }

  @Test
  void completeReplacesWhatOtherQueriesWrote() throws IOException {
    Sink append = open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND);
    write(append, 0, 1);
    append.close();
    Source stream = reader();
    Optional<Offset> end = stream.latestOffset(Optional.empty(), false);
    Files.writeString(directory.resolve("stray.json"), "{\"n\":9}");
    assertThat(stream.latestOffset(end, false)).isEqualTo(end);
    Sink complete = open(OTHER, Checkpoint.NONE, OutputMode.COMPLETE);
    write(complete, 0, 3);
    assertThat(content()).containsExactly(3L);
    assertThat(content("path", directory + "/*.json")).containsExactly(3L);
    assertThatThrownBy(() -> stream.latestOffset(end, false)).hasMessageContaining("replaced");
    write(complete, 1);
    assertThat(content()).isEmpty();
    complete.close();
    Sink again = open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND);
    write(again, 0, 4);
    assertThat(content()).containsExactly(4L);
  }

  @Test
  void aStreamOverReplacedFilesIsAnErrorAlsoAfterARestart() {
    Sink sink = open(Contexts.QUERY, Checkpoint.NONE, OutputMode.COMPLETE);
    write(sink, 0, 1);
    RememberedState state = new RememberedState();
    SourceContext context =
        Contexts.source(connector, "json", NUMBERS, "path", directory.toString());
    Source stream = connector.openSource(Contexts.withState(context, state));
    Optional<Offset> end = stream.latestOffset(Optional.empty(), false);
    state.decide();
    Source same = connector.openSource(Contexts.withState(context, state.afterCrash()));
    assertThat(same.latestOffset(end, false)).isEqualTo(end);
    write(sink, 1, 2);
    Source next = connector.openSource(Contexts.withState(context, state.afterCrash()));
    assertThatThrownBy(() -> next.latestOffset(end, false)).hasMessageContaining("replaced");
  }

  @Test
  void aStreamOverReplacedFilesThatLieApartIsAnErrorAlsoAfterARestart() {
    Schema schema = Contexts.schema("k", DataType.STRING, "n", DataType.BIGINT);
    Sink sink =
        connector.openSink(context(schema, "json", OutputMode.COMPLETE).partitionedBy(List.of(0)));
    publish(sink, 0, Rows.inserts(schema, row("a", 1L)));
    RememberedState state = new RememberedState();
    SourceContext context =
        Contexts.source(connector, "json", schema, "path", directory.toString());
    Source stream = connector.openSource(Contexts.withState(context, state));
    Optional<Offset> end = stream.latestOffset(Optional.empty(), false);
    state.decide();
    Source same = connector.openSource(Contexts.withState(context, state.afterCrash()));
    assertThat(same.latestOffset(end, false)).isEqualTo(end);
    publish(sink, 1, Rows.inserts(schema, row("b", 2L)));
    Source next = connector.openSource(Contexts.withState(context, state.afterCrash()));
    assertThatThrownBy(() -> next.latestOffset(end, false)).hasMessageContaining("replaced");
  }

  @Test
  void goingBackToAPublishedBatchIsRefused() {
    Sink sink = open(Contexts.QUERY, Checkpoint.NEW, OutputMode.APPEND);
    write(sink, 0, 1);
    write(sink, 1, 2);
    sink.close();
    Sink next = open(Contexts.QUERY, Checkpoint.CONTINUED, OutputMode.APPEND);
    assertThatThrownBy(() -> next.begin(1))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED))
        .hasMessageContaining("batch 1 of query q");
    write(next, 2, 3);
    assertThat(content()).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  /** The directory as a process leaves it that dies now. */
  private Path dead() throws IOException {
    Path copy = graves.resolve("dead");
    DirectoryCopies.copyWithoutLocks(directory, copy);
    return copy;
  }

  @Test
  void preparedBatchOfADeadQueryIsRemovedIfItsQueryNeverComesBack() throws IOException {
    prepare(open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND), 0, 1);
    Path left = dead();
    Sink next = open(left, OTHER, Checkpoint.NONE, OutputMode.APPEND);
    write(next, 0, 2);
    next.close();
    assertThat(content("path", left.toString())).containsExactly(2L);
    assertThat(filesBelow(left)).noneMatch(name -> name.contains("staged"));
  }

  @Test
  void preparedBatchOfADeadQueryIsKeptIfItsQueryMayComeBack() throws IOException {
    Sink dying = open(Contexts.QUERY, Checkpoint.NEW, OutputMode.APPEND);
    String decided = prepare(dying, 0, 1);
    dying.begin(1).write(Rows.inserts(NUMBERS, row(7L)));
    Path left = dead();
    Sink other = open(left, OTHER, Checkpoint.NONE, OutputMode.APPEND);
    write(other, 0, 2);
    other.close();
    assertThat(filesBelow(left)).noneMatch(name -> name.contains("part-00001"));
    Sink back = open(left, Contexts.QUERY, Checkpoint.CONTINUED, OutputMode.APPEND);
    back.publish(0, decided);
    write(back, 1, 3);
    assertThat(content("path", left.toString())).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPreparedBatchWhoseManifestIsDamagedIsNamedAndKept(boolean own) throws IOException {
    prepare(open(Contexts.QUERY, Checkpoint.NEW, OutputMode.APPEND), 0, 1);
    Path left = dead();
    Path manifest = left.resolve("_millrace/staged/" + Contexts.QUERY + "/0.manifest");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[0] ^= 1;
    Files.write(manifest, bytes);
    assertThatThrownBy(
            () ->
                open(
                    left,
                    own ? Contexts.QUERY : OTHER,
                    own ? Checkpoint.CONTINUED : Checkpoint.NONE,
                    OutputMode.APPEND))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED))
        .hasMessageContaining(manifest + " is damaged");
    assertThat(filesBelow(left))
        .anyMatch(name -> name.endsWith("0.manifest"))
        .anyMatch(name -> name.contains("part-00000"));
    bytes[0] ^= 1;
    Files.write(manifest, bytes);
    Sink back = open(left, Contexts.QUERY, Checkpoint.CONTINUED, OutputMode.APPEND);
    back.publish(0, Files.readString(manifest).strip());
    assertThat(content("path", left.toString())).containsExactly(1L);
  }

  @Test
  void outputThatIsGoneIsMissed() throws IOException {
    Sink sink = open(Contexts.QUERY, Checkpoint.NEW, OutputMode.APPEND);
    write(sink, 3, 1);
    sink.expectPublished(3);
    assertThatThrownBy(() -> sink.expectPublished(4))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED))
        .hasMessageContaining("batch 4 of query q is not in it any more");
  }

  @Test
  void batchOfADeadQueryThatIsSeenInPartIsFinished() throws IOException {
    prepare(open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND), 0, 1);
    Path left = dead();
    String name = "part-00000-0-" + Contexts.QUERY + ".json";
    Path staged = left.resolve("_millrace/staged/" + Contexts.QUERY + "/" + name + ".staged");
    Files.move(staged, left.resolve(name));
    assertThat(content("path", left.toString())).isEmpty();
    open(left, OTHER, Checkpoint.NONE, OutputMode.APPEND).close();
    assertThat(content("path", left.toString())).containsExactly(1L);
  }

  @Test
  void manifestsAreMergedSoThatTheirNumberStaysSmall() throws IOException {
    RememberedState state = new RememberedState();
    SourceContext context =
        Contexts.withState(
            Contexts.source(connector, "json", NUMBERS, "path", directory.toString()), state);
    Source stream = connector.openSource(context);
    List<Object> read = new ArrayList<>();
    Optional<Offset> end = Optional.empty();
    Sink sink = open(Contexts.QUERY, Checkpoint.NEW, OutputMode.APPEND);
    for (int batch = 0; batch < 250; batch++) {
      write(sink, batch, batch);
      if (batch % 90 == 7) {
        Optional<Offset> next = stream.latestOffset(end, false);
        Rows.between(stream, end, next.orElseThrow()).rows().forEach(row -> read.add(row.get(0)));
        end = next;
      }
    }
    Optional<Offset> last = stream.latestOffset(end, false);
    Rows.between(stream, end, last.orElseThrow()).rows().forEach(row -> read.add(row.get(0)));
    List<Object> all = LongStream.range(0, 250).<Object>mapToObj(n -> n).toList();
    assertThat(read).containsExactlyInAnyOrderElementsOf(all);
    assertThat(content()).containsExactlyInAnyOrderElementsOf(all);
    sink.close();
    List<String> manifests =
        filesBelow(directory.resolve("_millrace")).stream()
            .filter(name -> name.endsWith(".manifest"))
            .toList();
    // Those merged last are still there, for readers that are just listing.
    assertThat(manifests).hasSize(2 + 100 + 50).startsWith("000000000000-000000000099.manifest");
    Sink next = open(Contexts.QUERY, Checkpoint.CONTINUED, OutputMode.APPEND);
    assertThatThrownBy(() -> next.begin(249)).isInstanceOf(MillraceException.class);
    write(next, 250, 250);
    assertThat(content()).hasSize(251);
  }

  @Test
  void aManifestThatIsMissingInTheMiddleIsAnError() throws IOException {
    Sink sink = open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND);
    for (int batch = 0; batch < 3; batch++) {
      write(sink, batch, batch);
    }
    Files.delete(directory.resolve("_millrace/000000000001-000000000001.manifest"));
    assertThatThrownBy(this::content).hasMessageContaining("manifests are missing");
  }

  @Test
  void aFileThatTheManifestNamesAndThatIsMissingIsAnError() throws IOException {
    Sink sink = open(Contexts.QUERY, Checkpoint.NONE, OutputMode.APPEND);
    write(sink, 0, 1);
    write(sink, 1, 2);
    Files.delete(visible().get(0));
    assertThatThrownBy(this::content)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FILE_MISSING));
    assertThat(content("ignoreMissingFiles", "true")).containsExactly(2L);
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
