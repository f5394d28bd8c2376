package io.millrace.exec.query;

import java.util.Optional;

/**
 * Batches that took longer than the interval of their trigger, and what to say of them: of the
 * first at once, of all others together once a minute.
 */
final class Overruns {
  private static final long QUIET_MICROS = 60_000_000;

  private final String interval;
  private final boolean missesTicks;
  private boolean told;
  private long toldAtMicros;
  private long since;
  private long longestMicros;

  /**
   * None yet.
   *
   * @param interval how long a batch may take, in words
   * @param missesTicks whether batches are left out then
   */
  Overruns(String interval, boolean missesTicks) {
    this.interval = interval;
    this.missesTicks = missesTicks;
  }

  /** Takes note of one; gives what is to be said now. */
  Optional<String> add(long batchId, long startedMicros, long endedMicros) {
    since++;
    longestMicros = Math.max(longestMicros, endedMicros - startedMicros);
    if (told && endedMicros - toldAtMicros < QUIET_MICROS) {
      return Optional.empty();
    }
    String took =
        told && since > 1
            ? since + " more batches up to batch " + batchId + " took up to "
            : "batch " + batchId + " took ";
    String message =
        took
            + longestMicros / 1_000
            + " ms, longer than "
            + interval
            + (missesTicks ? "; ticks it missed are left out" : "");
    told = true;
    toldAtMicros = endedMicros;
    since = 0;
    longestMicros = 0;
    return Optional.of(message);
  }
}
