package io.millrace.exec.query;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import java.util.Optional;

/** Closes several things whatever happens, and keeps the first failure. */
public final class Closing {
  private Optional<Throwable> failure = Optional.empty();

  /** Closes one thing. */
  public void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (RuntimeException | Error e) {
      add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      add(error(ErrorCode.INTERRUPTED).cause(e).build());
    } catch (Exception e) {
      add(error(ErrorCode.INTERNAL_ERROR, e.toString()).cause(e).build());
    }
  }

  private void add(Throwable e) {
    if (failure.isEmpty()) {
      failure = Optional.of(e);
    } else if (failure.get() != e) {
      failure.get().addSuppressed(e);
    }
  }

  /** Throws the first failure if there was one. */
  public void end() {
    if (failure.isEmpty()) {
      return;
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure.get();
  }
}
