package io.millrace.tests.table;

import static io.millrace.api.table.functions.avg;
import static io.millrace.api.table.functions.coalesce;
import static io.millrace.api.table.functions.col;
import static io.millrace.api.table.functions.concat;
import static io.millrace.api.table.functions.count;
import static io.millrace.api.table.functions.countDistinct;
import static io.millrace.api.table.functions.current_timestamp;
import static io.millrace.api.table.functions.date_trunc;
import static io.millrace.api.table.functions.desc;
import static io.millrace.api.table.functions.expr;
import static io.millrace.api.table.functions.greatest;
import static io.millrace.api.table.functions.hour;
import static io.millrace.api.table.functions.length;
import static io.millrace.api.table.functions.lit;
import static io.millrace.api.table.functions.lower;
import static io.millrace.api.table.functions.max;
import static io.millrace.api.table.functions.min;
import static io.millrace.api.table.functions.not;
import static io.millrace.api.table.functions.round;
import static io.millrace.api.table.functions.row_number;
import static io.millrace.api.table.functions.substring;
import static io.millrace.api.table.functions.sum;
import static io.millrace.api.table.functions.to_timestamp;
import static io.millrace.api.table.functions.trim;
import static io.millrace.api.table.functions.upper;
import static io.millrace.api.table.functions.when;
import static io.millrace.api.table.functions.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Table;
import io.millrace.api.table.Window;
import io.millrace.api.table.functions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A table of a program and the query that says the same have one plan. Where both have the same
 * parts the logical plans are equal too; where a table has a query inside a query for what SQL says
 * in one, those over changes.
 */
class FluentPlansTest {
  private static final List<String> DECLARATIONS =
      List.of(
          "CREATE SOURCE clicks (ts TIMESTAMP, page STRING, who STRING, views INT,"
              + " cost DECIMAL(10, 2), WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE) USING memory",
          "CREATE SOURCE orders (id BIGINT, at TIMESTAMP, page STRING, amount DOUBLE) USING memory",
          "CREATE TABLE visits (page STRING, who STRING, views INT)",
          "CREATE VIEW popular AS SELECT page, views FROM clicks WHERE views > 10");

  private static Millrace millrace;

  /**
   * @param logical whether the logical plans are equal too
   */
  private record Pair(
      String name, Function<Millrace, Dataset<?>> table, String sql, boolean logical) {}

  private static final List<Pair> PAIRS = new ArrayList<>();

  private static void same(String name, Function<Table, Dataset<?>> table, String sql) {
    PAIRS.add(new Pair(name, session -> table.apply(session.table("clicks")), sql, true));
  }

  private static void sorted(String name, Function<Table, Dataset<?>> table, String sql) {
    PAIRS.add(new Pair(name, session -> table.apply(session.table("visits")), sql, true));
  }

  static {
    nested(
        "functionsOfJson",
        clicks ->
            clicks.select(
                functions.from_json(col("page"), "a INT, b ARRAY<STRING>").alias("r"),
                functions.from_json(col("page"), "a INT", Map.of("mode", "FAILFAST")).alias("f"),
                functions
                    .variant_get(functions.parse_json(col("page")), "$.a[0]", "int")
                    .alias("g"),
                functions
                    .try_variant_get(functions.try_parse_json(col("page")), "$.a", "string")
                    .alias("t"),
                functions.is_variant_null(functions.to_variant_object(col("views"))).alias("n"),
                functions.schema_of_json(col("page")).alias("s"),
                functions.json_array_length(col("page")).alias("l"),
                functions.json_object_keys(col("page")).alias("k")),
        "SELECT from_json(page, 'a INT, b ARRAY<STRING>') AS r,"
            + " from_json(page, 'a INT', MAP['mode', 'FAILFAST']) AS f,"
            + " variant_get(parse_json(page), '$.a[0]', 'int') AS g,"
            + " try_variant_get(try_parse_json(page), '$.a', 'string') AS t,"
            + " is_variant_null(to_variant_object(views)) AS n, schema_of_json(page) AS s,"
            + " json_array_length(page) AS l, json_object_keys(page) AS k FROM clicks");
  }

