package io.millrace.exec.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.Optional;

/** Closes several things whatever happens, and keeps the first failure. */
public final class Closing {
  private Optional<RuntimeException> failure = Optional.empty();

  /** Closes one thing. */
  public void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (RuntimeException e) {
      add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      add(error(ErrorCode.INTERRUPTED).cause(e).build());
    } catch (Exception e) {
      add(error(ErrorCode.INTERNAL_ERROR, e.toString()).cause(e).build());
    }
  }

  private void add(RuntimeException e) {
    if (failure.isPresent()) {
      failure.get().addSuppressed(e);
    } else {
      failure = Optional.of(e);
    }
  }

  /** Throws the first failure if there was one. */
  public void end() {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
