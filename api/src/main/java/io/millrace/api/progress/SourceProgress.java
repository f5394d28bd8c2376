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
 * @param numMalformedRecords records nulled or skipped by {@code on.error}
 * @param metrics what else the source counts
 */
public record SourceProgress(
    String description,
    Optional<String> startOffset,
    Optional<String> endOffset,
    Optional<String> latestOffset,
    long numInputRows,
    long numMalformedRecords,
    Map<String, Long> metrics) {
  public SourceProgress {
    metrics = Map.copyOf(metrics);
  }
}
