package io.millrace.tests.table;

import static io.millrace.api.table.functions.col;
import static io.millrace.api.table.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Spark's first programs give here what they give there. */
class SparkProgramsTest {
  private static final String[] LINES = {"apache spark", "hello world hello", "apache"};

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Millrace millrace =
      Millrace.builder().console(new PrintStream(printed, true, StandardCharsets.UTF_8)).open();

  @Test
  void networkWordCount() throws IOException {
    try (LineServer server = new LineServer(LINES);
        millrace) {
      StreamingQuery query =
          start(SparkPrograms.networkWordCount(millrace, server.host(), server.port()), "complete");
      Table counts = millrace.table("result");

      assertThat(when(query, counts, 6, "count"))
          .isEqualTo(Map.of("apache", 2L, "hello", 2L, "spark", 1L, "world", 1L));
    }
  }

  @Test
  void networkWordCountInWindows() throws IOException {
    try (LineServer server = new LineServer(LINES);
        millrace) {
      StreamingQuery query =
          start(
              SparkPrograms.windowedWordCount(
                  millrace, server.host(), server.port(), "10 minutes", "5 minutes"),
              "complete");
      Table counts =
          millrace
              .table("result")
              .groupBy("word")
              .agg(sum("count").cast("bigint").as("count"))
              .withColumnRenamed("word", "value");

      // Each word counts in two windows.
      assertThat(when(query, counts, 12, "count"))
          .isEqualTo(Map.of("apache", 4L, "hello", 4L, "spark", 2L, "world", 2L));
      assertThat(millrace.table("result").schema().names())
          .containsExactly("window_start", "window_end", "word", "count");
    }
  }

  @Test
  void sessionsWithState() throws IOException {
    try (LineServer server = new LineServer("ann", "bob", "ann", "ann");
        millrace) {
      StreamingQuery query =
          start(SparkPrograms.sessions(millrace, server.host(), server.port()), "update");
      Table counts =
          millrace
              .table("result")
              .select(col("id").as("value"), col("numEvents").cast("bigint").as("count"));

      assertThat(when(query, counts, 4, "count")).isEqualTo(Map.of("ann", 3L, "bob", 1L));
    }
  }

  @Test
  void theConsoleShowsWhatTheProgramSays() throws IOException {
    try (LineServer server = new LineServer("long-words-are-cut-by-default and so on");
        millrace) {
      StreamingQuery query =
          SparkPrograms.networkWordCount(millrace, server.host(), server.port())
              .orderBy("value")
              .writeStream()
              .outputMode("complete")
              .format("console")
              .option("truncate", "false")
              .option("numRows", 2)
              .start();
      while (!printed.toString(StandardCharsets.UTF_8).contains("showing")) {
        query.processAllAvailable();
      }
    }

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .endsWith(
            """
            +-------------------------------+-------+
            | value                         | count |
            +-------------------------------+-------+
            | and                           |     1 |
            | long-words-are-cut-by-default |     1 |
            +-------------------------------+-------+
            showing 2 of 4 rows
            """);
  }

  private static StreamingQuery start(Dataset<?> result, String mode) {
    return result.writeStream().outputMode(mode).format("memory").queryName("result").start();
  }

  /** The counts once they are so many together. The sender decides when lines come. */
  private static Map<String, Long> when(
      StreamingQuery query, Table counts, long total, String column) {
    Map<String, Long> found = new TreeMap<>();
    while (found.values().stream().mapToLong(Long::longValue).sum() < total) {
      query.processAllAvailable();
      found.clear();
      counts
          .select("value", column)
          .collectAsList()
          .forEach(row -> found.put(row.getString(0), row.getLong(1)));
    }
    return found;
  }
}
