package io.millrace.api.progress;

import java.util.Map;

/**
 * The sink in one batch.
 *
 * @param description the sink, secrets masked
 * @param numOutputRows rows written; a changelog counts changes; −1 if unknown
 * @param metrics what else the sink counts, by name
 */
public record SinkProgress(String description, long numOutputRows, Map<String, String> metrics) {
  public SinkProgress {
    metrics = Map.copyOf(metrics);
  }

  /** A sink that counts nothing but rows. */
  public SinkProgress(String description, long numOutputRows) {
    this(description, numOutputRows, Map.of());
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
