package io.millrace.tests.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.batch.ColumnBatch;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The 22 queries of TPC-H are materialized views before there are rows. The tables are filled in
 * batches, then rows are changed and deleted; after each step every view has the rows that DuckDB
 * finds for its query.
 *
 * <p>{@code -Dmillrace.tpch.scale=0.1 -Dmillrace.tpch.batches=20} does it with more rows.
 */
class TpchTest {
  private static final List<String> CHANGES =
      List.of(
          "UPDATE lineitem SET l_quantity = l_quantity + 1, l_extendedprice = l_extendedprice * 2"
              + " WHERE l_orderkey % 7 = 3",
          "DELETE FROM lineitem WHERE l_orderkey % 11 = 5",
          "DELETE FROM orders WHERE o_orderkey % 11 = 5",
          "UPDATE customer SET c_mktsegment = 'BUILDING', c_acctbal = 0.00 - c_acctbal"
              + " WHERE c_custkey % 5 = 1",
          "UPDATE partsupp SET ps_supplycost = ps_supplycost + 10 WHERE ps_partkey % 3 = 1",
          "UPDATE supplier SET s_nationkey = 3 WHERE s_suppkey % 4 = 1",
          "DELETE FROM part WHERE p_partkey % 13 = 2",
          "INSERT INTO lineitem SELECT * FROM lineitem WHERE l_orderkey % 17 = 1");

  @TempDir private Path directory;

  @Test
  void viewsEqualTheirQueriesAfterEveryStep() throws IOException, SQLException {
    double scale = Double.parseDouble(System.getProperty("millrace.tpch.scale", "0.001"));
    int batches = Integer.getInteger("millrace.tpch.batches", 2);
    TpchData data = TpchData.generate(directory, scale, batches);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement();
        Millrace millrace = Millrace.open()) {
      for (String table : TpchData.statements("schema.sql")) {
        oracle.execute(table);
        millrace.sql(table);
      }
      for (int query = 1; query <= 22; query++) {
        millrace.sql("CREATE MATERIALIZED VIEW v" + query + " AS " + TpchData.query(query));
      }
      for (int batch = 0; batch < batches; batch++) {
        TpchData.loadOracle(data, batch, oracle);
        TpchData.declare(data, batch, millrace);
        TpchData.insert(millrace);
        check(oracle, millrace, "batch " + batch);
      }
      for (String change : CHANGES) {
        oracle.execute(change);
        millrace.sql(change);
        check(oracle, millrace, change);
      }
    }
  }

  private static void check(Statement oracle, Millrace millrace, String step) throws SQLException {
    for (int query = 1; query <= 22; query++) {
      assertThat(ours(millrace, "SELECT * FROM v" + query))
          .as("query %s after %s", query, step)
          .containsExactlyInAnyOrderElementsOf(theirs(oracle, TpchData.query(query)));
    }
  }

  static List<List<String>> ours(Millrace millrace, String query) {
    List<List<String>> rows = new ArrayList<>();
    try (var result = (StatementResult.Rows) millrace.sql(query)) {
      Optional<ColumnBatch> next = result.next();
      while (next.isPresent()) {
        ColumnBatch batch = next.get();
        IntStream.range(0, batch.size())
            .forEach(row -> rows.add(batch.values(row).stream().map(TpchTest::text).toList()));
        next = result.next();
      }
    }
    return rows;
  }

  static List<List<String>> theirs(Statement oracle, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = oracle.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(text(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** Averages and shares are decimal here and floating there: four decimals are compared. */
  private static String text(Object value) {
    if (value instanceof Number number) {
      BigDecimal rounded = new BigDecimal(number.toString()).setScale(4, RoundingMode.HALF_UP);
      return rounded.stripTrailingZeros().toPlainString();
    }
    return value == null ? "NULL" : value.toString();
  }
}