  private static void nested(String name, Function<Table, Dataset<?>> table, String sql) {
    PAIRS.add(new Pair(name, session -> table.apply(session.table("clicks")), sql, false));
  }

  private static void session(String name, Function<Millrace, Dataset<?>> table, String sql) {
    PAIRS.add(new Pair(name, table, sql, true));
  }

  static {
    columns();
    rows();
    order();
    expressions();
    groups();
    windows();
    over();
    severalTables();
  }

  private static void over() {
    same(
        "a number in a window",
        t ->
            t.select(
                row_number().over(Window.partitionBy("page").orderBy("ts")).as("n"),
                sum("views")
                    .over(Window.partitionBy("page").orderBy(col("ts").desc()).rowsBetween(-2, 0))
                    .as("s")),
        "SELECT ROW_NUMBER() OVER (PARTITION BY page ORDER BY ts) AS n, SUM(views) OVER (PARTITION"
            + " BY page ORDER BY ts DESC ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS s FROM"
            + " clicks");
  }

  private static void columns() {
    same("a table", t -> t, "SELECT * FROM clicks");
    same("select by name", t -> t.select("page", "views"), "SELECT page, views FROM clicks");
    same("select in any case", t -> t.select("PAGE"), "SELECT PAGE FROM clicks");
    same("select of a star", t -> t.select(col("*")), "SELECT * FROM clicks");
    same(
        "select of columns of the table",
        t -> t.select(t.col("page"), t.apply("views")),
        "SELECT page, views FROM clicks");
    same(
        "select of an expression",
        t -> t.select(col("views").plus(1).as("more")),
        "SELECT views + 1 AS more FROM clicks");
    same(
        "a name by itself",
        t -> t.select(col("views").plus(1)),
        "SELECT views + 1 AS \"(views + 1)\" FROM clicks");
    same(
        "selectExpr",
        t -> t.selectExpr("page", "views * 2 AS twice"),
        "SELECT page, views * 2 AS twice FROM clicks");
    same(
        "selectExpr with a star",
        t -> t.selectExpr("*", "upper(page) AS big"),
        "SELECT *, UPPER(page) AS big FROM clicks");
    same(
        "withColumn behind",
        t -> t.withColumn("twice", col("views").multiply(2)),
        "SELECT *, views * 2 AS twice FROM clicks");
    same(
        "withColumn in place",
        t -> t.withColumn("page", upper(col("page"))),
        "SELECT ts, UPPER(page) AS page, who, views, cost FROM clicks");
    Map<String, io.millrace.api.table.Column> added = new LinkedHashMap<>();
    added.put("a", lit(1));
    added.put("b", lit("x"));
    same(
        "withColumns",
        t -> t.select("page").withColumns(added),
        "SELECT page, 1 AS a, 'x' AS b FROM (SELECT page FROM clicks) AS clicks");
    same(
        "withColumnRenamed",
        t -> t.withColumnRenamed("who", "visitor"),
        "SELECT ts, page, who AS visitor, views, cost FROM clicks");
    same(
        "withColumnRenamed of nothing", t -> t.withColumnRenamed("x", "y"), "SELECT * FROM clicks");
    same("drop", t -> t.drop("ts", "who"), "SELECT page, views, cost FROM clicks");
    same("drop of a column", t -> t.drop(t.col("ts")), "SELECT page, who, views, cost FROM clicks");
    same(
        "toDF",
        t -> t.select("page", "views").toDF("a", "b"),
        "SELECT page AS a, views AS b FROM (SELECT page, views FROM clicks) AS clicks");
    same("an alias", t -> t.as("c").select("c.page"), "SELECT c.page FROM clicks AS c");
  }

