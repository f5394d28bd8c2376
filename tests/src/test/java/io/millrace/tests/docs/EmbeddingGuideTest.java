package io.millrace.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.Millrace;
import io.millrace.api.error.StreamingQueryException;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.query.StreamingQueryListener;
import io.millrace.api.table.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of docs/guide/embedding.md, and the fields that docs/reference/progress.md names.
 */
@Timeout(60)
class EmbeddingGuideTest {
  private static final Pattern FIELD = Pattern.compile("^\\| `([A-Za-z.\\[\\]]+)` \\|.*");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final List<String> log = new ArrayList<>();

  private Millrace session() {
    Millrace millrace = Millrace.builder().console(console).config("parallelism", 1).open();
    millrace.sql("CREATE SOURCE clicks (page STRING) USING memory");
    return millrace;
  }

  @Test
  void queriesAreAskedAndStopped() {
    try (Millrace millrace = session()) {
      StreamingQuery query =
          millrace
              .table("clicks")
              .groupBy("page")
              .count()
              .writeStream()
              .queryName("views")
              .outputMode("update")
              .format("console")
              .trigger(Trigger.ProcessingTime(0))
              .start();

      millrace.sql("INSERT INTO clicks VALUES ('/home'), ('/cart'), ('/home')");
      query.processAllAvailable();
      StreamingQueryProgress last = query.lastProgress().orElseThrow();
      log.add(last.batchId() + ": " + last.numInputRows() + " rows in");
      log.add(query.status().message());
      log.add(query.extent().map(InputExtent::remaining) + " rows wait");

      query.drain();
      log.add(query.awaitTermination(Duration.ofSeconds(10)) ? "ended" : "still running");
    }
    assertThat(log).hasSize(4).first().isEqualTo("0: 3 rows in");
    assertThat(log.subList(2, 4)).containsExactly("Optional[0] rows wait", "ended");
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("/home");
  }

  @Test
  void listenersHearOfQueries() {
    try (Millrace millrace = session()) {
      millrace
          .streams()
          .addListener(
              new StreamingQueryListener() {
                @Override
                public void onQueryProgress(QueryProgressEvent event) {
                  log.add("rows: " + event.progress().numInputRows());
                }

                @Override
                public void onQueryTerminated(QueryTerminatedEvent event) {
                  log.add("ended: " + event.errorClassOnException().orElse("well"));
                }
              });
      StreamingQuery query = millrace.table("clicks").writeStream().format("noop").start();
      millrace.sql("INSERT INTO clicks VALUES ('/home')");
      query.processAllAvailable();
    }
    assertThat(log).containsExactly("rows: 1", "ended: well");
  }

  @Test
  void failuresSayWhatWhereAndWhy() {
    try (Millrace millrace = session()) {
      millrace
          .table("clicks")
          .selectExpr("1 / (char_length(page) - 5) AS x")
          .writeStream()
          .queryName("ratios")
          .format("noop")
          .start();
      millrace.sql("INSERT INTO clicks VALUES ('/home')");
      try {
        millrace.streams().awaitAnyTermination();
      } catch (StreamingQueryException e) {
        log.add(e.code() + " in batch " + e.batchId() + " of " + e.name());
        log.add("committed " + e.startOffset() + ", was to read " + e.endOffset());
      }
    }
    assertThat(log)
        .containsExactly(
            "DIVIDE_BY_ZERO in batch 0 of ratios",
            "committed {\"memory[clicks]\":null}, was to read {\"memory[clicks]\":{\"rows\":1}}");
  }

  @Test
  void everyFieldOfAReportHasItsLineInTheReference(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("1.json"), "{\"page\":\"/home\",\"ts\":\"2026-01-01T00:00:00Z\"}\n");
    StreamingQueryProgress report;
    try (Millrace millrace = Millrace.open()) {
      millrace.sql(
          "CREATE SOURCE views (page STRING, ts TIMESTAMP_LTZ, WATERMARK FOR ts AS ts -"
              + " INTERVAL '1' MINUTE) USING file OPTIONS (path = '"
              + directory
              + "') FORMAT json");
      StreamingQuery query =
          millrace
              .table("views")
              .groupBy("page")
              .count()
              .writeStream()
              .outputMode("complete")
              .format("noop")
              .start();
      query.processAllAvailable();
      report = query.recentProgress().get(0);
    }
    Set<String> fields = new TreeSet<>();
    collect(new ObjectMapper().readTree(report.json()), "", fields);
    // of the last batch, when there is one
    fields.add("eventTime.watermark");
    fields.add("sink.metrics");
    Set<String> described = new TreeSet<>();
    for (String line :
        Files.readAllLines(Repository.root().resolve("docs/reference/progress.md"))) {
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        described.add(field.group(1));
      }
    }
    assertThat(described).containsExactlyElementsOf(fields);
  }

  /** The names of fields, without those of the entries of metrics. */
  private static void collect(JsonNode object, String prefix, Set<String> fields) {
    for (Iterator<Map.Entry<String, JsonNode>> i = object.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      String name = prefix + field.getKey();
      boolean free = name.endsWith("etrics") || name.endsWith("Offset");
      if (field.getValue().isObject() && !free) {
        collect(field.getValue(), name + ".", fields);
      } else if (field.getValue().isArray()) {
        collect(field.getValue().get(0), name + "[].", fields);
      } else {
        fields.add(name);
      }
    }
  }
}
