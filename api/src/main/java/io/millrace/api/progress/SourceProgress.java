package io.millrace.api.progress;

import java.util.Map;
import java.util.Optional;

/**
 * One source in one batch.
 *
 * @param description the source, secrets masked
 * @param startOffset where the batch began (JSON); empty in the first batch
 * @param endOffset where it ended (JSON); empty if the source has not given anything
 * @param latestOffset what the source could have given (JSON)
 * @param numInputRows rows read in the batch; a source read by two branches counts once
 * @param inputRowsPerSecond rows ÷ time since the previous trigger start; 0 in the first
 * @param processedRowsPerSecond rows ÷ trigger time, which counts as at least 1 ms
 * @param metrics what else the source counts, by name
 * @param numMalformedRecords records nulled or skipped by {@code on.error}
 * @param extent how much this run has read of how much there is, after the batch; empty if the
 *     source does not know
 */
public record SourceProgress(
    String description,
    Optional<String> startOffset,
    Optional<String> endOffset,
    Optional<String> latestOffset,
    long numInputRows,
    double inputRowsPerSecond,
    double processedRowsPerSecond,
    Map<String, String> metrics,
    long numMalformedRecords,
    Optional<InputExtent> extent) {
  public SourceProgress {
    metrics = Map.copyOf(metrics);
  }

  /** The report in one line of JSON. */
  public String json() {
    return ProgressJson.compact(this);
  }

  /** The report as JSON over several lines. */
  public String prettyJson() {
    return ProgressJson.pretty(this);
  }
}
