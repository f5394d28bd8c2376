package io.millrace.api.progress;

/**
 * What a query is doing at this moment.
 *
 * @param message one line for people: {@code Waiting for data to arrive}
 * @param isDataAvailable whether the last look at the sources found new rows
 * @param isTriggerActive whether a batch is being looked for or running
 */
public record StreamingQueryStatus(
    String message, boolean isDataAvailable, boolean isTriggerActive) {

  /** The status in one line of JSON. */
  public String json() {
    return ProgressJson.compact(this);
  }

  /** The status as JSON over several lines. */
  public String prettyJson() {
    return ProgressJson.pretty(this);
  }
}
