package io.millrace.connector.rate;

/**
 * How many rows there are at a time: none at first, then each second so many more than in the one
 * before until the speed is reached, then always that many.
 *
 * @param rowsPerSecond the speed in the end
 * @param rampUpSeconds how long it takes
 */
record RateCurve(long rowsPerSecond, long rampUpSeconds) {

  /** The number of rows in the first {@code seconds} seconds. */
  long rowsBefore(long seconds) {
    long step = rowsPerSecond / (rampUpSeconds + 1);
    long rising = Math.min(seconds, rampUpSeconds);
    // 1 + 2 + … + rising; one of the factors is even, so halve that one
    long sum =
        rising % 2 == 0
            ? Math.multiplyExact(rising / 2, rising + 1)
            : Math.multiplyExact((rising + 1) / 2, rising);
    return Math.addExact(
        Math.multiplyExact(sum, step), Math.multiplyExact(seconds - rising, rowsPerSecond));
  }
}
