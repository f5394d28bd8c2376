package io.millrace.tests.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.catalog.CatalogTable.Kind;
import io.millrace.api.query.StreamingQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Materialized views as a program sees them: what a change costs, and what several threads see. */
class MaterializedViewTest {
  private static final List<String> VIEWS = List.of("sums", "pairs", "values_", "top", "rare");

  private final Millrace session = Millrace.open();

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aChangeCostsAsMuchOverManyRowsAsOverFew() {
    Map<String, Long> few = costs("few", 1_000);
    Map<String, Long> many = costs("many", 30_000);
    assertThat(many).isEqualTo(few);
    assertThat(few.values()).allMatch(rows -> rows > 0 && rows < 20);
  }

  /** How many rows of input and state each of the views touches for one new row. */
  private Map<String, Long> costs(String table, int rows) {
    session.sql("CREATE TABLE " + table + " (a INT, b INT)");
    String ten = "(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)";
    session.sql(
        "INSERT INTO %s SELECT n, MOD(n, 100) FROM (SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n"
                .formatted(table)
            + " FROM %1$s a(n), %1$s b(n), %1$s c(n), %2$s d(n)) q WHERE n < %3$d"
                .formatted(
                    ten,
                    IntStream.range(0, 30)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", ", "(VALUES ", ")")),
                    rows));
    view(table, "sums", "SELECT b, SUM(a) AS s, MAX(a) AS m, COUNT(*) AS n FROM %s GROUP BY b");
    view(table, "pairs", "SELECT x.a, y.b FROM %1$s x JOIN %1$s y ON x.a = y.a");
    view(table, "values_", "SELECT DISTINCT a FROM %s");
    view(table, "top", "SELECT MAX(s) AS s, COUNT(*) AS n FROM %s_sums");
    view(
        table, "rare", "SELECT a FROM %s EXCEPT ALL SELECT MIN(s) AS a FROM %1$s_sums WHERE b < 0");
    session.sql("INSERT INTO " + table + " VALUES (" + rows + ", 7)");
    Map<String, Long> costs = new LinkedHashMap<>();
    for (String view : VIEWS) {
      Map<String, String> facts = describe(table + "_" + view);
      costs.put(
          view,
          Long.parseLong(facts.get("# rows read by the last batch"))
              + Long.parseLong(facts.get("# rows of state touched by the last batch")));
      assertThat(facts).containsEntry("# batches", "2");
    }
    return costs;
  }

  private void view(String table, String name, String query) {
    session.sql("CREATE MATERIALIZED VIEW " + table + "_" + name + " AS " + query.formatted(table));
  }

  private Map<String, String> describe(String view) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (List<Object> row : rows("DESCRIBE EXTENDED " + view)) {
      facts.put((String) row.get(0), (String) row.get(1));
    }
    return facts;
  }

  @Test
  void readersSeeOneMomentOfTablesAndViews() throws Exception {
    session.sql("CREATE SOURCE arriving (a INT) USING memory");
    session.sql("CREATE TABLE t (a INT)");
    session.sql("CREATE MATERIALIZED VIEW counted AS SELECT COUNT(*) AS n, SUM(a) AS s FROM t");
    session.sql(
        "CREATE MATERIALIZED VIEW differences AS"
            + " SELECT x.n - c.n AS d FROM (SELECT COUNT(*) AS n FROM t) x CROSS JOIN counted c");
    StreamingQuery writer =
        ((StatementResult.Started) session.sql("INSERT INTO t SELECT a FROM arriving")).query();
    String wellCounted =
        "SELECT CASE WHEN n = COALESCE(s, 0) AND MOD(n, 2) = 0 THEN 'well' ELSE 'torn' END"
            + " FROM counted";
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> inserting = new ArrayList<>();
      for (String target : List.of("arriving", "t")) {
        inserting.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    session.sql("INSERT INTO " + target + " VALUES (1), (1)");
                  }
                }));
      }
      Future<?> reading =
          threads.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  assertThat(rows("SELECT d FROM differences")).containsExactly(List.of(0L));
                  assertThat(rows(wellCounted)).containsExactly(List.of("well"));
                }
              });
      for (Future<?> insert : inserting) {
        insert.get();
      }
      reading.get();
      writer.processAllAvailable();
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows("SELECT n, s FROM counted")).containsExactly(List.of(240L, 240L));
  }

  @Test
  void programsReadViewsAsTables() {
    session.sql("CREATE TABLE t (a INT)");
    session.sql("CREATE MATERIALIZED VIEW v (n) AS SELECT COUNT(*) FROM t");
    session.sql("INSERT INTO t VALUES (1), (2)");
    assertThat(session.table("v").collect()[0].getLong(0)).isEqualTo(2);
    assertThat(session.catalog().getTable("v").kind()).isEqualTo(Kind.MATERIALIZED_VIEW);
    assertThat(session.catalog().listColumns("V")).extracting("name").containsExactly("n");
  }

  private List<List<Object>> rows(String query) {
    List<List<Object>> found = new ArrayList<>();
    try (StatementResult.Rows rows = (StatementResult.Rows) session.sql(query)) {
      for (Optional<ColumnBatch> next = rows.next(); next.isPresent(); next = rows.next()) {
        for (int i = 0; i < next.get().size(); i++) {
          found.add(next.get().values(i));
        }
      }
    }
    return found;
  }
}
