package io.millrace.exec.query;

import static java.util.Objects.requireNonNull;

import io.millrace.api.connector.Source;

/**
 * A source that a query reads.
 *
 * @param id of its SourceSpec
 * @param source opened for this query alone
 * @param replays whether it gives rows again
 * @param wakes whether it says when there are rows; otherwise it is polled
 * @param bounded whether it is read up to what it has at the start
 */
public record OpenSource(
    String id, Source source, boolean replays, boolean wakes, boolean bounded) {
  public OpenSource {
    requireNonNull(id, "id is null");
    requireNonNull(source, "source is null");
  }
}