  private static void rows() {
    same(
        "filter by a column",
        t -> t.filter(col("views").gt(10)),
        "SELECT * FROM clicks WHERE views > 10");
    same("filter by text", t -> t.where("views > 10"), "SELECT * FROM clicks WHERE (views > 10)");
    same(
        "two filters",
        t -> t.filter("views > 10").where(col("page").equalTo("/home")),
        "SELECT * FROM clicks WHERE views > 10 AND page = '/home'");
    same(
        "filter, then select",
        t -> t.filter("views > 10").select("page"),
        "SELECT page FROM clicks WHERE views > 10");
    same(
        "select, then filter",
        t -> t.select(col("page"), col("views").plus(1).as("v")).filter("v > 10"),
        "SELECT * FROM (SELECT page, views + 1 AS v FROM clicks) AS clicks WHERE v > 10");
    same(
        "filter by a column that select left out",
        t -> t.select("page").filter(col("views").gt(10)),
        "SELECT page FROM clicks WHERE views > 10");
    same("distinct", t -> t.select("page").distinct(), "SELECT DISTINCT page FROM clicks");
    same(
        "dropDuplicates",
        t -> t.select("page", "who").dropDuplicates(),
        "SELECT DISTINCT page, who FROM clicks");
    same(
        "dropDuplicates by all columns",
        t -> t.select("page", "who").dropDuplicates("who", "page"),
        "SELECT DISTINCT page, who FROM clicks");
  }

  private static void order() {
    same(
        "filter behind limit",
        t -> t.limit(5).filter("views > 1"),
        "SELECT * FROM (SELECT * FROM clicks LIMIT 5) AS clicks WHERE views > 1");
    sorted(
        "orderBy and limit",
        t -> t.orderBy(desc("views"), col("page")).limit(3),
        "SELECT * FROM visits ORDER BY views DESC, page LIMIT 3");
    sorted(
        "nulls last",
        t -> t.orderBy(col("views").asc_nulls_last()).limit(3),
        "SELECT * FROM visits ORDER BY views NULLS LAST LIMIT 3");
    sorted(
        "offset and limit",
        t -> t.orderBy("views").offset(2).limit(3),
        "SELECT * FROM visits ORDER BY views LIMIT 3 OFFSET 2");
    sorted(
        "limit, then offset",
        t -> t.orderBy("views").limit(5).offset(2),
        "SELECT * FROM visits ORDER BY views LIMIT 3 OFFSET 2");
    sorted(
        "order, then columns",
        t -> t.orderBy("views").limit(5).select("page"),
        "SELECT page FROM visits ORDER BY views LIMIT 5");
    sorted(
        "order, then rows",
        t -> t.orderBy("views").filter("views > 1").limit(5),
        "SELECT * FROM visits WHERE views > 1 ORDER BY views LIMIT 5");
    sorted(
        "top groups",
        t -> t.groupBy("page").count().orderBy(col("count").desc()).limit(3),
        "SELECT page, COUNT(*) AS \"count\" FROM visits GROUP BY page ORDER BY \"count\" DESC"
            + " LIMIT 3");
    sorted(
        "order of groups, then a condition",
        t -> t.groupBy("page").count().orderBy("page").filter("count > 1"),
        "SELECT * FROM (SELECT page, COUNT(*) AS \"count\" FROM visits GROUP BY page)"
            + " WHERE \"count\" > 1 ORDER BY page");
    sorted(
        "an order that a later step makes meaningless",
        t -> t.orderBy("views").groupBy("page").count(),
        "SELECT page, COUNT(*) AS \"count\" FROM visits GROUP BY page");
  }

  private static void expression(String name, io.millrace.api.table.Column column, String sql) {
    same(name, t -> t.select(column.as("x")), "SELECT " + sql + " AS x FROM clicks");
  }

