package io.millrace.tests.table;

import static io.millrace.api.table.functions.col;
import static io.millrace.api.table.functions.count;
import static io.millrace.api.table.functions.lit;
import static io.millrace.api.table.functions.max;
import static io.millrace.api.table.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.function.MapFunction;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Column;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.ForeachWriter;
import io.millrace.api.table.Row;
import io.millrace.api.table.RowFactory;
import io.millrace.api.table.Table;
import io.millrace.api.table.Trigger;
import io.millrace.api.table.UserDefinedFunction;
import io.millrace.api.table.functions;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import io.millrace.api.udf.UDF1;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tables of programs give, print and write. */
class TablesTest {
  @TempDir private Path scratch;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Millrace millrace =
      Millrace.builder()
          .config("session.zone", "UTC")
          .console(new PrintStream(printed, true, StandardCharsets.UTF_8))
          .open();
  private Table words;

  @BeforeEach
  void fill() {
    millrace.sql("CREATE TABLE words (word STRING, n INT NOT NULL, at TIMESTAMP)");
    millrace.sql(
        "INSERT INTO words VALUES ('to', 2, TIMESTAMP '2026-03-01 10:00:00'),"
            + " ('be or not to be, that is it', 10, TIMESTAMP '2026-03-01 10:00:00.5'),"
            + " (NULL, 3, NULL)");
    words = millrace.table("words");
  }

  @AfterEach
  void close() {
    millrace.close();
  }

  private String printed() {
    String text = printed.toString(StandardCharsets.UTF_8);
    printed.reset();
    return text.replace(System.lineSeparator(), "\n");
  }

  @Test
  void showPrintsAsSparkDoes() {
    words.show();
    assertThat(printed())
        .isEqualTo(
            """
            +--------------------+---+--------------------+
            |                word|  n|                  at|
            +--------------------+---+--------------------+
            |                  to|  2| 2026-03-01 10:00:00|
            |be or not to be, ...| 10|2026-03-01 10:00:...|
            |                NULL|  3|                NULL|
            +--------------------+---+--------------------+

            """);

    words.select("word", "n").show(2, false);
    assertThat(printed())
        .isEqualTo(
            """
            +---------------------------+---+
            |word                       |n  |
            +---------------------------+---+
            |to                         |2  |
            |be or not to be, that is it|10 |
            +---------------------------+---+
            only showing top 2 rows

            """);

    words.select("word", "n").show(1, 5, true);
    assertThat(printed())
        .isEqualTo(
            """
            -RECORD 0---
             word | to\s\s
             n    | 2  \s
            only showing top 1 row

            """);

    words.select(lit("日本").as("x")).limit(1).show();
    assertThat(printed())
        .isEqualTo(
            """
            +----+
            |   x|
            +----+
            |日本|
            +----+

            """);
  }

  @Test
  void viewsOfTheProgramsOwnRowsAreNotMixedUp() {
    millrace.createDataset(List.of("a"), Encoders.STRING()).createOrReplaceTempView("first");
    millrace.createDataset(List.of("b"), Encoders.STRING()).createOrReplaceTempView("second");
    Table both =
        millrace
            .createDataset(List.of("c"), Encoders.STRING())
            .toDF("x")
            .crossJoin(millrace.table("first").toDF("y"))
            .crossJoin(millrace.query("SELECT value AS z FROM second"));

    assertThat(millrace.query("SELECT * FROM first").collectAsList()).hasToString("[[a]]");
    assertThat(both.collectAsList()).hasToString("[[c,a,b]]");

    millrace.createDataset(List.of("d"), Encoders.STRING()).createOrReplaceTempView("first");
    assertThat(both.collectAsList()).hasToString("[[c,d,b]]");
  }

  @Test
  void functionsOfTheProgramAreCalledWithoutAName() {
    UserDefinedFunction twice =
        functions.udf((UDF1<Integer, Integer>) n -> 2 * n, DataType.INTEGER);
    UserDefinedFunction next = functions.udf((UDF1<Integer, Integer>) n -> n + 1, DataType.INTEGER);
    Table table = words.select(twice.apply(col("n")), next.apply(twice.apply(col("n"))).as("x"));

    assertThat(table.columns()).containsExactly("UDF(n)", "x");
    assertThat(table.orderBy("x").collectAsList()).hasToString("[[4,5], [6,7], [20,21]]");
    assertThat(words.filter(next.apply(col("n")).gt(10)).count()).isEqualTo(1);
    words.select(next.apply(col("n")).as("x")).createOrReplaceTempView("larger");
    assertThat(millrace.table("larger").select(twice.apply(col("x")).as("y")).agg(sum("y")).first())
        .hasToString("[36]");
    assertThatThrownBy(() -> words.select(twice.apply(col("n"), col("n"))).schema())
        .isInstanceOf(MillraceException.class);
  }

