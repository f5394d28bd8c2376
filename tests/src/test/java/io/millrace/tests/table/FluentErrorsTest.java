package io.millrace.tests.table;

import static io.millrace.api.table.functions.col;
import static io.millrace.api.table.functions.count;
import static io.millrace.api.table.functions.expr;
import static io.millrace.api.table.functions.lit;
import static io.millrace.api.table.functions.session_window;
import static io.millrace.api.table.functions.sum;
import static io.millrace.api.table.functions.upper;
import static io.millrace.api.table.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.Millrace;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of a program is wrong for the reason for which the same query in SQL is. */
class FluentErrorsTest {
  private final Millrace millrace = Millrace.open();

  @BeforeEach
  void declare() {
    millrace.sql(
        "CREATE SOURCE clicks (ts TIMESTAMP, page STRING, views INT,"
            + " WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE) USING memory");
    millrace.sql("CREATE TABLE orders (id INT, page STRING)");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  /** Reads as: what the program makes of clicks, and what SQL says instead. */
  private record Pair(Function<Table, Dataset<?>> table, String sql) {
    @Override
    public String toString() {
      return sql;
    }
  }

  private static Pair pair(Function<Table, Dataset<?>> table, String sql) {
    return new Pair(table, sql);
  }

  static List<Pair> namesAndTypes() {
    return List.of(
        pair(t -> t.select("pag"), "SELECT pag FROM clicks"),
        pair(t -> t.filter(col("vews").gt(1)), "SELECT * FROM clicks WHERE vews > 1"),
        pair(t -> t.as("c").select("d.page"), "SELECT d.page FROM clicks AS c"),
        pair(t -> t.select(expr("uper(page)")), "SELECT uper(page) FROM clicks"),
        pair(t -> t.select(upper(col("views"))), "SELECT UPPER(views) FROM clicks"),
        pair(t -> t.filter(col("page")), "SELECT * FROM clicks WHERE page"),
        pair(t -> t.filter(col("ts").gt(1)), "SELECT * FROM clicks WHERE ts > 1"),
        pair(t -> t.select(col("page").cast("sting")), "SELECT CAST(page AS sting) FROM clicks"),
        pair(
            t -> t.groupBy("page").agg(sum("page")),
            "SELECT page, SUM(page) FROM clicks GROUP BY page"),
        pair(t -> t.filter(count("*").gt(1)), "SELECT * FROM clicks WHERE COUNT(*) > 1"),
        pair(t -> t.select(col("page"), count("*")), "SELECT page, COUNT(*) FROM clicks"),
        pair(
            t -> t.select("page").union(t.select("page", "views")),
            "SELECT page FROM clicks UNION ALL SELECT page, views FROM clicks"),
        pair(
            t -> t.groupBy(window(col("ts"), "10 parsecs")).count(),
            "SELECT COUNT(*) FROM clicks GROUP BY WINDOW(ts, '10 parsecs')"),
        pair(
            t -> t.groupBy(window(col("page"), "10 minutes")).count(),
            "SELECT COUNT(*) FROM clicks GROUP BY WINDOW(page, '10 minutes')"));
  }

  static List<Pair> notBuilt() {
    return List.of(
        pair(
            t -> t.groupBy(session_window(col("ts"), "5 minutes")).count(),
            "SELECT COUNT(*) FROM clicks GROUP BY SESSION(ts, INTERVAL '5' MINUTE)"));
  }

  @ParameterizedTest
  @MethodSource({"namesAndTypes", "notBuilt"})
  void tablesAndQueriesAreWrongAlike(Pair pair) {
    MillraceException ofTable =
        failure(() -> pair.table().apply(millrace.table("clicks")).explainString("incremental"));
    MillraceException ofQuery = failure(() -> millrace.sql("EXPLAIN " + pair.sql()));

    assertThat(ofTable.code()).isEqualTo(ofQuery.code());
    assertThat(ofTable.summary()).isEqualToIgnoringCase(ofQuery.summary());
  }

  @Test
  void whatNoTextCausedHasNoPlace() {
    MillraceException e = failure(() -> millrace.table("clicks").select("pag").schema());

    assertThat(e)
        .hasMessage(
            """
            ERROR [COLUMN_NOT_FOUND] column "pag" does not exist in clicks
              hint: did you mean "page"?   columns of clicks: ts, page, views""");
  }

  @Test
  void errorsOfValuesStandInTheTextOfTheProgramOrNowhere() {
    millrace.sql("INSERT INTO orders VALUES (1, 'x')");
    Table orders = millrace.table("orders");

    assertThat(failure(orders.select(col("page").cast("int"))::collect))
        .hasMessage(
            """
            ERROR [CAST_INVALID_INPUT] cannot cast 'x' to integer
              hint: TRY_CAST gives NULL instead of this error""");
    assertThat(failure(orders.selectExpr("page", "1 / (id - 1)")::collect))
        .hasMessageContaining("1 │ 1 / (id - 1)\n    │ ^^^^^^^^^^^^");
    StreamingQuery query =
        orders.select(col("id").divide(0)).writeStream().format("memory").queryName("q").start();
    assertThat(failure(query::awaitTermination))
        .hasMessageStartingWith("ERROR [DIVIDE_BY_ZERO] division by zero\n  query q failed");
  }

  @Test
  void waysOutAreThoseOfPrograms() {
    Table clicks = millrace.table("clicks");

    assertThat(
            failure(
                    () ->
                        clicks
                            .groupBy("page")
                            .count()
                            .writeStream()
                            .outputMode("append")
                            .format("memory")
                            .queryName("q")
                            .start())
                .hints())
        .anyMatch(hint -> hint.contains("outputMode(\"update\")"))
        .noneMatch(hint -> hint.contains("EMIT"));
    assertThat(failure(() -> millrace.read().csv("/tmp/in").schema()).hints())
        .singleElement()
        .asString()
        .contains("schema(");
  }

  @Test
  void theCaretStandsInTheTextThatIsWrong() {
    Table table = millrace.table("clicks").filter("views > 1").selectExpr("page", "view\n  * 2");

    assertThat(failure(table::schema))
        .hasMessage(
            """
            ERROR [COLUMN_NOT_FOUND] column "view" does not exist in clicks
              1 │ view
                │ ^^^^
              hint: did you mean "views"?   columns of clicks: ts, page, views""");
  }

  @Test
  void textIsOneExpressionAndNothingMore() {
    Table table = millrace.table("clicks");

    assertThat(failure(() -> table.filter("views > 1) OR (1 = 1").schema()).code())
        .isEqualTo(ErrorCode.SYNTAX_ERROR);
    assertThat(failure(() -> table.selectExpr("page FROM clicks --").schema()).code())
        .isEqualTo(ErrorCode.SYNTAX_ERROR);
    assertThat(failure(() -> table.selectExpr("page, views").schema()).code())
        .isEqualTo(ErrorCode.SYNTAX_ERROR);
    assertThat(failure(() -> table.select(col("page").cast("int) + (1")).schema()).code())
        .isEqualTo(ErrorCode.SYNTAX_ERROR);
    assertThat(table.filter("page = '-- it' -- is a comment").schema().names()).hasSize(3);
    assertThat(table.select(lit("'; DROP TABLE clicks --").as("x")).schema().names())
        .containsExactly("x");
    assertThat(table.select(col("page").as("a\"b")).schema().names()).containsExactly("a\"b");
  }

  @Test
  void aTableThatIsNotThere() {
    assertThat(failure(() -> millrace.table("clcks").schema()).code())
        .isEqualTo(ErrorCode.TABLE_NOT_FOUND);
    assertThat(failure(() -> millrace.query("SELECT * FROM clcks")))
        .hasMessageContaining("1 │ SELECT * FROM clcks")
        .hasMessageContaining("^^^^^");
  }

  @Test
  void aQueryTextIsAQuery() {
    assertThat(failure(() -> millrace.query("SHOW TABLES")).code())
        .isEqualTo(ErrorCode.QUERY_INVALID);
    assertThat(failure(() -> millrace.query("SELECT * FROM clicks EMIT UPDATE")).code())
        .isEqualTo(ErrorCode.NOT_SUPPORTED);
  }

  @Test
  void aTableThatGrowsForEverCannotBeCollected() {
    Table table = millrace.table("clicks");

    assertThat(failure(table::collect).code()).isEqualTo(ErrorCode.QUERY_INVALID);
    assertThat(failure(table::show)).hasMessageContaining("writeStream()");
    assertThat(failure(() -> table.write().saveAsTable("x")).code())
        .isEqualTo(ErrorCode.QUERY_INVALID);
  }

  @Test
  void optionsOfSourcesAreCheckedWhenTheyAreLoaded() {
    assertThat(failure(() -> millrace.readStream().format("socket").option("prt", 1).load()))
        .hasMessageContaining("OPTION_UNKNOWN")
        .hasMessageContaining("did you mean \"port\"?");
    assertThat(failure(() -> millrace.readStream().format("rat").load()).code())
        .isEqualTo(ErrorCode.CONNECTOR_NOT_FOUND);
    assertThat(failure(() -> millrace.readStream().schema("a INT, b STRNG").json("/tmp/in")))
        .hasMessageContaining("1 │ a INT, b STRNG\n    │          ^^^^^");
  }

  @Test
  void watermarksAreDeclaredOnce() {
    Table table = millrace.table("clicks");

    assertThat(failure(() -> table.withWatermark("ts", "1 second").schema()).code())
        .isEqualTo(ErrorCode.WATERMARK_REDEFINED);
    assertThat(failure(() -> millrace.table("orders").withWatermark("at", "1 s").schema()).code())
        .isEqualTo(ErrorCode.COLUMN_NOT_FOUND);
    assertThat(failure(() -> millrace.table("orders").withWatermark("id", "1 s").schema()).code())
        .isEqualTo(ErrorCode.WATERMARK_INVALID);
    assertThat(failure(() -> millrace.table("orders").withWatermark("id", "soon").schema()).code())
        .isEqualTo(ErrorCode.WATERMARK_INVALID);
  }

  @Test
  void aJoinOfATableWithItselfNeedsNames() {
    Table table = millrace.table("orders");
    Table few = table.filter("id < 10");

    assertThat(failure(() -> table.join(table, table.col("id").equalTo(1)).schema()).code())
        .isEqualTo(ErrorCode.COLUMN_AMBIGUOUS);
    assertThat(few.join(table, table.col("id").equalTo(few.col("id"))).explainString("incremental"))
        .contains("Join inner id = id");
  }

  @Test
  void aggregatesByNameAreThoseOfSql() {
    Table table = millrace.table("orders");

    assertThat(table.agg(Map.of("id", "max", "page", "count")).schema().names())
        .containsExactly("max(id)", "count(page)");
    assertThat(failure(() -> table.agg(Map.of("id", "maxx")).schema()).code())
        .isEqualTo(ErrorCode.FUNCTION_NOT_FOUND);
  }

  private static MillraceException failure(Runnable work) {
    MillraceException e = catchThrowableOfType(MillraceException.class, work::run);
    assertThat(e).as("an error").isNotNull();
    return e;
  }
}
