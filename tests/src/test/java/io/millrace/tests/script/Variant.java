package io.millrace.tests.script;

import java.util.Locale;

/**
 * A way to run a script.
 *
 * @param parallelism how many partitions stateful operators have at first
 * @param cut how the input is cut into batches
 * @param restarts when the watched query is opened again
 * @param seed of whatever is random
 */
record Variant(int parallelism, Cut cut, Restarts restarts, long seed) {

  /** How input is cut into batches. */
  enum Cut {
    /** As the script says; everything that it expects is checked. */
    AS_WRITTEN,
    /** All rows in one batch. */
    ONE_BATCH,
    /** Each row in a batch of its own, with batches without data between them. */
    ROW_BY_ROW,
    /** At random places. */
    RANDOM,
    /** At random places, into steps that are decided many at a time. */
    CONTINUOUS
  }

  /** When the watched query is opened again, other than by the script. */
  enum Restarts {
    /** Never. */
    NONE,
    /** In order, before every batch, each time with another number of partitions. */
    BEFORE_EVERY_BATCH,
    /** At random: in order, or by a crash behind any step of a batch. */
    RANDOM
  }

  static Variant asWritten(int parallelism) {
    return new Variant(parallelism, Cut.AS_WRITTEN, Restarts.NONE, 0);
  }

  boolean isAsWritten() {
    return cut == Cut.AS_WRITTEN;
  }

  boolean hasRestarts() {
    return restarts != Restarts.NONE;
  }

  /** How many batches a checkpoint can go back; what is older leaves the log. */
  int retention() {
    return restarts == Restarts.RANDOM ? 1 : 100;
  }

  /** How large the log grows before what left it moves on to the store behind it. */
  String logSize() {
    return restarts == Restarts.RANDOM ? "0" : "256MB";
  }

  /** How much of the state may be in memory. */
  String stateMemory() {
    return restarts == Restarts.RANDOM ? "1" : "1GB";
  }

  @Override
  public String toString() {
    String how = text(cut.name());
    if (hasRestarts()) {
      how += ", restarts " + text(restarts.name());
    }
    boolean random = cut == Cut.RANDOM || cut == Cut.CONTINUOUS || restarts == Restarts.RANDOM;
    return how + (random ? " (seed " + seed + ")" : "") + ", parallelism " + parallelism;
  }

  private static String text(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
