package io.millrace.tests.benchmark;

import io.millrace.api.Millrace;
import io.millrace.api.query.StreamingQuery;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How long a line takes from the moment it should be written to a socket until its output is
 * visible in the sink: open loop, so that a stall counts for every line that it holds up.
 *
 * <p>Arguments: query (filter or window), lines per second, seconds that count, seconds before
 * them, trigger, settings {@code name=value}.
 */
public final class LatencyBenchmark {
  private static final int WINDOW_KEYS = 10;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String query;
  private final int rate;
  private final int seconds;
  private final int warmUp;
  private final String trigger;

  private LatencyBenchmark(String query, int rate, int seconds, int warmUp, String trigger) {
    this.query = query;
    this.rate = rate;
    this.seconds = seconds;
    this.warmUp = warmUp;
    this.trigger = trigger;
  }

  public static void main(String[] arguments) throws Exception {
    Millrace.Builder session = Millrace.builder();
    for (int i = 5; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      session.set(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    new LatencyBenchmark(
            arguments[0],
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            arguments[4])
        .run(session, System.out);
  }

  private void run(Millrace.Builder builder, PrintStream out) throws Exception {
    int firstMeasured = rate * warmUp;
    try (PacedSender sender = new PacedSender(rate, rate * (warmUp + seconds));
        Millrace session = builder.open()) {
      Arrivals arrivals = arrivals(sender, firstMeasured);
      ArrivalsConnector.ARRIVALS.set(arrivals);
      session.sql(source(sender.port()));
      session.sql("CREATE SINK arrivals USING arrivals");
      session.sql("START QUERY measured AS INSERT INTO arrivals " + select() + trigger());
      StreamingQuery running = session.activeQueries().get(0);
      sender.awaitStart();
      Thread.sleep(Math.max(0, (sender.due(firstMeasured) - System.nanoTime()) / 1_000_000));
      long cpuBefore = engineCpuNanos();
      sender.awaitEnd();
      arrivals.await();
      long cpu = engineCpuNanos() - cpuBefore;
      running.stop();
      double lines = (double) rate * seconds;
      print(out, "due", arrivals.sinceDue(), cpu / lines, arrivals.batches() / lines);
      print(out, "sent", arrivals.sinceSent(), cpu / lines, arrivals.batches() / lines);
    }
  }

  private Arrivals arrivals(PacedSender sender, int firstMeasured) {
    return switch (query) {
      case "filter" -> new Arrivals(sender, 1, 2, 1, firstMeasured);
      case "window" -> new Arrivals(sender, 2, WINDOW_KEYS, WINDOW_KEYS, firstMeasured);
      default -> throw new IllegalArgumentException("no query " + query);
    };
  }

  private static String source(int port) {
    return """
        CREATE SOURCE lines (
          value STRING,
          "timestamp" TIMESTAMP_LTZ,
          due AS CAST(SPLIT_PART(value, ',', 1) AS BIGINT),
          number AS CAST(SPLIT_PART(value, ',', 2) AS BIGINT),
          WATERMARK FOR "timestamp" AS "timestamp" - INTERVAL '1' SECOND
        ) USING socket OPTIONS (port = %d)
        """
        .formatted(port);
  }

  private String select() {
    return switch (query) {
      case "filter" -> "SELECT due, number FROM lines WHERE MOD(number, 2) = 0";
      case "window" ->
          """
          SELECT window_start, lane, MAX(number) AS newest, COUNT(*) AS lines
          FROM (SELECT window_start, window_end, MOD(number, %d) AS lane, number
                FROM TABLE(TUMBLE(TABLE lines, DESCRIPTOR("timestamp"), INTERVAL '10' SECOND)))
          GROUP BY window_start, window_end, lane
          EMIT UPDATE
          """
              .formatted(WINDOW_KEYS);
      default -> throw new IllegalArgumentException("no query " + query);
    };
  }

  private String trigger() {
    return trigger.isEmpty() ? "" : " TRIGGER " + trigger;
  }

  /** Processor time of the engine's own threads. */
  private static long engineCpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("millrace-")) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
  }

  private void print(
      PrintStream out, String since, Histogram latency, double cpuNanos, double batchesPerLine) {
    out.printf(
        Locale.ROOT,
        "%-7s %-34s %7d %-5s %8d %9.3f %9.3f %9.3f %9.3f %9.3f %9.1f %9.2f%n",
        query,
        trigger.isEmpty() ? "DEFAULT" : trigger,
        rate,
        since,
        latency.getTotalCount(),
        latency.getValueAtPercentile(50) / NANOS_PER_MILLI,
        latency.getValueAtPercentile(90) / NANOS_PER_MILLI,
        latency.getValueAtPercentile(99) / NANOS_PER_MILLI,
        latency.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
        latency.getMaxValue() / NANOS_PER_MILLI,
        cpuNanos / 1e3,
        batchesPerLine);
  }
}
