package io.millrace.shell.live;

import static java.util.Objects.requireNonNull;

import io.millrace.api.StatementResult.Changes;
import io.millrace.api.StatementResult.Rows;
import io.millrace.api.batch.ColumnBatch;
import io.millrace.api.connector.OutputMode;
import io.millrace.api.query.StreamingQuery;
import io.millrace.api.types.Schema;
import io.millrace.shell.render.Screen;
import io.millrace.shell.render.TextWidth;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Lines at the bottom of a terminal that say how queries do while they are waited for; gone before
 * anything else is printed. They go to standard error, and nothing is painted if that is no
 * terminal. Thread-safe.
 */
public final class ProgressArea {
  private static final long FIRST_PAINT_MILLIS = 80;
  private static final long REPAINT_MILLIS = 100;

  /** Queries that are shown together. */
  private static final int MOST = 8;

  private final Screen screen;
  private final IntSupplier columns;
  private final Map<UUID, QueryMeter> meters = new LinkedHashMap<>();
  private List<Line> painted = List.of();
  private int paintedColumns;

  /**
   * An area of a terminal.
   *
   * @param columns how wide the terminal is now
   */
  public ProgressArea(Screen screen, IntSupplier columns) {
    this.screen = requireNonNull(screen, "screen is null");
    this.columns = requireNonNull(columns, "columns is null");
  }

  /**
   * Which queries are shown.
   *
   * @param queries those that run, the ones to show
   * @param end whether they come to an end by themselves, so that a bar can say how far they are
   * @param zone in which times are shown
   */
  public record Shown(Supplier<List<StreamingQuery>> queries, boolean end, ZoneId zone) {}

  /** Waits for the work, and shows meanwhile how these queries do. */
  public <T> T during(Shown shown, Supplier<T> work) {
    if (!screen.errIsTerminal()) {
      return work.get();
    }
    CountDownLatch done = new CountDownLatch(1);
    Thread painter = new Thread(() -> paint(shown, done), "millrace-progress");
    painter.setDaemon(true);
    painter.start();
    try {
      return work.get();
    } finally {
      done.countDown();
      joinUninterruptibly(painter);
    }
  }

  /** The changes, with the state of their query shown while the next ones are waited for. */
  public Changes watched(Changes changes, ZoneId zone) {
    Shown shown = new Shown(() -> List.of(changes.query()), false, zone);
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
        return during(shown, changes::next);
      }

      @Override
      public long leftOut() {
        return changes.leftOut();
      }

      @Override
      public void close() {
        changes.close();
      }
    };
  }

  /** The rows, with the progress of their query shown while they are waited for. */
  public Rows watched(Rows rows, ZoneId zone) {
    if (rows.query().isEmpty()) {
      return rows;
    }
    Shown shown = new Shown(() -> rows.query().stream().toList(), true, zone);
    return new Rows() {
      @Override
      public Schema schema() {
        return rows.schema();
      }

      @Override
      public Optional<StreamingQuery> query() {
        return rows.query();
      }

      @Override
      public Optional<ColumnBatch> next() {
        return during(shown, rows::next);
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /** The stream, for those who write to the terminal while something may be painted. */
  public OutputStream above(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int value) throws IOException {
        synchronized (ProgressArea.this) {
          erase();
          out.write(value);
        }
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (ProgressArea.this) {
          erase();
          out.write(bytes, offset, length);
        }
      }
    };
  }

  private void paint(Shown shown, CountDownLatch done) {
    long pause = FIRST_PAINT_MILLIS;
    try {
      while (!done.await(pause, TimeUnit.MILLISECONDS)) {
        show(lines(shown, Math.max(2, columns.getAsInt()) - 1));
        pause = REPAINT_MILLIS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    erase();
  }

  private List<Line> lines(Shown shown, int width) {
    long nanos = System.nanoTime();
    Instant now = Instant.now();
    List<StreamingQuery> active =
        shown.queries().get().stream().filter(StreamingQuery::isActive).limit(MOST).toList();
    List<Line> lines = new ArrayList<>();
    for (StreamingQuery query : active) {
      QueryMeter meter = meters.computeIfAbsent(query.runId(), id -> new QueryMeter(query, nanos));
      List<Line> all =
          ProgressLines.of(
              query.name(), meter.read(nanos, now), shown.end(), now, shown.zone(), width);
      lines.addAll(active.size() == 1 ? all : all.subList(0, 1));
    }
    return lines;
  }

  private synchronized void show(List<Line> lines) {
    if (lines.equals(painted)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    appendTop(text);
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        text.append("\033[K\n");
      }
      lines.get(i).appendTo(text, screen.color());
    }
    // What is left of a longer picture goes.
    text.append("\033[J");
    screen.err().print(text);
    screen.err().flush();
    painted = List.copyOf(lines);
    paintedColumns = columns.getAsInt();
  }

  private synchronized void erase() {
    if (painted.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    appendTop(text);
    screen.err().print(text.append("\033[J"));
    screen.err().flush();
    painted = List.of();
  }

  /** To the beginning of what is painted; a terminal that became narrower has broken its lines. */
  private void appendTop(StringBuilder text) {
    int width = Math.max(1, columns.getAsInt());
    int rows = 0;
    for (Line line : painted) {
      boolean broken = width < paintedColumns;
      rows += broken ? Math.max(1, (TextWidth.of(line.text()) + width - 1) / width) : 1;
    }
    if (rows > 1) {
      text.append("\033[").append(rows - 1).append('A');
    }
    text.append('\r');
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
