package io.millrace.api.error;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A query that failed, and how far it was.
 *
 * @param id kept over restarts from the same checkpoint
 * @param runId of the run that failed
 * @param name of the query
 * @param batchId the batch that failed; those before it are committed
 * @param time when it failed, by the session's clock
 * @param plan of the query, as EXPLAIN prints it
 * @param sources what the batch was to read, in the order of the plan
 */
public record FailedQuery(
    UUID id,
    UUID runId,
    String name,
    long batchId,
    Instant time,
    String plan,
    List<SourceRange> sources)
    implements Serializable {

  /**
   * What a batch was to read of one source. Offsets are JSON.
   *
   * @param source the source, secrets masked
   * @param startOffset up to where rows are committed; {@code null}, as text, before the first
   * @param endOffset up to where the batch was to read; {@code null}, as text, if nothing had come
   */
  public record SourceRange(String source, String startOffset, String endOffset)
      implements Serializable {}

  public FailedQuery {
    requireNonNull(id, "id is null");
    requireNonNull(runId, "runId is null");
    requireNonNull(name, "name is null");
    requireNonNull(time, "time is null");
    requireNonNull(plan, "plan is null");
    sources = List.copyOf(sources);
  }
}