  private static void expressions() {
    expression("arithmetic", col("views").multiply(2).minus(1), "views * 2 - 1");
    expression("remainder", col("views").mod(7), "views % 7");
    expression(
        "logic",
        col("views").geq(1).and(not(col("page").like("/a%"))).or(col("who").isNull()),
        "views >= 1 AND NOT page LIKE '/a%' OR who IS NULL");
    expression("null-safe", col("who").eqNullSafe("ann"), "who IS NOT DISTINCT FROM 'ann'");
    expression("between", col("views").between(1, 9), "views BETWEEN 1 AND 9");
    expression("isin", col("page").isin("/a", "/b"), "page IN ('/a', '/b')");
    expression(
        "when",
        when(col("views").gt(9), "many").when(col("views").gt(0), "some").otherwise("none"),
        "CASE WHEN views > 9 THEN 'many' WHEN views > 0 THEN 'some' ELSE 'none' END");
    expression("cast", col("views").cast("double"), "CAST(views AS DOUBLE)");
    expression("try_cast", col("page").try_cast("int"), "TRY_CAST(page AS INT)");
    expression(
        "text functions",
        concat(upper(trim(col("page"))), lower(col("who")), substring(col("page"), 2, 3)),
        "CONCAT(UPPER(TRIM(page)), LOWER(who), SUBSTRING(page, 2, 3))");
    expression("length", length(col("page")), "LENGTH(page)");
    expression("startsWith", col("page").startsWith("/"), "STARTSWITH(page, '/')");
    expression("rlike", col("page").rlike("^/[a-z]+"), "REGEXP_LIKE(page, '^/[a-z]+')");
    expression("time functions", date_trunc("hour", col("ts")), "DATE_TRUNC('hour', ts)");
    expression("parts of times", hour(col("ts")), "HOUR(ts)");
    expression("now", current_timestamp(), "CURRENT_TIMESTAMP");
    expression(
        "to_timestamp",
        to_timestamp(lit("2026-03-01 10:00:00")),
        "TO_TIMESTAMP('2026-03-01 10:00:00')");
    expression(
        "coalesce and greatest",
        greatest(coalesce(col("views"), lit(0)), lit(7)),
        "GREATEST(COALESCE(views, 0), 7)");
    expression("round", round(col("cost"), 1), "ROUND(cost, 1)");
    expression("expr", expr("views + 1").multiply(2), "(views + 1) * 2");
    expression("a text with quotes", lit("it's"), "'it''s'");
    expression("a number with a point", lit(1.5), "15E-1");
  }

  private static void groups() {
    same(
        "rollup",
        t -> t.rollup("page").count(),
        "SELECT page, COUNT(*) AS \"count\" FROM clicks GROUP BY ROLLUP(page)");
    same(
        "cube",
        t -> t.cube("page", "who").count(),
        "SELECT page, who, COUNT(*) AS \"count\" FROM clicks GROUP BY CUBE(page, who)");
    same(
        "groupBy and count",
        t -> t.groupBy("page").count(),
        "SELECT page, COUNT(*) AS \"count\" FROM clicks GROUP BY page");
    same(
        "several aggregates",
        t ->
            t.groupBy(col("page"), col("who"))
                .agg(sum("views"), avg("cost").as("mean"), min("ts"), max("ts")),
        "SELECT page, who, SUM(views) AS \"sum(views)\", AVG(cost) AS mean, MIN(ts) AS \"min(ts)\","
            + " MAX(ts) AS \"max(ts)\" FROM clicks GROUP BY page, who");
    same(
        "sums by name",
        t -> t.groupBy("page").sum("views", "cost"),
        "SELECT page, SUM(views) AS \"sum(views)\", SUM(cost) AS \"sum(cost)\" FROM clicks"
            + " GROUP BY page");
    same("one group", t -> t.agg(count("*").as("n")), "SELECT COUNT(*) AS n FROM clicks");
    same(
        "select of aggregates",
        t -> t.select(count("*").as("n"), max("views").as("most")),
        "SELECT COUNT(*) AS n, MAX(views) AS most FROM clicks");
    same(
        "distinct aggregates",
        t -> t.groupBy("page").agg(countDistinct("who").as("n")),
        "SELECT page, COUNT(DISTINCT who) AS n FROM clicks GROUP BY page");
    same(
        "keys that are computed",
        t -> t.groupBy(upper(col("page")).as("p")).count(),
        "SELECT UPPER(page) AS p, COUNT(*) AS \"count\" FROM clicks GROUP BY UPPER(page)");
    same(
        "rows before, groups behind",
        t -> t.filter("views > 0").groupBy("page").count(),
        "SELECT page, COUNT(*) AS \"count\" FROM clicks WHERE views > 0 GROUP BY page");
    nested(
        "HAVING",
        t -> t.groupBy("page").count().filter(col("count").gt(3)),
        "SELECT page, COUNT(*) AS \"count\" FROM clicks GROUP BY page HAVING COUNT(*) > 3");
    same(
        "groups of groups",
        t -> t.groupBy("page", "who").count().groupBy("page").agg(max("count").as("most")),
        "SELECT page, MAX(\"count\") AS most FROM (SELECT page, who, COUNT(*) AS \"count\" FROM"
            + " clicks GROUP BY page, who) GROUP BY page");
  }

