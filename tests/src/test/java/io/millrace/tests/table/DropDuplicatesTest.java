package io.millrace.tests.table;

import static io.millrace.api.table.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.api.Millrace;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Row;
import io.millrace.api.table.Table;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first row of each key is the one that came first, and is so only once. */
class DropDuplicatesTest {
  private final Millrace millrace = Millrace.open();

  @BeforeEach
  void declare() {
    millrace.sql(
        "CREATE SOURCE events (id STRING, ts TIMESTAMP, v INT,"
            + " WATERMARK FOR ts AS ts - INTERVAL '2' MINUTE) USING memory");
    millrace.sql("CREATE TABLE pages (page STRING, who STRING, views INT)");
    millrace.sql(
        "INSERT INTO pages VALUES ('/a', 'x', 1), ('/a', 'y', 2), (NULL, 'x', 3), (NULL, 'y', 4),"
            + " ('/b', 'x', 5)");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private static List<String> rows(Dataset<Row> table) {
    return table.collectAsList().stream().map(Row::toString).toList();
  }

  @Test
  void theFirstRowOfEachKeyStays() {
    Table pages = millrace.table("pages");

    assertThat(rows(pages.dropDuplicates("page")))
        .containsExactly("[/a,x,1]", "[null,x,3]", "[/b,x,5]");
    assertThat(rows(pages.dropDuplicates(new String[] {"WHO"})))
        .containsExactly("[/a,x,1]", "[/a,y,2]");
    assertThat(rows(pages.dropDuplicates("page", "who", "views"))).hasSize(5);
  }

  @Test
  void stepsGoOnBehindIt() {
    Table pages = millrace.table("pages").as("p");
    Table firsts = pages.dropDuplicates("page");

    assertThat(rows(firsts.filter("views > 1").select(firsts.col("views"))))
        .containsExactly("[3]", "[5]");
    assertThat(rows(firsts.filter("page = '/a'").select(pages.col("who")))).containsExactly("[x]");
    assertThat(rows(firsts.groupBy("who").count())).containsExactly("[x,3]");
    assertThat(rows(firsts.join(pages.as("q"), firsts.col("views").equalTo(col("q.views")))))
        .hasSize(3);
    assertThat(rows(firsts.select("who").distinct())).containsExactly("[x]");
  }

  @Test
  void whatIsAggregatedOverInputThatEndsHasFirstRowsToo() {
    assertThat(rows(millrace.table("pages").groupBy("page").count().dropDuplicates("count")))
        .containsExactly("[/a,2]", "[/b,1]");
  }

  private void step(StreamingQuery query, String values) {
    millrace.sql("INSERT INTO events VALUES " + values);
    query.processAllAvailable();
  }

  private static String event(String id, String time, int v) {
    return "('" + id + "', TIMESTAMP '2026-01-01 12:" + time + ":00', " + v + ")";
  }

  private List<String> result(String name) {
    return millrace.table(name).collectAsList().stream()
        .map(row -> row.getString(0) + "@" + ((LocalDateTime) row.get(1)).toLocalTime())
        .toList();
  }

  @Test
  void withinTheWatermarkAKeyComesAgain() throws Exception {
    StreamingQuery query =
        millrace
            .table("events")
            .dropDuplicatesWithinWatermark("id")
            .writeStream()
            .format("memory")
            .queryName("recent")
            .start();
    step(query, event("a", "10", 1));
    step(query, event("a", "11", 2));
    step(query, event("b", "13", 3));
    step(query, event("a", "12", 4));
    assertThat(duplicates(query)).isEqualTo(1);
    step(query, event("b", "16", 5));
    step(query, event("a", "15", 6));

    assertThat(result("recent")).containsExactly("a@12:10", "b@12:13", "a@12:15");
  }

  private static long duplicates(StreamingQuery query) {
    return query.recentProgress().stream()
        .filter(progress -> progress.numInputRows() > 0)
        .reduce((before, last) -> last)
        .orElseThrow()
        .stateOperators()
        .get(0)
        .customMetrics()
        .get("numDroppedDuplicateRows");
  }

  @Test
  void withoutTimeAmongTheKeysALateRowOfANewKeyPasses() throws Exception {
    StreamingQuery query =
        millrace
            .table("events")
            .dropDuplicates("id")
            .writeStream()
            .format("memory")
            .queryName("firsts")
            .start();
    step(query, event("a", "50", 1) + ", " + event("a", "51", 2));
    step(query, event("a", "52", 3));
    step(query, event("b", "01", 4));

    assertThat(result("firsts")).containsExactly("a@12:50", "b@12:01");
  }

  @Test
  void rowsThatChangeHaveNoFirst() {
    Table counts = millrace.table("events").groupBy("id").count();

    assertThatExceptionOfType(MillraceException.class)
        .isThrownBy(() -> counts.dropDuplicates("count").explainString("simple"))
        .matches(e -> e.code() == ErrorCode.GROUPS_INPUT_INVALID)
        .withMessageContaining("dropDuplicates is not possible over this input");
    assertThatExceptionOfType(MillraceException.class)
        .isThrownBy(
            () ->
                millrace
                    .table("pages")
                    .groupBy("page")
                    .count()
                    .dropDuplicates("count")
                    .writeStream()
                    .format("memory")
                    .outputMode(OutputMode.Complete())
                    .queryName("changing")
                    .start())
        .matches(e -> e.code() == ErrorCode.GROUPS_INPUT_INVALID);
  }

  @Test
  void withoutWatermarkNothingIsWithinIt() {
    assertThatExceptionOfType(MillraceException.class)
        .isThrownBy(
            () ->
                millrace
                    .table("pages")
                    .dropDuplicatesWithinWatermark("page")
                    .explainString("simple"))
        .matches(e -> e.code() == ErrorCode.GROUPS_INPUT_INVALID);
  }
}
