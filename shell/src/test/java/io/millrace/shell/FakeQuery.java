package io.millrace.shell;

import io.millrace.api.StreamingQuery;
import io.millrace.api.error.MillraceException;
import io.millrace.api.progress.StreamingQueryProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A query that has ended as soon as somebody awaits it, well or with a failure. */
public record FakeQuery(UUID id, String name, Optional<MillraceException> failure)
    implements StreamingQuery {

  public static FakeQuery fine(String name) {
    return new FakeQuery(UUID.nameUUIDFromBytes(name.getBytes()), name, Optional.empty());
  }

  public static FakeQuery failing(String name, MillraceException failure) {
    return new FakeQuery(UUID.nameUUIDFromBytes(name.getBytes()), name, Optional.of(failure));
  }

  @Override
  public UUID runId() {
    return id;
  }

  @Override
  public boolean isActive() {
    return false;
  }

  @Override
  public Status status() {
    return new Status("Stopped", false, false);
  }

  @Override
  public Optional<MillraceException> exception() {
    return failure;
  }

  @Override
  public Optional<StreamingQueryProgress> lastProgress() {
    return Optional.empty();
  }

  @Override
  public List<StreamingQueryProgress> recentProgress() {
    return List.of();
  }

  @Override
  public String explain() {
    return "plan";
  }

  @Override
  public void awaitTermination() {
    if (failure.isPresent()) {
      throw failure.get();
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
