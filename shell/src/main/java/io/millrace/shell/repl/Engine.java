package io.millrace.shell.repl;

import io.millrace.api.Millrace;
import io.millrace.api.StatementResult;
import io.millrace.api.error.MillraceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The session of the prompt, opened beside it: whoever types is slower than that. A statement of a
 * session that is thrown away loads what the first statement needs.
 */
final class Engine implements AutoCloseable {
  private final CompletableFuture<Millrace> session = new CompletableFuture<>();
  private final Supplier<Millrace> opener;
  private final Supplier<Millrace> rehearsal;

  /**
   * An engine that {@link #start} starts.
   *
   * @param opener opens the session
   * @param rehearsal opens a session to warm up with
   */
  Engine(Supplier<Millrace> opener, Supplier<Millrace> rehearsal) {
    this.opener = opener;
    this.rehearsal = rehearsal;
  }

  void start() {
    Thread thread = new Thread(this::open, "millrace-start");
    thread.setDaemon(true);
    thread.start();
  }

  private void open() {
    try {
      session.complete(opener.get());
    } catch (Throwable e) {
      session.completeExceptionally(e);
      return;
    }
    try (Millrace warming = rehearsal.get()) {
      if (warming.sql("SELECT 1 AS a WHERE 1 > 0") instanceof StatementResult.Rows rows) {
        rows.close();
      }
      // What the first Tab would wait for.
      warming.complete("SELECT a", 8);
    } catch (RuntimeException e) {
      // Whatever is wrong shows in the first statement of the user, who can do something about it.
    }
  }

  /**
   * The session, as soon as it is there.
   *
   * @throws MillraceException if it could not be opened
   */
  Millrace session() {
    try {
      return session.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** The session if it is there within that time and could be opened. */
  Optional<Millrace> within(Duration time) {
    try {
      return Optional.of(session.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    within(Duration.ZERO).ifPresent(Millrace::close);
  }
}
