package io.millrace.tests.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.DataStreamWriter;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files lie apart by the values of columns, whoever writes them, and are read as one table. */
class PartitionedFilesTest {
  private static final String COLUMNS = "page STRING, views INT, day DATE";

  @TempDir private Path directory;

  private final Millrace millrace = Millrace.open();

  @AfterEach
  void close() {
    millrace.close();
  }

  private Table views() {
    return millrace.query(
        "SELECT * FROM (VALUES ('/a', 1, DATE '2026-01-01'), (NULL, 2, DATE '2026-01-01'),"
            + " ('/a', 3, DATE '2026-01-02')) AS v (page, views, day)");
  }

  private List<String> read(Path path) {
    return millrace
        .read()
        .schema(COLUMNS)
        .json(path.toString())
        .orderBy("views")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static List<String> directories(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .map(file -> path.relativize(file.getParent()).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aTableThatEndsIsWrittenOnce() throws IOException {
    views().write().partitionBy("day", "page").json(directory.toString());

    assertThat(directories(directory))
        .containsExactly(
            "day=2026-01-01/page=%2Fa",
            "day=2026-01-01/page=__HIVE_DEFAULT_PARTITION__", "day=2026-01-02/page=%2Fa");
    assertThat(read(directory))
        .containsExactly("[/a,1,2026-01-01]", "[null,2,2026-01-01]", "[/a,3,2026-01-02]");
  }

  @Test
  void aQueryGoesOnWhereItStopped() throws Exception {
    Path in = Files.createDirectories(directory.resolve("in"));
    Path out = directory.resolve("out");
    for (int step = 0; step < 3; step++) {
      Files.writeString(
          in.resolve(step + ".json"),
          """
          {"page": "/a", "views": %1$d, "day": "2026-01-0%1$d"}
          {"page": "/b", "views": %2$d, "day": "2026-01-09"}
          """
              .formatted(step + 1, step + 11));
      StreamingQuery query =
          millrace
              .readStream()
              .schema(COLUMNS)
              .json(in.toString())
              .writeStream()
              .partitionBy("Day")
              .format("json")
              .option("checkpointLocation", directory.resolve("checkpoint").toString())
              .start(out.toString());
      query.processAllAvailable();
      query.stop();
    }
    assertThat(directories(out))
        .containsExactly(
            "day=2026-01-01",
            "day=2026-01-02",
            "day=2026-01-03",
            "day=2026-01-09",
            "day=2026-01-09",
            "day=2026-01-09");
    assertThat(read(out))
        .containsExactly(
            "[/a,1,2026-01-01]",
            "[/a,2,2026-01-02]",
            "[/a,3,2026-01-03]",
            "[/b,11,2026-01-09]",
            "[/b,12,2026-01-09]",
            "[/b,13,2026-01-09]");
  }

  @Test
  void aSinkOfSqlLiesAsItWasDeclared() throws IOException {
    millrace.sql(
        "CREATE SINK out USING file OPTIONS (path = '"
            + directory
            + "') FORMAT json PARTITIONED BY (day)");
    views().write().insertInto("out");
    views().write().partitionBy("DAY").insertInto("out");

    assertThat(directories(directory))
        .containsExactly("day=2026-01-01", "day=2026-01-01", "day=2026-01-02", "day=2026-01-02");
    assertFails(
        ErrorCode.QUERY_INVALID, () -> views().write().partitionBy("page").insertInto("out"));
  }

  private static void assertFails(ErrorCode code, ThrowingCallable action) {
    assertThatExceptionOfType(MillraceException.class)
        .isThrownBy(action)
        .matches(e -> e.code() == code, "code " + code)
        .matches(e -> !e.hints().isEmpty(), "has a hint");
  }

  @Test
  void whatCannotLieApartIsRefused() {
    String path = directory.toString();
    DataStreamWriter<Row> stream = views().writeStream().queryName("q").partitionBy("page");

    assertFails(ErrorCode.COLUMN_NOT_FOUND, () -> views().write().partitionBy("pag").json(path));
    assertFails(
        ErrorCode.QUERY_INVALID,
        () -> views().select("page").write().partitionBy("page").csv(path));
    assertFails(ErrorCode.NOT_SUPPORTED, () -> stream.format("memory").start());
    assertFails(ErrorCode.NOT_SUPPORTED, () -> stream.format("console").start());
    assertThat(directory).isEmptyDirectory();
  }
}
