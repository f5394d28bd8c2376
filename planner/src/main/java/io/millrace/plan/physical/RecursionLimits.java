package io.millrace.plan.physical;

/**
 * When a recursion counts as endless.
 *
 * @param rounds how many rounds a batch may take
 * @param rows how many rows may change in the rounds of a batch
 */
public record RecursionLimits(long rounds, long rows) {

  /** As long as nothing else is set. */
  public static final RecursionLimits DEFAULT = new RecursionLimits(100_000, 10_000_000);

  public RecursionLimits {
    if (rounds < 1 || rows < 1) {
      throw new IllegalArgumentException(rounds + " rounds, " + rows + " rows");
    }
  }
}
