package io.millrace.benchmark.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Measures what this process uses from the moment the meter is started: processor time of all its
 * threads, compilation and garbage collection among them.
 */
public final class Meter {
  private static final Path MACHINE = Path.of("/proc/stat");
  private static final Path PROCESS = Path.of("/proc/self/status");

  /** The units in which Linux counts the processor time of the machine. */
  private static final double TICKS_PER_SECOND = 100;

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = cpuNanos();
  private final double startBusySeconds = machineBusySeconds();

  private Meter() {}

  public static Meter start() {
    return new Meter();
  }

  /** What has been used since the start. */
  public Usage stop() {
    double wall = (System.nanoTime() - startNanos) / 1e9;
    double cpu = (cpuNanos() - startCpuNanos) / 1e9;
    double others = Math.max(0, machineBusySeconds() - startBusySeconds - cpu);
    long jvmStart = ManagementFactory.getRuntimeMXBean().getStartTime();
    double total = (System.currentTimeMillis() - jvmStart) / 1e3;
    return new Usage(wall, cpu, others, total, peakResidentMegabytes());
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Processor time of everything that runs on the machine; 0 where it does not say. */
  private static double machineBusySeconds() {
    // cpu user nice system idle iowait irq softirq steal …
    return lineOf(MACHINE, "cpu ")
        .map(line -> line.trim().split(" +"))
        .map(
            fields ->
                number(fields[1])
                    + number(fields[2])
                    + number(fields[3])
                    + number(fields[6])
                    + number(fields[7])
                    + number(fields[8]))
        .map(ticks -> ticks / TICKS_PER_SECOND)
        .orElse(0.0);
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }

  /** The most memory this process has had; −1 where the machine does not say. */
  private static long peakResidentMegabytes() {
    return lineOf(PROCESS, "VmHWM:")
        .map(line -> number(line.replaceAll("[^0-9]", "")) / 1024)
        .orElse(-1L);
  }

  private static Optional<String> lineOf(Path file, String start) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Files.readAllLines(file).stream().filter(line -> line.startsWith(start)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