  private static void windows() {
    same(
        "tumbling windows",
        t -> t.groupBy(window(col("ts"), "10 minutes"), col("page")).count(),
        "SELECT window_start, window_end, page, COUNT(*) AS \"count\" FROM clicks"
            + " GROUP BY TUMBLE(ts, INTERVAL '10' MINUTE), page");
    same(
        "sliding windows",
        t -> t.groupBy(window(col("ts"), "10 minutes", "5 minutes")).agg(sum("views").as("v")),
        "SELECT window_start, window_end, SUM(views) AS v FROM clicks"
            + " GROUP BY HOP(ts, INTERVAL '5' MINUTE, INTERVAL '10' MINUTE)");
    same(
        "windows with an offset",
        t -> t.groupBy(window(col("ts"), "1 hour", "1 hour", "15 minutes")).count(),
        "SELECT window_start, window_end, COUNT(*) AS \"count\" FROM clicks"
            + " GROUP BY TUMBLE(ts, INTERVAL '1' HOUR, INTERVAL '15' MINUTE)");
    same(
        "a window's start",
        t ->
            t.groupBy(window(col("ts"), "10 minutes"), col("page"))
                .count()
                .select("window.start", "page", "count"),
        "SELECT window_start AS \"start\", page, \"count\" FROM (SELECT window_start, window_end,"
            + " page, COUNT(*) AS \"count\" FROM clicks GROUP BY TUMBLE(ts, INTERVAL '10' MINUTE),"
            + " page)");
    same(
        "order of windows",
        t -> t.groupBy(window(col("ts"), "10 minutes")).count().orderBy("window"),
        "SELECT window_start, window_end, COUNT(*) AS \"count\" FROM clicks"
            + " GROUP BY TUMBLE(ts, INTERVAL '10' MINUTE) ORDER BY window_start, window_end");
    same(
        "windows of rows",
        t -> t.select(window(col("ts"), "10 minutes"), col("page")),
        "SELECT window_start, window_end, page FROM"
            + " TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '10' MINUTE))");
    same(
        "windows under another name",
        t -> t.groupBy(window(col("ts"), "10 minutes").as("w")).count().select("w.end"),
        "SELECT w_end AS \"end\" FROM (SELECT window_start AS w_start, window_end AS w_end,"
            + " COUNT(*) AS \"count\" FROM clicks GROUP BY TUMBLE(ts, INTERVAL '10' MINUTE))");
  }

