package io.millrace.tests.tpch;

import io.millrace.api.Millrace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What keeping each query of TPC-H current costs while the tables are filled in batches, beside one
 * evaluation of the whole by DuckDB with one thread.
 *
 * <p>Arguments: scale, batches, the numbers of queries with commas (or {@code all}), a directory
 * for the rows.
 */
public final class TpchBenchmark {
  private static final double NANOS_PER_MILLI = 1e6;

  private final TpchData data;
  private final PrintStream out;

  private TpchBenchmark(TpchData data, PrintStream out) {
    this.data = data;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    Path directory = Files.createDirectories(Path.of(arguments[3]));
    List<Integer> queries =
        arguments[2].equals("all")
            ? IntStream.rangeClosed(1, 22).boxed().toList()
            : List.of(arguments[2].split(",")).stream().map(Integer::valueOf).toList();
    TpchData data =
        TpchData.generate(
            directory, Double.parseDouble(arguments[0]), Integer.parseInt(arguments[1]));
    new TpchBenchmark(data, System.out).run(queries);
  }

  private void run(List<Integer> queries) throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement oracle = duck.createStatement()) {
      oracle.execute("SET threads = 1");
      for (String table : TpchData.statements("schema.sql")) {
        oracle.execute(table);
      }
      for (int batch = 0; batch < data.batches(); batch++) {
        TpchData.loadOracle(data, batch, oracle);
      }
      out.printf(
          Locale.ROOT,
          "%5s %6s %8s %10s %10s %10s %10s %8s%n",
          "query",
          "equal",
          "rows",
          "all ms",
          "first ms",
          "median ms",
          "DuckDB ms",
          "ratio");
      // code that is warm, and a reader of files that is
      filled(queries.get(0), true, oracle);
      double ratios = 0;
      for (int query : queries) {
        ratios += measured(query, oracle);
      }
      out.printf(Locale.ROOT, "mean ratio %.2f%n", ratios / queries.size());
    }
  }

  private static String create(int query) {
    return "CREATE MATERIALIZED VIEW v" + query + " AS " + TpchData.query(query);
  }

  /** Fills tables with and without the view, in sessions of their own. */
  private double measured(int query, Statement oracle) throws SQLException {
    long[] without = filled(-1, false, oracle).nanos();
    Filled with = filled(query, true, oracle);
    long[] batches = new long[data.batches()];
    long all = 0;
    for (int i = 0; i < batches.length; i++) {
      batches[i] = Math.max(0, with.nanos()[i] - without[i]);
      all += batches[i];
    }
    long evaluated = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      TpchTest.theirs(oracle, TpchData.query(query));
      evaluated = Math.min(evaluated, System.nanoTime() - start);
    }
    long[] sorted =
        IntStream.range(1, batches.length).mapToLong(i -> batches[i]).sorted().toArray();
    double ratio = (double) all / evaluated;
    out.printf(
        Locale.ROOT,
        "%5d %6s %8d %10.1f %10.1f %10.2f %10.1f %8.2f%n",
        query,
        with.equal() ? "yes" : "NO",
        with.rows(),
        all / NANOS_PER_MILLI,
        batches[0] / NANOS_PER_MILLI,
        sorted.length == 0 ? 0.0 : sorted[sorted.length / 2] / NANOS_PER_MILLI,
        evaluated / NANOS_PER_MILLI,
        ratio);
    return ratio;
  }

  /**
   * @param nanos of each batch
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Filled(long[] nanos, boolean equal, int rows) {}

  private Filled filled(int query, boolean view, Statement oracle) throws SQLException {
    try (Millrace millrace = Millrace.open()) {
      for (String table : TpchData.statements("schema.sql")) {
        millrace.sql(table);
      }
      if (view) {
        millrace.sql(create(query));
      }
      long[] nanos = new long[data.batches()];
      for (int batch = 0; batch < nanos.length; batch++) {
        TpchData.declare(data, batch, millrace);
        long start = System.nanoTime();
        TpchData.insert(millrace);
        nanos[batch] = System.nanoTime() - start;
      }
      if (!view) {
        return new Filled(nanos, true, 0);
      }
      var ours = TpchTest.ours(millrace, "SELECT * FROM v" + query);
      var theirs = TpchTest.theirs(oracle, TpchData.query(query));
      boolean equal =
          ours.size() == theirs.size() && new HashSet<>(ours).equals(new HashSet<>(theirs));
      return new Filled(nanos, equal, ours.size());
    }
  }
}
