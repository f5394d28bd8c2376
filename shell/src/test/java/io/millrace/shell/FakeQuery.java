package io.millrace.shell;

import io.millrace.api.error.FailedQuery;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StreamingQueryException;
import io.millrace.api.progress.InputExtent;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.progress.StreamingQueryStatus;
import io.millrace.api.query.StreamingQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A query that has ended as soon as somebody awaits it, well or with a failure. */
public record FakeQuery(
    String name,
    boolean isActive,
    boolean isProcessing,
    Optional<StreamingQueryException> exception,
    List<StreamingQueryProgress> recentProgress)
    implements StreamingQuery {

  public static FakeQuery fine(String name) {
    return new FakeQuery(name, false, false, Optional.empty(), List.of());
  }

  public static FakeQuery failing(String name, MillraceException failure) {
    return new FakeQuery(name, false, false, Optional.of(failed(name, failure)), List.of());
  }

  /** The failure as the end of a query of that name. */
  public static StreamingQueryException failed(String name, MillraceException failure) {
    UUID id = new UUID(0, 1);
    return failure.ofQuery(new FailedQuery(id, id, name, 0, Instant.EPOCH, "plan", List.of()));
  }

  public FakeQuery running() {
    return new FakeQuery(name, true, isProcessing, exception, recentProgress);
  }

  /** In the midst of a batch. */
  public FakeQuery processing() {
    return new FakeQuery(name, true, true, exception, recentProgress);
  }

  public FakeQuery with(StreamingQueryProgress... progress) {
    return new FakeQuery(name, isActive, isProcessing, exception, List.of(progress));
  }

  @Override
  public UUID id() {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public UUID runId() {
    return id();
  }

  @Override
  public StreamingQueryStatus status() {
    return new StreamingQueryStatus(
        isProcessing ? "Processing new data" : "Stopped", isProcessing, isProcessing);
  }

  @Override
  public String activity() {
    return isActive ? "waiting for data from file ./in/*.json (0 new files)" : "stopped";
  }

  @Override
  public String summary(ZoneId zone) {
    return recentProgress.size() + " batches";
  }

  @Override
  public Optional<StreamingQueryProgress> lastProgress() {
    return recentProgress.isEmpty()
        ? Optional.empty()
        : Optional.of(recentProgress.get(recentProgress.size() - 1));
  }

  @Override
  public Optional<InputExtent> extent() {
    return Optional.empty();
  }

  @Override
  public String explanation() {
    return "plan";
  }

  @Override
  public void explain(boolean extended) {
    throw new UnsupportedOperationException("a shell asks the session's statements");
  }

  @Override
  public void awaitTermination() {
    if (exception.isPresent()) {
      throw exception.get();
    }
  }

  @Override
  public boolean awaitTermination(Duration timeout) {
    awaitTermination();
    return true;
  }

  @Override
  public void processAllAvailable() {
    awaitTermination();
  }

  @Override
  public void stop() {}

  @Override
  public void drain() {}
}
