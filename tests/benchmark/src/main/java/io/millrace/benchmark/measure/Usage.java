package io.millrace.benchmark.measure;

/**
 * What a run has used.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds processor time of the process
 * @param othersCpuSeconds processor time of everything else on the machine meanwhile
 * @param totalSeconds from the start of the JVM to the end of the run
 * @param peakMegabytes the most memory the process has had until then; −1 if unknown
 */
public record Usage(
    double wallSeconds,
    double cpuSeconds,
    double othersCpuSeconds,
    double totalSeconds,
    long peakMegabytes) {}
