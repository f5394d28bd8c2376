package io.millrace.tests.docs;

import static io.millrace.api.table.functions.avg;
import static io.millrace.api.table.functions.col;
import static io.millrace.api.table.functions.count;
import static io.millrace.api.table.functions.expr;
import static io.millrace.api.table.functions.lower;
import static io.millrace.api.table.functions.when;
import static io.millrace.api.table.functions.window;

import io.millrace.api.Millrace;
import io.millrace.api.function.FlatMapFunction;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.table.Dataset;
import io.millrace.api.table.Encoders;
import io.millrace.api.table.Row;
import io.millrace.api.table.RowFactory;
import io.millrace.api.table.Table;
import io.millrace.api.table.Trigger;
import io.millrace.api.types.DataType;
import io.millrace.api.types.Field;
import io.millrace.api.types.Schema;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The programs of the guide to tables. */
final class TablesExample {
  private TablesExample() {}

  static void first(PrintStream out) {
    try (Millrace millrace = Millrace.builder().console(out).open()) {
      millrace.sql("CREATE TABLE orders (id INT, customer STRING, amount DECIMAL(10, 2))");
      millrace.sql("INSERT INTO orders VALUES (1, 'ann', 10), (2, 'bob', 7.5), (3, 'ann', 2.5)");

      Table orders = millrace.table("orders");
      orders
          .filter(col("amount").gt(5))
          .groupBy("customer")
          .agg(count("*").as("orders"), avg("amount").as("mean"))
          .orderBy(col("mean").desc())
          .show();
    }
  }

  static void columns(Millrace millrace) {
    Table orders = millrace.table("orders");
    orders
        .withColumn("size", when(col("amount").geq(10), "large").otherwise("small"))
        .selectExpr("id", "upper(customer) AS customer", "size")
        .filter("size = 'large'")
        .show();
  }

  static void mistakes(Millrace millrace) {
    millrace.table("orders").filter("amuont > 5").show();
  }

  static void text(Millrace millrace) {
    millrace
        .query("SELECT customer, amount FROM orders")
        .filter(lower(col("customer")).equalTo("ann"))
        .createOrReplaceTempView("of_ann");
    millrace.sql("SELECT SUM(amount) FROM of_ann");
  }

  static void rows(Millrace millrace) {
    Schema schema =
        Schema.of(new Field("id", DataType.INTEGER), new Field("name", DataType.STRING));
    Table table =
        millrace.createDataFrame(
            List.of(RowFactory.create(1, "ann"), RowFactory.create(2, null)), schema);
    for (Row row : table.collectAsList()) {
      System.getLogger("rows").log(System.Logger.Level.DEBUG, row.getInt(0) + row.getString(1));
    }
  }

  static StreamingQuery windows(Millrace millrace, String in, String out, String checkpoint) {
    Table flights =
        millrace
            .readStream()
            .schema("departure TIMESTAMP, delay INT, origin STRING")
            .option("maxFilesPerTrigger", 4)
            .json(in);
    Table weeks =
        flights
            .withWatermark("departure", "1 hour")
            .groupBy(window(col("departure"), "7 days"), col("origin"))
            .agg(count("*").as("flights"), avg("delay").as("delay"))
            .select("window.start", "origin", "flights", "delay");
    return weeks
        .writeStream()
        .queryName("weekly")
        .outputMode("append")
        .format("json")
        .option("checkpointLocation", checkpoint)
        .trigger(Trigger.AvailableNow())
        .start(out);
  }

  static Dataset<Row> words(Dataset<Row> lines) {
    Dataset<String> words =
        lines
            .as(Encoders.STRING())
            .flatMap(
                (FlatMapFunction<String, String>) x -> Arrays.asList(x.split(" ")).iterator(),
                Encoders.STRING());
    return words.groupBy("value").count();
  }

  static StreamingQuery batches(Table counts) {
    return counts
        .writeStream()
        .outputMode("update")
        .foreachBatch((batch, batchId) -> batch.filter(expr("\"count\" > 1")).show())
        .start();
  }
}
