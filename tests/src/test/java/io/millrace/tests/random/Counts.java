package io.millrace.tests.random;

import io.millrace.api.error.MillraceException;
import java.util.Map;
import java.util.TreeMap;

/** What a run of the property has done so far. */
final class Counts {
  private int scenarios;
  private int queries;
  private int comparisons;
  private int unanswered;
  private final Map<String, Integer> refusals = new TreeMap<>();

  void scenario() {
    scenarios++;
  }

  /** A query that is kept current. */
  void query() {
    queries++;
  }

  /** A result that has been compared. */
  void comparison() {
    comparisons++;
  }

  /** A query or statement that the oracle does not take. */
  void unanswered() {
    unanswered++;
  }

  /** A query that is not supported, and was refused as such. */
  void refused(MillraceException refusal) {
    String message = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    refusals.merge(
        refusal.code() + " " + message.replaceAll("\\b[a-z]+\\d+\\b|\\d+", "#"), 1, Integer::sum);
  }

  int queries() {
    return queries;
  }

  Map<String, Integer> refusals() {
    return refusals;
  }

  @Override
  public String toString() {
    int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
    return scenarios
        + " scenarios, "
        + queries
        + " cases, "
        + comparisons
        + " checked steps, "
        + refused
        + " refused, "
        + unanswered
        + " not known to DuckDB";
  }
}
