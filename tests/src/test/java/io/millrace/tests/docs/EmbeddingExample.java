package io.millrace.tests.docs;

import io.millrace.api.Millrace;
import io.millrace.api.OutputRow;
import io.millrace.api.StatementResult;
import io.millrace.api.types.DataType;
import io.millrace.api.udf.UDF1;

/** The programs of the documentation. */
final class EmbeddingExample {
  private EmbeddingExample() {}

  static String run() {
    StringBuilder result = new StringBuilder();
    try (Millrace millrace = Millrace.open()) {
      millrace.sql("CREATE TABLE orders (id INT, customer STRING)");
      millrace.sql("INSERT INTO orders VALUES (1, 'ann'), (2, 'bob'), (3, 'ann')");

      String query =
          "SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer HAVING COUNT(*) > 1";
      try (StatementResult.Rows rows = (StatementResult.Rows) millrace.sql(query)) {
        for (var batch = rows.next(); batch.isPresent(); batch = rows.next()) {
          for (int i = 0; i < batch.get().size(); i++) {
            var row = batch.get().values(i);
            result.append(row.get(0)).append(' ').append(row.get(1));
          }
        }
      }
    }
    return result.toString();
  }

  static String functions() {
    StringBuilder result = new StringBuilder();
    try (Millrace millrace = Millrace.open()) {
      millrace.udf().register("shout", (String text) -> text.toUpperCase() + "!");
      millrace.udf().register("half", (UDF1<Integer, Object>) x -> x / 2.0, DataType.DOUBLE);

      String query = "SELECT shout('hello') AS a, half(3) AS b";
      try (StatementResult.Rows rows = (StatementResult.Rows) millrace.sql(query)) {
        result.append(rows.next().orElseThrow().values(0));
      }
    }
    return result.toString();
  }

  static String sinks() {
    StringBuilder result = new StringBuilder();
    try (Millrace millrace = Millrace.open()) {
      millrace.foreachBatch(
          "report",
          (batch, batchId) -> {
            result.append("batch ").append(batchId).append(':');
            for (OutputRow row : batch.rows()) {
              result.append(' ').append(row.value("customer").orElse("nobody"));
            }
          });
      millrace.sql("CREATE TABLE orders (id INT, customer STRING)");
      millrace.sql("INSERT INTO orders VALUES (1, 'ann'), (2, NULL)");
      millrace.sql("INSERT INTO report SELECT customer FROM orders ORDER BY id");
    }
    return result.toString();
  }
}
