package io.millrace.tests.table;

import static io.millrace.api.table.functions.avg;
import static io.millrace.api.table.functions.col;
import static io.millrace.api.table.functions.count;
import static io.millrace.api.table.functions.countDistinct;
import static io.millrace.api.table.functions.expr;
import static io.millrace.api.table.functions.lit;
import static io.millrace.api.table.functions.max;
import static io.millrace.api.table.functions.sum;
import static io.millrace.api.table.functions.upper;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.ObservedMetrics;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import io.millrace.api.table.Trigger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports tell aggregates of the rows that pass somewhere in a query, batch by batch. */
class ObserveTest {
  private final Millrace millrace = Millrace.open();

  @BeforeEach
  void declare() {
    millrace.sql("CREATE SOURCE clicks (page STRING, views INT) USING memory");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private static StreamingQuery start(Dataset<Row> table, String mode) {
    return table.writeStream().format("memory").queryName("out").outputMode(mode).start();
  }

  private StreamingQueryProgress step(StreamingQuery query, String values) {
    millrace.sql("INSERT INTO clicks VALUES " + values);
    query.processAllAvailable();
    return query.lastProgress().orElseThrow();
  }

  @Test
  void eachBatchIsObservedForItself() {
    Table observed =
        millrace
            .table("clicks")
            .observe(
                "clicks",
                count(lit(1)).as("rows"),
                sum("views").as("views"),
                max(upper(col("page"))).as("last"),
                countDistinct("page").as("pages"),
                avg("views").plus(1).as("more"))
            .filter("views > 1")
            .select("page");
    StreamingQuery query = start(observed, "append");

    ObservedMetrics first =
        step(query, "('/a', 1), ('/b', 2), ('/a', 6)").observedMetrics().get("clicks");
    StreamingQueryProgress second = step(query, "(NULL, NULL)");

    assertThat(first.schema().names()).containsExactly("rows", "views", "last", "pages", "more");
    assertThat(first.getLong(0)).isEqualTo(3);
    assertThat(first.<Long>getAs("views")).isEqualTo(9);
    assertThat(first.getString(2)).isEqualTo("/B");
    assertThat(first.getLong(3)).isEqualTo(2);
    assertThat(first.getDouble(4)).isEqualTo(4);
    assertThat(second.observedMetrics().get("clicks")).hasToString("[1, null, null, 0, null]");
    assertThat(second.json())
        .endsWith(
            ",\"observedMetrics\":{\"clicks\":{\"rows\":1,\"views\":null,\"last\":null,"
                + "\"pages\":0,\"more\":null}}}");
    assertThat(millrace.table("out").collectAsList()).hasSize(2);
  }

  @Test
  void severalPlacesAreObservedWhateverTheNumberOfWorkers() {
    millrace.sql("SET parallelism = 4");
    Table observed =
        millrace
            .table("clicks")
            .observe("all", count(lit(1)).as("n"))
            .filter("views >= 5000")
            .observe("some", count(lit(1)).as("n"), sum("views").as("views"))
            .groupBy("page")
            .count()
            .observe("groups", count(lit(1)).as("n"), sum("count").as("rows"));
    StreamingQuery query = start(observed, "complete");
    String values =
        IntStream.range(0, 6_000)
            .mapToObj(i -> "('/" + i % 7 + "', " + i + ")")
            .collect(Collectors.joining(", "));

    Map<String, ObservedMetrics> metrics = step(query, values).observedMetrics();
    assertThat(metrics.get("all").getLong(0)).isEqualTo(6_000);
    assertThat(metrics.get("some")).hasToString("[1000, " + (5_000 + 5_999) * 500 + "]");
    assertThat(metrics.get("groups")).hasToString("[7, 1000]");

    // of a row that changes the new one counts
    assertThat(step(query, "('/0', 7000)").observedMetrics().get("groups"))
        .asString()
        .matches("\\[1, 14[34]\\]");
  }

  private static void assertFails(ErrorCode code, ThrowingCallable action) {
    assertThatExceptionOfType(MillraceException.class)
        .isThrownBy(action)
        .matches(e -> e.code() == code, "code " + code)
        .matches(e -> !e.hints().isEmpty(), "has a hint");
  }

  @Test
  void onlyAggregatesUnderNamesOfTheirOwnAreObserved() {
    Table clicks = millrace.table("clicks");

    for (Dataset<?> wrong :
        List.of(
            clicks.observe("m", col("views")),
            clicks.observe("m", sum("views")).observe("m", count(lit(1))))) {
      assertFails(ErrorCode.QUERY_INVALID, () -> wrong.explainString("physical"));
    }
    assertFails(
        ErrorCode.COLUMN_NOT_FOUND, () -> clicks.observe("m", sum("view")).explainString("simple"));
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        () ->
            clicks
                .observe("m", expr("count(*)"))
                .writeStream()
                .format("console")
                .trigger(Trigger.Continuous("1 second"))
                .start());
  }
}