  @Test
  void countIsPlannedWhereItCanBe() {
    assertThat(words.count()).isEqualTo(3);
    assertThat(words.filter("n > 2").orderBy("n").count()).isEqualTo(2);
    assertThat(words.filter("n > 20").count()).isZero();
    assertThat(words.groupBy("word").count().count()).isEqualTo(3);
    assertThat(words.orderBy("n").limit(2).count()).isEqualTo(2);
    assertThat(millrace.query("SELECT n FROM words ORDER BY n LIMIT 1").count()).isEqualTo(1);
    assertThat(words.map((MapFunction<Row, Integer>) row -> row.getInt(1), Encoders.INT()).count())
        .isEqualTo(3);
    assertThatThrownBy(() -> words.filter("nn > 2").count())
        .hasMessageContaining("COLUMN_NOT_FOUND");
  }

  @Test
  void aggregatesOfAllNumbersAreCalledAsInSpark() {
    assertThat(words.groupBy("word").sum().columns()).containsExactly("word", "sum(n)");
    assertThat(words.agg(sum("`n`")).columns()).containsExactly("sum(n)");
  }

  @Test
  void bitsOfColumnsThatMayBeNull() {
    millrace.sql("CREATE TABLE bits (a INT, b BIGINT)");
    millrace.sql("INSERT INTO bits VALUES (5, 6), (NULL, 1)");
    Column a = col("a");

    assertThat(
            millrace
                .table("bits")
                .select(a.bitwiseXOR(3), a.bitwiseAND(col("b")), a.bitwiseOR(8).cast("string"))
                .collectAsList())
        .hasToString("[[6,4,13], [null,null,null]]");
  }

  @Test
  void printSchemaPrintsAsSparkDoes() {
    words.printSchema();
    assertThat(printed())
        .isEqualTo(
            """
            root
             |-- word: string (nullable = true)
             |-- n: integer (nullable = false)
             |-- at: timestamp (nullable = true)

            """);
    assertThat(words.dtypes())
        .containsExactly(
            Map.entry("word", "string"), Map.entry("n", "int"), Map.entry("at", "timestamp"));
    assertThat(words.columns()).containsExactly("word", "n", "at");
  }

