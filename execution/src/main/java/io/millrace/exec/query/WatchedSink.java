package io.millrace.exec.query;

import static java.util.Objects.requireNonNull;

import io.millrace.api.batch.ChangeBatch;
import io.millrace.api.connector.Sink;
import io.millrace.api.types.Schema;
import io.millrace.exec.changelog.ChangeEncoder;
import io.millrace.exec.changelog.OutputSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The sink of a query, at which others may look while it runs. They see what the sink shows, batch
 * by batch, and never hold it up: of a large batch they see the end.
 */
public final class WatchedSink implements Sink {
  /** Pieces of one batch that are kept for those who watch. */
  private static final int MOST_PIECES = 64;

  private final Sink sink;
  private final OutputSpec output;
  private final List<Watcher> watchers = new ArrayList<>();
  private final Deque<ChangeBatch> pieces = new ArrayDeque<>();
  private long leftOut;
  private boolean closed;

  /** Somebody who watches. */
  public interface Watcher {
    /**
     * The sink shows a batch. On the query's thread.
     *
     * @param pieces what it received, or the end of that
     * @param leftOut how many rows came before
     */
    void published(long batchId, List<ChangeBatch> pieces, long leftOut);

    /** Nothing comes any more. */
    void ended();
  }

  /**
   * A sink that nobody watches yet.
   *
   * @param output what it receives
   */
  public WatchedSink(Sink sink, OutputSpec output) {
    this.sink = requireNonNull(sink, "sink is null");
    this.output = requireNonNull(output, "output is null");
  }

  /** What it receives. */
  public OutputSpec output() {
    return output;
  }

  /** The columns of what it receives. */
  public Schema schema() {
    return ChangeEncoder.outputSchema(output);
  }

  /** From the next batch on somebody watches. Any thread. */
  public synchronized void watch(Watcher watcher) {
    if (closed) {
      watcher.ended();
    } else {
      watchers.add(watcher);
    }
  }

  /** Somebody watches no more. Any thread. */
  public synchronized void leave(Watcher watcher) {
    watchers.remove(watcher);
  }

  private synchronized List<Watcher> watchers() {
    return List.copyOf(watchers);
  }

  @Override
  public String description() {
    return sink.description();
  }

  @Override
  public Writer begin(long batchId) {
    forget();
    Writer writer = sink.begin(batchId);
    return watchers().isEmpty() ? writer : new Watched(writer);
  }

  private void forget() {
    pieces.clear();
    leftOut = 0;
  }

  @Override
  public void publish(long batchId, String manifest) {
    sink.publish(batchId, manifest);
    if (!pieces.isEmpty()) {
      List<ChangeBatch> shown = List.copyOf(pieces);
      watchers().forEach(watcher -> watcher.published(batchId, shown, leftOut));
      forget();
    }
  }

  @Override
  public void expectPublished(long batchId) {
    sink.expectPublished(batchId);
  }

  @Override
  public Map<String, String> metrics() {
    return sink.metrics();
  }

  @Override
  public void close() {
    try {
      sink.close();
    } finally {
      end();
    }
  }

  private synchronized void end() {
    closed = true;
    watchers.forEach(Watcher::ended);
    watchers.clear();
  }

  /** Keeps what it hands on. */
  private final class Watched implements Writer {
    private final Writer writer;

    Watched(Writer writer) {
      this.writer = writer;
    }

    @Override
    public void write(ChangeBatch changes) {
      writer.write(changes);
      pieces.addLast(changes);
      if (pieces.size() > MOST_PIECES) {
        leftOut += pieces.removeFirst().size();
      }
    }

    @Override
    public boolean keepsRows() {
      return true;
    }

    @Override
    public String prepare() {
      return writer.prepare();
    }

    @Override
    public void abort() {
      forget();
      writer.abort();
    }
  }
}
