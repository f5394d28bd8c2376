package io.millrace.tests.tpch;

import com.sun.management.ThreadMXBean;
import io.millrace.api.Millrace;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
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
 * evaluation of the whole by DuckDB with one thread. Costs are processor time of all threads that
 * run code of ours or DuckDB's, so that they hardly depend on what else the machine does;
 * compilation and garbage collection are not in them.
 *
 * <p>Arguments: scale, batches, the numbers of queries with commas (or {@code all}), a directory
 * for the rows.
 */
public final class TpchBenchmark {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int RUNS = 3;
  private static final int NO_QUERY = -1;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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

  private void run(List<Integer> queries) throws IOException, SQLException {
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
          "%5s %6s %8s %10s %10s %10s %10s %10s %8s%n",
          "query",
          "equal",
          "rows",
          "state",
          "all ms",
          "first ms",
          "median ms",
          "DuckDB ms",
          "ratio");
      try (Millrace millrace = Millrace.open()) {
        stage(millrace);
        long[] without = fastest(NO_QUERY, millrace, oracle).nanos();
        double ratios = 0;
        for (int query : queries) {
          ratios += measured(query, without, millrace, oracle);
        }
        out.printf(Locale.ROOT, "mean ratio %.2f%n", ratios / queries.size());
      }
    }
  }

  private static String create(int query) {
    return "CREATE MATERIALIZED VIEW v" + query + " AS " + TpchData.query(query);
  }

  /** Reads the files, once, into a table for each batch of a table. */
  private void stage(Millrace millrace) {
    for (int batch = 0; batch < data.batches(); batch++) {
      TpchData.declare(data, batch, millrace);
      for (String table : TpchData.TABLES) {
        millrace.sql("CREATE TABLE " + staged(table, batch) + " AS SELECT * FROM rows_of_" + table);
      }
    }
  }

  private static String staged(String table, int batch) {
    return table + "_of_batch_" + batch;
  }

  /** By batch the least of several runs, the first of which finds code that is not warm. */
  private Filled fastest(int query, Millrace millrace, Statement oracle) throws SQLException {
    Filled best = filled(query, millrace, oracle);
    for (int run = 1; run < RUNS; run++) {
      Filled next = filled(query, millrace, oracle);
      for (int i = 0; i < next.nanos().length; i++) {
        next.nanos()[i] = Math.min(next.nanos()[i], best.nanos()[i]);
      }
      best = next;
    }
    return best;
  }

  /**
   * @param without what each batch costs without a view
   */
  private double measured(int query, long[] without, Millrace millrace, Statement oracle)
      throws SQLException {
    Filled with = fastest(query, millrace, oracle);
    long[] batches = new long[data.batches()];
    long all = 0;
    for (int i = 0; i < batches.length; i++) {
      batches[i] = Math.max(0, with.nanos()[i] - without[i]);
      all += batches[i];
    }
    long evaluated = Long.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long start = cpuNanos();
      TpchTest.theirs(oracle, TpchData.query(query));
      evaluated = Math.min(evaluated, cpuNanos() - start);
    }
    long[] sorted =
        IntStream.range(1, batches.length).mapToLong(i -> batches[i]).sorted().toArray();
    double ratio = (double) all / evaluated;
    out.printf(
        Locale.ROOT,
        "%5d %6s %8d %10d %10.1f %10.1f %10.2f %10.1f %8.2f%n",
        query,
        with.equal() ? "yes" : "NO",
        with.rows(),
        with.state(),
        all / NANOS_PER_MILLI,
        batches[0] / NANOS_PER_MILLI,
        sorted.length == 0 ? 0.0 : sorted[sorted.length / 2] / NANOS_PER_MILLI,
        evaluated / NANOS_PER_MILLI,
        ratio);
    return ratio;
  }

  /** What the threads of this process have used that are not the virtual machine's own. */
  private static long cpuNanos() {
    long sum = 0;
    for (long nanos : THREADS.getThreadCpuTime(THREADS.getAllThreadIds())) {
      sum += Math.max(0, nanos);
    }
    return sum;
  }

  /**
   * @param nanos of each batch
   * @param rows of the result
   * @param state rows that are kept for it
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Filled(long[] nanos, boolean equal, int rows, long state) {}

  private Filled filled(int query, Millrace millrace, Statement oracle) throws SQLException {
    for (String table : TpchData.TABLES) {
      millrace.sql("DROP TABLE IF EXISTS " + table + " CASCADE");
    }
    TpchData.statements("schema.sql").forEach(millrace::sql);
    if (query != NO_QUERY) {
      millrace.sql(create(query));
    }
    long[] nanos = new long[data.batches()];
    for (int batch = 0; batch < nanos.length; batch++) {
      millrace.sql("BEGIN");
      for (String table : TpchData.TABLES) {
        millrace.sql("INSERT INTO " + table + " SELECT * FROM " + staged(table, batch));
      }
      // the views take it all now
      long start = cpuNanos();
      millrace.sql("COMMIT");
      nanos[batch] = cpuNanos() - start;
    }
    if (query == NO_QUERY) {
      return new Filled(nanos, true, 0, 0);
    }
    var ours = TpchTest.ours(millrace, "SELECT * FROM v" + query);
    var theirs = TpchTest.theirs(oracle, TpchData.query(query));
    boolean equal =
        ours.size() == theirs.size() && new HashSet<>(ours).equals(new HashSet<>(theirs));
    return new Filled(nanos, equal, ours.size(), state(millrace, query));
  }

  private static long state(Millrace millrace, int query) {
    return TpchTest.ours(millrace, "DESCRIBE EXTENDED v" + query).stream()
        .filter(row -> row.get(0).equals("# rows of state"))
        .mapToLong(row -> Long.parseLong(row.get(1)))
        .findFirst()
        .orElseThrow();
  }
}