  @Test
  void rowsAreObjects() {
    Row row = words.orderBy("n").first();

    assertThat(row.getString(0)).isEqualTo("to");
    assertThat(row.getInt(1)).isEqualTo(2);
    assertThat(row.<String>getAs("WORD")).isEqualTo("to");
    assertThat(row.getTimestamp(2).toLocalDateTime()).isEqualTo(row.getLocalDateTime(2));
    assertThat(row.fieldIndex("at")).isEqualTo(2);
    assertThat(row).hasToString("[to,2,2026-03-01T10:00]");
    assertThat(words.filter("n = 3").first().isNullAt(0)).isTrue();
    assertThatThrownBy(() -> row.fieldIndex("x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rowsAreReadInMoreWaysThanOne() {
    assertThat(words.count()).isEqualTo(3);
    assertThat(words.collect()).hasSize(3);
    assertThat(words.take(2)).hasSize(2);
    assertThat(words.tail(2)).extracting(row -> row.getInt(1)).containsExactly(10, 3);
    assertThat(words.tail(0)).isEmpty();
    assertThat(words.filter("n > 100").isEmpty()).isTrue();
    assertThatThrownBy(() -> words.filter("n > 100").first())
        .isInstanceOf(NoSuchElementException.class);
    List<Row> read = new ArrayList<>();
    words.toLocalIterator().forEachRemaining(read::add);
    assertThat(read).isEqualTo(words.collectAsList());
    assertThat(words.isStreaming()).isFalse();
    assertThat(millrace.readStream().format("rate").load().isStreaming()).isTrue();
  }

  @Test
  void rowsOfTheProgramAreATable() {
    Schema schema =
        Schema.of(new Field("id", DataType.BIGINT.notNull()), new Field("name", DataType.STRING));
    Table table =
        millrace.createDataFrame(
            List.of(RowFactory.create(1L, "ann"), RowFactory.create(2L, null)), schema);

    assertThat(table.filter(col("name").isNull()).select("id").first().getLong(0)).isEqualTo(2);
    assertThat(table.schema()).isEqualTo(schema);
    assertThatThrownBy(() -> millrace.createDataFrame(List.of(RowFactory.create(1, "ann")), schema))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH));
    assertThatThrownBy(
            () -> millrace.createDataFrame(List.of(RowFactory.create(null, "ann")), schema))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NULL_NOT_ALLOWED));
  }

  @Test
  void viewsAreNamesForTables() {
    words.filter("n > 2").createOrReplaceTempView("many");

    assertThat(millrace.table("many").count()).isEqualTo(2);
    try (var rows = (StatementResult.Rows) millrace.sql("SELECT COUNT(*) FROM many")) {
      assertThat(rows.next().orElseThrow().values(0)).containsExactly(2L);
    }
    words.filter("n > 9").createOrReplaceTempView("many");
    assertThat(millrace.table("many").count()).isEqualTo(1);
    assertThatThrownBy(() -> words.createTempView("many"))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_EXISTS));
    millrace
        .createDataFrame(List.of(RowFactory.create(7)), Schema.of(new Field("x", DataType.INTEGER)))
        .createOrReplaceTempView("seven");
    assertThat(millrace.query("SELECT x + 1 AS y FROM seven").first().getInt(0)).isEqualTo(8);
  }

  @Test
  void tablesAreWritten() {
    words.write().saveAsTable("copy");
    assertThat(millrace.table("copy").count()).isEqualTo(3);
    words.write().mode("append").saveAsTable("copy");
    assertThat(millrace.table("copy").count()).isEqualTo(6);
    words.write().mode("overwrite").saveAsTable("copy");
    words.write().mode("ignore").saveAsTable("copy");
    assertThat(millrace.table("copy").count()).isEqualTo(3);
    assertThatThrownBy(() -> words.write().saveAsTable("copy"))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_EXISTS));

    String directory = scratch.resolve("out").toString();
    words.select("word", "n").write().json(directory);
    assertThat(millrace.read().schema("n INT, word STRING").json(directory).agg(sum("n")).first())
        .isEqualTo(RowFactory.create(15L));
  }

  @Test
  void stepsOfProgramsGoOnBehindACut() {
    assertThat(
            words.orderBy("n").limit(2).map(row -> row.getInt(1), Encoders.INT()).collectAsList())
        .containsExactlyInAnyOrder(2, 3);
    assertThat(words.select("word", "at").orderBy("n").limit(2).dropDuplicates("word").columns())
        .containsExactly("word", "at");
    assertThat(words.limit(1).dropDuplicates("n").count()).isEqualTo(1);
    assertThatThrownBy(() -> words.orderBy("n").dropDuplicates("at").schema())
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("call orderBy() behind it");
  }

  @Test
  void groupsArePivoted() {
    millrace.sql("CREATE TABLE sales (shop STRING, year_of INT, amount INT)");
    millrace.sql(
        "INSERT INTO sales VALUES ('a', 2025, 10), ('a', 2026, 1), ('b', 2026, 5),"
            + " ('a', 2026, 2), ('b', NULL, 7)");
    Table sales = millrace.table("sales");

    Table named = sales.groupBy("shop").pivot("year_of", List.of(2026, 2024)).agg(count("*"));
    assertThat(named.columns()).containsExactly("shop", "2026", "2024");
    assertThat(named.collectAsList())
        .extracting(Row::toString)
        .containsExactly("[a,2,null]", "[b,1,null]");

    Table all =
        sales.groupBy("shop").pivot("year_of").agg(sum("amount").as("total"), max("amount"));
    assertThat(all.columns())
        .containsExactly(
            "shop",
            "null_total",
            "null_max(amount)",
            "2025_total",
            "2025_max(amount)",
            "2026_total",
            "2026_max(amount)");
    assertThat(all.collectAsList())
        .extracting(Row::toString)
        .containsExactly("[a,null,null,10,10,3,2]", "[b,7,7,null,null,5,5]");
    assertThat(sales.groupBy().pivot("shop").sum("amount").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[13,12]");
    assertThatThrownBy(() -> sales.rollup("shop").pivot("year_of"))
        .isInstanceOf(MillraceException.class);
  }

  private static StreamingQuery start(Table table, String name, String mode, String option) {
    return table
        .writeStream()
        .format("memory")
        .queryName(name)
        .outputMode(mode)
        .option(option, "ignore")
        .start();
  }

  @Test
  void aQueryKeepsATableInMemory() {
    StreamingQuery query =
        words
            .groupBy("word")
            .count()
            .writeStream()
            .outputMode("complete")
            .format("memory")
            .queryName("counts")
            .start();
    query.awaitTermination();

    assertThat(query.name()).isEqualTo("counts");
    assertThat(millrace.table("counts").count()).isEqualTo(3);
    assertThatThrownBy(() -> start(words, "counts", "changelog", "unknown"))
        .isInstanceOf(MillraceException.class);
    assertThat(millrace.table("counts").count()).isEqualTo(3);
    start(words.select("n"), "counts", "append", "deletes").awaitTermination();
    assertThat(millrace.table("counts").columns()).containsExactly("n");
    assertThatThrownBy(() -> words.writeStream().format("memory").start())
        .hasMessageContaining("queryName");
    assertThatThrownBy(() -> words.writeStream().format("memory").queryName("words").start())
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_EXISTS));
  }

  @Test
  void aQueryGoesOnFromItsCheckpoint() {
    String checkpoint = scratch.resolve("checkpoint").toString();
    String in = scratch.resolve("in").toString();
    String out = scratch.resolve("files").toString();
    words.select("word", "n").write().json(in);
    copy(in, out, checkpoint).awaitTermination();
    words.select("word", "n").write().mode("append").json(in);
    copy(in, out, checkpoint).awaitTermination();

    assertThat(millrace.read().schema("word STRING, n INT").json(out).count()).isEqualTo(6);
  }

  private StreamingQuery copy(String in, String out, String checkpoint) {
    return millrace
        .readStream()
        .schema("word STRING, n INT")
        .json(in)
        .writeStream()
        .format("json")
        .option("checkpointLocation", checkpoint)
        .trigger(Trigger.AvailableNow())
        .start(out);
  }

  @Test
  void programsTakeBatchesAndRows() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    words
        .select("n")
        .writeStream()
        .foreachBatch((batch, id) -> seen.add(id + ":" + batch.agg(sum("n")).first().getLong(0)))
        .start()
        .awaitTermination();
    assertThat(seen).containsExactly("0:15");

    seen.clear();
    words
        .select("n")
        .orderBy("n")
        .writeStream()
        .foreach(
            new ForeachWriter<Row>() {
              @Override
              public boolean open(long partitionId, long epochId) {
                seen.add("open");
                return true;
              }

              @Override
              public void process(Row value) {
                seen.add(value.toString());
              }

              @Override
              public void close(Throwable errorOrNull) {
                seen.add("closed");
              }
            })
        .start()
        .awaitTermination();
    assertThat(seen).containsExactly("open", "[2]", "[3]", "[10]", "closed");
  }

  @Test
  void aProgramIsNotHandedRowsThatAreGone() {
    millrace.sql("CREATE SOURCE events (k STRING) USING memory");
    Table counts = millrace.table("events").groupBy("k").count().filter("count < 3");

    assertThatThrownBy(
            () ->
                counts
                    .writeStream()
                    .outputMode("update")
                    .foreachBatch((batch, id) -> batch.count())
                    .start())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UPDATE_SINK_NO_DELETE));
    counts
        .writeStream()
        .outputMode("update")
        .option("deletes", "ignore")
        .foreachBatch((batch, id) -> batch.count())
        .start()
        .stop();
  }

  @Test
  void aSessionCanBeClosedWhileAProgramUsesIt() throws InterruptedException {
    millrace.sql("CREATE SOURCE events (k STRING) USING memory");
    CountDownLatch inside = new CountDownLatch(1);
    millrace
        .table("events")
        .writeStream()
        .foreachBatch(
            (batch, id) -> {
              inside.countDown();
              for (int i = 0; i < 1000; i++) {
                batch.count();
              }
            })
        .start();
    millrace.sql("INSERT INTO events VALUES ('a')");
    inside.await();

    millrace.close();

    assertThatThrownBy(() -> words.count())
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_CLOSED));
  }

  @Test
  void errorsOfWritersAreThoseOfSql() {
    assertThatThrownBy(() -> words.writeStream().format("consle").start())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTOR_NOT_FOUND));
    assertThatThrownBy(() -> words.writeStream().format("console").option("numRow", 3).start())
        .hasMessageContaining("did you mean \"numRows\"?");
    assertThatThrownBy(
            () ->
                words.writeStream().format("noop").trigger(Trigger.ProcessingTime("soon")).start())
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TRIGGER_INVALID));
    assertThatThrownBy(() -> words.writeStream().outputMode("appendix"))
        .hasMessageContaining("append, update, complete, changelog");
  }
}
