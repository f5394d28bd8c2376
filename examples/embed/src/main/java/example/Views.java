package example;

import io.millrace.api.Millrace;
import io.millrace.api.query.StreamingQuery;

/** Counts the views of pages while they come. */
public class Views {
  public static void main(String[] args) {
    try (Millrace millrace = Millrace.open()) {
      millrace.sql("CREATE SOURCE clicks (page STRING) USING memory");
      StreamingQuery query = millrace.table("clicks").groupBy("page").count()
          .writeStream().outputMode("complete")
          .foreachBatch((views, batch) -> views.orderBy("page").show()).start();
      millrace.sql("INSERT INTO clicks VALUES ('/home'), ('/cart'), ('/home')");
      query.processAllAvailable();
      System.out.println(query.lastProgress().orElseThrow().json());
    }
  }
}
