package io.millrace.api.error;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Why a query ended: an error with its code, and the query that it ended. {@link #getCause()} is
 * what the program's own code has thrown, if it was that.
 */
public final class StreamingQueryException extends MillraceException {
  private static final long serialVersionUID = 1;

  private final FailedQuery failed;

  StreamingQueryException(Builder builder, FailedQuery failed) {
    super(builder);
    this.failed = requireNonNull(failed, "failed is null");
  }

  @Override
  Optional<FailedQuery> failedQuery() {
    return Optional.of(failed);
  }

  /** The query's id, kept over restarts from the same checkpoint. */
  public UUID id() {
    return failed.id();
  }

  /** The id of the run that failed. */
  public UUID runId() {
    return failed.runId();
  }

  /** The query's name. */
  public String name() {
    return failed.name();
  }

  /** The batch that failed; those before it are committed. */
  public long batchId() {
    return failed.batchId();
  }

  /** When it failed, by the session's clock. */
  public Instant time() {
    return failed.time();
  }

  /** The plan of the query, as EXPLAIN prints it. */
  public String plan() {
    return failed.plan();
  }

  /** What the batch that failed was to read, source by source. */
  public List<FailedQuery.SourceRange> sources() {
    return failed.sources();
  }

  /** Up to where rows are committed: a JSON object of the offsets by source. */
  public String startOffset() {
    return offsets(FailedQuery.SourceRange::startOffset);
  }

  /** Up to where the batch that failed was to read: a JSON object of the offsets by source. */
  public String endOffset() {
    return offsets(FailedQuery.SourceRange::endOffset);
  }

  private String offsets(Function<FailedQuery.SourceRange, String> offset) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (FailedQuery.SourceRange source : failed.sources()) {
        json.writeFieldName(source.source());
        json.writeRawValue(offset.apply(source));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused text", e);
    }
    return text.toString();
  }
}
