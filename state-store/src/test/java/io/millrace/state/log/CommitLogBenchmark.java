package io.millrace.state.log;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What a commit costs: {@code CommitLogBenchmark DIRECTORY BYTES COMMITS}, to be run by hand. The
 * oldest records are dropped while the log grows, as a query does it.
 */
final class CommitLogBenchmark {
  private static final long SEGMENT_BYTES = 64 << 20;
  private static final int RETAINED = 100;

  private CommitLogBenchmark() {}

  public static void main(String[] arguments) {
    byte[] body = new byte[Integer.parseInt(arguments[1])];
    new Random(1).nextBytes(body);
    try (CommitLog log = CommitLog.open(Path.of(arguments[0]), SEGMENT_BYTES)) {
      long[] micros = new long[Integer.parseInt(arguments[2])];
      commit(log, body, new long[micros.length / 4 + 1]);
      long cpu = cpuNanos();
      long start = System.nanoTime();
      commit(log, body, micros);
      report(body.length, micros, System.nanoTime() - start, cpuNanos() - cpu);
    }
  }

  private static void commit(CommitLog log, byte[] body, long[] micros) {
    byte[] header = new byte[200];
    for (int i = 0; i < micros.length; i++) {
      long number = log.last().orElse(-1) + 1;
      long start = System.nanoTime();
      log.append(number, header, header.length, body, body.length);
      log.sync();
      micros[i] = (System.nanoTime() - start) / 1000;
      log.dropBefore(number - RETAINED);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void report(int bytes, long[] micros, long wallNanos, long cpuNanos) {
    Arrays.sort(micros);
    double seconds = wallNanos / 1e9;
    System.out.printf(
        Locale.ROOT,
        "bytes=%d commits=%d commits/s=%.0f MB/s=%.1f cpu=%.2fs/%.2fs cpuPerCommit=%.0fµs"
            + " p50=%dµs p99=%dµs max=%dµs%n",
        bytes,
        micros.length,
        micros.length / seconds,
        (double) bytes * micros.length / seconds / 1e6,
        cpuNanos / 1e9,
        seconds,
        cpuNanos / 1e3 / micros.length,
        micros[micros.length / 2],
        micros[micros.length * 99 / 100],
        micros[micros.length - 1]);
  }
}
