package io.millrace.shell;

import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StreamingQueryProgress;
import io.millrace.api.query.StreamingQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A query that has ended as soon as somebody awaits it, well or with a failure. */
public record FakeQuery(
    String name,
    boolean isActive,
    Optional<MillraceException> exception,
    List<StreamingQueryProgress> recentProgress)
    implements StreamingQuery {

  public static FakeQuery fine(String name) {
    return new FakeQuery(name, false, Optional.empty(), List.of());
  }

  public static FakeQuery failing(String name, MillraceException failure) {
    return new FakeQuery(name, false, Optional.of(failure), List.of());
  }

  public FakeQuery running() {
    return new FakeQuery(name, true, exception, recentProgress);
  }

  public FakeQuery with(StreamingQueryProgress... progress) {
    return new FakeQuery(name, isActive, exception, List.of(progress));
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
  public Status status() {
    return new Status("Stopped", false, false);
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
  public String explain() {
    return "plan";
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
}
