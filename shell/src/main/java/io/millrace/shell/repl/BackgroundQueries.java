package io.millrace.shell.repl;

import io.millrace.api.error.MillraceException;
import io.millrace.api.query.StreamingQuery;
import io.millrace.shell.render.ErrorPrinter;
import java.util.function.Consumer;

/** Tells when a query that runs behind the prompt fails. */
final class BackgroundQueries {
  private final Consumer<String> teller;

  /**
   * Queries behind the prompt.
   *
   * @param teller shows lines above the prompt
   */
  BackgroundQueries(Consumer<String> teller) {
    this.teller = teller;
  }

  /** Tells of this query's failure from now on. */
  void watch(StreamingQuery query) {
    Thread thread = new Thread(() -> await(query), "millrace-watch-" + query.name());
    thread.setDaemon(true);
    thread.start();
  }

  private void await(StreamingQuery query) {
    try {
      query.awaitTermination();
    } catch (MillraceException e) {
      teller.accept(e.getMessage());
    } catch (RuntimeException e) {
      teller.accept(ErrorPrinter.asError(e).getMessage());
    }
  }
}
