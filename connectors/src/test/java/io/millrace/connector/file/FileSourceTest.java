package io.millrace.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.connector.Attachment;
import io.millrace.api.connector.Offset;
import io.millrace.api.connector.Source;
import io.millrace.api.connector.SourceContext;
import io.millrace.api.connector.SourceState;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.RememberedState;
import io.millrace.connector.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
  private static final Schema SCHEMA = Contexts.schema("n", DataType.BIGINT);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final FileConnector connector = new FileConnector();

  @TempDir Path directory;

  private Source open(String... options) {
    return open(SCHEMA, SCHEMA, options);
  }

  private Source open(Schema schema, Schema dataSchema, String... options) {
    return connector.openSource(context(schema, dataSchema, options));
  }

  private SourceContext context(Schema schema, Schema dataSchema, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains("path")) {
      all.addAll(List.of("path", directory.toString()));
    }
    return Contexts.source(
        connector, "json", schema, dataSchema, new Attachment(), all.toArray(new String[0]));
  }

  /** Writes a file of one record for each number, modified so many seconds after the beginning. */
  private Path write(String name, long seconds, long... numbers) throws IOException {
    StringBuilder text = new StringBuilder();
    for (long number : numbers) {
      text.append("{\"n\":").append(number).append("}\n");
    }
    return writeText(name, seconds, text.toString());
  }

  private Path writeText(String name, long seconds, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(BEGIN.plusSeconds(seconds)));
    return file;
  }

  private static List<Object> numbers(Rows rows) {
    return rows.rows().stream().map(row -> row.get(0)).toList();
  }

  private static void assertFails(Runnable action, ErrorCode code, String... parts) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              for (String part : parts) {
                assertThat(e.getMessage()).contains(part);
              }
            });
  }

  @Test
  void filesAreReadByTimeThenPathAndAgain() throws IOException {
    write("c.json", 1, 1);
    write("b.json", 2, 3);
    write("a.json", 2, 2);
    write(".hidden.json", 0, 9);
    write("_hidden.json", 0, 9);
    write("below/d.json", 0, 9);
    Source source = open();
    Offset end = source.latestOffset(Optional.empty(), true).orElseThrow();
    assertThat(end.json()).isEqualTo("{\"files\":3}");
    assertThat(numbers(Rows.between(source, Optional.empty(), end))).containsExactly(1L, 2L, 3L);
    assertThat(numbers(Rows.between(source, Optional.empty(), end))).containsExactly(1L, 2L, 3L);
    assertThat(source.latestOffset(Optional.of(end), true)).contains(end);
    write("a.json", 9, 8);
    write("d.json", 3, 4);
    Offset next = source.latestOffset(Optional.of(end), true).orElseThrow();
    assertThat(numbers(Rows.between(source, Optional.of(end), next))).containsExactly(4L);
    source.commit(end);
    source.commit(end);
    assertThat(numbers(Rows.between(source, Optional.of(end), next))).containsExactly(4L);
  }

  @Test
  void limitsCutBatches() throws IOException {
    for (int i = 0; i < 7; i++) {
      write("f" + i + ".json", i, i);
    }
    Source source = open("maxFilesPerTrigger", "2");
    source.freezeEnd();
    write("late.json", 8, 99);
    List<Integer> batches = new ArrayList<>();
    Optional<Offset> start = Optional.empty();
    while (true) {
      Optional<Offset> end = source.latestOffset(start, true);
      if (end.equals(start)) {
        break;
      }
      batches.add(Rows.between(source, start, end.orElseThrow()).rows().size());
      start = end;
    }
    assertThat(batches).containsExactly(2, 2, 2, 1);
    Source bytes = open("maxBytesPerTrigger", "10");
    assertThat(bytes.latestOffset(Optional.empty(), true).orElseThrow().json())
        .isEqualTo("{\"files\":1}");
    assertThat(bytes.newestOffset(Optional.empty()).orElseThrow().json())
        .isEqualTo("{\"files\":8}");
    assertThat(bytes.latestOffset(Optional.empty(), false).orElseThrow().json())
        .isEqualTo("{\"files\":8}");
    assertFails(
        () -> open("maxBytesPerTrigger", "10", "maxFilesPerTrigger", "1"),
        ErrorCode.OPTION_INVALID);
    assertFails(() -> open("maxFilesPerTrigger", "0"), ErrorCode.OPTION_INVALID);
  }

  @Test
  void latestFirstAndFileNameOnly() throws IOException {
    write("a.json", 1, 1);
    write("b.json", 2, 2);
    Source source = open("latestFirst", "true", "maxFilesPerTrigger", "1");
    Offset first = source.latestOffset(Optional.empty(), true).orElseThrow();
    write("c.json", 3, 3);
    Offset second = source.latestOffset(Optional.of(first), true).orElseThrow();
    assertThat(numbers(Rows.between(source, Optional.empty(), second))).containsExactly(2L, 3L);
    write("x/k=1/a.json", 1, 5);
    Source names = open("recursive", "true", "fileNameOnly", "true", "path", directory.toString());
    assertThat(Rows.all(names).rows()).hasSize(3);
  }

  @Test
  void oldFilesAreIgnoredAfterTheFirstBatch() throws IOException {
    write("old.json", 0, 1);
    write("new.json", 10_000, 2);
    Source source = open("maxFileAge", "1h");
    Offset first = source.latestOffset(Optional.empty(), true).orElseThrow();
    assertThat(Rows.between(source, Optional.empty(), first).rows()).hasSize(2);
    write("older.json", 100, 3);
    write("fresh.json", 9_000, 4);
    Offset second = source.latestOffset(Optional.of(first), true).orElseThrow();
    assertThat(numbers(Rows.between(source, Optional.of(first), second))).containsExactly(4L);
  }

  @Test
  void patternsAndSingleFiles() throws IOException {
    write("a1.json", 1, 1);
    write("a2.txt", 2, 2);
    write("d1/b.json", 3, 3);
    write("d2/c.json", 4, 4);
    assertThat(numbers(Rows.all(open("path", directory + "/*.json")))).containsExactly(1L);
    assertThat(numbers(Rows.all(open("path", directory + "/d?/*.json")))).containsExactly(3L, 4L);
    assertThat(numbers(Rows.all(open("path", directory + "/{d2,a1*}")))).containsExactly(1L, 4L);
    assertThat(numbers(Rows.all(open("path", directory + "/**/*.json"))))
        .containsExactly(1L, 3L, 4L);
    assertThat(numbers(Rows.all(open("path", directory + "/a2.txt")))).containsExactly(2L);
    assertThat(numbers(Rows.all(open("path", "file://" + directory + "/a2.txt"))))
        .containsExactly(2L);
    assertFails(() -> open("path", "s3://bucket/in"), ErrorCode.NOT_SUPPORTED, "s3");
  }

  @Test
  void missingDirectoryNamesTheNearest() throws IOException {
    write("events/a.json", 1, 1);
    assertFails(() -> open("path", directory + "/event"), ErrorCode.PATH_NOT_FOUND, "did you mean");
    assertFails(() -> open("path", directory + "/no/in/*.json"), ErrorCode.PATH_NOT_FOUND, "no");
  }

  @Test
  void goneFileFailsOrIsSkipped() throws IOException {
    Path file = write("a.json", 1, 1);
    write("b.json", 2, 2);
    Source strict = open();
    Offset end = strict.latestOffset(Optional.empty(), true).orElseThrow();
    Source lenient = open("ignoreMissingFiles", "true");
    lenient.latestOffset(Optional.empty(), true);
    Files.delete(file);
    assertFails(
        () -> Rows.between(strict, Optional.empty(), end), ErrorCode.SOURCE_FILE_MISSING, "a.json");
    assertThat(numbers(Rows.between(lenient, Optional.empty(), end))).containsExactly(2L);
  }

  @Test
  void directoriesAreColumns() throws IOException {
    Schema declared =
        Contexts.schema("day", DataType.DATE, "n", DataType.BIGINT, "who", DataType.STRING);
    write("day=2026-01-02/who=a%20b/x.json", 1, 1);
    writeText("day=2026-01-03/who=__HIVE_DEFAULT_PARTITION__/x.json", 2, "{\"n\":2,\"who\":\"z\"}");
    Source source = open(declared.project(2, 0, 1), declared);
    assertThat(Rows.all(source).rows())
        .containsExactly(
            List.of("a b", java.time.LocalDate.parse("2026-01-02"), 1L),
            Arrays.asList(null, java.time.LocalDate.parse("2026-01-03"), 2L));
    write("day=soon/x.json", 3, 1);
    assertFails(() -> Rows.all(open(declared, declared)), ErrorCode.PATH_INVALID, "soon");
  }

  @Test
  void metadataColumns() throws IOException {
    write("a.json", 5, 1);
    Schema schema =
        Contexts.schema(
            "n", DataType.BIGINT,
            "f", DataType.STRING,
            "s", DataType.BIGINT,
            "t", DataType.TIMESTAMP_LTZ);
    SourceContext context =
        Contexts.withMetadata(
            context(schema, SCHEMA),
            List.of("", "file_name", "file_size", "file_modification_time"));
    assertThat(Rows.all(connector.openSource(context)).rows())
        .containsExactly(List.of(1L, "a.json", 8L, BEGIN.plusSeconds(5)));
    SourceContext wrong =
        Contexts.withMetadata(context(schema, SCHEMA), List.of("", "filename", "", ""));
    assertFails(
        () -> connector.openSource(wrong), ErrorCode.COLUMN_NOT_FOUND, "file_name", "file_size");
    SourceContext wrongType =
        Contexts.withMetadata(context(schema, SCHEMA), List.of("", "", "file_name", ""));
    assertFails(() -> connector.openSource(wrongType), ErrorCode.TYPE_MISMATCH);
  }

  @Test
  void compressedFiles() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write("{\"n\":1}\n{\"n\":2}".getBytes(StandardCharsets.UTF_8));
    }
    Files.write(directory.resolve("a.json.gz"), bytes.toByteArray());
    assertThat(numbers(Rows.all(open()))).containsExactly(1L, 2L);
    Files.writeString(directory.resolve("b.json.gz"), "not compressed");
    assertFails(() -> Rows.all(open()), ErrorCode.SOURCE_FAILED, "b.json.gz");
    Rows lenient = Rows.all(open("ignoreCorruptFiles", "true"));
    assertThat(lenient.rows()).hasSize(2);
    assertThat(lenient.malformed()).isEqualTo(1);
    Files.writeString(directory.resolve("c.json.bz2"), "");
    assertFails(() -> Rows.all(open()), ErrorCode.NOT_SUPPORTED, ".bz2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void fileThatBecameShorterIsNotPassedOver(String multiLine) throws IOException {
    Path file = directory.resolve("a.json");
    Files.writeString(file, "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n");
    Source source = open("multiLine", multiLine);
    Offset end = source.latestOffset(Optional.empty(), true).orElseThrow();
    Files.writeString(file, "{\"n\":1}\n");
    assertFails(
        () -> Rows.between(source, Optional.empty(), end),
        ErrorCode.SOURCE_FAILED,
        "it ends at byte 8, and had 24 bytes when it was taken");
    Files.writeString(file, "");
    assertFails(
        () -> Rows.between(source, Optional.empty(), end), ErrorCode.SOURCE_FAILED, "byte 0");
    Source lenient = open("multiLine", multiLine, "ignoreCorruptFiles", "true");
    Files.writeString(file, "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n");
    Offset lenientEnd = lenient.latestOffset(Optional.empty(), true).orElseThrow();
    Files.writeString(file, "{\"n\":1}\n");
    assertThat(Rows.between(lenient, Optional.empty(), lenientEnd).malformed()).isEqualTo(1);
  }

  @Test
  void cleaningAfterCommit() throws IOException {
    write("in/k=1/a.json", 1, 1);
    String in = directory.resolve("in").toString();
    String archive = directory.resolve("done").toString();
    Source source = open("path", in, "cleanSource", "archive", "sourceArchiveDir", archive);
    Offset end = source.latestOffset(Optional.empty(), true).orElseThrow();
    assertThat(Rows.between(source, Optional.empty(), end).rows()).hasSize(1);
    assertThat(directory.resolve("in/k=1/a.json")).exists();
    source.commit(end);
    assertThat(directory.resolve("in/k=1/a.json")).doesNotExist();
    assertThat(directory.resolve("done/k=1/a.json")).exists();
    write("in/b.json", 2, 2);
    Source deleting = open("path", in, "cleanSource", "delete");
    deleting.commit(deleting.latestOffset(Optional.empty(), true).orElseThrow());
    assertThat(directory.resolve("in/b.json")).doesNotExist();
    assertFails(
        () -> open("path", in, "cleanSource", "archive", "sourceArchiveDir", in + "/x"),
        ErrorCode.OPTION_INVALID);
    assertFails(() -> open("path", in, "cleanSource", "archive"), ErrorCode.OPTION_MISSING);
  }

  private Source open(SourceState state, String... options) {
    return connector.openSource(Contexts.withState(context(SCHEMA, SCHEMA, options), state));
  }

  @Test
  void aBatchWritesToTheStateWhatItsOwnFilesCost() throws IOException {
    RememberedState state = new RememberedState();
    Source source = open(state, "maxFileAge", "100s");
    Optional<Offset> end = Optional.empty();
    for (int batch = 0; batch < 300; batch++) {
      write("f" + batch + ".json", batch, batch);
      Optional<Offset> before = end;
      end = source.latestOffset(before, true);
      source.newestOffset(before);
      assertThat(numbers(Rows.between(source, before, end.orElseThrow())))
          .containsExactly((long) batch);
      before.ifPresent(source::commit);
      // Its entry, that of a file that is too old now, and how old that is.
      assertThat(state.takeWrites()).isLessThanOrEqualTo(3);
    }
    assertThat(state.entries()).hasSizeBetween(100, 110);
  }

  @Test
  void filesWhoseEntriesAreGoneAreNotTakenAgainWhenMoreMayBeOld() throws IOException {
    RememberedState state = new RememberedState();
    write("a.json", 0, 1);
    write("b.json", 1000, 2);
    Source source = open(state, "maxFileAge", "10s");
    Optional<Offset> end = source.latestOffset(Optional.empty(), true);
    source.commit(end.orElseThrow());
    state.decide();
    assertThat(state.entries().values()).noneMatch(value -> value.endsWith("a.json"));
    Source next = open(state.afterCrash(), "maxFileAge", "7d");
    assertThat(next.latestOffset(end, true)).isEqualTo(end);
    write("c.json", 999, 3);
    Optional<Offset> more = next.latestOffset(end, true);
    assertThat(numbers(Rows.between(next, end, more.orElseThrow()))).containsExactly(3L);
  }

  @Test
  void theSameFilesInTheSameOrderThoughOthersCameBeforeThem() throws IOException {
    RememberedState state = new RememberedState();
    write("sub/k=1/b.json", 5, 2);
    write("sub/c.json", 6, 3);
    String path = directory + "/sub";
    Source source = open(state, "path", path, "maxFilesPerTrigger", "2");
    Optional<Offset> end = source.latestOffset(Optional.empty(), true);
    state.decide();
    write("sub/a.json", 1, 1);
    Schema schema = Contexts.schema("k", DataType.BIGINT, "n", DataType.BIGINT);
    SourceContext context = context(schema, schema, "path", path, "maxFilesPerTrigger", "1");
    Source next = connector.openSource(Contexts.withState(context, state.afterCrash()));
    assertThat(Rows.between(next, Optional.empty(), end.orElseThrow()).rows())
        .containsExactly(List.of(1L, 2L), Arrays.asList(null, 3L));
    Optional<Offset> more = next.latestOffset(end, true);
    assertThat(Rows.between(next, end, more.orElseThrow()).rows())
        .containsExactly(Arrays.asList(null, 1L));
  }

  @Test
  void whatACrashKeptFromBeingCleanedIsCleanedLater() throws IOException {
    Path in = directory.resolve("in");
    RememberedState state = new RememberedState();
    write("in/a.json", 1, 1);
    write("in/b.json", 2, 2);
    Source source = open(state, "path", in.toString(), "cleanSource", "delete");
    Optional<Offset> first = source.latestOffset(Optional.empty(), true);
    state.decide();
    write("in/b.json", 3, 9);
    write("in/c.json", 4, 3);
    Source next = open(state.afterCrash(), "path", in.toString(), "cleanSource", "delete");
    Optional<Offset> second = next.latestOffset(first, true);
    next.commit(second.orElseThrow());
    assertThat(in.resolve("a.json")).doesNotExist();
    assertThat(in.resolve("b.json")).as("a file that was not read").exists();
    assertThat(in.resolve("c.json")).doesNotExist();
  }

  @Test
  void cleaningThatIsSwitchedOnLaterSparesWhatWasReadBefore() throws IOException {
    Path in = directory.resolve("in");
    RememberedState state = new RememberedState();
    write("in/a.json", 1, 1);
    Source source = open(state, "path", in.toString());
    Optional<Offset> first = source.latestOffset(Optional.empty(), true);
    source.commit(first.orElseThrow());
    state.decide();
    write("in/b.json", 2, 2);
    Source next = open(state.afterCrash(), "path", in.toString(), "cleanSource", "delete");
    next.commit(next.latestOffset(first, true).orElseThrow());
    assertThat(in.resolve("a.json")).exists();
    assertThat(in.resolve("b.json")).doesNotExist();
  }

  @Test
  void byteOrderMarkEmptyFilesAndMalformedLines() throws IOException {
    writeText("a.json", 1, "\uFEFF{\"n\":1}\r\n");
    writeText("b.json", 2, "");
    writeText("c.json", 3, "\n\n \n");
    Path bad = writeText("d.json", 4, "{\"n\":2}\n{\"n\":3}\n{\"n\":x}\n");
    assertFails(() -> Rows.all(open()), ErrorCode.RECORD_MALFORMED, bad + ":3", "{\"n\":x}");
    Rows rows = Rows.all(open("on.error", "skip"));
    assertThat(numbers(rows)).containsExactly(1L, 2L, 3L);
    assertThat(rows.malformed()).isEqualTo(1);
  }

  @Test
  void recordsAcrossChunksAndLongOnes() throws IOException {
    StringBuilder text = new StringBuilder();
    String pad = "x".repeat(700);
    long[] expected = new long[5000];
    for (int i = 0; i < 5000; i++) {
      expected[i] = i;
      text.append("{\"n\":").append(i).append(",\"p\":\"").append(pad).append("\"}\n");
    }
    writeText("a.json", 1, text.toString());
    assertThat(Rows.all(open()).rows().stream().mapToLong(row -> (Long) row.get(0)).toArray())
        .isEqualTo(expected);
    String huge = "{\"p\":\"" + "y".repeat(3_000_000) + "\",\"n\":7}\n";
    Path file = writeText("a.json", 1, "{\"n\":1}\n" + huge + "{\"n\":2}\n" + huge + huge);
    assertThat(numbers(Rows.all(open()))).containsExactly(1L, 7L, 2L, 7L, 7L);
    assertFails(
        () -> Rows.all(open("maxRecordSize", "2MB")), ErrorCode.RECORD_TOO_LARGE, file + ":2");
    Rows skipped = Rows.all(open("maxRecordSize", "2MB", "on.error", "skip"));
    assertThat(numbers(skipped)).containsExactly(1L, 2L);
    assertThat(skipped.malformed()).isEqualTo(3);
    Rows nulled = Rows.all(open("maxRecordSize", "2MB", "on.error", "null"));
    assertThat(numbers(nulled)).containsExactly(1L, null, 2L, null, null);
  }

  @Test
  void documentsOverSeveralLines() throws IOException {
    writeText("a.json", 1, "[\n  {\n \"n\": 1},\n {\"n\"\n:2, \"s\":\"a,]}b\"}]\n");
    writeText("b.json", 2, "{\"n\":3}{\"n\":\n4}\n{\"n\":5}");
    writeText("c.json", 3, "[]");
    assertThat(numbers(Rows.all(open("multiLine", "true")))).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertFails(() -> Rows.all(open()), ErrorCode.RECORD_MALFORMED, "multiLine");
    writeText("d.json", 4, "[{\"n\":1},\n\n{\"n\":\"x\"}]");
    assertFails(
        () -> Rows.all(open("multiLine", "true")), ErrorCode.RECORD_MALFORMED, "d.json, record 2");
  }

  @Test
  void unknownFormat() {
    assertFails(
        () ->
            connector.openSource(
                Contexts.source(connector, "xml", SCHEMA, "path", directory.toString())),
        ErrorCode.FORMAT_NOT_FOUND);
  }
}
