package example;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult.Started;
import io.millrace.api.query.StreamingQuery;

/** Counts the views of pages while they come. */
public class Views {
  public static void main(String[] args) {
    try (Millrace millrace = Millrace.open()) {
      millrace.sql("CREATE SOURCE clicks (page STRING) USING memory");
      millrace.foreachBatch("report", (batch, id) -> batch.rows().forEach(System.out::println));
      StreamingQuery query = ((Started) millrace.sql(
          "INSERT INTO report SELECT page, COUNT(*) AS views FROM clicks GROUP BY page")).query();
      millrace.sql("INSERT INTO clicks VALUES ('/home'), ('/cart'), ('/home')");
      query.processAllAvailable();
      System.out.println(query.lastProgress().orElseThrow().json());
    }
  }
}
