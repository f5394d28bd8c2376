package io.millrace.shell.render;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The status line at the bottom of a terminal, repainted five times a second while something is
 * waited for, and gone before anything else is printed. Does nothing if standard error is no
 * terminal.
 */
public final class LiveStatus {
  private static final long REPAINT_MILLIS = 200;
  private static final long FIRST_PAINT_MILLIS = 80;
  private static final String ERASE = "\r\033[K";

  private final Screen screen;
  private final Map<UUID, StatusLine> lines = new LinkedHashMap<>();

  public LiveStatus(Screen screen) {
    this.screen = screen;
  }

  /** What a wait gives. */
  public interface Wait<T> {
    T await();
  }

  /** Waits, and shows meanwhile what the first of the active queries is doing. */
  public <T> T during(List<StreamingQuery> queries, Wait<T> wait) {
    if (!screen.errIsTerminal() || queries.isEmpty()) {
      return wait.await();
    }
    CountDownLatch done = new CountDownLatch(1);
    Thread painter = new Thread(() -> paint(queries, done), "millrace-status");
    painter.setDaemon(true);
    painter.start();
    try {
      return wait.await();
    } finally {
      done.countDown();
      joinUninterruptibly(painter);
    }
  }

  /** The changes, with the status shown while the next ones are waited for. */
  public Changes watched(Changes changes) {
    List<StreamingQuery> queries = List.of(changes.query());
    return new Changes() {
      @Override
      public Schema schema() {
        return changes.schema();
      }

      @Override
      public OutputMode mode() {
        return changes.mode();
      }

      @Override
      public StreamingQuery query() {
        return changes.query();
      }

      @Override
      public Optional<List<Integer>> key() {
        return changes.key();
      }

      @Override
      public Optional<Finality> finality() {
        return changes.finality();
      }

      @Override
      public Optional<Step> next() {
        return during(queries, changes::next);
      }

      @Override
      public void close() {
        changes.close();
      }
    };
  }

  private void paint(List<StreamingQuery> queries, CountDownLatch done) {
    long pause = FIRST_PAINT_MILLIS;
    boolean painted = false;
    try {
      while (!done.await(pause, TimeUnit.MILLISECONDS)) {
        Optional<StreamingQuery> active =
            queries.stream().filter(StreamingQuery::isActive).findFirst();
        if (active.isPresent()) {
          screen.err().print(ERASE + line(active.get()));
          screen.err().flush();
          painted = true;
        }
        pause = REPAINT_MILLIS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (painted) {
      screen.err().print(ERASE);
      screen.err().flush();
    }
  }

  private String line(StreamingQuery query) {
    long now = System.nanoTime();
    return lines
        .computeIfAbsent(query.runId(), id -> new StatusLine(query, now))
        .text(now, Instant.now(), screen.columns());
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