  private static void severalTables() {
    same(
        "join",
        t -> t.as("a").join(t.as("b"), expr("a.page = b.page")),
        "SELECT * FROM clicks AS a JOIN clicks AS b ON a.page = b.page");
    same(
        "left join",
        t -> t.as("a").join(t.as("b"), expr("a.page = b.page"), "left"),
        "SELECT * FROM clicks AS a LEFT JOIN clicks AS b ON a.page = b.page");
    same(
        "full join",
        t -> t.as("a").join(t.as("b"), expr("a.page = b.page"), "full_outer"),
        "SELECT * FROM clicks AS a FULL JOIN clicks AS b ON a.page = b.page");
    same(
        "join by a column of both",
        t -> t.as("a").join(t.as("b"), "page"),
        "SELECT * FROM clicks AS a JOIN clicks AS b USING (page)");
    same(
        "cross join",
        t -> t.as("a").crossJoin(t.as("b")),
        "SELECT * FROM clicks AS a CROSS JOIN clicks AS b");
    same(
        "intersect",
        t -> t.select("page").intersect(t.select("page")),
        "SELECT page FROM clicks INTERSECT SELECT page FROM clicks");
    same(
        "except all",
        t -> t.select("page").exceptAll(t.select("page")),
        "SELECT page FROM clicks EXCEPT ALL SELECT page FROM clicks");
    session(
        "a view", session -> session.table("popular").select("page"), "SELECT page FROM popular");
    session(
        "a query",
        session -> session.query("SELECT page FROM clicks -- all\n;").filter("page <> '/'"),
        "SELECT * FROM (SELECT page FROM clicks) WHERE page <> '/'");
    session(
        "union",
        session ->
            session.table("clicks").select("page").union(session.table("orders").select("page")),
        "SELECT page FROM clicks UNION ALL SELECT page FROM orders");
    session(
        "three in a union",
        session -> {
          Table pages = session.table("clicks").select("page");
          return pages.union(session.table("orders").select("page")).unionAll(pages);
        },
        "SELECT page FROM clicks UNION ALL SELECT page FROM orders UNION ALL SELECT page FROM"
            + " clicks");
    session(
        "unionByName",
        session ->
            session
                .table("orders")
                .select("page", "id")
                .unionByName(session.table("orders").select("id", "page")),
        "SELECT page, id FROM orders UNION ALL"
            + " SELECT page, id FROM (SELECT id, page FROM orders) AS orders");
    session(
        "unionByName with a column that is missing",
        session ->
            session
                .table("clicks")
                .select("page")
                .unionByName(session.table("orders").select("page", "id"), true),
        "SELECT page, NULL AS id FROM (SELECT page FROM clicks) AS clicks UNION ALL"
            + " SELECT page, id FROM (SELECT page, id FROM orders) AS orders");
    session(
        "distinct rows of a union",
        session ->
            session
                .table("clicks")
                .select("page")
                .union(session.table("orders").select("page"))
                .distinct(),
        "SELECT DISTINCT * FROM (SELECT page FROM clicks UNION ALL SELECT page FROM orders)");
    session(
        "groups of a union",
        session ->
            session
                .table("clicks")
                .select("page")
                .union(session.table("orders").select("page"))
                .groupBy("page")
                .count(),
        "SELECT page, COUNT(*) AS \"count\" FROM (SELECT page FROM clicks UNION ALL SELECT page"
            + " FROM orders) GROUP BY page");
  }

  @BeforeAll
  static void open() {
    millrace = Millrace.open();
    DECLARATIONS.forEach(millrace::sql);
  }

  @AfterAll
  static void close() {
    millrace.close();
  }

  @TestFactory
  Stream<DynamicTest> tablesAndQueriesHaveOnePlan() {
    return PAIRS.stream().map(pair -> DynamicTest.dynamicTest(pair.name(), () -> check(pair)));
  }

  private static void check(Pair pair) {
    Dataset<?> table = pair.table().apply(millrace);
    assertThat(table.explainString("incremental")).isEqualTo(explained("", pair.sql()));
    if (pair.logical()) {
      assertThat(table.explainString("logical")).isEqualTo(explained("LOGICAL ", pair.sql()));
    }
    assertThat(table.explainString("physical")).isEqualTo(explained("PHYSICAL ", pair.sql()));
  }

  private static String explained(String stage, String sql) {
    return ((StatementResult.Text) millrace.sql("EXPLAIN " + stage + sql)).text();
  }
}
