package io.millrace.tests.script;

/**
 * A way to run a script.
 *
 * @param parallelism how many partitions stateful operators have
 * @param cut how the input is cut into batches
 * @param seed of random cuts
 */
record Variant(int parallelism, Cut cut, long seed) {

  /** How input is cut into batches. */
  enum Cut {
    /** As the script says; everything that it expects is checked. */
    AS_WRITTEN,
    /** All rows in one batch. */
    ONE_BATCH,
    /** Each row in a batch of its own, with batches without data between them. */
    ROW_BY_ROW,
    /** At random places. */
    RANDOM
  }

  boolean asWritten() {
    return cut == Cut.AS_WRITTEN;
  }

  @Override
  public String toString() {
    String how = cut.name().toLowerCase().replace('_', ' ');
    return how + (cut == Cut.RANDOM ? " (seed " + seed + ")" : "") + ", parallelism " + parallelism;
  }
}
